// The messages of one chat: changed in place, and the reader's position never jumps.
import { icon, make } from "./dom.js";
import { fillMessage } from "./message.js";
import { dayOf, word } from "./words.js";

const NEAR = 48;

export class Log {
  #items = new Map();
  #messages = [];
  #pinned = true;
  #unseen = 0;

  constructor(acts, label, language) {
    this.acts = { ...acts, settled: () => this.#settle() };
    this.list = make("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0", lang: language });
    this.pill = make("button", { type: "button", class: "newest", hidden: true, onclick: () => this.toNewest(true) }, icon("down"));
    this.element = make("div", { class: "log" }, this.list, this.pill);
    this.list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#settle()).observe(this.list);
  }

  get atNewest() {
    return this.#pinned;
  }

  nodeOf(messageId) {
    return this.#items.get(`message ${messageId}`)?.node;
  }

  toNewest(smoothly = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smoothly && !calm ? "smooth" : "auto" });
  }

  show(messages) {
    const known = new Set(this.#messages.map((message) => message.message_id));
    const fresh = messages.filter((message) => !known.has(message.message_id));
    const mine = fresh.some((message) => !message.outgoing);
    const anchor = this.#anchor();
    this.#reconcile(itemsOf(messages), known.size > 0);
    this.#messages = messages;
    if (this.#pinned || mine) return this.#stayAtNewest();
    this.#restore(anchor);
    this.#unseen += fresh.length;
    this.#showPill();
  }

  #reconcile(items, lively) {
    const keys = new Set(items.map((item) => item.key));
    for (const [key, item] of this.#items) if (!keys.has(key)) this.#drop(key, item);
    let before = this.list.firstElementChild;
    for (const item of items) {
      const node = this.#nodeFor(item, lively);
      if (node === before) before = before.nextElementSibling;
      else this.list.insertBefore(node, before);
    }
  }

  #nodeFor(item, lively) {
    const old = this.#items.get(item.key);
    if (old?.signature === item.signature) return old.node;
    const node = old?.node ?? make(item.message ? "article" : "div");
    node.className = item.className + (old || !lively ? "" : " arriving");
    const focused = node.contains(document.activeElement);
    if (item.message) fillMessage(node, item.message, this.acts);
    else node.replaceChildren(make("span", {}, item.day));
    if (focused) this.#keepFocus(node);
    this.#items.set(item.key, { node, signature: item.signature });
    return node;
  }

  // Whoever pressed a button by keyboard goes on where the next buttons are.
  #keepFocus(node) {
    const next = node.querySelector(".keyboard .key");
    if (next) next.focus({ preventScroll: true });
    else this.acts.focusComposer();
  }

  #drop(key, item) {
    const focused = item.node.contains(document.activeElement);
    item.node.remove();
    this.#items.delete(key);
    if (focused) this.acts.focusComposer();
  }

  #anchor() {
    const top = this.list.getBoundingClientRect().top;
    for (const node of this.list.children) {
      const box = node.getBoundingClientRect();
      if (box.bottom > top) return { node, offset: box.top };
    }
    return null;
  }

  #restore(anchor) {
    if (anchor?.node.isConnected) this.list.scrollTop += anchor.node.getBoundingClientRect().top - anchor.offset;
  }

  #stayAtNewest() {
    this.#pinned = true;
    this.#unseen = 0;
    this.toNewest();
    this.#showPill();
  }

  #settle() {
    if (this.#pinned) this.toNewest();
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#pinned) this.#unseen = 0;
    this.#showPill();
    if (this.#pinned) this.acts.seen();
  }

  #showPill() {
    this.pill.hidden = this.#pinned;
    const label = this.#unseen ? word("newCount", { count: this.#unseen }) : word("newest");
    this.pill.setAttribute("aria-label", label);
    this.pill.replaceChildren(icon("down"));
    if (this.#unseen) this.pill.append(make("span", { class: "badge" }, String(this.#unseen)));
  }
}

function itemsOf(messages) {
  const items = [];
  let last = null;
  for (const message of messages) {
    const day = dayOf(message.date);
    const isNewDay = !last || dayOf(last.date) !== day;
    if (isNewDay) items.push({ key: `day ${new Date(message.date * 1000).toDateString()}`, day, className: "day", signature: day });
    const follows = !isNewDay && last.outgoing === message.outgoing && !last.reply_markup?.inline_keyboard?.length;
    const className = `message ${message.outgoing ? "incoming" : "own"}${follows ? " follows" : ""}`;
    items.push({ key: `message ${message.message_id}`, message, className, signature: className + JSON.stringify(message) });
    last = message;
  }
  return items;
}
