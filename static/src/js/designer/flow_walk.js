// Walking the tree with the keys, and moving, deleting and copying what the focus is on. One card at a time is in the tab order.

import { addressOf, bring, cards, flow, focusNext, focusPanel, send, whenIdle } from "./flow_send.js";

const CARD = ".flow-card, .flow-arm-head";
const cardOf = (item) => item?.querySelector(":scope > .flow-box > .flow-card, :scope > .flow-arm-head");
const item = (card) => card.closest("[data-step]");
const arms = (step) => [...(step.querySelector(":scope > .flow-arms")?.children ?? [])];
const shown = (step) => arms(step).length && step.querySelector(":scope > .flow-arms").checkVisibility();
const stepsOf = (arm) => [...arm.querySelectorAll(":scope > .flow-steps > .flow-step")];
const sibling = (of, way) => {
  const next = way > 0 ? of.nextElementSibling : of.previousElementSibling;
  return next?.matches("[data-step]") ? next : null;
};

function below(place) {
  if (place.matches(".flow-arm")) return stepsOf(place)[0] ?? behind(place);
  return shown(place) ? arms(place)[0] : behind(place);
}

function behind(place) {
  for (let at = place; at; at = at.parentElement.closest("[data-step]")) {
    if (at.matches(".flow-step") && sibling(at, 1)) return sibling(at, 1);
  }
  return null;
}

function above(place) {
  const before = place.matches(".flow-step") ? sibling(place, -1) : null;
  return before ?? place.parentElement.closest("[data-step]");
}

function beside(place, way) {
  for (let at = place; at; at = at.parentElement.closest("[data-step]")) {
    if (at.matches(".flow-arm") && sibling(at, way)) return sibling(at, way);
  }
  return way > 0 && shown(place) ? arms(place)[0] : null;
}

const WALK = { ArrowDown: below, ArrowUp: above, ArrowLeft: (at) => beside(at, -1), ArrowRight: (at) => beside(at, 1) };
const WAYS = { ArrowDown: "down", ArrowUp: "up", ArrowLeft: "left", ArrowRight: "right" };

// -- the tab order

const parts = (place) => [
  cardOf(place),
  ...place.querySelectorAll(":scope > .flow-box > :is(.flow-fold, .flow-arm-add), :scope > .flow-box > .flow-chips > .flow-chip"),
  place.matches(".flow-arm") ? place.querySelector(":scope > .flow-steps .flow-plus") : place.nextElementSibling?.querySelector(".flow-plus"),
];

let current = [];

export function settle(card) {
  current.forEach((part) => part?.setAttribute("tabindex", "-1"));
  current = card ? parts(item(card)).filter(Boolean) : [];
  current.forEach((part) => part.removeAttribute("tabindex"));
}

function calm() {
  if (!flow()) return;
  const selected = document.querySelector("#flow-tree [aria-current]");
  const focused = document.activeElement.closest?.(CARD);
  document.querySelectorAll("#flow-tree :is(a, button)").forEach((one) => one.setAttribute("tabindex", "-1"));
  document.getElementById("flow-start")?.removeAttribute("tabindex");
  current = [];
  const first = focused ?? selected ?? cards()[0];
  if (first) settle(first);
  else document.querySelector("#flow-tree .flow-plus")?.removeAttribute("tabindex");
}
document.addEventListener("DOMContentLoaded", calm);
document.addEventListener("htmx:afterSettle", calm);
document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.("#flow-tree :is(.flow-card, .flow-arm-head)");
  if (card && !current.includes(card)) settle(card);
});

// -- keys

function go(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  bring(card);
}

function open(card) {
  if (card.hasAttribute("aria-current")) return focusPanel();
  focusNext("panel");
  card.click();
}

function remove(card) {
  send(card.matches(".flow-arm-head") ? "remove-arm" : "remove-step", { address: addressOf(card) });
}

const isArm = (card) => card.matches(".flow-arm-head");
const duplicate = (card) => !isArm(card) && send("copy-step", { address: addressOf(card) });
const add = (card) => (isArm(card) ? parts(item(card)).at(-1) : current.at(-1))?.click();
const EDITS = { Enter: open, Delete: remove, Backspace: remove, Insert: add };
const SIGHT = {
  Home: () => go(cards()[0]),
  End: () => go(cards().at(-1)),
  " ": (card) => item(card).querySelector(":scope > .flow-box > .flow-fold")?.click(),
};

// What edits is done to the card that has the focus once all before it is done: a key held down moves the same step on.
function edit({ key, altKey, ctrlKey, metaKey }) {
  if (altKey) return WAYS[key] && ((card) => send("shift-step", { address: addressOf(card), way: WAYS[key] }));
  if (ctrlKey || metaKey) return key.toLowerCase() === "d" && duplicate;
  return EDITS[key];
}

function keyed(event, card) {
  const act = edit(event);
  if (act) return whenIdle(() => act(document.activeElement.closest("#flow-tree :is(.flow-card, .flow-arm-head)") ?? card));
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  focusNext(""); // who walks on is not called back by an answer that settles late
  if (WALK[event.key]) return go(cardOf(WALK[event.key](item(card)) ?? item(card)));
  return SIGHT[event.key] ? SIGHT[event.key](card) : false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-arm]");
  if (button) send("add-arm", { address: button.dataset.arm, inner: button.dataset.inner });
});

document.addEventListener("keydown", (event) => {
  if (!flow() || event.isComposing) return;
  const card = event.target.closest("#flow-tree :is(.flow-card, .flow-arm-head)");
  if (card && keyed(event, card) !== false) event.preventDefault();
  if (event.key === "ArrowDown" && event.target.id === "flow-start") go(cards()[0]);
  if (event.key === "Escape" && event.target.closest("#panel, #flow-outline, .flow-tools") && !event.defaultPrevented) {
    go(document.querySelector("#flow-tree [aria-current]") ?? cards()[0]);
  }
});
