// The form's canvas: keys on its rows, the palette, and where the focus goes. Dragging is in form_drag.js.

import { gesture, whenIdle, worked } from "./form_gesture.js";
import "./form_drag.js";
import "./form_trial.js";

const canvas = () => document.getElementById("form-parts");
const rows = () => [...(canvas()?.querySelectorAll(".q-link") ?? [])];
const inColumns = (link) => Boolean(link.closest(".q-columns"));

// -- the palette

function openPalette(list, index) {
  const dialog = document.getElementById("palette");
  const form = document.getElementById("palette-form");
  form.elements.namedItem("list").value = list;
  form.elements.namedItem("index").value = index;
  // A section holds no section and a table no table.
  const inside = list.endsWith(".fields") || list.endsWith(".columns");
  for (const one of form.querySelectorAll("[data-kind]")) {
    const kind = one.dataset.kind;
    one.toggleAttribute("data-unfit", (inside && kind === "section") || (list.endsWith(".columns") && kind === "rows"));
  }
  const search = document.getElementById("palette-search");
  search.value = "";
  narrow("");
  dialog.showModal();
  search.focus();
}

const shown = () => [...document.querySelectorAll("#palette-form .palette-one")].filter((one) => !one.closest("[hidden]"));

function narrow(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const group of document.querySelectorAll("#palette-form .palette-group")) {
    for (const one of group.querySelectorAll("[data-kind]")) {
      const said = one.querySelector(".palette-one").dataset.words;
      one.hidden = one.hasAttribute("data-unfit") || !words.every((word) => said.includes(word));
    }
    group.hidden = !group.querySelector("[data-kind]:not([hidden])");
  }
  document.getElementById("palette-none").hidden = shown().length > 0;
}

document.addEventListener("input", (event) => {
  if (event.target.id === "palette-search") narrow(event.target.value);
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-palette]");
  if (opener) openPalette(opener.dataset.list, opener.dataset.index);
});

// Down and up walk through what is left; Enter in the search takes the first one.
document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest?.("#palette");
  if (!dialog || event.isComposing) return;
  const several = shown();
  const now = several.indexOf(document.activeElement);
  if (event.key === "Enter" && event.target.id === "palette-search") {
    event.preventDefault();
    several[0]?.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = now + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? document.getElementById("palette-search") : several[Math.min(next, several.length - 1)])?.focus();
  }
});

// -- the focus: a new question wants its label, an edit from the canvas goes on at its row

let wanted = "";
// An answer that came earlier may settle only now; what is wanted waits for its own.
let answered = false;

function want(what) {
  [wanted, answered] = [what, false];
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const kind = form.elements?.namedItem?.("_edit")?.value;
  if (kind === "add-field") {
    want("label");
    form.closest("dialog")?.close();
  }
});

let shownAt = "";

document.addEventListener("htmx:afterSettle", () => {
  const now = answered ? wanted : "";
  if (now === "label") document.getElementById("p-label")?.focus();
  else if (now === "row") row()?.focus();
  else if (now === "option") document.querySelector(".option-row.chosen [data-option]")?.focus();
  const at = document.getElementById("designer")?.dataset.at;
  if (now || at !== shownAt) document.querySelector("#form-parts .chosen")?.scrollIntoView({ block: "nearest" });
  shownAt = at;
  if (now) want("");
});

document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
  answered = true;
  if (!worked(detail)) want("");
  const input = worked(detail) && target.querySelector?.("[data-clears]");
  if (input) input.value = "";
});

const row = () => canvas()?.querySelector(`.q-link[data-address="${CSS.escape(document.getElementById("designer").dataset.at)}"]`);

// -- keys on rows

let resting = 0;

// The focus walks at once; what it rests on is selected.
function walkTo(link) {
  if (!link) return;
  want(""); // who walks on is not called back by an answer that settles late
  link.focus();
  link.scrollIntoView({ block: "nearest" });
  clearTimeout(resting);
  resting = setTimeout(() => whenIdle(() => document.activeElement === link && select(link)), 160);
}

