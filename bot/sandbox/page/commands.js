// The command menu over the composer: opened by its button or by typing "/".
import { make } from "./dom.js";
import * as server from "./server.js";
import { word } from "./words.js";

export class CommandMenu {
  #all = [];
  #found = [];
  #at = 0;
  #asked = 0;
  #answered = 0;

  constructor(person, input, button, choose) {
    this.person = person;
    this.input = input;
    this.button = button;
    this.choose = choose;
    this.element = make("div", { class: "commands", role: "listbox", id: `commands-${person}`, "aria-label": word("commands"), hidden: true });
    for (const control of [input, button]) control.setAttribute("aria-controls", this.element.id);
    button.setAttribute("aria-expanded", "false");
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // An answer that comes after the answer to a later question is old news.
  async read() {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await server.commands(this.person).catch(() => null);
    if (!found || asked < this.#answered) return;
    this.#answered = asked;
    this.#all = found;
  }

  async type(typed) {
    this.filter(typed);
    if (typed !== "/") return;
    await this.read();
    if (this.input.value === typed) this.filter(typed);
  }

  async toggle() {
    if (this.isOpen) return this.close();
    await this.read();
    this.#show(this.#all, true);
    this.input.focus();
  }

  filter(typed) {
    const start = /^\/([\w]*)$/.exec(typed);
    if (!start) return this.close();
    const found = this.#all.filter((command) => command.command.startsWith(start[1].toLowerCase()));
    if (found.length) this.#show(found);
    else this.close();
  }

  close() {
    this.element.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // Returns whether the key was meant for the menu.
  key(event) {
    if (!this.isOpen) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.#move(this.#at + moves[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey && this.#found.length) this.#pick(true);
    else if (event.key === "Tab" && !event.shiftKey && this.#found.length) this.#pick(false);
    else return false;
    event.preventDefault();
    return true;
  }

  #pick(send) {
    const { command } = this.#found[this.#at];
    this.close();
    this.choose(`/${command}`, send);
  }

  #show(found, wholeList = false) {
    this.#found = found;
    const options = found.map((command, index) => this.#option(command, index));
    if (wholeList && !found.length) options.push(make("p", { class: "commands-empty" }, word("noCommands")));
    this.element.replaceChildren(...options);
    this.element.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#move(0);
  }

  #option(command, index) {
    const pick = () => {
      this.#at = index;
      this.#pick(true);
    };
    const node = make("div", { role: "option", id: `command-${this.person}-${command.command}`, class: "command", onclick: pick },
      make("b", {}, `/${command.command}`), make("span", {}, command.description));
    node.addEventListener("mousedown", (event) => event.preventDefault());
    return node;
  }

  #move(to) {
    const options = [...this.element.querySelectorAll("[role=option]")];
    if (!options.length) return;
    this.#at = (to + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#at)));
    this.input.setAttribute("aria-activedescendant", options[this.#at].id);
    options[this.#at].scrollIntoView({ block: "nearest" });
  }
}
