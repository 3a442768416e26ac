// Where a person writes: text, photos with a caption, commands, and changes to what was written.
import { CommandMenu } from "./commands.js";
import { iconButton, make } from "./dom.js";
import { PhotoTray } from "./photos.js";
import { word } from "./words.js";

export class Composer {
  #editing = null;

  constructor(person, acts) {
    this.acts = acts;
    this.input = make("textarea", { rows: "1", "aria-label": word("write"), placeholder: word("message"), enterkeyhint: "send",
      "aria-autocomplete": "list", autocomplete: "off", maxlength: "4096" });
    this.tray = new PhotoTray(() => this.#changed());
    this.sendButton = iconButton("send", word("send"), () => this.#submit(), { class: "icon-button send" });
    const slash = iconButton("slash", word("commands"), () => this.menu.toggle(), { "aria-haspopup": "listbox" });
    this.menu = new CommandMenu(person, this.input, slash, (text, send) => this.#chosen(text, send));
    const attach = iconButton("photo", word("photo"), () => this.tray.picker.click());
    this.editBar = make("div", { class: "edit-bar", hidden: true }, make("span", {}, word("editing")),
      iconButton("close", word("cancel"), () => this.#stopEditing()));
    this.keys = make("div", { class: "reply-keys" });
    const line = make("div", { class: "line" }, slash, attach, this.input, this.sendButton);
    this.element = make("div", { class: "composer" }, this.menu.element, this.editBar, this.tray.element, line, this.keys, this.tray.picker);
    this.input.addEventListener("input", () => this.#changed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("paste", (event) => this.#paste(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#left(), 150));
    this.#changed();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  edit(message) {
    this.#editing = message;
    this.editBar.hidden = false;
    this.input.value = message.text;
    this.#changed();
    this.focus();
  }

  showKeys(keyboard) {
    this.keys.replaceChildren(...(keyboard ? [keyboard] : []));
  }

  #key(event) {
    // While an input method composes Chinese, Enter and the arrows belong to it (229 is Safari's way to say so).
    if (event.isComposing || event.keyCode === 229) return;
    if (this.menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      if (this.#editing) this.#stopEditing();
      else this.tray.clear();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const last = this.acts.lastOwn();
      if (last) this.edit(last);
    }
  }

  #paste(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.tray.add(event.clipboardData.files);
  }

  #left() {
    if (!this.element.contains(document.activeElement)) this.menu.close();
  }

  #chosen(text, send) {
    if (send) {
      this.#write("");
      this.acts.sendText(text);
    } else {
      this.#write(`${text} `);
    }
    this.focus();
  }

  async #submit() {
    const text = this.input.value.trim();
    const photos = this.tray.files;
    const editing = this.#editing;
    if (!text && !photos.length) return;
    this.#stopEditing();
    this.tray.clear();
    this.focus();
    const sent = await this.acts.submit({ text, photos, editing });
    if (!sent && !this.input.value) this.#takeBack(text, photos, editing);
  }

  #takeBack(text, photos, editing) {
    if (editing) this.edit(editing);
    this.#write(text);
    this.tray.add(photos);
  }

  #stopEditing() {
    this.#editing = null;
    this.editBar.hidden = true;
    this.#write("");
  }

  #write(text) {
    this.input.value = text;
    this.#changed();
  }

  #changed() {
    const photos = this.tray.files.length;
    this.menu.type(this.input.value);
    this.input.placeholder = word(photos ? "caption" : "message");
    const label = word(this.#editing ? "save" : "send");
    this.sendButton.setAttribute("aria-label", label);
    this.sendButton.title = label;
    this.sendButton.classList.toggle("ready", Boolean(this.input.value.trim() || photos));
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
