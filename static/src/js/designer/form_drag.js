// Dragging of questions, sections, columns and options: what a drop means is said in the words of `move` and `add-field`.

import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { gesture, worked } from "./form_gesture.js";

const made = new WeakMap();
const last = (place) => Number(place.slice(place.lastIndexOf(".") + 1));

// Where the last one came from: a move that is refused is taken back on the page too.
let before = null;

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (target.id !== "form-gesture") return;
  if (!worked(detail) && before) before.list.insertBefore(before.item, before.next);
  before = null;
});

// The index to stand in front of: that of what lies behind now, else behind all.
function index(item, list) {
  let after = item.nextElementSibling;
  while (after && !after.dataset.place) after = after.nextElementSibling;
  return after ? last(after.dataset.place) : [...list.children].filter((one) => one !== item && one.dataset.place).length;
}

function dropped({ item, from, to, oldIndex, newIndex }) {
  const list = to.dataset.list;
  if (item.dataset.kind) {
    const at = index(item, to);
    item.remove();
    gesture("add-field", { list, index: String(at), kind: item.dataset.kind });
    return;
  }
  if (from === to && oldIndex === newIndex) return;
  gesture("move", { address: item.dataset.place, list, index: String(index(item, to)) });
}

const sort = (item) => item.dataset.sort ?? { section: "section", rows: "table" }[item.dataset.kind] ?? "field";

// A section stands in no section and a table in no table; columns and options stay with their own.
function fits(to, from, item) {
  const kind = sort(item);
  if (to.el === from.el) return true;
  if (to.el.dataset.list.endsWith(".columns")) return Boolean(item.dataset.kind) && kind === "field" && item.dataset.kind !== "computed";
  return kind === "field" || (kind !== "column" && to.el.id === "form-parts") || kind === "table";
}

const options = (list) => ({
  group: list.matches(".option-list") ? `options ${list.dataset.list}` : { name: "form", put: fits },
  draggable: ">[data-place]",
  handle: list.matches(".q-columns") ? undefined : ".q-grip",
  animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
  delay: 150,
  delayOnTouchOnly: true,
  onStart: ({ item, from }) => (before = { item, list: from, next: from.children[[...from.children].indexOf(item) + 1] ?? null }),
  swapThreshold: 0.6,
  emptyInsertThreshold: 160,
  onEnd: (event) => event.to.dataset.list !== undefined && dropped(event),
});

const shelf = {
  group: { name: "form", pull: "clone", put: false },
  draggable: "[data-kind]",
  sort: false,
  delay: 150,
  delayOnTouchOnly: true,
  onEnd: (event) => event.to !== event.from && dropped(event),
};

function start() {
  for (const list of document.querySelectorAll("#form-parts, .q-list, .q-columns, .option-list")) {
    if (!made.has(list)) made.set(list, Sortable.create(list, options(list)));
  }
  for (const list of document.querySelectorAll("#shelf .palette-list")) {
    if (!made.has(list)) made.set(list, Sortable.create(list, shelf));
  }
}

document.addEventListener("DOMContentLoaded", start);
document.addEventListener("htmx:afterSettle", start);
