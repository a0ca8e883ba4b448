// Conditions, values and people: lists open with the arrow keys, and after an edit the focus is where hands expect it.

const visible = (element) => element?.checkVisibility?.() ?? Boolean(element);
const inSlot = (target) => target?.closest?.(".slot");

// A closed list must not change with each arrow key: every change would be an edit.
document.addEventListener("keydown", (event) => {
  if (event.target.tagName !== "SELECT" || !inSlot(event.target)) return;
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.altKey || !event.target.showPicker) return;
  event.preventDefault();
  event.target.showPicker();
});

// The list that "adds" sends nothing for its first line, which is only its name.
document.addEventListener("htmx:confirm", (event) => {
  const add = event.target.matches?.(".slot-add") && event.target.querySelector("select[name=text]");
  if (add && !add.value) event.preventDefault();
});

let focused = null;
const open = new Set();

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".slot-more")) return;
  if (event.target.open) open.add(event.target.id);
  else open.delete(event.target.id);
}, true);

document.addEventListener("htmx:beforeRequest", (event) => {
  const active = document.activeElement;
  focused = null;
  if (!inSlot(event.target) || !inSlot(active)) return;
  const picked = event.target.querySelector("[data-then]");
  const then = picked?.dataset.then === "slot-focus" ? near(active) : picked?.dataset.then;
  focused = { id: then || active.id, slot: inSlot(active).id, own: active.id, value: active.value };
  moveOpen(active.closest(".slot-more")?.id, /^(more-.*)-open$/.exec(then ?? "")?.[1]);
});

// What is open moves with its row.
function moveOpen(was, now) {
  if (!was || !now || !open.delete(was)) return;
  document.getElementById(was).open = false;
  open.add(now);
}

// What stands beside a thing that is removed.
function near(button) {
  const all = [...inSlot(button).querySelectorAll("select, input:not([type=hidden])")].filter(visible);
  const before = all.filter((one) => one.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
  const own = button.closest(".slot-test, .slot-value-of, .slot-group");
  return before.filter((one) => !own?.contains(one)).at(-1)?.id ?? all.at(-1)?.id;
}

// The merge leaves the control that has the focus as it is: it lets go first, and gets the focus back. What somebody has
// typed on meanwhile stays.
document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  if (focused && event.detail.target?.id === "designer" && active?.id === focused.own && active.value === focused.value) {
    active.blur();
  }
});

document.addEventListener("htmx:afterSettle", () => {
  for (const id of open) {
    const more = document.getElementById(id);
    if (more) more.open = true;
    else open.delete(id);
  }
  if (!focused) return;
  const { id, own, slot } = focused;
  focused = null;
  const lost = document.activeElement === document.body || !inSlot(document.activeElement);
  if (!lost && own === id) return;
  const address = id.replace(/^[a-z]+-(?=items\.)/, "");
  const places = [id, `${id}.items.1`, `${id}.then`, `value-${address}`, `subject-${address}`, `what-${address}`, own];
  const next = places.map((one) => document.getElementById(one)).find(visible);
  (next ?? document.getElementById(slot)?.querySelector("select, input:not([type=hidden])"))?.focus({ preventScroll: false });
});
