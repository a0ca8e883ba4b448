// The matrix of fields and steps: one cell is in the tab order, arrow keys walk, letters set, and a menu shows the levels.

const grid = () => document.getElementById("access-grid");
const menu = () => document.getElementById("access-menu");
const rows = () => [...grid().querySelectorAll("tr[data-field]")];
const cells = (row) => [...row.querySelectorAll("td > .cell")].filter((cell) => cell.checkVisibility());
const parts = (cell) => cell.value.split("|");
const LETTERS = { h: "hidden", s: "sees", e: "edits", f: "fills", r: "required" };
let last = "";
let opener = null;

function calm() {
  if (!grid()) return;
  const all = [...grid().querySelectorAll("td > .cell")];
  for (const cell of all) cell.setAttribute("tabindex", "-1");
  (all.find((cell) => cell.value === last) ?? all[0])?.removeAttribute("tabindex");
}
document.addEventListener("DOMContentLoaded", calm);
document.addEventListener("htmx:afterSettle", calm);
document.addEventListener("focusin", (event) => {
  if (!event.target.matches?.("#access-grid td > .cell") || event.target.value === last) return;
  last = event.target.value;
  grid().querySelector("td > .cell:not([tabindex])")?.setAttribute("tabindex", "-1");
  event.target.removeAttribute("tabindex");
});

function walk(cell, down, right, far) {
  const all = rows();
  const row = all.indexOf(cell.closest("tr"));
  const column = cells(all[row]).indexOf(cell);
  const to = (now, by, length) => Math.max(0, Math.min(length - 1, far && by ? (by < 0 ? 0 : length - 1) : now + by));
  const line = cells(all[to(row, down, all.length)]);
  const next = line[to(column, right, line.length)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// What is set travels as hidden values: which button was pressed is forgotten as soon as the focus moves.
function set([steps, fields], level) {
  const given = document.getElementById("access-given");
  const inputs = [...steps.map((value) => ["steps", value]), ...fields.map((value) => ["fields", value]), ["level", level]];
  given.replaceChildren(...inputs.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  given.closest("form").requestSubmit();
}

const LEVELS = Object.values(LETTERS);
const levels = (cell) => (cell.closest("tr").hasAttribute("data-computed") ? LEVELS.slice(0, 2) : LEVELS);
const level = (cell) => LEVELS.find((name) => cell.classList.contains(name));
function target(from) {
  const steps = [...grid().querySelectorAll("thead [data-steps]")].map((one) => one.dataset.steps);
  if (from.matches(".cell")) return [[parts(from)[0]], [parts(from)[1]]];
  if (from.dataset.steps) return [[from.dataset.steps], rows().map((row) => row.dataset.field)];
  return [steps, [from.dataset.fields]];
}

function open(from) {
  opener = from;
  for (const name of LEVELS) document.getElementById(`level-${name}`).disabled = !levels(from).includes(name);
  menu().showPopover();
  const at = from.getBoundingClientRect();
  Object.assign(menu().style, { inset: "auto", margin: "0" });
  menu().style.left = `${Math.max(12, Math.min(at.left, innerWidth - menu().offsetWidth - 12))}px`;
  menu().style.top = `${Math.max(12, Math.min(at.bottom + 4, innerHeight - menu().offsetHeight - 12))}px`;
  (document.getElementById(`level-${level(from)}`) ?? menu().querySelector("button")).focus();
}

document.addEventListener("click", (event) => {
  const from = event.target.closest("#access-grid :is(td > .cell, .access-all)");
  if (!from || document.getElementById("designer").hasAttribute("data-locked")) return;
  event.preventDefault();
  open(from);
}, true);

document.addEventListener("click", (event) => {
  const pick = event.target.closest("#access-menu [name=level]");
  if (!pick) return;
  event.preventDefault();
  menu().hidePopover();
  opener.focus();
  set(target(opener), pick.value);
});

const MOVES = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -1, true], End: [0, 1, true] };

function keyed(event, cell) {
  if (event.altKey || event.metaKey) return false;
  const move = MOVES[event.key];
  if (move) return walk(cell, event.ctrlKey && move[2] ? move[1] : move[0], move[1], move[2] || event.ctrlKey);
  if (event.ctrlKey) return false;
  const now = levels(cell);
  const next = event.key === " " ? now[(now.indexOf(level(cell)) + 1) % now.length] : LETTERS[event.key.toLowerCase()];
  return now.includes(next) ? set(target(cell), next) : false;
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("#access-grid td > .cell");
  if (cell && !document.getElementById("designer").hasAttribute("data-locked") && keyed(event, cell) !== false) event.preventDefault();
  const pick = event.target.closest?.("#access-menu .flow-pick");
  if (!pick || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const all = [...menu().querySelectorAll(".flow-pick:not([disabled])")];
  all[(all.indexOf(pick) + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length].focus();
  event.preventDefault();
});
