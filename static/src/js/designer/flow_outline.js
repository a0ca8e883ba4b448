// The list of steps beside the picture, and finding one by its name: both are read off the picture itself.

import { cards, flow } from "./flow_send.js";
import { reveal } from "./flow_view.js";

const outline = () => document.getElementById("flow-outline");
const KEPT = "waybill-flow-outline";
const open = () => localStorage.getItem(KEPT) === "1";

function entry(card) {
  const link = document.createElement("a");
  link.href = `#${card.id}`;
  link.dataset.goto = card.id;
  const icon = card.querySelector(".icon")?.cloneNode(true);
  const text = document.createElement("span");
  text.textContent = card.querySelector(".flow-title").textContent;
  link.append(...(icon ? [icon] : []), text);
  link.classList.toggle("arm", card.matches(".flow-arm-head"));
  link.classList.toggle("here", card.hasAttribute("aria-current"));
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function listed(steps) {
  const list = document.createElement("ul");
  for (const step of steps.querySelectorAll(":scope > .flow-step")) {
    const item = entry(step.querySelector(":scope > .flow-box > .flow-card"));
    const arms = step.querySelectorAll(":scope > .flow-arms > .flow-arm");
    if (arms.length) {
      const inner = document.createElement("ul");
      for (const arm of arms) {
        const head = entry(arm.querySelector(":scope > .flow-arm-head"));
        head.append(listed(arm.querySelector(":scope > .flow-steps")));
        inner.append(head);
      }
      item.append(inner);
    }
    list.append(item);
  }
  return list;
}

function show() {
  if (!flow()) return;
  const button = document.getElementById("flow-outline-button");
  button.setAttribute("aria-expanded", String(open()));
  outline().hidden = !open();
  if (open()) {
    const { scrollTop } = outline();
    outline().replaceChildren(listed(document.querySelector("#flow-tree > .flow-steps")));
    outline().scrollTop = scrollTop;
  }
  find();
}
document.addEventListener("DOMContentLoaded", show);
document.addEventListener("htmx:afterSwap", show);

// -- finding

let turn = 0;
const wanted = () => document.getElementById("flow-search")?.value.trim().toLowerCase() ?? "";
const hits = () => cards().filter((card) => wanted() && card.textContent.toLowerCase().includes(wanted()));

function find() {
  const found = hits();
  const links = new Set(found.map((card) => card.id));
  for (const card of cards()) card.classList.toggle("found", links.has(card.id));
  for (const link of outline()?.querySelectorAll("a") ?? []) link.classList.toggle("found", links.has(link.dataset.goto));
  document.getElementById("flow-hits").textContent = wanted() ? String(found.length) : "";
  return found;
}

document.addEventListener("input", (event) => {
  if (event.target.id !== "flow-search") return;
  turn = 0;
  const [first] = find();
  if (first) reveal(first);
});

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "flow-search") return;
  const found = hits();
  if (event.key === "Escape") {
    event.target.value = "";
    find();
  }
  if (event.key !== "Enter" || !found.length) return;
  event.preventDefault();
  const card = found[turn++ % found.length];
  reveal(card);
  if (found.length === 1) card.focus({ preventScroll: true });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-flow=outline]")) {
    localStorage.setItem(KEPT, open() ? "" : "1");
    show();
  }
  const link = event.target.closest("[data-goto]");
  const card = link && document.getElementById(link.dataset.goto);
  if (!card) return;
  event.preventDefault();
  reveal(card);
  card.focus({ preventScroll: true });
});

// A field is named in a message where the cursor stands.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-into]");
  if (!button) return;
  const input = document.getElementById(button.dataset.into);
  input.setRangeText(`{${button.dataset.field}}`, input.selectionStart, input.selectionEnd, "end");
  input.focus();
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
