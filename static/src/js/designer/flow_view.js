// How the picture is looked at: zoom, folded branches, and what a way out points at. Kept as style rules, so that an edit,
// which draws the markup anew, changes none of it.

import { bring, flow } from "./flow_send.js";

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const key = (what) => `waybill-flow-${what}-${document.getElementById("designer").dataset.id}`;
const load = (what, otherwise) => JSON.parse(sessionStorage.getItem(key(what)) ?? "null") ?? otherwise;
const STEPS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5];

let zoom = 1;
let folded = new Set();

function draw() {
  if (!flow()) return;
  const hidden = [...folded].map((id) => `.flow-step:has(> .flow-box > #${CSS.escape(id)}) > .flow-arms`);
  sheet.replaceSync(`${hidden.length ? `${hidden.join(", ")} { display: none; }` : ""} @media (min-width: 761px) { .flow-tree { zoom: ${zoom}; } }`);
  for (const button of document.querySelectorAll(".flow-fold")) {
    button.setAttribute("aria-expanded", String(!folded.has(button.dataset.fold)));
  }
  sessionStorage.setItem(key("zoom"), JSON.stringify(zoom));
  sessionStorage.setItem(key("folded"), JSON.stringify([...folded]));
}

// The point of the picture under the pointer, or in the middle, stays where it is.
function zoomTo(next, x, y) {
  const canvas = document.getElementById("flow-canvas");
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const [dx, dy] = [x === undefined ? width / 2 : x - left, y === undefined ? height / 2 : y - top];
  const [px, py] = [(canvas.scrollLeft + dx) / zoom, (canvas.scrollTop + dy) / zoom];
  zoom = Math.max(STEPS[0], Math.min(STEPS.at(-1), next));
  draw();
  canvas.scrollTo(px * zoom - dx, py * zoom - dy);
}

const larger = (x, y) => zoomTo(STEPS.find((step) => step > zoom + 0.01) ?? zoom, x, y);
const smaller = (x, y) => zoomTo(STEPS.findLast((step) => step < zoom - 0.01) ?? zoom, x, y);

function fit() {
  const [canvas, tree] = [document.getElementById("flow-canvas"), document.getElementById("flow-tree")];
  zoom = 1;
  draw();
  const width = Math.max(...[...tree.children].map((child) => child.scrollWidth)) + 48;
  zoomTo(Math.min(1, canvas.clientWidth / width));
  canvas.scrollTo((canvas.scrollWidth - canvas.clientWidth) / 2, canvas.scrollTop);
}

function fold(id) {
  if (!folded.delete(id)) folded.add(id);
  draw();
}

function foldAll() {
  const all = [...document.querySelectorAll(".flow-fold")].map((button) => button.dataset.fold);
  folded = new Set(all.every((id) => folded.has(id)) ? [] : all);
  draw();
}

// A card somebody wants to see is not hidden in a folded branch.
export function reveal(card) {
  for (let arms = card.closest(".flow-arms"); arms; arms = arms.parentElement.closest(".flow-arms")) {
    folded.delete(arms.parentElement.querySelector(":scope > .flow-box > .flow-fold").dataset.fold);
  }
  draw();
  bring(card, true);
}

const ACTS = { larger, smaller, fit, fold: foldAll };
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-flow]");
  if (button && ACTS[button.dataset.flow]) ACTS[button.dataset.flow]();
  const folder = event.target.closest("[data-fold]");
  if (folder) fold(folder.dataset.fold);
  const chip = event.target.closest(".flow-chip");
  const aim = chip && document.getElementById(chip.dataset.aim);
  if (!aim) return;
  event.preventDefault();
  reveal(aim);
  if (aim.matches("a")) aim.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (!flow() || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const act = { "+": larger, "=": larger, "-": smaller, 0: fit }[event.key];
  if (act && event.target.closest("#main, body")) act();
});

document.addEventListener("wheel", (event) => {
  if (!(event.ctrlKey || event.metaKey) || !event.target.closest?.("#flow-canvas")) return;
  event.preventDefault();
  (event.deltaY < 0 ? larger : smaller)(event.clientX, event.clientY);
}, { passive: false });

// -- what a way out points at

function aimed(event) {
  document.querySelectorAll(".aimed").forEach((one) => one.classList.remove("aimed"));
  const box = event.target.closest?.(".flow-chip, .flow-card");
  if (!box || !flow()) return;
  const chips = box.matches(".flow-chip") ? [box] : [...box.parentElement.querySelectorAll(":scope > .flow-chips > .flow-chip")];
  for (const chip of chips) document.getElementById(chip.dataset.aim)?.classList.add("aimed");
}
document.addEventListener("mouseover", aimed);
document.addEventListener("focusin", aimed);

function start() {
  if (!flow()) return;
  zoom = load("zoom", 1);
  folded = new Set(load("folded", []));
  draw();
  const canvas = document.getElementById("flow-canvas");
  if (canvas.scrollTop || canvas.scrollLeft) return;
  const here = document.querySelector("#flow-tree [aria-current]");
  if (here) bring(here, true);
  else canvas.scrollLeft = (canvas.scrollWidth - canvas.clientWidth) / 2;
}
let seen = null;
function entered() {
  if (flow() && document.getElementById("flow-canvas") !== seen) start();
  else draw();
  seen = document.getElementById("flow-canvas");
}
document.addEventListener("DOMContentLoaded", entered);
document.addEventListener("htmx:afterSwap", entered);
