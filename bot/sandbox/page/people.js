// The people bar: who is in view. Toggles on a desktop, tabs on a phone.
import { avatar, make, moveAlong, unreadBadge } from "./dom.js";
import { personaWord, word } from "./words.js";

const MANY = 6;

export class PeopleBar {
  #chips = new Map();

  constructor(element, choose) {
    this.element = element;
    this.choose = choose;
    element.setAttribute("aria-label", word("people"));
    element.addEventListener("keydown", (event) => moveAlong(event, [...element.children]));
  }

  update(people, shown, isPhone) {
    this.element.setAttribute("role", isPhone ? "tablist" : "group");
    this.element.classList.toggle("many", people.length > MANY);
    for (const person of people) {
      const chip = this.#chipOf(person);
      this.element.append(chip);
      this.#describe(chip, person, shown.includes(person.id), isPhone);
    }
  }

  reveal(id) {
    this.#chips.get(id)?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  #chipOf(person) {
    if (!this.#chips.has(person.id)) {
      const names = make("span", { class: "chip-names" }, make("b", {}, person.name), make("small", {}, personaWord(person.persona)));
      const chip = make("button", { type: "button", class: "chip", onclick: () => this.choose(person.id) }, avatar(person), names,
        unreadBadge(0, ""));
      chip.dataset.person = person.id;
      this.#chips.set(person.id, chip);
    }
    return this.#chips.get(person.id);
  }

  #describe(chip, person, isShown, isPhone) {
    chip.classList.toggle("shown", isShown);
    chip.classList.toggle("stopped-bot", Boolean(person.blocked));
    const label = word("nameAndRole", { name: person.name, persona: personaWord(person.persona) });
    chip.title = `${label} · ${word(isShown && !isPhone ? "hide" : "show", { name: person.name })}`;
    if (isPhone) chip.setAttribute("role", "tab");
    else chip.removeAttribute("role");
    chip.toggleAttribute("aria-selected", false);
    chip.removeAttribute(isPhone ? "aria-pressed" : "aria-selected");
    chip.setAttribute(isPhone ? "aria-selected" : "aria-pressed", String(isShown));
    const badge = chip.querySelector(".badge");
    badge.hidden = !person.waiting;
    badge.textContent = person.waiting || "";
    badge.setAttribute("aria-label", word("unread", { count: person.waiting || 0 }));
  }
}
