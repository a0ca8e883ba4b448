// The grid of a rule table: cells by mouse and keyboard, one editor that floats above its cell, pasting, and dragging rows.

import Sortable from "sortablejs";
import { edit, openEditor } from "./cell_editor.js";
import { send } from "./cell_sending.js";

const grid = () => document.getElementById("rules-grid");
const locked = () => grid()?.hasAttribute("aria-readonly");
const lines = () => [...grid().querySelectorAll(":is(tbody, tfoot) > tr[data-address]")];
const cells = (line) => [...line.children].slice(1);
const cellOf = (target) => {
  const cell = target.closest?.("#rules-grid :is(tbody, tfoot) > tr[data-address] > :is(td, th):not(.rules-number)");
  return cell ?? null;
};

// -- where the hands are: one cell can be reached with Tab, arrow keys walk from it

let here = null; // { address, column } of the cell that had the focus last

const columnOf = (cell) => headOf(cell).dataset.column ?? headOf(cell).dataset.k;

// The cell that spans all columns keeps the column the hands came from.
const placeOf = (cell) => ({
  address: cell.parentElement.dataset.address,
  column: cell.colSpan > 1 ? (here?.column ?? columnOf(cell)) : columnOf(cell),
});

function headOf(cell) {
  const heads = grid().tHead.rows[0].cells;
  if (cell.parentElement.closest("tfoot")) return cell.tagName === "TH" ? heads[1] : heads[heads.length - 1];
  return heads[cell.cellIndex];
}

function focus(cell) {
  if (!cell) return;
  grid().querySelector("[tabindex='0']")?.removeAttribute("tabindex");
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function find(place) {
  const line = place && lines().find((one) => one.dataset.address === place.address);
  return line && (cells(line).find((cell) => columnOf(cell) === place.column) ?? cells(line)[0]);
}

// The roles of a grid are put on here: the markup of thousands of cells stays short.
function dress() {
  const table = grid();
  if (!table) return;
  const place = find(here) ?? find({ address: document.getElementById("designer").dataset.at }) ?? cells(lines()[0] ?? table.rows[0])[0];
  if (place && !table.querySelector(":is(tbody, tfoot) [tabindex='0']")) place.tabIndex = 0;
  const list = document.getElementById("rules-rows");
  if (list && !Sortable.get(list) && !locked()) {
    Sortable.create(list, { draggable: "tr[data-address]", handle: ".rules-number", animation: 120, delay: 150, delayOnTouchOnly: true, onEnd: dropped });
  }
  fitOperators();
}

function dropped({ oldDraggableIndex: from, newDraggableIndex: to, item }) {
  if (from === to) return;
  const list = document.getElementById("rules-rows");
  const first = Number(list.dataset.first);
  send({ _edit: "move", address: item.dataset.address, list: list.dataset.list, index: first + to + (to > from ? 1 : 0) });
}

let wasHere = false;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sheet = document.querySelector("dialog[data-stays][open]");
  if (sheet?.contains(detail.requestConfig.elt) && detail.target.id === "designer") sheet.close();
  wasHere = Boolean(cellOf(document.activeElement));
});
// At once, so that no key is lost, and again when htmx has put attributes back.
for (const when of ["htmx:afterSwap", "htmx:afterSettle"]) {
  document.addEventListener(when, () => {
    dress();
    if (wasHere && here && grid() && !document.querySelector(".cell-editor, dialog[open]")) focus(find(here));
  });
}
document.addEventListener("DOMContentLoaded", dress);

document.addEventListener("focusin", ({ target }) => {
  const cell = cellOf(target);
  if (cell) here = placeOf(cell);
});

// -- mouse: the first click goes to a cell and shows its row in the panel, the second one edits it

document.addEventListener("click", (event) => {
  const number = event.target.closest("#rules-grid .rules-number a");
  if (number) {
    event.preventDefault();
    select(number.closest("tr").dataset.address);
    return;
  }
  const cell = cellOf(event.target);
  if (!cell) return;
  const again = cell === document.activeElement;
  focus(cell);
  if (again && !locked()) start(cell);
  else if (selectable(cell) && cell.parentElement.dataset.address !== document.getElementById("designer").dataset.at) select(cell.parentElement.dataset.address);
});

// The rows of a file are no lines of the text, so that nothing of them can be selected.
const selectable = (cell) => !("file" in grid().dataset) || cell.closest("tfoot");

function select(address) {
  const { id } = document.getElementById("designer").dataset;
  window.htmx.ajax("GET", `/design/${id}/tables?at=${encodeURIComponent(address)}`, { target: "#designer", swap: "morph" });
}

// -- keys

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.target !== cell || event.ctrlKey || event.metaKey) return;
  if (event.altKey && STEPS[event.key] && !STEPS[event.key][1]) push(event, cell);
  else if (STEPS[event.key]) walk(event, cell, ...STEPS[event.key]);
  else if (event.key === "Home" || event.key === "End") edge(event, cell);
  else if (event.key === " ") stop(event, () => selectable(cell) && select(cell.parentElement.dataset.address));
  else if (locked()) return;
  else if (event.key === "Enter" || event.key === "F2") stop(event, () => start(cell));
  else if (event.key === "Delete" || event.key === "Backspace") stop(event, () => clear(cell));
  else if (event.key.length === 1 && !event.altKey) stop(event, () => start(cell, event.key));
});

