// The process text as CodeMirror knows it: its colours, what folds, and how a line is indented.

import { LRLanguage, LanguageSupport, delimitedIndent, foldInside, foldNodeProp, indentNodeProp } from "@codemirror/language";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { LRParser } from "@lezer/lr";
import { styleTags, tags } from "@lezer/highlight";
import { parser } from "./waybill.grammar";

const coloured = parser.configure({
  props: [
    styleTags({
      Head: tags.definitionKeyword,
      Clause: tags.keyword,
      Logic: tags.operatorKeyword,
      In: tags.operatorKeyword,
      Kind: tags.typeName,
      Definition: tags.definition(tags.name),
      Name: tags.name,
      Call: tags.function(tags.name),
      Fact: tags.standard(tags.name),
      Truth: tags.bool,
      Currency: tags.unit,
      Unit: tags.unit,
      String: tags.string,
      Open: tags.invalid,
      Alien: tags.invalid,
      "Moment Day Clock Number": tags.number,
      "Arrow Operator": tags.operator,
      Comment: tags.lineComment,
      "OpenBrace CloseBrace OpenRound CloseRound OpenSquare CloseSquare": tags.bracket,
    }),
    indentNodeProp.add({
      Block: delimitedIndent({ closing: "}", align: false }),
      "Round Square": (context) => context.baseIndent + context.unit,
      File: () => 0,
    }),
    foldNodeProp.add({ Block: foldInside }),
  ],
});

// What a word is depends on everything before it in its block: each parse begins anew (5 MB a second, in slices).
coloured.createParse = function (input, fragments, ranges) {
  return LRParser.prototype.createParse.call(this, input, [], ranges);
};

const colours = HighlightStyle.define([
  { tag: tags.definitionKeyword, color: "var(--text-head)", fontWeight: "650" },
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--text-word)" },
  { tag: tags.typeName, color: "var(--text-kind)" },
  { tag: tags.definition(tags.name), color: "var(--ink)", fontWeight: "650" },
  { tag: [tags.function(tags.name), tags.standard(tags.name)], color: "var(--text-call)" },
  { tag: tags.string, color: "var(--text-string)" },
  { tag: [tags.number, tags.bool, tags.unit], color: "var(--text-number)" },
  { tag: [tags.operator, tags.bracket], color: "var(--muted)" },
  { tag: tags.lineComment, color: "var(--muted)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const language = LRLanguage.define({
  name: "waybill",
  parser: coloured,
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput: /^\s*\}$/,
    wordChars: "_",
  },
});

export const waybill = () => new LanguageSupport(language, syntaxHighlighting(colours));
