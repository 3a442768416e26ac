// One message as a bubble with its buttons beneath.
import { icon, make } from "./dom.js";
import { rich } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { fileAddress } from "./server.js";
import { openPhoto } from "./dialogs.js";
import { timeOf, word } from "./words.js";

const PHOTO_WIDTH = 320;
const PHOTO_HEIGHT = 360;
const KINDS = ["document", "location", "contact", "poll", "video", "voice", "audio", "sticker", "animation", "venue", "dice"];

export function fillMessage(node, message, acts) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.text !== undefined ? message.entities : message.caption_entities;
  const bubble = make("div", { class: "bubble" });
  if (message.photo?.length) bubble.append(photo(message, acts));
  for (const kind of KINDS) if (message[kind] !== undefined) bubble.append(attachment(kind, message[kind]));
  const body = make("div", { class: text ? "body" : "body only-meta" });
  if (text) body.append(make("span", { class: "text", dir: "auto" }, rich(text, entities, acts.send)));
  body.append(meta(message));
  bubble.append(body);
  const own = !message.outgoing && message.text !== undefined;
  node.replaceChildren(make("span", { class: "visually-hidden" }, message.outgoing ? word("bot") : acts.name()), bubble);
  if (own) bubble.before(editButton(() => acts.edit(message)));
  if (message.reactions?.length) node.append(reactions(message.reactions));
  const rows = message.reply_markup?.inline_keyboard;
  if (rows?.length) node.append(inlineKeyboard(message, rows, acts));
}

function photo(message, acts) {
  const best = message.photo[message.photo.length - 1];
  const scale = Math.min(1, PHOTO_WIDTH / best.width, PHOTO_HEIGHT / best.height) || 1;
  const image = make("img", {
    src: fileAddress(best.file_id), alt: message.caption || word("photoAlt"), decoding: "async",
    width: Math.round(best.width * scale) || undefined, height: Math.round(best.height * scale) || undefined,
  });
  image.addEventListener("load", acts.settled);
  const open = () => openPhoto(image.src, message.caption || word("photoAlt"));
  return make("button", { type: "button", class: "photo", "aria-label": word("enlarge"), onclick: open }, image);
}

function attachment(kind, value) {
  if (kind === "document" && value.file_id) {
    const name = value.file_name || "document";
    return make("a", { class: "file", href: fileAddress(value.file_id), download: name }, name);
  }
  if (kind === "location") return make("div", { class: "file" }, `${value.latitude}, ${value.longitude}`);
  if (kind === "contact") return make("div", { class: "file" }, `${value.first_name} ${value.phone_number}`);
  return make("div", { class: "file" }, word("unknown", { kind }));
}

function meta(message) {
  const node = make("span", { class: "meta" });
  if (message.edit_date) node.append(make("span", { class: "edited" }, word("edited")));
  const time = make("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date));
  node.append(time);
  return node;
}

function editButton(onclick) {
  const label = word("edit");
  return make("button", { type: "button", class: "edit", "aria-label": label, title: label, onclick }, icon("pencil"));
}

function reactions(list) {
  const pills = list.map((reaction) => make("span", { class: "reaction" }, reaction.emoji || reaction.type?.emoji || String(reaction)));
  return make("div", { class: "reactions" }, ...pills);
}