function stop(event, act) {
  event.preventDefault();
  act();
}

function walk(event, cell, down, right) {
  event.preventDefault();
  focus(beside(cell, down, right));
}

function beside(cell, down, right) {
  const all = lines();
  const line = all[all.indexOf(cell.parentElement) + down];
  if (!line) return null;
  const { column } = placeOf(cell);
  if (down) return cells(line).find((one) => columnOf(one) === column) ?? cells(line)[0];
  return cells(line)[cells(line).indexOf(cell) + right];
}

function edge(event, cell) {
  const row = cells(cell.parentElement);
  stop(event, () => focus(event.key === "Home" ? row[0] : row[row.length - 1]));
}

function push(event, cell) {
  event.preventDefault();
  const { address } = cell.parentElement.dataset;
  if (locked() || !address.includes(".rows.")) return;
  const up = event.key === "ArrowUp";
  const home = address.slice(0, address.lastIndexOf("."));
  const number = Number(address.slice(home.length + 1)) + (up ? -1 : 1);
  if (number < 0) return;
  if (here) here = { ...here, address: `${home}.${number}` };
  send({ _edit: "nudge", address, up: up ? "yes" : "" });
}

// -- editing

function values(cell, text) {
  const head = headOf(cell);
  const { address } = cell.parentElement.dataset;
  if (head.dataset.k === "name") return { _edit: "rename", address, name: text };
  if (head.dataset.k === "outcome") return { _edit: "set-row-outcome", address, outcome: text };
  return { _edit: "set-cell", address, column: head.dataset.column, text };
}

function start(cell, typed) {
  const head = headOf(cell);
  if (head.dataset.k === "rest") return select(cell.parentElement.dataset.address);
  if (cell.colSpan > 1) return focus(beside(cell, 0, 1));
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  const place = placeOf(cell);
  openEditor(() => find(place), head, typed, commit, focus);
}

// `move` is how the focus goes on: [down, right], or null when it is somewhere else already.
function commit(cell, text, move) {
  if (text !== (cell.dataset.v ?? cell.textContent)) change(cell, text);
  if (move) focus(beside(cell, ...move) ?? cell);
}

function change(cell, text) {
  const place = placeOf(cell);
  const was = [cell.dataset.v, cell.textContent];
  cell.classList.add("sending");
  cell.dataset.v = text;
  cell.textContent = shown(cell, text);
  send(values(cell, text), (sentence) => {
    const again = find(place);
    if (!again) return;
    again.textContent = was[1];
    if (was[0] === undefined) delete again.dataset.v;
    else again.dataset.v = was[0];
    edit(() => find(place), headOf(again), text, sentence, commit, focus);
  });
}

function shown(cell, text) {
  const options = JSON.parse(headOf(cell).dataset.options ?? "[]");
  const label = (one) => options.find(([value]) => value === one)?.[1] ?? one;
  return options.length ? text.split(", ").map(label).join(", ") : text;
}

function clear(cell) {
  if (headOf(cell).dataset.k === "cell" && cell.textContent) change(cell, "");
}

// -- the clipboard: one value goes into the cell, several rows are looked at first

document.addEventListener("paste", (event) => {
  const cell = cellOf(event.target);
  if (!cell || locked()) return;
  const text = event.clipboardData.getData("text/plain");
  event.preventDefault();
  if (!/[\t\n]/.test(text.trim())) {
    if (headOf(cell).dataset.k !== "rest" && cell.colSpan === 1 && text.trim()) change(cell, text.trim());
    return;
  }
  document.getElementById("paste-rows").showModal();
  document.getElementById("rows-text").value = text;
  document.getElementById("rows-form").requestSubmit();
});

document.addEventListener("copy", (event) => {
  const cell = cellOf(event.target);
  if (!cell || String(getSelection())) return;
  event.clipboardData.setData("text/plain", cell.dataset.v ?? cell.textContent);
  event.preventDefault();
});

// -- what the page alone knows goes along with every request: the search, and columns that are still empty

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const frame = document.getElementById("rules-frame");
  if (!frame || !detail.path.startsWith("/design/")) return;
  const has = (name) => detail.formData.has(name) || detail.path.includes(`${name}=`);
  if (!has("_find") && frame.dataset.find) detail.formData.set("_find", frame.dataset.find);
  if (detail.verb !== "get" && "whole" in frame.dataset) detail.formData.set("_whole", "yes");
  for (const column of frame.dataset.added.split("|").filter(Boolean)) detail.formData.append("_column", column);
});

// Only the operators that suit what the column is about can be chosen.
function fitOperators() {
  const thing = document.getElementById("rules-thing");
  const op = document.getElementById("rules-op");
  if (!thing || !op) return;
  for (const option of op.options) option.hidden = option.disabled = !option.dataset.paths.split(" ").includes(thing.value);
  if (op.selectedOptions[0]?.disabled) op.value = [...op.options].find((option) => !option.disabled)?.value ?? "";
}
document.addEventListener("change", ({ target }) => {
  if (target.id === "rules-thing") fitOperators();
});
