// Files waiting in the composer: from the disk, the clipboard or dropped on the chat.
import { icon, iconButton, make } from "./dom.js";
import { sizeOf, word } from "./words.js";

const ACCEPTED = { photo: "image/*", voice: "audio/*", document: "" };

// Each waiting file is { kind, file }; kinds are named as the Bot API names them.
export class Tray {
  #waiting = [];

  constructor(changed) {
    this.changed = changed;
    this.pickers = Object.fromEntries(Object.keys(ACCEPTED).map((kind) => [kind, this.#picker(kind)]));
    this.element = make("div", { class: "tray", hidden: true });
  }

  get waiting() {
    return [...this.#waiting];
  }

  pick(kind) {
    this.pickers[kind].click();
  }

  // Without a kind, each file shows by its type what it is.
  add(files, kind) {
    this.putBack([...files].map((file) => ({ kind: kind ?? kindOf(file), file })));
  }

  putBack(waiting) {
    this.#set([...this.#waiting, ...waiting]);
  }

  clear() {
    this.#set([]);
  }

  #picker(kind) {
    const picker = make("input", { type: "file", accept: ACCEPTED[kind], multiple: true, hidden: true, tabindex: "-1", "data-kind": kind });
    picker.addEventListener("change", () => {
      this.add(picker.files, kind);
      picker.value = "";
    });
    return picker;
  }

  #set(waiting) {
    this.#waiting = waiting;
    for (const image of this.element.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.element.replaceChildren(...waiting.map((one) => this.#preview(one)));
    this.element.hidden = waiting.length === 0;
    this.changed();
  }

  #preview(one) {
    const { kind, file } = one;
    const remove = () => this.#set(this.#waiting.filter((other) => other !== one));
    const button = iconButton("close", word("removeFile", { name: file.name }), remove);
    if (kind === "photo") return make("div", { class: "preview" }, make("img", { src: URL.createObjectURL(file), alt: file.name }), button);
    const words = make("span", { class: "place-words" }, make("b", {}, file.name), make("span", {}, sizeOf(file.size)));
    return make("div", { class: "preview preview-file" }, icon(kind === "voice" ? "audio" : "file"), words, button);
  }
}

function kindOf(file) {
  if (file.type.startsWith("image/") && file.type !== "image/svg+xml") return "photo";
  return file.type.startsWith("audio/") ? "voice" : "document";
}

export function acceptDrops(area, tray) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const mark = (change) => {
    depth = change === 0 ? 0 : depth + change;
    area.classList.toggle("dropping", depth > 0);
  };
  area.addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
  area.addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  area.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(0);
    tray.add(event.dataTransfer.files);
  });
}
