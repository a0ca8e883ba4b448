// Dragging steps between places and arms beside one another. The picture follows when the server has done it.

import Sortable from "sortablejs";
import { flow, send } from "./flow_send.js";

const dragging = (on) => flow()?.classList.toggle("dragging", on);

function dropped(event, name, list) {
  dragging(false);
  const { item, from, to, oldDraggableIndex: before, newDraggableIndex: now } = event;
  if (from === to && before === now) return;
  const index = from === to && now > before ? now + 1 : now;
  send("move-step", { address: item.dataset.step, list: to.dataset[list], index });
}

const touch = { delay: 250, delayOnTouchOnly: true, animation: 120, onStart: () => dragging(true) };
const steps = {
  ...touch,
  group: "steps",
  draggable: ".flow-step",
  handle: ".flow-card",
  onMove: (event) => !event.to.closest(".sortable-ghost"),
  onEnd: (event) => dropped(event, "steps", "list"),
};
const arms = { ...touch, draggable: ".flow-arm", handle: ".flow-arm-head", onEnd: (event) => dropped(event, "arms", "arms") };

function ready() {
  if (!flow() || document.getElementById("designer").hasAttribute("data-locked")) return;
  for (const [selector, options] of [[".flow-steps", steps], [".flow-arms", arms]]) {
    for (const list of flow().querySelectorAll(selector)) if (!Sortable.get(list)) Sortable.create(list, options);
  }
}
document.addEventListener("DOMContentLoaded", ready);
document.addEventListener("htmx:afterSettle", ready);

// A drop that was refused left the card where it was let go: the page is asked again how it is.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.id !== "flow-send" || detail.xhr.status < 400) return;
  const { id, view, at } = document.getElementById("designer").dataset;
  window.htmx.ajax("GET", `/design/${id}/${view}?at=${encodeURIComponent(at)}`, { target: "#flow-canvas", select: "#flow-canvas", swap: "morph" });
});
