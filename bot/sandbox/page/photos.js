// Photos waiting in the composer: from the disk, the clipboard or dropped on the chat.
import { iconButton, make } from "./dom.js";
import { toast } from "./dialogs.js";
import { word } from "./words.js";

export class PhotoTray {
  #files = [];

  constructor(changed) {
    this.changed = changed;
    this.picker = make("input", { type: "file", accept: "image/*", multiple: true, hidden: true, tabindex: "-1" });
    this.picker.addEventListener("change", () => {
      this.add(this.picker.files);
      this.picker.value = "";
    });
    this.element = make("div", { class: "tray", hidden: true });
  }

  get files() {
    return [...this.#files];
  }

  add(files) {
    const photos = [...files].filter((file) => file.type.startsWith("image/"));
    if (photos.length < files.length) toast(word("onlyPhotos"));
    this.#set([...this.#files, ...photos]);
  }

  clear() {
    this.#set([]);
  }

  #set(files) {
    this.#files = files;
    for (const image of this.element.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.element.replaceChildren(...files.map((file) => this.#preview(file)));
    this.element.hidden = files.length === 0;
    this.changed();
  }

  #preview(file) {
    const remove = () => this.#set(this.#files.filter((other) => other !== file));
    const image = make("img", { src: URL.createObjectURL(file), alt: file.name });
    return make("div", { class: "preview" }, image, iconButton("close", word("removePhoto", { name: file.name }), remove));
  }
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
