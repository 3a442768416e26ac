// A name with a telephone number: the form that sends one, and the bubble that shows one.
import { field, openForm } from "./dialogs.js";
import { avatar, make } from "./dom.js";
import { word } from "./words.js";

// Nobody's number: numbers beginning with 100 are not given to subscribers.
const numberOf = (person) => `+86 100 0000 ${String(person.id).padStart(4, "0").slice(-4)}`;

export function askForContact(person, send) {
  const name = make("input", { required: true, maxlength: 64, value: person.name, autocomplete: "off" });
  const number = make("input", { type: "tel", required: true, maxlength: 24, value: numberOf(person), autocomplete: "off" });
  openForm("sendContact", "send", [field("name", name), field("phoneNumber", number)],
    () => send({ first_name: name.value.trim(), phone_number: number.value.trim() }));
}

export function contact(told) {
  const name = [told.first_name, told.last_name].filter(Boolean).join(" ");
  return make("div", { class: "contact" }, avatar({ name }), make("div", { class: "place-words" }, make("b", {}, name), make("span", {}, told.phone_number)));
}
