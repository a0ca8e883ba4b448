// The editor of a cell: it floats above the page's own markup, so that an answer of the server never takes it away.

let open = null;

// A fresh editor: the cell's value is selected, or what was typed replaces it.
export function openEditor(where, head, typed, commit, leave) {
  const cell = where();
  const editor = edit(where, head, typed ?? cell.dataset.v ?? cell.textContent, "", commit, leave);
  const input = editor.querySelector("input, select");
  if (typed === undefined && input.select) input.select();
}

// `where` finds the cell, which may be another element once the grid was drawn again.
export function edit(where, head, text, sentence, commit, leave) {
  close();
  const cell = where();
  const editor = document.createElement("div");
  editor.className = `cell-editor${cell.classList.contains("number") ? " number" : ""}`;
  editor.setAttribute("role", "dialog");
  editor.setAttribute("aria-label", label(head));
  const control = CONTROLS[head.dataset.editor]?.(head, text) ?? box(head, text);
  editor.append(control);
  if (sentence) editor.append(tell(control, sentence));
  document.getElementById("design").append(editor);
  open = { editor, where, commit, leave };
  lay();
  (control.matches("fieldset") ? control.querySelector("input:checked, input") : control).focus();
  if (control.showPicker && control.matches("select")) pick(control);
  listen(editor, control);
  return editor;
}

function pick(select) {
  try {
    select.showPicker();
  } catch {
    // Without a gesture of the reader the list stays closed; the keys of a select work all the same.
  }
}

const label = (head) => head.querySelector(".rules-head-name").textContent.trim();

function box(head, text) {
  const input = document.createElement("input");
  input.setAttribute("aria-label", label(head));
  input.autocomplete = "off";
  input.spellcheck = false;
  if (head.dataset.editor === "number") input.inputMode = "decimal";
  input.value = text;
  return input;
}

function typed(type) {
  return (head, text) => {
    const input = box(head, "");
    input.type = type;
    input.value = text;
    return input;
  };
}

const options = (head) => JSON.parse(head.dataset.options ?? "[]");

function choice(head, text) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", label(head));
  const any = head.dataset.k === "cell" ? [["", "—"]] : [];
  const all = [...any, ...options(head)];
  if (text && !all.some(([value]) => value === text)) all.push([text, text]);
  if (head.dataset.editor === "outcome") all.push(["+", head.dataset.new]);
  select.append(...all.map(([value, name]) => new Option(name, value, false, value === text)));
  return select;
}

function choices(head, text) {
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = label(head);
  const chosen = text.split(/\s*,\s*/);
  set.append(
    legend,
    ...options(head).map(([value, name]) => {
      const option = document.createElement("label");
      option.className = "option";
      const tick = document.createElement("input");
      Object.assign(tick, { type: "checkbox", value, checked: chosen.includes(value) });
      option.append(tick, name);
      return option;
    }),
  );
  return set;
}

const CONTROLS = { choice, outcome: choice, choices, date: typed("date"), time: typed("time") };

function tell(control, sentence) {
  const told = document.createElement("p");
  Object.assign(told, { className: "cell-told", id: "cell-told", textContent: sentence });
  told.setAttribute("role", "alert");
  control.setAttribute("aria-describedby", "cell-told");
  control.setAttribute("aria-invalid", "true");
  return told;
}

function value(editor) {
  const set = editor.querySelector("fieldset");
  if (set) return [...set.querySelectorAll("input:checked")].map((tick) => tick.value).join(", ");
  return editor.querySelector("input, select").value.trim();
}

// The editor lies exactly over its cell, also after scrolling and after the grid was drawn again.
function lay() {
  if (!open) return;
  const { editor } = open;
  const cell = open.where();
  if (!cell) return;
  const { left, top, width, height } = cell.getBoundingClientRect();
  Object.assign(editor.style, { left: `${Math.max(0, left)}px`, top: `${top}px`, minWidth: `${Math.max(width, 120)}px`, height: editor.querySelector("fieldset") ? "" : `${height}px` });
  const over = editor.getBoundingClientRect();
  if (over.right > innerWidth) editor.style.left = `${Math.max(0, innerWidth - over.width - 4)}px`;
  if (over.bottom > innerHeight) editor.style.top = `${Math.max(0, innerHeight - over.height - 4)}px`;
}
addEventListener("scroll", lay, { capture: true, passive: true });
addEventListener("resize", lay);
document.addEventListener("htmx:afterSettle", lay);

function close() {
  const was = open;
  open = null;
  was?.editor.remove();
  return was;
}

function done(move) {
  if (!open) return;
  const text = value(open.editor);
  const { where, commit } = close();
  const cell = where();
  if (cell) commit(cell, text, move);
}

const MOVES = { Enter: [1, 0], Tab: [0, 1] };

function listen(editor, control) {
  editor.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      const { where, leave } = close();
      leave(where());
    } else if (MOVES[event.key] && !(event.key === "Tab" && control.matches("fieldset") && inside(event, control))) {
      event.preventDefault();
      const [down, right] = MOVES[event.key];
      done(event.shiftKey ? [-down, -right] : [down, right]);
    }
  });
  editor.addEventListener("change", (event) => {
    if (event.target !== control || !control.matches("select")) return;
    if (control.value === "+") renew(control);
    else done([0, 0]);
  });
  editor.addEventListener("focusout", (event) => {
    if (open?.editor === editor && !open.renewing && !editor.contains(event.relatedTarget) && editor.isConnected && document.hasFocus()) done(null);
  });
}

// Tab walks the ticks of a choice of several before it leaves them.
function inside(event, set) {
  const ticks = [...set.querySelectorAll("input")];
  const next = ticks.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
  return next >= 0 && next < ticks.length;
}

// "New outcome": the list becomes a box for its name.
function renew(select) {
  const input = document.createElement("input");
  input.setAttribute("aria-label", select.selectedOptions[0].textContent);
  input.placeholder = select.selectedOptions[0].textContent;
  open.renewing = true;
  select.replaceWith(input);
  input.focus();
  open.renewing = false;
}
