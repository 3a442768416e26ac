// Buttons: under a message (inline) and under the composer (reply keyboard).
import { icon, make } from "./dom.js";
import { word } from "./words.js";

export function inlineKeyboard(message, rows, acts) {
  const keyboard = make("div", { class: "keyboard", role: "group" });
  for (const row of rows) {
    const buttons = row.map((button) => inlineButton(message, button, acts));
    keyboard.append(make("div", { class: "keyboard-row" }, ...buttons));
  }
  return keyboard;
}

function inlineButton(message, button, acts) {
  if (button.url && /^(https?|tg):/i.test(button.url)) {
    return make("a", { class: "key link", href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
  }
  if (button.callback_data !== undefined) {
    const busy = acts.isPressed(message, button.callback_data) ? "true" : undefined;
    const onclick = () => acts.press(message, button.callback_data);
    const marks = { "data-press": button.callback_data, "aria-busy": busy };
    return make("button", { type: "button", class: "key", onclick, ...marks }, label(button.text));
  }
  if (button.copy_text) {
    const onclick = () => navigator.clipboard.writeText(button.copy_text.text).then(() => acts.say(word("copied")));
    return make("button", { type: "button", class: "key", onclick }, label(button.text));
  }
  return make("button", { type: "button", class: "key", onclick: () => acts.say(word("notHere")) }, label(button.text));
}

function label(text) {
  return make("span", { class: "key-label" }, text);
}

// The newest message that sets or removes the reply keyboard decides.
export function replyKeyboard(messages, acts) {
  const last = messages.findLast?.((m) => m.outgoing && (m.reply_markup?.keyboard || m.reply_markup?.remove_keyboard));
  if (!last?.reply_markup.keyboard) return null;
  if (last.reply_markup.one_time_keyboard && messages.some((m) => m.own && m.message_id > last.message_id)) return null;
  const keyboard = make("div", { class: "reply-keyboard", role: "group", "aria-label": word("replyKeys") });
  for (const row of last.reply_markup.keyboard) {
    keyboard.append(make("div", { class: "keyboard-row" }, ...row.map((button) => replyButton(button, acts))));
  }
  return keyboard;
}

function replyButton(button, acts) {
  const text = typeof button === "string" ? button : button.text;
  let onclick = () => acts.send(text);
  let sign = null;
  if (button.request_location) [onclick, sign] = [acts.askForPlace, "place"];
  if (button.request_contact) [onclick, sign] = [acts.askForContact, "person"];
  return make("button", { type: "button", class: "key", onclick }, sign && icon(sign), label(text));
}
