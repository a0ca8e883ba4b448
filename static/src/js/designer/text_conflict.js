// Both texts beside one another when a colleague changed the same lines; nothing is lost until one decides.

import { hunks } from "./text_diff.js";

const make = (name, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

// Lines of one side, with gaps where the other has more.
function column(lines, several, side) {
  const list = make("ol", { className: side === "a" ? "theirs" : "mine", tabIndex: 0 });
  let at = 0;
  for (const hunk of several) {
    const [from, to] = hunk[side];
    const most = Math.max(hunk.a[1] - hunk.a[0], hunk.b[1] - hunk.b[0]);
    while (at < from) list.append(make("li", { textContent: lines[at++] }));
    while (at < to) list.append(make("li", { className: "other", textContent: lines[at++] }));
    for (let gap = to - from; gap < most; gap++) list.append(make("li", { className: "gone" }));
  }
  while (at < lines.length) list.append(make("li", { textContent: lines[at++] }));
  return list;
}

// Asks which text it shall be; resolves with it. `sides` are whole texts that differ only where both changed the same lines.
export function decide(root, sides, phrases) {
  const [theirs, mine, merging] = [sides.theirs, sides.mine, sides.both].map((text) => text.replace(/\r\n?/g, "\n"));
  const [a, b] = [theirs.split("\n"), mine.split("\n")];
  const several = hunks(a, b);
  const both = make(
    "div", { className: "both" },
    make("div", {}, make("h3", { textContent: phrases.theirs }), column(a, several, "a")),
    make("div", {}, make("h3", { textContent: phrases.mine }), column(b, several, "b")),
  );
  both.querySelectorAll("ol").forEach((list, i) => list.setAttribute("aria-label", i ? phrases.mine : phrases.theirs));
  follow(...both.querySelectorAll("ol"));
  const merged = make("textarea", { hidden: true, spellcheck: false, value: merging });
  merged.setAttribute("aria-label", phrases.together);
  const button = (text, className = "") => make("button", { type: "button", textContent: text, className });
  const [takeMine, takeTheirs, edit] = [button(phrases.takeMine, "main"), button(phrases.takeTheirs), button(phrases.edit)];
  const done = button(phrases.takeTogether, "main");
  done.hidden = true;
  const title = make("h2", { textContent: phrases.title, id: "conflict-title" });
  const dialog = make("dialog", {}, title, make("p", { textContent: phrases.about }), both, merged,
    make("div", { className: "choices" }, takeMine, takeTheirs, edit, done));
  dialog.setAttribute("aria-labelledby", "conflict-title");
  root.append(dialog);
  dialog.showModal();
  both.querySelector("li.other, li.gone")?.scrollIntoView({ block: "center" });
  return new Promise((resolve) => {
    const end = (text) => (dialog.close(), dialog.remove(), resolve(text));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    takeMine.onclick = () => end(mine);
    takeTheirs.onclick = () => end(theirs);
    done.onclick = () => end(merged.value);
    edit.onclick = () => {
      [both.hidden, edit.hidden, merged.hidden, done.hidden] = [true, true, false, false];
      takeMine.classList.remove("main");
      merged.focus();
    };
  });
}

// Both columns scroll as one.
function follow(one, other) {
  const tie = (a, b) =>
    a.addEventListener("scroll", () => {
      if (Math.abs(b.scrollTop - a.scrollTop) > 1) b.scrollTop = a.scrollTop;
    });
  tie(one, other);
  tie(other, one);
}
