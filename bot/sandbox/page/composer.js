// Where a person writes: words, files with a caption, commands, answers, and changes to what was written.
import { attachMenu } from "./attach.js";
import { inShort } from "./attachments.js";
import { CommandMenu } from "./commands.js";
import { iconButton, make } from "./dom.js";
import { Recorder } from "./recorder.js";
import { Tray } from "./tray.js";
import { word } from "./words.js";

export class Composer {
  #editing = null;
  #answering = null;

  constructor(person, acts) {
    this.acts = acts;
    this.input = make("textarea", { rows: "1", "aria-label": word("write"), placeholder: word("message"), enterkeyhint: "send",
      "aria-autocomplete": "list", autocomplete: "off", maxlength: "4096" });
    this.tray = new Tray(() => this.#changed());
    this.recorder = new Recorder({ say: acts.say, done: () => this.focus(), send: (file, duration) => acts.submit({ files: [{ kind: "voice", file, duration }] }) });
    this.sendButton = iconButton("send", word("send"), () => this.#submit(), { class: "icon-button send" });
    const slash = iconButton("slash", word("commands"), () => this.menu.toggle(), { "aria-haspopup": "listbox" });
    this.menu = new CommandMenu(person.id, this.input, slash, (text, send) => this.#chosen(text, send));
    const attach = attachMenu(person, { tray: this.tray, recorder: this.recorder, send: acts.sendThing });
    this.about = make("span", {});
    this.aboutBar = make("div", { class: "about-bar", hidden: true }, this.about, iconButton("close", word("cancel"), () => this.#leave()));
    this.keys = make("div", { class: "reply-keys" });
    const line = make("div", { class: "line" }, attach, slash, this.input, this.sendButton);
    this.element = make("div", { class: "composer" }, this.menu.element, this.aboutBar, this.tray.element, this.recorder.element, line, this.keys,
      ...Object.values(this.tray.pickers));
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
    this.#answering = null;
    this.#editing = message;
    this.#showAbout(word("editing"));
    this.#write(message.text);
    this.focus();
  }

  answer(message) {
    if (this.#editing) this.#write("");
    this.#editing = null;
    this.#answering = message;
    this.#showAbout(word("answering", { text: inShort(message) }));
    this.focus();
  }

  showKeys(keyboard) {
    this.keys.replaceChildren(...(keyboard ? [keyboard] : []));
  }

  #showAbout(text) {
    this.about.textContent = text;
    this.aboutBar.hidden = false;
  }

  #key(event) {
    // While an input method composes Chinese, Enter and the arrows belong to it (229 is Safari's way to say so).
    if (event.isComposing || event.keyCode === 229) return;
    if (this.menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      if (this.#editing || this.#answering) this.#leave();
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
    const draft = { text: this.input.value.trim(), files: this.tray.waiting, editing: this.#editing, answering: this.#answering };
    if (!draft.text && !draft.files.length) return;
    this.#leave();
    this.#write("");
    this.tray.clear();
    this.focus();
    const sent = await this.acts.submit(draft);
    if (!sent && !this.input.value) this.#takeBack(draft);
  }

  #takeBack({ text, files, editing, answering }) {
    if (editing) this.edit(editing);
    if (answering) this.answer(answering);
    this.#write(text);
    this.tray.putBack(files);
  }

  #leave() {
    if (this.#editing) this.#write("");
    this.#editing = this.#answering = null;
    this.aboutBar.hidden = true;
    this.#changed();
  }

  #write(text) {
    this.input.value = text;
    this.#changed();
  }

  #changed() {
    const files = this.tray.waiting.length;
    this.menu.type(this.input.value);
    this.input.placeholder = word(files ? "caption" : "message");
    const label = word(this.#editing ? "save" : "send");
    this.sendButton.setAttribute("aria-label", label);
    this.sendButton.title = label;
    this.sendButton.classList.toggle("ready", Boolean(this.input.value.trim() || files));
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
