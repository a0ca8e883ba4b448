// `hx-swap="morph"`: new markup is merged into the old, so that focus, scroll and what is being typed stay.

import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

// What each input held when the server was asked. What changed since then was typed meanwhile: the answer does not know
// it and must not undo it. (idiomorph's `ignoreActiveValue` keeps the one input that has the focus, no other.)
const asked = new WeakMap();
const inputs = (root) => root.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea");
const ticks = (input) => input.type === "checkbox" || input.type === "radio";
const held = (input) => (ticks(input) ? input.checked : input.value);
// What an input is about: the panel of another line has inputs of the same names, which must not get what was typed here.
const about = (input) => input.form?.querySelector("input[name=address]")?.value ?? "";

document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  if (target) asked.set(target, new Map([...inputs(target)].map((input) => [input.id, held(input)])));
});

function typedMeanwhile(target) {
  const before = asked.get(target) ?? new Map();
  return [...inputs(target)]
    .filter((input) => input.id && before.has(input.id) && before.get(input.id) !== held(input))
    .map((input) => [input.id, held(input), about(input)]);
}

function putBack([id, value, subject]) {
  const input = document.getElementById(id);
  if (!input || about(input) !== subject || held(input) === value) return;
  if (ticks(input)) input.checked = value;
  else input.value = value;
}

// Only what is typed in is left alone, and only while it is about the same line: a link or a button that has the focus is
// drawn anew like all others, and the panel of another line does not begin with what was typed for this one.
function staysTyped(fragment) {
  const active = document.activeElement;
  if (!active?.matches("input, textarea, select, [contenteditable]")) return false;
  const fresh = active.id && fragment.querySelector(`#${CSS.escape(active.id)}`);
  return !fresh || about(fresh) === about(active);
}

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap: (style, target, fragment) => {
    if (style !== "morph") return false;
    const typed = typedMeanwhile(target);
    const merged = Idiomorph.morph(target, fragment.childNodes, {
      morphStyle: target.tagName === "BODY" ? "innerHTML" : "outerHTML",
      ignoreActiveValue: staysTyped(fragment),
      // A dialog somebody fills in is not taken away by an answer that was on its way.
      callbacks: { beforeNodeMorphed: (old) => !old.matches?.("dialog[data-stays][open]") },
    });
    typed.forEach(putBack);
    // What stayed in place and got another address follows it from now on, not only once htmx has settled.
    for (const one of merged) if (one.nodeType === Node.ELEMENT_NODE) htmx.process(one);
    return merged;
  },
});
