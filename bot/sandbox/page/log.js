// The messages of one chat: changed in place, and the reader's position never jumps.
import { icon, make } from "./dom.js";
import { itemsOf } from "./items.js";
import { fillMessage } from "./message.js";
import { word } from "./words.js";

const NEAR = 48;

export class Log {
  #items = new Map();
  #keys = new Map();
  #messages = [];
  #pinned = true;
  #unseen = 0;
  #height = 0;

  constructor(acts, label, language) {
    this.acts = { ...acts, settled: () => this.#settle(), reveal: (messageId) => this.reveal(messageId) };
    this.list = make("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0", lang: language });
    this.pill = make("button", { type: "button", class: "newest", hidden: true, onclick: () => this.toNewest(true) }, icon("down"));
    this.element = make("div", { class: "log" }, this.list, this.pill);
    this.list.addEventListener("click", (event) => this.#touch(event));
    this.list.addEventListener("keydown", (event) => event.key === "Escape" && acts.focusComposer());
    this.list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.list);
  }

  get atNewest() {
    return this.#pinned;
  }

  nodeOf(messageId) {
    return this.#items.get(this.#keys.get(messageId))?.node;
  }

  // Another place of the same person: nothing of the old one stays.
  clear() {
    this.list.replaceChildren();
    this.#items.clear();
    this.#messages = [];
    this.#stayAtNewest();
  }

  reveal(messageId) {
    const node = this.nodeOf(messageId);
    if (!node) return this.acts.say(word("quotedGone"));
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    return undefined;
  }

  toNewest(smoothly = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smoothly && !calm ? "smooth" : "auto" });
  }

  show(messages) {
    const known = new Set(this.#messages.map((message) => message.message_id));
    const fresh = messages.filter((message) => !known.has(message.message_id));
    const mine = fresh.some((message) => message.own);
    const anchor = this.#anchor();
    const items = itemsOf(messages);
    this.#keys = new Map(items.flatMap((item) => (item.messages ?? []).map((message) => [message.message_id, item.key])));
    this.#reconcile(items, known.size > 0);
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
    const node = old?.node ?? make(item.messages ? "article" : "div");
    node.className = item.className + (old || !lively ? "" : " arriving");
    const focused = node.contains(document.activeElement);
    if (item.messages) fillMessage(node, item.messages, this.acts);
    else node.replaceChildren(make("span", {}, item.line));
    if (focused) this.#keepFocus(node);
    this.#items.set(item.key, { node, signature: item.signature });
    return node;
  }

  // Without a mouse there is no hovering: a tap on a message shows what can be done with it.
  #touch(event) {
    if (event.target.closest("button, a, input")) return;
    const tapped = event.target.closest(".message");
    for (const node of this.list.querySelectorAll(".touched")) if (node !== tapped) node.classList.remove("touched");
    tapped?.classList.toggle("touched");
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

  #resized() {
    this.#height = this.list.clientHeight;
    this.#settle();
  }

  #settle() {
    if (this.#pinned) this.toNewest();
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    // The bot's keys came or went: that was no reader scrolling.
    if (clientHeight !== this.#height) return;
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
