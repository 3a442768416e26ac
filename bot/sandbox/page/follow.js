// A link that starts the bot with a code. It is meant for somebody else, so it is asked who follows it.
import { field, openForm, toast } from "./dialogs.js";
import { make } from "./dom.js";
import * as server from "./server.js";
import { byPersona, personaWord, word } from "./words.js";

const START = /^https:\/\/t\.me\/\w+\?start=([\w-]{1,64})$/;

export const startCode = (address) => START.exec(address)?.[1];

export async function askWhoFollows(code) {
  const people = byPersona((await server.people()) || []);
  const named = (person) => word("nameAndRole", { name: person.name, persona: personaWord(person.persona) });
  const who = make("select", {}, ...people.map((person) => make("option", { value: person.id }, named(person))));
  openForm("followLink", "ok", [field("whoFollows", who)], () => {
    server.send(who.value, { text: `/start ${code}` }).catch((error) => toast(word("failed", { reason: error.message })));
  });
}
