// <waybill-text>: the draft as text beside its picture; both are the same draft and have one line of undo.

import { defaultKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState } from "@codemirror/state";
import {
  EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, tooltips,
} from "@codemirror/view";
import { decide } from "./text_conflict.js";
import { help } from "./text_help.js";
import { waybill } from "./text_language.js";
import { endFlash, flashEffects, markLines, marks } from "./text_marks.js";
import { nextProblem, problemMarks, showProblems } from "./text_problems.js";
import { Saver } from "./text_saver.js";
import { ask } from "./text_server.js";
import { FRAME, theme } from "./text_theme.js";

const theirs = Annotation.define();
const designer = () => document.getElementById("designer");
const drawnText = () => document.getElementById("draft-text");
const WIDE = "waybill-text-wide";
const KEYS = { problems: "F8", show: "Alt+Enter", format: "Shift+Alt+F" };
const plain = (text) => text.replace(/\r\n?/g, "\n");

class WaybillText extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    this.phrases = JSON.parse(this.dataset.phrases);
    this.address = this.dataset.address;
    this.frame();
    const drawn = drawnText();
    const text = plain(drawn?.defaultValue ?? "");
    this.view = new EditorView({ parent: this.place, root: this.shadowRoot, state: this.state(text) });
    this.saver = new Saver(this, this.address, this.dataset.id, Number(drawn?.dataset.revision ?? 0), text);
    this.seen = designer()?.dataset.at ?? "";
    this.listen();
    this.saver.restore();
    this.look();
    if (this.dataset.line) this.goTo(Number(this.dataset.line));
  }

  // -- the frame around the editor

  frame() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(FRAME);
    root.adoptedStyleSheets = [sheet];
    const button = (name, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: this.phrases[name], onclick: act });
      made.dataset.name = name;
      if (KEYS[name]) made.title = `${this.phrases[name]} (${KEYS[name]})`;
      return made;
    };
    this.place = Object.assign(document.createElement("div"), { className: "editor" });
    this.says = Object.assign(document.createElement("span"), { className: "state" });
    this.says.setAttribute("role", "status");
    this.count = button("problems", () => this.nextProblem());
    this.count.hidden = true;
    const bar = Object.assign(document.createElement("div"), { className: "bar" });
    this.wide = button("wide", () => this.widen(!localStorage.getItem(WIDE)));
    bar.append(this.says, this.count, button("show", () => this.showInPicture()), button("format", () => this.format()), this.wide);
    this.widen(Boolean(localStorage.getItem(WIDE)));
    root.append(this.place, bar);
  }

  // Beside the picture, in the place of the panel as well.
  widen(wide) {
    localStorage.setItem(WIDE, wide ? "1" : "");
    document.getElementById("design")?.classList.toggle("wide-text", wide);
    this.wide.setAttribute("aria-pressed", String(wide));
  }

  state(text) {
    const { label, ...phrases } = this.phrases.editor;
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), codeFolding(), foldGutter(), indentOnInput(),
        bracketMatching(), highlightActiveLine(), highlightSelectionMatches(), search({ top: true }), EditorView.lineWrapping,
        indentUnit.of("  "), EditorState.tabSize.of(2), EditorState.phrases.of(phrases), waybill(), theme, marks, problemMarks,
        help(this.address), tooltips({ position: "fixed" }), this.keys(), EditorView.updateListener.of((update) => this.updated(update)),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
        EditorView.domEventHandlers({ keydown: (event) => this.turnKey(event), beforeinput: (event) => this.browserUndo(event), blur: () => void this.saver?.flush() }),
      ],
    });
  }

  keys() {
    return keymap.of([
      { key: "Mod-s", run: () => this.save(), preventDefault: true },
      { key: "Shift-Alt-f", run: () => this.format(), preventDefault: true },
      { key: "Alt-Enter", run: () => this.showInPicture(), preventDefault: true },
      ...searchKeymap, ...foldKeymap, ...defaultKeymap,
    ]);
  }

  // -- what the saver wants

  text() {
    return this.view.state.doc.toString();
  }

  busy() {
    return this.view.composing;
  }

  apply(changes, why) {
    const spec = this.view.state.changes(changes);
    if (spec.empty) return;
    const flash = why === "settled" ? [] : flashEffects(spec.apply(this.view.state.doc), spec);
    this.view.dispatch({ changes: spec, effects: flash, annotations: theirs.of(true) });
    endFlash(this.view);
    if (why === "merged" || why === "restored") this.say(this.phrases[why]);
  }

  answered(answer, clean, moved) {
    if (clean) this.problems(answer.problems);
    if (moved) document.dispatchEvent(new CustomEvent("waybill:changed", { detail: { revision: answer.revision } }));
  }

  tell(state, sentence) {
    const away = state === "away" || state === "refused";
    // Saving is the usual thing: shown, but only told when it does not work, and when it works again.
    this.says.classList.toggle("away", away);
    this.dataset.state = state;
    if (away) this.say(sentence || this.phrases[state]);
    else if (this.away) this.say(this.phrases.back);
    else if (state === "saving") this.say("");
    this.away = away;
  }

  say(sentence) {
    this.says.textContent = sentence;
  }

  async conflict({ revision, text, sides }) {
    const decided = await decide(this.shadowRoot, sides, this.phrases.conflict);
    await this.saver.settle(revision, text, decided);
    this.view.focus();
  }

  // -- problems

  problems(several) {
    showProblems(this.view, several, this.phrases);
    const bad = several.filter((problem) => problem.severity === "error").length;
    this.count.hidden = !several.length;
    this.count.classList.toggle("bad", bad > 0);
    this.count.textContent = `${this.phrases[bad ? "problems" : "notes"]}: ${bad || several.length}`;
    this.dataset.problems = String(bad);
  }

  nextProblem() {
    nextProblem(this.view);
    this.view.focus();
  }

  async look() {
    const answer = await fetch(`${this.address}/text`, { headers: { Accept: "application/json" } }).then((a) => (a.ok ? a.json() : null), () => null);
    if (answer && plain(answer.text) === this.text()) this.problems(answer.problems);
  }

  // -- one line of undo, formatting, and the picture

  turn(which) {
    this.saver.flush().then((all) => {
      if (!all) return;
      const { view, at } = designer().dataset;
      window.htmx.ajax("POST", `${this.address}/${which}`, {
        target: "#designer", swap: "morph", values: { _revision: this.saver.revision, _view: view, _at: at },
      });
    });
    return true;
  }

  turnKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (key !== "z" && (key !== "y" || event.metaKey)) return false;
    event.preventDefault();
    return this.turn(key === "y" || event.shiftKey ? "redo" : "undo");
  }

  browserUndo(event) {
    const which = { historyUndo: "undo", historyRedo: "redo" }[event.inputType];
    if (!which) return false;
    event.preventDefault();
    return this.turn(which);
  }

  // Everything is saved by itself; who presses the key wants to hear it.
  save() {
    this.saver.flush().then((all) => all && this.say(this.phrases.saved));
    return true;
  }

  format() {
    this.saver.flush().then((all) => all && this.saver.send("format"));
    return true;
  }

  showInPicture() {
    const offset = this.view.state.selection.main.head;
    this.saver.flush().then(async () => {
      const found = await ask(`${this.address}/shown`, { text: this.text(), offset }).catch(() => null);
      if (!found?.view) return this.say(this.phrases.unreadable);
      this.seen = found.at;
      window.htmx.ajax("GET", `${this.address}/${found.view}?at=${encodeURIComponent(found.at)}`, { target: "#designer", swap: "morph" });
    });
    return true;
  }

  // -- what happens around

  updated(update) {
    if (update.docChanged && !update.transactions.some((one) => one.annotation(theirs))) this.saver?.typed(update);
  }

  listen() {
    // What is typed here is text: the keys of the page and of the picture do not hear it.
    this.addEventListener("keydown", (event) => event.stopPropagation());
    document.addEventListener("htmx:afterSettle", () => this.drawn());
    document.addEventListener("waybill:line", ({ detail }) => this.goTo(detail.line));
    document.addEventListener("waybill:text", ({ detail }) => detail.open && requestAnimationFrame(() => this.view.requestMeasure()));
    window.addEventListener("online", () => void this.saver.flush());
    window.addEventListener("pagehide", () => this.saver.leave());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.saver.leave() : void this.saver.flush()));
  }

  // The picture was drawn anew: its text is the newest, unless something is being typed.
  drawn() {
    const [drawn, frame] = [drawnText(), designer()];
    if (!drawn || !frame) return;
    const before = this.saver.revision;
    this.saver.renewed(Number(drawn.dataset.revision), drawn.defaultValue);
    if (this.saver.revision !== before) this.look();
    // An older picture came late: once more.
    const late = Number(frame.dataset.revision) < this.saver.revision && !this.saver.sending;
    if (late) document.dispatchEvent(new CustomEvent("waybill:changed", { detail: { revision: this.saver.revision } }));
    if (frame.dataset.at === this.seen) return;
    this.seen = frame.dataset.at;
    markLines(this.view, this.seen ? Number(frame.dataset.line) : 0, Number(frame.dataset.endLine));
  }

  goTo(number) {
    const line = this.view.state.doc.line(Math.max(1, Math.min(number, this.view.state.doc.lines)));
    this.view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
    this.view.focus();
  }
}

customElements.define("waybill-text", WaybillText);
