// The menu behind each plus: it opens beside the plus, is filtered by typing, and puts the step exactly there.

import { focusNext } from "./flow_send.js";
import { clip } from "./flow_clip.js";

const menu = () => document.getElementById("flow-insert");
const picks = () => [...menu().querySelectorAll(".flow-pick")].filter((pick) => pick.checkVisibility());
let opener = null;

// Opened here and not by the browser, so that the very next key already goes to the menu.
document.addEventListener("click", (event) => {
  const plus = event.target.closest("[popovertarget=flow-insert]");
  if (!plus) return;
  event.preventDefault();
  const again = plus === opener && menu().matches(":popover-open");
  opener = plus;
  if (again) return menu().hidePopover();
  menu().showPopover();
  opened();
});

function aim() {
  const { list, index } = opener?.dataset ?? {};
  if (list === undefined) return;
  menu().querySelectorAll("[name=list]").forEach((input) => (input.value = list));
  menu().querySelectorAll("[name=index]").forEach((input) => (input.value = index));
}

function place() {
  const { style } = menu();
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu();
  Object.assign(style, { inset: "auto", margin: "0" });
  style.left = `${Math.max(12, Math.min(at.right + 6, innerWidth - width - 12))}px`;
  style.top = `${Math.max(12, Math.min(at.top - 8, innerHeight - height - 12))}px`;
}

function opened() {
  const text = clip();
  const paste = document.getElementById("flow-paste");
  paste.hidden = !text;
  paste.querySelector("[name=text]").value = text;
  document.getElementById("flow-paste-what").textContent = text.split("\n")[0].replace(/\s*\{$/, "").slice(0, 60);
  document.getElementById("flow-insert-search").value = "";
  filter("");
  aim();
  if (opener) place();
  // On a phone the keyboard would cover what there is to choose from.
  (matchMedia("(pointer: coarse)").matches ? picks()[0] : document.getElementById("flow-insert-search")).focus();
}

function filter(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const form of menu().querySelectorAll(".flow-choice")) {
    if (form.id === "flow-paste" && !clip()) continue;
    const said = form.textContent.toLowerCase();
    form.hidden = !words.every((word) => said.includes(word));
    left += !form.hidden;
  }
  menu().querySelector(".flow-none").hidden = left > 0;
}

document.addEventListener("input", (event) => {
  if (event.target.id === "flow-insert-search") filter(event.target.value);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#flow-insert")) return;
  const all = picks();
  const now = all.indexOf(event.target);
  if (event.key === "ArrowDown") all[Math.min(now + 1, all.length - 1)]?.focus();
  else if (event.key === "ArrowUp") (now > 0 ? all[now - 1] : document.getElementById("flow-insert-search")).focus();
  else if (event.key === "Enter" && now < 0) all[0]?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest("#flow-insert")) return;
  focusNext("card");
  menu().hidePopover();
}, true);
