// What a message carries beside its words.
import { photos } from "./album.js";
import { contact } from "./contact.js";
import { icon, make } from "./dom.js";
import { place } from "./location.js";
import { fileAddress } from "./server.js";
import { voice } from "./voice.js";
import { sizeOf, word } from "./words.js";

const UNKNOWN = ["poll", "video_note", "sticker", "animation", "dice"];

export function attachments(messages, acts) {
  return [photos(messages, acts), ...messages.flatMap(others)].filter(Boolean);
}

function others(message) {
  const shown = [];
  const sound = message.voice ?? message.audio;
  if (sound) shown.push(voice(sound));
  if (message.video) shown.push(make("video", { class: "moving", controls: true, preload: "none", src: fileAddress(message.video.file_id) }));
  if (message.document && !message.animation) shown.push(file(message.document));
  if (message.venue) shown.push(place(message.venue.location, message.venue));
  else if (message.location) shown.push(place(message.location));
  if (message.contact) shown.push(contact(message.contact));
  for (const kind of UNKNOWN) if (message[kind] !== undefined) shown.push(make("div", { class: "unknown" }, word("unknown", { kind })));
  return shown;
}

function file(told) {
  const name = told.file_name || word("file");
  const words = make("span", { class: "place-words" }, make("b", {}, name), make("span", {}, sizeOf(told.file_size)));
  const label = word("download", { name });
  return make("a", { class: "file", href: fileAddress(told.file_id), download: name, "aria-label": label, title: label },
    make("span", { class: "file-sign" }, icon("file")), words);
}

// What a message is in a few words: for quotes and the pinned bar.
export function inShort(message) {
  const words = message.text ?? message.caption;
  if (words) return words.replace(/\s+/g, " ");
  if (message.location) return word("place");
  const kind = ["photo", "voice", "audio", "document", "contact"].find((each) => message[each]);
  return kind ? word(`short_${kind}`) : "…";
}
