// Plays a voice message: a button, a place to seek, the time. One plays at a time.
import { icon, make } from "./dom.js";
import { toast } from "./dialogs.js";
import { fileAddress } from "./server.js";
import { lengthOf, word } from "./words.js";

let playing = null;

export function voice(told) {
  const length = Number(told.duration) || 0;
  const sound = make("audio", { preload: "none" });
  const play = make("button", { type: "button", class: "play", onclick: toggle });
  const seek = make("input", { type: "range", min: "0", max: String(length || 1), step: "0.1", value: "0", "aria-label": word("seek"), oninput: jump });
  const time = make("span", { class: "voice-time" });
  const total = () => (Number.isFinite(sound.duration) && sound.duration) || length;

  async function load() {
    if (sound.src) return;
    // Whole and local: seeking needs no ranges from the server.
    const answer = await fetch(fileAddress(told.file_id));
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    sound.src = URL.createObjectURL(await answer.blob());
  }

  async function toggle() {
    if (!sound.paused) return sound.pause();
    if (playing && playing !== sound) playing.pause();
    playing = sound;
    try {
      await load();
      await sound.play();
    } catch (error) {
      // Pausing before the first sound is no failure.
      if (error.name !== "AbortError") toast(word("cannotPlay"));
    }
    return undefined;
  }

  async function jump() {
    const wanted = Number(seek.value);
    await load().catch(() => {});
    sound.currentTime = wanted;
    show();
  }

  function show() {
    const isPaused = sound.paused;
    const label = word(isPaused ? "play" : "pause");
    if (play.title !== label) {
      play.replaceChildren(icon(isPaused ? "play" : "pause"));
      play.setAttribute("aria-label", label);
      play.title = label;
    }
    seek.max = String(total() || 1);
    seek.value = String(sound.currentTime);
    seek.setAttribute("aria-valuetext", lengthOf(sound.currentTime));
    time.textContent = isPaused && !sound.currentTime ? lengthOf(total()) : `${lengthOf(sound.currentTime)} / ${lengthOf(total())}`;
  }

  for (const name of ["play", "pause", "timeupdate", "durationchange", "ended"]) sound.addEventListener(name, show);
  show();
  return make("div", { class: "voice", role: "group", "aria-label": word("voiceOf", { length: lengthOf(length) }) }, play, seek, time, sound);
}

// How long a sound file is, in seconds; 0 when the browser cannot read it.
export function durationOf(file) {
  const source = URL.createObjectURL(file);
  const sound = make("audio", { preload: "metadata" });
  return new Promise((resolve) => {
    const end = (seconds) => {
      URL.revokeObjectURL(source);
      resolve(Number.isFinite(seconds) ? seconds : 0);
    };
    sound.addEventListener("loadedmetadata", () => end(sound.duration));
    sound.addEventListener("error", () => end(0));
    setTimeout(() => end(0), 3000);
    sound.src = source;
  });
}
