// The "+" of the composer: everything that is not words.
import { iconButton } from "./dom.js";
import { askForContact } from "./contact.js";
import { askForPlace } from "./location.js";
import { popupMenu } from "./menu.js";
import { Recorder } from "./recorder.js";
import { word } from "./words.js";

export function attachMenu(person, { tray, recorder, send }) {
  const entries = [
    { text: word("photo"), icon: "photo", act: () => tray.pick("photo") },
    { text: word("file"), icon: "file", act: () => tray.pick("document") },
    Recorder.isPossible && { text: word("record"), icon: "mic", act: () => recorder.start() },
    { text: word("voiceFile"), icon: "audio", act: () => tray.pick("voice") },
    { text: word("place"), icon: "place", act: () => askForPlace((location) => send({ location })) },
    { text: word("contact"), icon: "person", act: () => askForContact(person, (contact) => send({ contact })) },
  ].filter(Boolean);
  const { element } = popupMenu(iconButton("plus", word("attach")), () => entries, word("attach"));
  element.classList.add("attach");
  return element;
}
