// Completion, help under the pointer, and going to where a name is defined: the server answers, the text need not be saved.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, snippet } from "@codemirror/autocomplete";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { ask } from "./text_server.js";

const WORD = /[\p{L}\p{N}_]/u;

const asking = (address, view, offset) =>
  ask(address, { text: view.state.doc.toString(), offset }).catch(() => null);

// In the server's order as long as nothing is typed: `boost` ends at 99.
function option({ put, info, ...shown }, number) {
  const made = { ...shown, info: info?.replaceAll("`", ""), boost: 99 - Math.min(number, 198) };
  return put ? { ...made, apply: snippet(put) } : made;
}

function completing(address) {
  return async (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
    // By itself behind a letter, and where a name or value must follow; everywhere when asked for.
    if (!context.explicit && !WORD.test(before) && !/[.{"]/.test(before)) return null;
    const found = await asking(`${address}/complete`, context, context.pos);
    if (!found || context.aborted || !found.options.length) return null;
    return { from: found.from, options: found.options.map(option), validFor: /^[\p{L}\p{N}_]*$/u };
  };
}

function telling(address) {
  return async (view, at) => {
    const { told } = (await asking(`${address}/hover`, view, at)) ?? {};
    if (!told) return null;
    return { pos: told.from, end: told.to, above: true, create: () => ({ dom: sheet(told) }) };
  };
}

function sheet({ title, lines }) {
  const dom = document.createElement("div");
  dom.className = "cm-told";
  const strong = document.createElement("strong");
  strong.textContent = title;
  dom.append(strong, ...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line.replaceAll("`", "") })));
  return dom;
}

export function goToDefinition(address, at) {
  return (view) => {
    const offset = at ?? view.state.selection.main.head;
    asking(`${address}/definition`, view, offset).then((found) => {
      if (found?.offset == null) return;
      view.dispatch({ selection: { anchor: found.offset }, effects: EditorView.scrollIntoView(found.offset, { y: "center" }) });
      view.focus();
    });
    return true;
  };
}

const clicking = (address) =>
  EditorView.domEventHandlers({
    mousedown(event, view) {
      if (!(event.ctrlKey || event.metaKey) || event.button) return false;
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      return at != null && goToDefinition(address, at)(view);
    },
  });

// No key of Tab: it leaves the editor, as everywhere on the page.
const keys = (address) =>
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap.filter((binding) => binding.key !== "Tab"),
    { key: "F12", run: (view) => goToDefinition(address)(view) },
  ]);

export const help = (address) => [
  autocompletion({ override: [completing(address)], icons: false, activateOnTyping: true, defaultKeymap: false, interactionDelay: 40 }),
  closeBrackets(),
  hoverTooltip(telling(address), { hoverTime: 450 }),
  clicking(address),
  keys(address),
];
