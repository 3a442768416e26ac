// What lies over the page: the enlarged photo, a bot's alert, a new person, short notices.
import { iconButton, make } from "./dom.js";
import { PERSONAS, personaWord, word } from "./words.js";

export function toast(text, place = document.getElementById("toasts")) {
  const node = make("div", { class: "toast" }, text);
  place.append(node);
  setTimeout(() => node.remove(), Math.max(3500, text.length * 120));
}

function open(className, ...children) {
  const dialog = make("dialog", { class: className }, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function openPhoto(source, label) {
  const image = make("img", { src: source, alt: label });
  const close = iconButton("close", word("closePhoto"), () => dialog.close());
  const dialog = open("viewer", image, close);
  dialog.setAttribute("aria-label", label);
  image.addEventListener("click", () => dialog.close());
}

export function showAlert(text) {
  const ok = make("button", { type: "button", class: "main-button", onclick: () => dialog.close() }, word("ok"));
  const dialog = open("alert", make("p", {}, text), ok);
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-label", text);
  ok.focus();
}

export function askForPerson(add) {
  const name = make("input", { name: "name", required: true, maxlength: 64, autocomplete: "off" });
  const personas = PERSONAS.map((persona) => make("option", { value: persona }, personaWord(persona)));
  const persona = make("select", { name: "persona" }, ...personas);
  const languages = [["zh-hans", "简体中文"], ["en", "English"]];
  const language = make("select", { name: "language" }, ...languages.map(([code, text]) => make("option", { value: code }, text)));
  const cancel = make("button", { type: "button", class: "plain-button", onclick: () => dialog.close() }, word("cancel"));
  const form = make("form", { method: "dialog" }, make("h2", {}, word("addPerson")),
    field("name", name), field("persona", persona), field("language", language),
    make("div", { class: "actions" }, cancel, make("button", { class: "main-button" }, word("add"))));
  form.addEventListener("submit", () => {
    add({ name: name.value.trim(), persona: persona.value, language_code: language.value });
  });
  const dialog = open("newcomer", form);
  dialog.setAttribute("aria-label", word("addPerson"));
}

function field(key, control) {
  return make("label", {}, make("span", {}, word(key)), control);
}
