// The people bar: who is in view. Toggles on a desktop, tabs on a phone.
import { avatar, make } from "./dom.js";
import { personaWord, word } from "./words.js";

export class PeopleBar {
  #chips = new Map();

  constructor(element, choose) {
    this.element = element;
    this.choose = choose;
    element.setAttribute("aria-label", word("people"));
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  update(people, shown, isPhone) {
    this.element.setAttribute("role", isPhone ? "tablist" : "group");
    for (const person of people) {
      const chip = this.#chipOf(person);
      this.element.append(chip);
      this.#describe(chip, person, shown.includes(person.id), isPhone);
    }
  }

  reveal(id) {
    this.#chips.get(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #chipOf(person) {
    if (!this.#chips.has(person.id)) {
      const names = make("span", { class: "chip-names" }, make("b", {}, person.name), make("small", {}, personaWord(person.persona)));
      const chip = make("button", { type: "button", class: "chip", onclick: () => this.choose(person.id) }, avatar(person), names,
        make("span", { class: "badge", hidden: true }));
      chip.dataset.person = person.id;
      this.#chips.set(person.id, chip);
    }
    return this.#chips.get(person.id);
  }

  #describe(chip, person, isShown, isPhone) {
    chip.classList.toggle("shown", isShown);
    chip.classList.toggle("stopped-bot", Boolean(person.blocked));
    chip.title = word(isShown && !isPhone ? "hide" : "show", { name: person.name });
    if (isPhone) chip.setAttribute("role", "tab");
    else chip.removeAttribute("role");
    chip.toggleAttribute("aria-selected", false);
    chip.removeAttribute(isPhone ? "aria-pressed" : "aria-selected");
    chip.setAttribute(isPhone ? "aria-selected" : "aria-pressed", String(isShown));
    const badge = chip.querySelector(".badge");
    badge.hidden = !person.unread;
    badge.textContent = person.unread || "";
    badge.setAttribute("aria-label", word("unread", { count: person.unread || 0 }));
  }

  #key(event) {
    const moves = { ArrowRight: 1, ArrowLeft: -1 };
    const chips = [...this.element.children];
    const at = chips.indexOf(document.activeElement);
    if (!(event.key in moves) || at < 0) return;
    event.preventDefault();
    chips[(at + moves[event.key] + chips.length) % chips.length].focus();
  }
}
