// Sends an edit as the form of the page does, and brings the focus to what it selected.

const main = () => document.getElementById("main");
export const flow = () => document.getElementById("flow");
export const cards = () => [...document.querySelectorAll("#flow-tree :is(.flow-card, .flow-arm-head)")];
export const cardAt = (address) => main()?.querySelector(`[data-address="${CSS.escape(address)}"]:is(.flow-card, .flow-arm-head)`);
export const addressOf = (card) => card?.dataset.address;

// Brings a card into sight; only the canvas scrolls, on a phone the page.
export function bring(card, middle = false) {
  const canvas = document.getElementById("flow-canvas");
  const [at, sight] = [card.getBoundingClientRect(), canvas.getBoundingClientRect()];
  if (getComputedStyle(canvas).overflowY === "visible") {
    // The panel covers the lower half.
    const sheet = document.getElementById("flow-panel");
    return card.scrollIntoView({ block: sheet ? "start" : middle ? "center" : "nearest" });
  }
  const shift = (start, end, low, high) => {
    if (middle) return (start + end - low - high) / 2;
    const room = Math.min(40, Math.max(0, (high - low - end + start) / 2));
    return start < low + room ? start - low - room : end > high - room ? end - high + room : 0;
  };
  canvas.scrollBy(shift(at.left, at.right, sight.left, sight.right), shift(at.top, at.bottom, sight.top, sight.bottom));
}

// -- one gesture after the other: what is meant by a key is looked up when all before it is done and shown

let asked = 0;
let swapped = false;
const waiting = [];

export function whenIdle(act) {
  if (asked || swapped) waiting.push(act);
  else act();
}

function go() {
  while (waiting.length && !asked && !swapped) waiting.shift()();
}

document.addEventListener("htmx:beforeRequest", () => (asked += 1));
document.addEventListener("htmx:beforeSwap", (event) => (swapped = event.detail.shouldSwap));
document.addEventListener("htmx:afterRequest", () => {
  asked = Math.max(0, asked - 1);
  go();
});

// A card that is clicked while an answer is on its way may have another address by then.
document.addEventListener("click", (event) => {
  const card = event.target.closest?.("#flow-tree :is(.flow-card, .flow-arm-head)");
  if (!card || !(asked || swapped)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  whenIdle(() => document.getElementById(card.id)?.click());
}, true);

let wanted = "";

// Where the focus goes when the next answer is shown: "card" the selected card, "panel" its first control.
export function focusNext(where) {
  wanted = where;
}

export function send(kind, values) {
  whenIdle(() => sendNow(kind, values));
}

function sendNow(kind, values) {
  const form = document.getElementById("flow-send");
  if (!form || document.getElementById("designer").hasAttribute("data-locked")) return;
  form.querySelectorAll("[data-given]").forEach((input) => input.remove());
  form.querySelector("[name=_edit]").value = kind;
  for (const [name, value] of Object.entries(values)) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.setAttribute("data-given", "");
    form.append(input);
  }
  focusNext("card");
  form.requestSubmit();
}

export function focusPanel() {
  const control = document.querySelector("#panel :is(input, select, textarea):not([type=hidden], [disabled])");
  (control ?? document.querySelector("#panel :is(button, a)"))?.focus();
}

// On a phone the panel comes up from below: what was tapped moves to where it is still seen.
let shown = "";
function uncover() {
  const { at } = document.getElementById("designer").dataset;
  if (at !== shown && matchMedia("(max-width: 760px)").matches && cardAt(at)) bring(cardAt(at));
  shown = at;
}

function focused() {
  const where = wanted;
  wanted = "";
  if (where === "panel") return focusPanel();
  const card = where && cardAt(document.getElementById("designer").dataset.at);
  if (!card) return;
  card.focus({ preventScroll: true });
  bring(card);
}

document.addEventListener("htmx:afterSettle", (event) => {
  swapped = false;
  if (flow() && event.target.id !== "edit-refused") {
    uncover();
    focused();
  }
  go();
});
