// Builds elements without ever parsing HTML: text stays text.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const STROKES = {
  send: "M20.5 3.5L3.5 10l7 3.5 3.5 7zM10.5 13.5L20.5 3.5",
  photo: "M4 7h3l2-2h6l2 2h3v12H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  slash: "M7.5 4h9A3.5 3.5 0 0 1 20 7.5v9a3.5 3.5 0 0 1-3.5 3.5h-9A3.5 3.5 0 0 1 4 16.5v-9A3.5 3.5 0 0 1 7.5 4zM14.2 8l-4.4 8",
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  plus: "M12 5v14M5 12h14",
  down: "M6 9.5l6 6 6-6",
  pencil: "M4 20l1-4L16.5 4.5l3 3L8 19z",
  check: "M5 13l4.5 4.5L19 7.5",
  people: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 5a3.3 3.3 0 0 1 0 6.2M18 13.9c2.2.8 3.5 2.8 3.5 5.6",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  mic: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  audio: "M5 10v4M8.5 7v10M12 4v16M15.5 8v8M19 10.5v3",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
  place: "M12 21s-6.5-6.2-6.5-11.2a6.5 6.5 0 0 1 13 0C18.5 14.8 12 21 12 21zM12 12.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  reply: "M9.5 6l-6 5.5 6 5.5M4 11.5h9c4 0 6.5 2 7.5 6",
  pinned: "M14.5 3.5l6 6-3 1-3.5 3.5-.5 4-8-8 4-.5L13 6zM9.5 14.5l-6 6",
  left: "M14.5 6l-6 6 6 6",
  right: "M9.5 6l6 6-6 6",
  theme: "M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, extra = {}) {
  return make("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

const tone = (persona) => `tone-${String(persona || "").replace(/[ _]/g, "-")}`;

export function avatar(person) {
  const first = Array.from(person.name || "?")[0].toUpperCase();
  return make("span", { class: `avatar ${tone(person.persona)}`, "aria-hidden": "true" }, first);
}

export function role(persona, label) {
  return make("span", { class: `role ${tone(persona)}` }, label);
}

export function unreadBadge(count, label) {
  return make("span", { class: "badge", role: "img", "aria-label": label, hidden: !count }, String(count || ""));
}

// Left and right go round a row of buttons.
export function moveAlong(event, row) {
  const moves = { ArrowRight: 1, ArrowLeft: -1 };
  const at = row.indexOf(document.activeElement);
  if (!(event.key in moves) || at < 0) return;
  event.preventDefault();
  row[(at + moves[event.key] + row.length) % row.length].focus();
}
