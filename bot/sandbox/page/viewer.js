// Photos enlarged over the page; an album is turned with the arrow keys or at the sides.
import { openDialog } from "./dialogs.js";
import { iconButton, make } from "./dom.js";
import { word } from "./words.js";

export function openPhotos(photos, first) {
  let at = first;
  const image = make("img", {});
  const count = make("p", { class: "viewer-count", "aria-live": "polite" });
  const turns = photos.length < 2 ? [] : [
    iconButton("left", word("earlierPhoto"), () => turn(-1), { class: "icon-button earlier" }),
    iconButton("right", word("laterPhoto"), () => turn(1), { class: "icon-button later" }), count,
  ];
  const close = iconButton("close", word("closePhoto"), () => dialog.close(), { class: "icon-button close-viewer" });
  const dialog = openDialog("viewer", image, ...turns, close);
  image.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === "ArrowRight") turn(1);
  });

  function turn(change) {
    at = (at + change + photos.length) % photos.length;
    image.src = photos[at].source;
    image.alt = photos[at].label;
    dialog.setAttribute("aria-label", photos[at].label);
    count.textContent = `${at + 1} / ${photos.length}`;
  }

  turn(0);
}
