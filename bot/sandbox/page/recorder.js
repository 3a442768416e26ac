// Records a voice message where the browser allows it; the bar over the composer shows the time.
import { iconButton, make } from "./dom.js";
import { lengthOf, word } from "./words.js";

const FORMATS = [["audio/ogg;codecs=opus", "ogg"], ["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"]];
const MOST_SECONDS = 600;

export class Recorder {
  #recording = null;
  #ticking = null;

  constructor({ send, say, done }) {
    this.acts = { send, say, done };
    this.time = make("span", { class: "record-time", role: "timer" });
    this.stopButton = make("button", { type: "button", class: "main-button", onclick: () => this.#end(true) }, word("sendVoice"));
    this.element = make("div", { class: "record-bar", role: "group", "aria-label": word("recording"), hidden: true },
      make("span", { class: "record-dot", "aria-hidden": "true" }), make("span", {}, word("recording")), this.time,
      make("button", { type: "button", class: "plain-button", onclick: () => this.#end(false) }, word("cancel")), this.stopButton);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.#end(false));
  }

  static get isPossible() {
    return Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  }

  async start() {
    if (this.#recording) return;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      this.acts.say(word(error.name === "NotFoundError" ? "noMicrophone" : "microphoneRefused"));
      return;
    }
    const [type, ending] = FORMATS.find(([format]) => MediaRecorder.isTypeSupported(format)) ?? ["", "audio"];
    const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
    this.#recording = { recorder, stream, ending, pieces: [], since: Date.now() };
    recorder.addEventListener("dataavailable", (event) => this.#recording?.pieces.push(event.data));
    recorder.start();
    this.#tick();
    this.#ticking = setInterval(() => this.#tick(), 250);
    this.element.hidden = false;
    this.stopButton.focus();
  }

  #tick() {
    const seconds = (Date.now() - this.#recording.since) / 1000;
    this.time.textContent = lengthOf(seconds);
    if (seconds >= MOST_SECONDS) this.#end(true);
  }

  #end(isWanted) {
    const recording = this.#recording;
    if (!recording) return;
    clearInterval(this.#ticking);
    const duration = Math.max(1, Math.round((Date.now() - recording.since) / 1000));
    recording.recorder.addEventListener("stop", () => {
      this.#recording = null;
      for (const track of recording.stream.getTracks()) track.stop();
      const { mimeType } = recording.recorder;
      if (isWanted) this.acts.send(new File(recording.pieces, `voice.${recording.ending}`, { type: mimeType }), duration);
    });
    recording.recorder.stop();
    this.element.hidden = true;
    this.acts.done();
  }
}
