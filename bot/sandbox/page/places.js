// Where a person reads and writes: the bot's own chat, a group, a topic of a group.
import { make, moveAlong, unreadBadge } from "./dom.js";
import { word } from "./words.js";

export class Places {
  #groups = [];
  #seen = new Map();
  #newest = new Map();
  #chat;
  #thread;
  #told = new Map();

  constructor(name, entered) {
    this.entered = entered;
    this.chats = tabs("place-tabs", word("chatsOf", { name }));
    this.topics = tabs("place-tabs topics", word("topics"));
    this.element = make("div", { class: "places", hidden: true }, this.chats, this.topics);
  }

  get where() {
    return { chat: this.#chat, thread: this.#thread };
  }

  get isPrivate() {
    return this.#chat === undefined;
  }

  get group() {
    return this.#groups.find((group) => group.id === this.#chat);
  }

  get all() {
    return this.#groups.map((group) => group.id);
  }

  // How much of the open chat the server counts as unread.
  get unread() {
    return this.#told.get(this.#chat) ?? 0;
  }

  read() {
    this.#told.set(this.#chat, 0);
  }

  update(person, groups) {
    this.#groups = groups;
    this.#told = new Map([[undefined, person.unread], ...groups.map((group) => [group.id, group.unread?.[person.id] ?? 0])]);
    if (!this.isPrivate && !this.group) this.#enter(undefined, undefined);
    this.#show();
  }

  // What a group's chat holds: counted for the badges, and returned for the topic that is open.
  take(chat, messages) {
    const isNew = !this.#newest.has(chat);
    this.#newest.set(chat, messages);
    if (isNew) this.#see(chat, messages);
    const isForum = this.#groups.find((group) => group.id === chat)?.forum;
    const here = messages.filter((message) => !isForum || threadOf(message) === this.#thread);
    if (chat === this.#chat) this.#see(chat, here);
    this.#show();
    return here;
  }

  #see(chat, messages) {
    for (const message of messages) this.#seen.set(`${chat} ${threadOf(message)}`, message.message_id);
  }

  #unread(chat, isMeant = () => true) {
    const isUnread = (message) => message.message_id > (this.#seen.get(`${chat} ${threadOf(message)}`) ?? 0);
    return (this.#newest.get(chat) ?? []).filter((message) => isMeant(threadOf(message)) && isUnread(message)).length;
  }

  // Of the open group, only what waits in its other topics.
  #unreadOf(group) {
    const here = this.#unread(group.id);
    return group.id === this.#chat ? here : Math.max(here, this.#told.get(group.id) ?? 0);
  }

  #enter(chat, thread) {
    this.#chat = chat;
    this.#thread = thread;
    this.#show();
    this.entered();
  }

  #show() {
    this.element.hidden = this.#groups.length === 0;
    const group = this.group;
    fill(this.chats, [this.#tab(word("bot"), this.isPrivate, this.isPrivate ? 0 : this.#told.get(), () => this.#enter()),
      ...this.#groups.map((each) => this.#tab(each.title, each.id === this.#chat, this.#unreadOf(each), () => this.#enter(each.id)))]);
    this.topics.hidden = !group?.forum;
    const topics = (group?.topics ?? []).filter((topic) => topic.message_thread_id !== 1);
    fill(this.topics, group?.forum ? [{ name: word("general") }, ...topics].map((topic) => this.#topicTab(group, topic)) : []);
  }

  #topicTab(group, topic) {
    const thread = topic.message_thread_id;
    const text = topic.closed ? word("closedTopic", { name: topic.name }) : topic.name;
    const unread = this.#unread(group.id, (each) => each === thread);
    return this.#tab(text, thread === this.#thread, unread, () => this.#enter(group.id, thread));
  }

  #tab(text, isChosen, unread, onclick) {
    return make("button", { type: "button", role: "tab", class: "place-tab", "aria-selected": String(isChosen), onclick },
      make("span", {}, text), unreadBadge(unread, word("unread", { count: unread })));
  }
}

function tabs(className, label) {
  const element = make("div", { class: className, role: "tablist", "aria-label": label });
  element.addEventListener("keydown", (event) => moveAlong(event, [...element.children]));
  return element;
}

// New tabs for old ones: whoever stood on one still stands there.
function fill(element, nodes) {
  const at = [...element.children].indexOf(document.activeElement);
  element.replaceChildren(...nodes);
  if (at >= 0) nodes[Math.min(at, nodes.length - 1)]?.focus();
}

// In the general topic a thread is only a row of answers.
function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : undefined;
}
