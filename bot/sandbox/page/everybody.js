// Everybody by persona: open or hide their chats, add somebody.
import { avatar, iconButton, make, role, unreadBadge } from "./dom.js";
import { popupMenu } from "./menu.js";
import { PERSONAS, personaWord, word } from "./words.js";

// `state` returns the people and the ids in view.
export function everybodyMenu(state, { choose, add }) {
  const menu = popupMenu(iconButton("people", word("everybody")), () => {
    const { people, shown } = state();
    const groups = [...new Set([...PERSONAS, ...people.map((person) => person.persona)])];
    const entries = groups.flatMap((persona) => group(persona, people, shown, choose));
    return [...entries, { text: word("addPerson"), icon: "plus", act: add }];
  }, word("everybody"));
  menu.element.classList.add("everybody");
  return menu;
}

function group(persona, people, shown, choose) {
  const those = people.filter((person) => person.persona === persona);
  if (!those.length) return [];
  const heading = { heading: [role(persona, personaWord(persona))] };
  return [heading, ...those.map((person) => ({
    text: make("span", { class: "menu-person" }, avatar(person), person.name),
    checked: shown.includes(person.id),
    after: unreadBadge(person.waiting, word("unread", { count: person.waiting })),
    act: () => choose(person.id),
  }))];
}
