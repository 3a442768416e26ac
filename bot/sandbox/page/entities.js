// Message text with Bot API entities (UTF-16 offsets, as JavaScript counts) to DOM nodes.
import { make } from "./dom.js";
import { askWhoFollows, startCode } from "./follow.js";
import { word } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = /^(https?|tg|mailto|tel):/i;

export function rich(text, entities, send) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...pieces(text, sorted, 0, text.length, send));
  return fragment;
}

function pieces(text, entities, from, to, send) {
  const nodes = [];
  let at = from;
  let afterBlock = false;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity.offset < at) continue;
    const end = Math.min(entity.offset + entity.length, to);
    const inner = entities.slice(i + 1).filter((other) => other.offset + other.length <= end);
    const isBlock = BLOCKS.has(entity.type);
    pushText(nodes, text.slice(at, entity.offset), afterBlock, isBlock);
    nodes.push(wrap(entity, text.slice(entity.offset, end), pieces(text, inner, entity.offset, end, send), send));
    at = end;
    afterBlock = isBlock;
  }
  pushText(nodes, text.slice(at, to), afterBlock, false);
  return nodes;
}

// A quote or code block begins and ends its own line: the line break beside it would show as an empty line.
function pushText(nodes, text, afterBlock, beforeBlock) {
  let kept = text;
  if (afterBlock) kept = kept.replace(/^\n/, "");
  if (beforeBlock) kept = kept.replace(/\n$/, "");
  if (kept) nodes.push(kept);
}

function wrap(entity, raw, children, send) {
  if (entity.type in TAGS) return make(TAGS[entity.type], {}, ...children);
  switch (entity.type) {
    case "pre":
      return make("pre", {}, make("code", {}, ...children));
    case "blockquote":
    case "expandable_blockquote":
      return make("blockquote", {}, ...children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url || "", children);
    case "url":
      return link(/^\w+:/.test(raw) ? raw : `https://${raw}`, children);
    case "email":
      return link(`mailto:${raw}`, children);
    case "phone_number":
      return link(`tel:${raw.replace(/[^+\d]/g, "")}`, children);
    case "bot_command":
      return make("button", { type: "button", class: "command-link", onclick: () => send(raw) }, ...children);
    default:
      return make("span", { class: "plain-entity" }, ...children);
  }
}

function link(address, children) {
  if (!SAFE.test(address)) return make("span", {}, ...children);
  const code = startCode(address);
  if (code) return make("button", { type: "button", class: "command-link", title: address, onclick: () => askWhoFollows(code) }, ...children);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address }, ...children);
}

function spoiler(children) {
  const node = make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": word("reveal") }, ...children);
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", reveal);
  return node;
}
