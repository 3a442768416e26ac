// What stands in a log, in order, each with a key that stays and a signature that tells of changes.
import { serviceLine } from "./service.js";
import { dayOf } from "./words.js";

// Days, lines about what happened, messages; an album is one item.
export function itemsOf(messages) {
  const items = [];
  let last = null;
  for (const message of messages) {
    const day = dayOf(message.date);
    const isNewDay = !last || dayOf(last.date) !== day;
    if (isNewDay) items.push(lineItem(`day ${new Date(message.date * 1000).toDateString()}`, day));
    const service = serviceLine(message);
    const album = items.at(-1);
    if (service) items.push({ ...lineItem(`message ${message.message_id}`, service), className: "day service" });
    else if (message.media_group_id && album?.messages?.[0].media_group_id === message.media_group_id) extend(album, message);
    else items.push(messageItem(message, !isNewDay && isFollowing(last, message)));
    last = message;
  }
  return items;
}

function lineItem(key, line) {
  return { key, line, className: "day", signature: line };
}

function messageItem(message, follows) {
  const className = `message ${message.own ? "own" : "incoming"}${follows ? " follows" : ""}`;
  return { key: `message ${message.message_id}`, messages: [message], className, signature: className + JSON.stringify(message) };
}

function extend(album, message) {
  album.messages.push(message);
  album.signature += JSON.stringify(message);
}

function isFollowing(last, message) {
  return last.from?.id === message.from?.id && !last.reply_markup?.inline_keyboard?.length && !serviceLine(last);
}
