// What one press of the send button sends: words, or files with the words as their caption.
import * as server from "./server.js";
import { durationOf } from "./voice.js";

const ALBUM = 10;

export async function sendDraft(person, { text, files = [], editing, answering }, place) {
  if (editing) return server.edit(person, editing, text);
  const where = { ...place, reply_to: answering?.message_id };
  if (!files.length) return server.send(person, { text }, where);
  let more = { ...where, caption: text };
  for (const parcel of parcels(files)) {
    const { kind, file, duration } = parcel[0];
    if (kind === "voice") more.duration = Math.round(duration ?? (await durationOf(file)));
    await server.sendFiles(person, kind, parcel.map((one) => one.file), more);
    more = { ...place };
  }
  return undefined;
}

// Photos travel together, ten at most; anything else travels alone.
function parcels(files) {
  const photos = files.filter((one) => one.kind === "photo");
  const albums = Array.from({ length: Math.ceil(photos.length / ALBUM) }, (_, index) => photos.slice(index * ALBUM, (index + 1) * ALBUM));
  return [...albums, ...files.filter((one) => one.kind !== "photo").map((one) => [one])];
}
