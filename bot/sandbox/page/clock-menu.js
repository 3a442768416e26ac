// The clock of the top bar: one hour, one day, three days later.
import { isMoved, now, setClock } from "./clock.js";
import { toast } from "./dialogs.js";
import { iconButton, make } from "./dom.js";
import { popupMenu } from "./menu.js";
import * as server from "./server.js";
import { momentOf, word } from "./words.js";

const HOUR = 3600;
const STEPS = [["hourLater", HOUR], ["dayLater", 24 * HOUR], ["threeDaysLater", 72 * HOUR]];

export class ClockMenu {
  constructor(moved) {
    this.moved = moved;
    this.shown = make("time", { class: "moved-clock", hidden: true });
    this.button = iconButton("clock", word("clock"));
    const steps = STEPS.map(([key, seconds]) => ({ text: word(key), act: () => this.#forward(seconds) }));
    const entries = () => [{ heading: [make("span", {}, word("clockShows", { moment: momentOf(now()) }))] }, ...steps];
    this.element = make("div", { class: "clock" }, this.shown, popupMenu(this.button, entries, word("clock")).element);
    setInterval(() => this.#show(), 20_000);
  }

  async read() {
    this.set(await server.clock().catch(() => null));
  }

  set(told) {
    setClock(told);
    this.#show();
    this.moved();
  }

  #show() {
    const moment = momentOf(now());
    this.shown.hidden = !isMoved();
    this.shown.textContent = moment;
    this.shown.dateTime = now().toISOString();
    this.button.title = isMoved() ? word("clockShows", { moment }) : word("clock");
  }

  async #forward(seconds) {
    try {
      await server.forward(seconds);
      await this.read();
      toast(word("clockShows", { moment: momentOf(now()) }));
    } catch (error) {
      toast(word("failed", { reason: error.message }));
    }
  }
}
