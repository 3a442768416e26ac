// A press runs until the bot answers it; the button shows that it is waiting.
import { showAlert } from "./dialogs.js";
import * as server from "./server.js";
import { word } from "./words.js";

const PATIENCE = 30_000;
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Presses {
  #running = new Map();

  constructor(person, log, say) {
    this.person = person;
    this.log = log;
    this.say = say;
  }

  isPressed(message, data) {
    return (this.#running.get(keyOf(message, data)) || 0) > 0;
  }

  // A second press while the first one waits is sent too: the bot has to stand it.
  async press(message, data) {
    this.#count(message, data, 1);
    try {
      const { callback_query_id } = await server.press(this.person, message, data);
      this.#tell(await answered(callback_query_id));
    } catch (error) {
      this.say(word("failed", { reason: error.message }));
    } finally {
      this.#count(message, data, -1);
    }
  }

  #count(message, data, change) {
    const key = keyOf(message, data);
    this.#running.set(key, (this.#running.get(key) || 0) + change);
    const bubble = this.log.nodeOf(message.message_id);
    for (const button of bubble?.querySelectorAll("[data-press]") ?? []) {
      if (button.dataset.press !== data) continue;
      if (this.isPressed(message, data)) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  }

  #tell(answer) {
    if (!answer) this.say(word("unanswered"));
    else if (answer.text && answer.show_alert) showAlert(answer.text);
    else if (answer.text) this.say(answer.text);
  }
}

function keyOf(message, data) {
  return `${message.message_id}|${data}`;
}

async function answered(id) {
  const until = Date.now() + PATIENCE;
  for (let pause = 80; Date.now() < until; pause = Math.min(pause * 1.3, 1000)) {
    const answer = await server.callback(id);
    if (answer?.answered) return answer;
    await wait(pause);
  }
  return null;
}
