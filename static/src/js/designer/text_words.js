// What a word of a process text is, by the block and the statement it stands in: the same rules as dsl/blocks.py.

import { ContextTracker, ExternalTokenizer } from "@lezer/lr";
import BLOCKS from "./text_blocks.json";
import * as term from "./waybill.grammar.terms";

const set = (words) => new Set(words.split(" "));
const KINDS = set(
  "text long whole decimal money yes date time moment duration business choice choices person team files link e phone rows",
);
const SECOND = { long: "text", business: "duration", yes: "no", e: "mail" };
const UNITS = set("minute minutes hour hours day days week weeks business");
const LOGIC = set("and or not in is if then else");
const INNER = set("each where present absent");
const FACTS = set("requester today now");
const DEFINES = set("process section table approve task parallel outcome example words option");
const TARGET = "end return to at most times time";
const CLAUSES = {
  started: set("by"),
  seen: set("by"),
  nobody: set("ask end"),
  section: set("when"),
  field: set("help optional default when check"),
  table: set("first unique collect from"),
  row: set("when"),
  branch: set("by"),
  parallel: set("join all any"),
  by: set("pick least busy turn first"),
  decide: set("any all order of them"),
  reject: set(TARGET),
  outcome: set(TARGET),
  may: set("return transfer add signer"),
  due: set("remind at escalate reassign to business"),
  same: set("person asks again counts"),
  void: set("when change"),
  sees: set("sees edits fills all required"),
  edits: set("sees edits fills all required"),
  fills: set("sees edits fills all required"),
  rule: set("before never when decides any step"),
};
const JOINING = new Set([term.Comma, term.Arrow, term.Operator, term.Dot, term.Colon, term.Logic, term.In]);
const NAMING = set("arms words example");
const SET = { words: {}, named: null, goesOn: [], commas: false };

const letter = (code) =>
  (code > 64 && code < 91) || (code > 96 && code < 123) || code === 95 || (code > 191 && !strange(code));
const digit = (code) => code > 47 && code < 58;
const strange = (code) =>
  (code >= 0x2000 && code <= 0x303f && code !== 0x3005 && code !== 0x3007) ||
  (code >= 0xff00 && code <= 0xff0f) || (code >= 0xff1a && code <= 0xff20) || (code >= 0xff3b && code <= 0xff40) ||
  (code >= 0xff5b && code <= 0xff65) || code === 0xd7 || code === 0xf7 || code === 0x2212;
const blank = (code) => code === 32 || (code > 8 && code < 14) || code === 0xa0 || code === 0x3000;

function wordAt(input, from = 0) {
  let end = from;
  let text = "";
  for (let code = input.peek(end); letter(code) || (end > from && digit(code)); code = input.peek(++end)) {
    text += String.fromCharCode(code);
  }
  return text;
}

// The piece behind a word as the blocks know it: a kind, and its text where it is a word or a mark.
function behind(input, from) {
  let at = from;
  while (blank(input.peek(at))) at++;
  const code = input.peek(at);
  if (letter(code)) return { kind: "word", text: wordAt(input, at) };
  if (digit(code)) return { kind: "number", text: "" };
  if (code === 34) return { kind: "text", text: "" };
  const text = code < 0 ? "" : String.fromCharCode(code);
  return { kind: "mark", text: text === "-" && input.peek(at + 1) === 62 ? "->" : text };
}

const isNext = (statement, following) =>
  statement.next.includes(following.kind) || statement.next.includes(following.text);

// The statement that begins with `word`: its name here, and the block behind it.
export function statementAt(name, word, following) {
  const block = BLOCKS[name] ?? SET;
  const keyed = Object.hasOwn(block.words, word) ? block.words[word] : null;
  if (keyed && (!block.named || isNext(keyed, following) || !isNext(block.named, following))) {
    return { head: word, body: keyed.body, keyed: true, sure: isNext(keyed, following) };
  }
  return block.named && { head: block.named.start, body: block.named.body, keyed: false, sure: isNext(block.named, following) };
}

function begins(cx, word, following) {
  if (!cx.first || LOGIC.has(word)) return null;
  const statement = statementAt(cx.block, word, following);
  if (!statement) return null;
  const surely = statement.sure && (statement.keyed || following.text === ":");
  if (cx.depth) return surely ? statement : null;
  if ((BLOCKS[cx.block]?.goesOn ?? []).includes(word)) return statement.sure ? statement : null;
  return cx.opened || surely || !JOINING.has(cx.last) ? statement : null;
}

