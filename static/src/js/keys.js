// Keys outside of fields: `/` searches, `j` and `k` walk a list, `o` or Enter opens, `n` files a new request, `?` shows the keys.

const typing = (element) => element.closest("input, textarea, select, [contenteditable], waybill-text");

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now < 0 ? 0 : now + step))];
  next.querySelector("a, button")?.focus();
  next.scrollIntoView({ block: "nearest" });
}

const follow = (name) => document.querySelector(`[data-go="${name}"]`)?.click();

const keys = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => walk(1),
  k: () => walk(-1),
  n: () => follow("catalogue"),
  d: () => follow("decide"),
  m: () => follow("mine"),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
