// The frame of the designer: the text pane's switch, undo keys, links to lines, and where the focus goes after an edit.

const designer = () => document.getElementById("designer");
const OPEN = "waybill-text-open";

function showText(open) {
  const pane = document.getElementById("text-pane");
  if (!pane) return;
  pane.hidden = !open;
  document.getElementById("design").classList.toggle("with-text", open);
  document.getElementById("text-toggle")?.setAttribute("aria-expanded", String(open));
  localStorage.setItem(OPEN, open ? "1" : "");
  document.dispatchEvent(new CustomEvent("waybill:text", { detail: { open } }));
}

document.addEventListener("DOMContentLoaded", () => showText(localStorage.getItem(OPEN) === "1"));
document.addEventListener("htmx:afterSettle", () => {
  const pane = document.getElementById("text-pane");
  document.getElementById("text-toggle")?.setAttribute("aria-expanded", String(Boolean(pane && !pane.hidden)));
});

function go(address) {
  window.htmx.ajax("GET", address, { target: "#designer", swap: "morph" });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-text-toggle]")) showText(document.getElementById("text-pane").hidden);
  const link = event.target.closest("[data-line].desk-link");
  if (!link) return;
  link.closest("details")?.removeAttribute("open");
  if (link.dataset.goes) go(link.dataset.goes);
  else showText(true);
  document.dispatchEvent(new CustomEvent("waybill:line", { detail: { line: Number(link.dataset.line) } }));
});

const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], waybill-text");

// Undo and redo are the draft's, whichever pane has the focus; inside a text box they are the browser's.
document.addEventListener("keydown", (event) => {
  if (!designer() || !(event.ctrlKey || event.metaKey) || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const which = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
  if (!which) return;
  event.preventDefault();
  const button = document.getElementById(`${which}-button`);
  if (button && !button.disabled) button.form.requestSubmit(button);
});

// What an edit selected gets the focus, so that hands on the keyboard go on from there.
let before = "";
document.addEventListener("htmx:beforeRequest", () => {
  before = designer()?.dataset.at ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  const now = designer()?.dataset.at;
  if (now === undefined) return;
  const lost = !document.activeElement || document.activeElement === document.body;
  if (lost || (now !== before && document.activeElement.closest(".one-button"))) {
    const place = document.querySelector(`#main [data-address="${CSS.escape(now)}"]`);
    (place ?? document.getElementById("main")).focus({ preventScroll: lost && !place });
  }
});

// The picture is drawn again after the text pane has saved; the view and what is selected stay.
document.addEventListener("waybill:changed", () => {
  const { id, view, at } = designer().dataset;
  go(`/design/${id}/${view}?at=${encodeURIComponent(at)}`);
});
