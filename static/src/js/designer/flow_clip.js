// Copying, cutting and pasting steps: what is kept is their text, so that it goes to other drafts and to any editor as well.

import { addressOf, cardAt, flow, send } from "./flow_send.js";

const KEPT = "waybill-flow-copied";
export const clip = () => sessionStorage.getItem(KEPT) ?? "";

const CARD = "#flow-tree .flow-card";
const target = () => document.activeElement.closest?.(CARD) ?? cardAt(document.getElementById("flow-panel")?.dataset.panel ?? "");

// The step's own lines, without what they are indented by in the text around them. Offsets count characters, not UTF-16 units.
function textOf(card) {
  const all = Array.from(document.getElementById("draft-text").value);
  const lines = all.slice(Number(card.dataset.from), Number(card.dataset.to)).join("").split("\n");
  const rest = lines.slice(1).filter((line) => line.trim());
  const indent = Math.min(...rest.map((line) => line.length - line.trimStart().length));
  return lines.map((line, number) => (number && Number.isFinite(indent) ? line.slice(indent) : line)).join("\n");
}

function keep(card) {
  const text = textOf(card);
  sessionStorage.setItem(KEPT, text);
  return text;
}

// Behind a step; into an arm when its head has the focus.
function pasteAt(card, text) {
  const arm = card.matches(".flow-arm-head");
  const [, list, index] = addressOf(card).match(/^(.*)\.(\d+)$/);
  send("paste-step", arm ? { list: `${addressOf(card)}.steps`, index: 0, text } : { list, index: Number(index) + 1, text });
}

const selecting = () => !document.getSelection().isCollapsed;

function taken(event, cut) {
  const card = flow() && document.activeElement.closest?.(CARD);
  if (!card || selecting()) return;
  event.clipboardData.setData("text/plain", keep(card));
  event.preventDefault();
  if (cut) send("remove-step", { address: addressOf(card) });
}
document.addEventListener("copy", (event) => taken(event, false));
document.addEventListener("cut", (event) => taken(event, true));
document.addEventListener("paste", (event) => {
  const card = flow() && document.activeElement.closest?.("#flow-tree :is(.flow-card, .flow-arm-head)");
  const text = event.clipboardData.getData("text/plain") || clip();
  if (!card || !text.trim()) return;
  event.preventDefault();
  pasteAt(card, text);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-flow=copy], [data-flow=cut]");
  const card = button && target();
  if (!card) return;
  const text = keep(card);
  navigator.clipboard?.writeText(text).catch(() => {});
  if (button.dataset.flow === "cut") send("remove-step", { address: addressOf(card) });
});