function select(link) {
  if (link.dataset.address !== document.getElementById("designer").dataset.at) link.click();
}

function neighbour(link, key) {
  const all = rows();
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const owner = link.closest(".q")?.querySelector(".q-link");
    const columns = [...(link.closest(".q")?.querySelectorAll(".q-columns .q-link") ?? [])];
    const at = columns.indexOf(link) + (key === "ArrowRight" ? 1 : -1);
    return at < 0 ? owner : columns[at];
  }
  const main = all.filter((one) => !inColumns(one));
  const at = main.indexOf(inColumns(link) ? link.closest(".q").querySelector(".q-link") : link);
  return { ArrowDown: main[at + 1], ArrowUp: inColumns(link) ? main[at] : main[at - 1], Home: main[0], End: main.at(-1) }[key];
}

// Edits wait for one another, and rows move meanwhile: what an edit is about is where its row stands by then.
function act(name, link, values = {}) {
  whenIdle(() => {
    want("row");
    const address = document.getElementById(link.id)?.dataset.address;
    if (address) gesture(name, { address, ...values });
  });
}

function remove(link) {
  const address = link.dataset.address;
  const used = () => document.getElementById("designer").dataset.at === address && document.querySelector("#panel #p-delete");
  // What others use is not taken away by one key: its uses are shown first.
  whenIdle(() => {
    if (document.getElementById("designer").dataset.at !== address) {
      document.addEventListener("htmx:afterSettle", () => (used() ? showUses() : act("remove", link)), { once: true });
      link.click();
    } else if (used()) showUses();
    else act("remove", link);
  });
}

function showUses() {
  const fold = document.getElementById("p-delete");
  fold.open = true;
  fold.querySelector("summary").focus();
  fold.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-form-delete]")) showUses();
});

function onRow(event, link) {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const arrow = key.startsWith("Arrow");
  if (altKey && arrow && !ctrlKey && !metaKey) {
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    if (sideways !== inColumns(link)) return false;
    act("nudge", link, { up: key === "ArrowUp" || key === "ArrowLeft" ? "yes" : "" });
  } else if ((ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === "d") act("duplicate", link);
  else if (altKey || ctrlKey || metaKey) return false;
  else if (arrow || key === "Home" || key === "End") walkTo(neighbour(link, key));
  else if (key === "Escape") whenIdle(() => document.getElementById("p-close")?.click());
  else if (key === "Delete" || key === "Backspace") remove(link);
  else if (key === "Insert" || key === "+") openPalette(link.dataset.list, Number(link.dataset.index) + 1);
  else if (key === "Enter" && link.getAttribute("aria-current") === "true") document.getElementById("p-label")?.focus();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const link = event.target.closest?.("#form-parts .q-link");
  if (link) {
    if (onRow(event, link)) event.preventDefault();
  } else if (event.key === "Escape" && event.target.closest("#panel") && !event.target.closest("details[data-menu][open]")) {
    row()?.focus();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("#panel") && row()) {
    // From the label straight to the next question.
    event.preventDefault();
    const { list, index } = row().dataset;
    event.target.blur();
    whenIdle(() => openPalette(list, Number(index) + 1));
  }
});

// What the address selects is in sight when the page comes.
document.addEventListener("DOMContentLoaded", () => document.querySelector("#form-parts .chosen")?.scrollIntoView({ block: "nearest" }));

// -- options

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.target.matches("[data-option]") || !event.altKey) return;
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  event.preventDefault();
  const { id } = event.target.closest(".option-row");
  const up = event.key === "ArrowUp" ? "yes" : "";
  whenIdle(() => {
    const place = document.getElementById(id)?.dataset.place;
    want("option");
    if (place) gesture("nudge", { address: place, up });
  });
});

// Several lines pasted where one option is typed are the list's.
document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text") ?? "";
  if (event.target.id !== "p-new-option" || !text.trim().includes("\n")) return;
  event.preventDefault();
  const area = document.getElementById("p-list-text");
  document.getElementById("p-list").open = true;
  area.value = `${area.value.trimEnd()}\n${text}`;
  area.form.requestSubmit();
});
