// What lies over the page: short notices, a bot's alert, forms.
import { make } from "./dom.js";
import { PERSONAS, personaWord, word } from "./words.js";

export function toast(text, place = document.getElementById("toasts")) {
  const node = make("div", { class: "toast" }, text);
  place.append(node);
  setTimeout(() => node.remove(), Math.max(3500, text.length * 120));
}

export function openDialog(className, ...children) {
  const dialog = make("dialog", { class: className }, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function showAlert(text) {
  const ok = make("button", { type: "button", class: "main-button", onclick: () => dialog.close() }, word("ok"));
  const dialog = openDialog("alert", make("p", {}, text), ok);
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-label", text);
  ok.focus();
}

export function askForPerson(add) {
  const name = make("input", { required: true, maxlength: 64, autocomplete: "off" });
  const personas = PERSONAS.map((persona) => make("option", { value: persona }, personaWord(persona)));
  const persona = make("select", {}, ...personas);
  const languages = [["zh-hans", "简体中文"], ["en", "English"]];
  const language = make("select", {}, ...languages.map(([code, text]) => make("option", { value: code }, text)));
  const fields = [field("name", name), field("persona", persona), field("language", language)];
  openForm("addPerson", "add", fields, () => add({ name: name.value.trim(), persona: persona.value, language_code: language.value }));
}

// A form over the page; `done` hears when it is sent.
export function openForm(title, button, fields, done) {
  const cancel = make("button", { type: "button", class: "plain-button", onclick: () => dialog.close() }, word("cancel"));
  const actions = make("div", { class: "actions" }, cancel, make("button", { class: "main-button" }, word(button)));
  const form = make("form", { method: "dialog", onsubmit: done }, make("h2", {}, word(title)), ...fields, actions);
  const dialog = openDialog("form", form);
  dialog.setAttribute("aria-label", word(title));
  return dialog;
}

export function field(key, control) {
  return make("label", {}, make("span", {}, word(key)), control);
}
