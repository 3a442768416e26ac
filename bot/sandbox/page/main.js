// The page: which chats are in view, and what the server's events change.
import { Chat } from "./chat.js";
import { ClockMenu } from "./clock-menu.js";
import { askForPerson, toast } from "./dialogs.js";
import { iconButton, make } from "./dom.js";
import { everybodyMenu } from "./everybody.js";
import { PeopleBar } from "./people.js";
import * as server from "./server.js";
import { byPersona, locale, word } from "./words.js";

const REMEMBERED = "anju.shown";
const phone = matchMedia("(max-width: 760px)");
const room = document.getElementById("chats");
const offline = document.getElementById("offline");
const nobody = make("p", { class: "nobody" });
const bar = new PeopleBar(document.getElementById("people"), choose);
const everybody = everybodyMenu(() => ({ people, shown: phone.matches ? [active] : shown }), { choose, add: () => askForPerson(add) });
const clock = new ClockMenu(refreshAll);
const chats = new Map();
let people = [];
let groups = [];
let chosen = remembered();
let shown = [];
let active = null;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) || "null");
  } catch {
    return null;
  }
}

// A resident and an admin, until somebody chooses; later whoever was in view the last time and still exists.
function settle() {
  const first = (persona) => people.find((person) => person.persona === persona)?.id;
  const usual = [first("resident"), first("admin")].filter((id) => id !== undefined);
  const known = (chosen || []).filter((id) => people.some((person) => person.id === id));
  shown = known.length || chosen?.length === 0 ? known : usual.length ? usual : people.slice(0, 2).map((person) => person.id);
  if (!shown.includes(active)) active = shown[0] ?? null;
}

function keep(ids) {
  chosen = shown = ids;
  localStorage.setItem(REMEMBERED, JSON.stringify(ids));
}

function choose(id) {
  if (phone.matches) {
    active = id;
    if (!shown.includes(id)) keep([...shown, id]);
  } else if (shown.includes(id)) {
    return hide(id);
  } else {
    keep([...shown, id]);
    active = id;
  }
  arrange();
  chats.get(id).element.scrollIntoView({ inline: "nearest", block: "nearest" });
  chats.get(id).focus();
  countUnread();
  return undefined;
}

function hide(id) {
  keep(shown.filter((other) => other !== id));
  if (active === id) active = shown[0] ?? null;
  arrange();
}

function arrange() {
  for (const [id, chat] of chats) if (!shown.includes(id)) chat.element.remove();
  for (const id of shown) showChat(people.find((person) => person.id === id));
  nobody.remove();
  nobody.textContent = word(people.length ? "nobody" : "empty");
  if (!shown.length) room.append(nobody);
  bar.update(people, phone.matches ? [active] : shown, phone.matches);
  everybody.refresh();
  if (phone.matches && active !== null) bar.reveal(active);
  countUnread();
}

// What is on its way to being read in plain view is not counted.
function countUnread() {
  const unread = people.reduce((sum, person) => sum + person.waiting - (chats.get(person.id)?.beingRead ?? 0), 0);
  document.title = unread ? `(${unread}) ${word("title")}` : word("title");
}

function showChat(person) {
  const chat = chatOf(person);
  if (!chat.element.isConnected) {
    room.append(chat.element);
    chat.log.toNewest();
  }
  chat.element.classList.toggle("active", person.id === active);
  chat.update(person, groups.filter((group) => isMember(group, person)));
  if (chat.isNew) chat.refresh();
  chat.isNew = false;
}

function isMember(group, person) {
  return !["left", "kicked", undefined].includes(group.members[person.id]);
}

async function withTopics(group) {
  return { ...group, topics: group.topics ?? (group.forum ? await server.topics(group.id) : []) };
}

function inGroups(person) {
  return groups.reduce((sum, group) => sum + (group.unread?.[person.id] ?? 0), 0);
}

// A restarted server may have given the same number to somebody else.
function chatOf(person) {
  const known = chats.get(person.id);
  if (known?.person.name === person.name && known.person.persona === person.persona) return known;
  known?.element.remove();
  const chat = new Chat(person, () => hide(person.id));
  chat.isNew = true;
  chats.set(person.id, chat);
  return chat;
}

async function readPeople() {
  const [everybody, rooms] = await Promise.all([server.people(), server.groups().catch(() => [])]);
  groups = await Promise.all((rooms || []).filter((group) => !group.migrated_to).map(withTopics));
  people = byPersona(everybody || []).map((person) => ({ ...person, waiting: person.unread + inGroups(person) }));
  settle();
  arrange();
}

// Many changes in one moment are one reading.
let reading = null;
function readSoon() {
  reading ??= setTimeout(() => {
    reading = null;
    readPeople().catch(() => {});
  }, 30);
}

async function add(person) {
  try {
    const added = await server.addPerson(person);
    await readPeople();
    if (!shown.includes(added.id) || phone.matches) choose(added.id);
  } catch (error) {
    toast(word("failed", { reason: error.message }));
  }
}

function listen() {
  server.listen({
    change(id) {
      readSoon();
      if (chats.has(id)) chats.get(id).refresh();
      else if (!people.some((person) => person.id === id)) refreshAll();
    },
    clock: (told) => clock.set(told),
    lost() {
      offline.hidden = false;
    },
    found() {
      offline.hidden = true;
      readSoon();
      clock.read();
    },
  });
}

function refreshAll() {
  for (const chat of chats.values()) chat.refresh();
}

function dress() {
  document.documentElement.lang = locale;
  document.title = word("title");
  document.getElementById("banner").textContent = word("banner");
  offline.textContent = word("offline");
  document.getElementById("tools").append(
    clock.element,
    everybody.element,
    iconButton("theme", word("theme"), () => document.dispatchEvent(new Event("anju:theme"))),
  );
}

phone.addEventListener("change", arrange);
document.addEventListener("visibilitychange", () => {
  for (const chat of chats.values()) chat.markRead();
  countUnread();
});
dress();
readPeople().catch(() => {
  offline.hidden = false;
});
listen();
