// One person's chats: a column on a desktop, the whole page on a phone.
import { Composer } from "./composer.js";
import { askForContact } from "./contact.js";
import { avatar, iconButton, make, role } from "./dom.js";
import { toast } from "./dialogs.js";
import { replyKeyboard } from "./keyboard.js";
import { askForPlace } from "./location.js";
import { Log } from "./log.js";
import { personMenu } from "./person-menu.js";
import { PinnedBar } from "./pinned.js";
import { Places } from "./places.js";
import { Presses } from "./presses.js";
import { sendDraft } from "./sending.js";
import * as server from "./server.js";
import { acceptDrops } from "./tray.js";
import { personaWord, word } from "./words.js";

export class Chat {
  #messages = [];
  #reading = null;
  #again = false;

  constructor(person, close) {
    this.person = person;
    const label = word("chatOf", { name: person.name, persona: personaWord(person.persona) });
    const send = (text) => this.#submit({ text });
    const sendThing = (what) => this.#do(() => server.send(this.person.id, what, this.places.where));
    const say = (text) => toast(text, this.notices);
    const acts = {
      send, say, edit: (message) => this.composer.edit(message), answer: (message) => this.composer.answer(message),
      name: () => this.person.name, seen: () => this.markRead(), focusComposer: () => this.focus(),
      press: (message, data) => this.presses.press(message, data),
      isPressed: (message, data) => this.presses.isPressed(message, data),
    };
    this.keyActs = {
      send, askForPlace: () => askForPlace((location) => sendThing({ location })),
      askForContact: () => askForContact(this.person, (contact) => sendThing({ contact })),
    };
    this.places = new Places(person.name, () => this.#enter());
    this.log = new Log(acts, label, person.language_code || "");
    this.pinned = new PinnedBar((messageId) => this.log.reveal(messageId));
    this.presses = new Presses(person.id, this.log, say);
    this.composer = new Composer(person, {
      submit: (draft) => this.#submit(draft), sendText: send, sendThing, say,
      lastOwn: () => this.#messages.filter((message) => message.own && message.text).pop(),
    });
    this.notices = make("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.welcome = this.#welcome(send);
    this.stopped = this.#stopped();
    this.element = make("section", { class: "chat", "aria-label": label, "data-person": person.id },
      this.#header(close), this.places.element, this.pinned.element, this.log.element, this.composer.element, this.stopped,
      make("div", { class: "drop-hint", "aria-hidden": "true" }, word("dropHere")));
    this.log.element.append(this.welcome, this.notices);
    acceptDrops(this.element, this.composer.tray);
    this.composer.menu.read();
  }

  get #isInView() {
    return this.element.offsetParent !== null && document.visibilityState === "visible" && this.log.atNewest;
  }

  // How many unread messages are on their way to being read.
  get beingRead() {
    return this.#isInView ? this.places.unread : 0;
  }

  focus() {
    this.composer.focus();
  }

  update(person, groups) {
    this.person = person;
    this.places.update(person, groups);
    this.#showStopped();
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
    if (!this.places.unread || !this.#isInView) return;
    this.places.read();
    await server.read(this.person.id, this.places.where.chat).catch(() => {});
  }

  #showStopped() {
    const isStopped = this.person.blocked && this.places.isPrivate;
    this.composer.element.hidden = isStopped;
    this.stopped.hidden = !isStopped;
  }

  #enter() {
    this.#showStopped();
    this.log.clear();
    this.#show([]);
    return this.refresh();
  }

  async #read() {
    const { id } = this.person;
    const { chat, thread } = this.places.where;
    try {
      const groups = await Promise.all(this.places.all.map(async (group) => [group, await server.groupMessages(group, id)]));
      const taken = new Map(groups.map(([group, messages]) => [group, this.places.take(group, messages)]));
      const messages = chat === undefined ? await server.messages(id) : taken.get(chat) ?? [];
      const isLate = chat !== this.places.where.chat || thread !== this.places.where.thread;
      if (!isLate) this.#show(messages.map((message) => ({ ...message, own: !message.outgoing && message.from?.id === id })));
      this.welcome.hidden = !this.places.isPrivate || messages.length > 0;
    } catch {
      return;
    }
    this.composer.menu.read();
    this.markRead();
  }

  #show(messages) {
    this.#messages = messages;
    this.log.show(messages);
    this.pinned.show(messages);
    this.composer.showKeys(replyKeyboard(messages, this.keyActs));
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

  #submit(draft) {
    return this.#do(() => sendDraft(this.person.id, draft, this.places.where));
  }

  #setBlocked(blocked) {
    return this.#do(() => (blocked ? server.block(this.person.id) : server.unblock(this.person.id)));
  }

  #header(close) {
    const { person } = this;
    const menu = personMenu(() => this.person, { close, setBlocked: (blocked) => this.#setBlocked(blocked) });
    const names = make("div", { class: "names" }, make("h2", {}, person.name), role(person.persona, personaWord(person.persona)));
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
