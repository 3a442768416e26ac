// One photo, or several that came together, in one bubble.
import { make } from "./dom.js";
import { fileAddress } from "./server.js";
import { openPhotos } from "./viewer.js";
import { word } from "./words.js";

const MOST_WIDTH = 320;
const MOST_HEIGHT = 360;

export function photos(messages, acts) {
  const all = messages.filter((message) => message.photo?.length).map((message) => {
    const best = message.photo[message.photo.length - 1];
    return { best, source: fileAddress(best.file_id), label: message.caption || word("photoAlt") };
  });
  if (!all.length) return null;
  if (all.length === 1) return single(all, acts);
  const grid = make("div", { class: "album", role: "group", "aria-label": word("album", { count: all.length }) });
  const spans = rows(all.length).flatMap((row) => Array(row).fill(row));
  grid.append(...all.map((photo, index) => cell(all, index, spans[index], acts)));
  return grid;
}

function single(all, acts) {
  const { best, source, label } = all[0];
  const scale = Math.min(1, MOST_WIDTH / best.width, MOST_HEIGHT / best.height) || 1;
  const size = { width: Math.round(best.width * scale) || undefined, height: Math.round(best.height * scale) || undefined };
  const image = make("img", { src: source, alt: label, decoding: "async", onload: acts.settled, ...size });
  return make("button", { type: "button", class: "photo", "aria-label": word("enlarge"), onclick: () => openPhotos(all, 0) }, image);
}

function cell(all, index, inRow, acts) {
  const image = make("img", { src: all[index].source, alt: "", decoding: "async", onload: acts.settled });
  const label = word("enlargeOne", { at: index + 1, count: all.length });
  return make("button", { type: "button", class: `photo in-row-${inRow}`, "aria-label": label, onclick: () => openPhotos(all, index) }, image);
}

// 5 photos are rows of 2 and 3; never a single one in the last row.
function rows(count) {
  if (count === 3) return [1, 2];
  const pairs = (3 - (count % 3)) % 3;
  return [...Array(pairs).fill(2), ...Array((count - 2 * pairs) / 3).fill(3)];
}
