// One message, or one album, as a bubble with its buttons beneath.
import { attachments, inShort } from "./attachments.js";
import { iconButton, make } from "./dom.js";
import { rich } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { timeOf, word } from "./words.js";

export function fillMessage(node, messages, acts) {
  const message = messages.find((each) => each.caption) ?? messages[0];
  const bubble = make("div", { class: "bubble" });
  const sender = message.outgoing ? word("bot") : message.own ? acts.name() : message.from?.first_name ?? "";
  const isNamed = !message.own && message.chat?.type !== "private";
  if (isNamed) bubble.append(make("div", { class: "sender" }, sender));
  if (messages[0].reply_to_message) bubble.append(quote(messages[0].reply_to_message, acts));
  bubble.append(...attachments(messages, acts), words(messages, message, acts));
  node.replaceChildren(make("span", { class: "visually-hidden" }, isNamed ? "" : sender), deeds(messages[0], acts), bubble);
  if (message.reactions?.length) node.append(reactions(message.reactions));
  const rows = message.reply_markup?.inline_keyboard;
  if (rows?.length) node.append(inlineKeyboard(message, rows, acts));
}

function words(messages, message, acts) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.text !== undefined ? message.entities : message.caption_entities;
  const isOnPhoto = !text && messages.at(-1).photo;
  const body = make("div", { class: text ? "body" : isOnPhoto ? "body only-meta" : "body no-words" });
  if (text) body.append(make("span", { class: "text", dir: "auto" }, rich(text, entities, acts.send)));
  body.append(meta(messages.at(-1)));
  return body;
}

function quote(quoted, acts) {
  const from = quoted.from?.is_bot ? word("bot") : quoted.from?.first_name;
  return make("button", { type: "button", class: "quote", title: word("toQuoted"), onclick: () => acts.reveal(quoted.message_id) },
    make("b", {}, from ?? ""), make("span", {}, inShort(quoted)));
}

function meta(message) {
  const node = make("span", { class: "meta" });
  if (message.edit_date) node.append(make("span", { class: "edited" }, word("edited")));
  node.append(make("time", { datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)));
  return node;
}

function deeds(message, acts) {
  const node = make("div", { class: "deeds" }, deed("reply", "answer", () => acts.answer(message)));
  if (message.own && message.text !== undefined) node.append(deed("pencil", "edit", () => acts.edit(message)));
  return node;
}

function deed(name, key, onclick) {
  return iconButton(name, word(key), onclick, { class: `icon-button deed ${key}` });
}

function reactions(list) {
  const pills = list.map((reaction) => make("span", { class: "reaction" }, reaction.emoji || reaction.type?.emoji || String(reaction)));
  return make("div", { class: "reactions" }, ...pills);
}