function classify(cx, word, following) {
  const statement = begins(cx, word, following);
  if (statement) return statement.keyed ? term.Head : NAMING.has(cx.block) ? term.Name : term.Definition;
  if (cx.last === term.Dot) return term.Name;
  if (cx.last === term.Head && DEFINES.has(cx.head)) return term.Definition;
  if (cx.head === "field" && cx.last === term.Colon && !cx.depth && KINDS.has(word)) return term.Kind;
  if (SECOND[cx.kind] === word && cx.pair) return term.Kind;
  if (/^[A-Z]{3}$/.test(word) && (cx.last === term.Number || (cx.last === term.Kind && cx.kind === "money"))) return term.Currency;
  if (UNITS.has(word) && (cx.last === term.Number || cx.last === term.Unit)) return term.Unit;
  if (LOGIC.has(word)) return word === "in" ? term.In : term.Logic;
  if (word === "yes" || word === "no") return term.Truth;
  if (CLAUSES[cx.head]?.has(word) && !cx.depth) return term.Clause;
  if (INNER.has(word) && (cx.depth || cx.last === term.Logic)) return term.Logic;
  if (following.text === "(") return term.Call;
  return FACTS.has(word) ? term.Fact : term.Name;
}

export const words = new ExternalTokenizer(
  (input, stack) => {
    if (!letter(input.next)) return;
    const word = wordAt(input);
    input.acceptToken(classify(stack.context, word, behind(input, word.length)), word.length);
  },
  { contextual: true },
);

// `first`: a statement may begin here; `head`: the statement this is; `body`: the block its brace opens; `kind`: the kind of
// the field; `pair`: the kind's second word may follow; `opened`: nothing stands before it in its block.
const START = { block: "file", up: null, head: null, body: null, kind: "", pair: false, depth: 0, first: true, opened: true, last: -1 };
const open = (cx, block) => ({ ...START, block, up: cx, opened: true });
const WORDS = new Set([
  term.Head, term.Clause, term.Kind, term.Definition, term.Name, term.Call, term.Fact, term.Truth, term.Logic, term.In,
  term.Currency, term.Unit,
]);

function opening(cx) {
  const inline = cx.block === "example" || cx.block === "set" || cx.last === term.In || cx.last === term.Arrow;
  if (inline) return open({ ...cx, first: false }, "set");
  if (cx.body !== "?") return open(cx, cx.body ?? "unknown");
  return open(cx, cx.kind === "rows" ? "fields" : cx.kind.startsWith("choice") ? "options" : "unknown");
}

function closing(cx, last) {
  if (!cx.up) return cx;
  if (cx.block === "set") return { ...cx.up, last };
  return { ...cx.up, first: true, opened: true, head: null, body: null, kind: "", last };
}

function word(cx, last, input) {
  const text = wordAt(input);
  const statement = begins(cx, text, behind(input, text.length));
  const next = { ...cx, first: false, opened: false, pair: last === term.Kind && !cx.pair, last };
  if (statement) Object.assign(next, { head: statement.head, body: statement.body, kind: "", depth: 0 });
  if (last === term.Kind && !cx.pair) next.kind = text;
  return next;
}

export const blocks = new ContextTracker({
  start: START,
  shift(cx, last, stack, input) {
    if (WORDS.has(last)) return word(cx, last, input);
    switch (last) {
      case term.Newline:
        return cx.block === "set" || cx.first ? cx : { ...cx, first: true };
      case term.Comment:
        return cx;
      case term.Comma:
        return { ...cx, first: Boolean(BLOCKS[cx.block]?.commas) && !cx.depth, opened: Boolean(BLOCKS[cx.block]?.commas) && !cx.depth, last };
      case term.OpenBrace:
        return opening(cx);
      case term.CloseBrace:
        return closing(cx, last);
      case term.OpenRound:
      case term.OpenSquare:
        return { ...cx, depth: cx.depth + 1, first: false, last };
      case term.CloseRound:
      case term.CloseSquare:
        return { ...cx, depth: Math.max(0, cx.depth - 1), first: false, last };
      default:
        return last > 0 && MARKS.has(last) ? { ...cx, first: false, opened: false, pair: cx.pair && last === term.Operator, last } : cx;
    }
  },
});
const MARKS = new Set([
  term.String, term.Open, term.Moment, term.Day, term.Clock, term.Number, term.Arrow, term.Operator, term.Colon, term.Dot, term.Alien,
]);
