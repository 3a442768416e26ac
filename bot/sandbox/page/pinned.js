// The newest pinned message, over the log; a press goes to it.
import { inShort } from "./attachments.js";
import { icon, make } from "./dom.js";
import { word } from "./words.js";

export class PinnedBar {
  constructor(reveal) {
    this.text = make("span", { class: "pinned-text" });
    this.element = make("button", { type: "button", class: "pinned", hidden: true, onclick: () => reveal(this.message.message_id) },
      icon("pinned"), make("span", { class: "place-words" }, make("b", {}, word("pinned")), this.text));
  }

  show(messages) {
    this.message = messages.findLast((message) => message.pinned === true);
    this.element.hidden = !this.message;
    this.text.textContent = this.message ? inShort(this.message) : "";
  }
}
