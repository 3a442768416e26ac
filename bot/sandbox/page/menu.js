// A button with a small menu: arrows move, Escape and a press elsewhere close it.
import { icon, make } from "./dom.js";

// `entries` returns what is to be chosen now: { text, act, icon, checked, after } or { heading }.
export function popupMenu(button, entries, label) {
  const list = make("div", { class: "menu", role: "menu", "aria-label": label, hidden: true });
  const element = make("div", { class: "menu-wrap" }, button, list);
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");

  const choices = () => [...list.querySelectorAll("[role^=menuitem]")];

  function open() {
    list.replaceChildren(...entries().map(node));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    choices()[0]?.focus();
  }

  // What is to be chosen changed while somebody looks at it.
  function refresh() {
    if (list.hidden) return;
    const at = choices().indexOf(document.activeElement);
    list.replaceChildren(...entries().map(node));
    choices()[Math.min(at, choices().length - 1)]?.focus();
  }

  function shut() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  function node(entry) {
    if (entry.heading) return make("div", { class: "menu-heading", role: "presentation" }, ...entry.heading);
    const onclick = () => {
      shut();
      button.focus({ preventScroll: true });
      entry.act();
    };
    const kind = entry.checked === undefined ? { role: "menuitem" } : { role: "menuitemcheckbox", "aria-checked": String(entry.checked) };
    return make("button", { type: "button", tabindex: "-1", onclick, ...kind },
      entry.icon && icon(entry.icon), make("span", { class: "menu-text" }, entry.text), entry.after);
  }

  function key(event) {
    const all = choices();
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length].focus();
    else if (event.key === "Home") all[0].focus();
    else if (event.key === "End") all.at(-1).focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      shut();
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  button.addEventListener("click", () => (list.hidden ? open() : shut()));
  list.addEventListener("keydown", key);
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) shut();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!element.contains(event.target)) shut();
  });
  return { element, refresh };
}
