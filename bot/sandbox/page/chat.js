// One person's chat with the bot: a column on a desktop, the whole page on a phone.
import { Composer } from "./composer.js";
import { avatar, iconButton, make } from "./dom.js";
import { toast } from "./dialogs.js";
import { replyKeyboard } from "./keyboard.js";
import { Log } from "./log.js";
import { acceptDrops } from "./photos.js";
import { Presses } from "./presses.js";
import { personMenu } from "./person-menu.js";
import * as server from "./server.js";
import { personaWord, word } from "./words.js";

export class Chat {
  #messages = [];
  #reading = null;
  #again = false;

  constructor(person, close) {
    this.person = person;
    const label = word("chatOf", { name: person.name, persona: personaWord(person.persona) });
    const send = (text) => this.#do(() => server.sendText(person.id, text));
    const say = (text) => toast(text, this.notices);
    const acts = {
      send, say, edit: (message) => this.composer.edit(message),
      name: () => this.person.name, seen: () => this.markRead(), focusComposer: () => this.focus(),
      press: (message, data) => this.presses.press(message, data),
      isPressed: (message, data) => this.presses.isPressed(message, data),
    };
    this.log = new Log(acts, label, person.language_code || "");
    this.presses = new Presses(person.id, this.log, say);
    this.composer = new Composer(person.id, {
      submit: (draft) => this.#submit(draft), sendText: send,
      lastOwn: () => this.#messages.filter((message) => !message.outgoing && message.text).pop(),
    });
    this.notices = make("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.welcome = this.#welcome(send);
    this.stopped = this.#stopped();
    this.element = make("section", { class: "chat", "aria-label": label, "data-person": person.id },
      this.#header(close), this.log.element, this.composer.element, this.stopped,
      make("div", { class: "drop-hint", "aria-hidden": "true" }, word("dropHere")));
    this.log.element.append(this.welcome, this.notices);
    acceptDrops(this.element, this.composer.tray);
    this.update(person);
    this.composer.menu.read();
    this.refresh();
  }

  get isVisible() {
    return this.element.offsetParent !== null && document.visibilityState === "visible";
  }

  focus() {
    this.composer.focus();
  }

  update(person) {
    this.person = person;
    this.composer.element.hidden = person.blocked;
    this.stopped.hidden = !person.blocked;
    this.markRead();
  }

  // Changes that arrive while an answer is under way are read once more after it.
  async refresh() {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read();
    await this.#reading;
    this.#reading = null;
    if (!this.#again) return undefined;
    this.#again = false;
    return this.refresh();
  }

  async markRead() {
    if (!this.person.unread || !this.isVisible || !this.log.atNewest) return;
    this.person.unread = 0;
    await server.read(this.person.id).catch(() => {});
  }

  async #read() {
    try {
      this.#messages = await server.messages(this.person.id);
    } catch {
      return;
    }
    this.welcome.hidden = this.#messages.length > 0;
    this.log.show(this.#messages);
    this.composer.showKeys(replyKeyboard(this.#messages, (text) => this.#submit({ text, photos: [] })));
    this.composer.menu.read();
    this.markRead();
  }

  async #do(deed) {
    try {
      await deed();
    } catch (error) {
      toast(word("failed", { reason: error.message }), this.notices);
      return false;
    }
    await this.refresh();
    return true;
  }

  #submit({ text, photos, editing }) {
    const { id } = this.person;
    if (editing) return this.#do(() => server.edit(id, editing.message_id, text));
    if (photos.length) return this.#do(() => server.sendPhotos(id, photos, text));
    return this.#do(() => server.sendText(id, text));
  }

  #setBlocked(blocked) {
    return this.#do(() => (blocked ? server.block(this.person.id) : server.unblock(this.person.id)));
  }

  #header(close) {
    const { person } = this;
    const menu = personMenu(() => this.person, { close, setBlocked: (blocked) => this.#setBlocked(blocked) });
    const names = make("div", { class: "names" }, make("h2", {}, person.name), make("p", {}, personaWord(person.persona)));
    return make("header", { class: "chat-head" }, avatar(person), names, menu, iconButton("close", word("close"), close, { class: "icon-button close-chat" }));
  }

  #welcome(send) {
    const start = make("button", { type: "button", class: "main-button", onclick: () => send("/start") }, word("start"));
    return make("div", { class: "welcome", hidden: true }, make("h3", {}, word("welcome")), make("p", {}, word("welcomeHint")), start);
  }

  #stopped() {
    const restart = make("button", { type: "button", class: "main-button", onclick: () => this.#setBlocked(false) }, word("unblock"));
    return make("div", { class: "stopped", hidden: true }, make("p", {}, word("blocked", { name: this.person.name })), restart);
  }
}
