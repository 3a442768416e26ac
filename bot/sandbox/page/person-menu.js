// The small menu of one chat: stop or restart the bot, hide the chat.
import { iconButton, make } from "./dom.js";
import { word } from "./words.js";

export function personMenu(person, { close, setBlocked }) {
  const list = make("div", { class: "menu", role: "menu", hidden: true });
  const button = iconButton("more", word("menuOf", { name: person().name }), () => (list.hidden ? open() : shut()),
    { "aria-haspopup": "menu", "aria-expanded": "false" });
  const wrap = make("div", { class: "menu-wrap" }, button, list);

  function open() {
    const { blocked } = person();
    list.replaceChildren(entry(word(blocked ? "unblock" : "block"), () => setBlocked(!blocked)), entry(word("close"), close));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    list.firstElementChild.focus();
  }

  function shut() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  function entry(text, act) {
    const onclick = () => {
      shut();
      button.focus();
      act();
    };
    return make("button", { type: "button", role: "menuitem", tabindex: "-1", onclick }, text);
  }

  list.addEventListener("keydown", (event) => {
    const entries = [...list.children];
    const at = entries.indexOf(document.activeElement);
    if (event.key === "ArrowDown") entries[(at + 1) % entries.length].focus();
    else if (event.key === "ArrowUp") entries[(at + entries.length - 1) % entries.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      shut();
      button.focus();
    } else return;
    event.preventDefault();
  });
  wrap.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !wrap.contains(event.relatedTarget)) shut();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!wrap.contains(event.target)) shut();
  });
  return wrap;
}
