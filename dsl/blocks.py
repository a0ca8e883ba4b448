"""Which statements stand in which block, by the word they begin with, and where one statement ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsl.lexing import Piece

KINDS = frozenset(
    "text long whole decimal money yes date time moment duration business choice choices person team files link e phone rows"
    .split()
)


@dataclass(frozen=True, slots=True)
class Statement:
    """`start` is the grammar's start symbol; `body` names the block behind it; `next` are words or kinds of the second
    piece that make sure it is this statement and not a broken line."""

    start: str
    body: str | None = None
    next: frozenset[str] = frozenset({"word"})


@dataclass(frozen=True, slots=True)
class Block:
    """`words` begin a statement; other names begin `named`; `goes_on` are words that continue a line."""

    words: dict[str, Statement] = field(default_factory=dict)
    named: Statement | None = None
    goes_on: frozenset[str] = frozenset()
    commas: bool = False


def _next(words: str) -> frozenset[str]:
    return frozenset(words.split())


VALUE = _next("word number day clock moment text ( -")
OPERATORS = _next("and or not in is then else if")
NAMED = _next("word text {")

BLOCKS = {
    "file": Block({"process": Statement("process", "process")}),
    "process": Block(
        {
            "title": Statement("title", None, _next("text")),
            "started": Statement("started_by", None, _next("by")),
            "seen": Statement("seen_by", None, _next("by")),
            "calendar": Statement("calendar"),
            "nobody": Statement("nobody", None, _next("ask end")),
            "form": Statement("form", "form", _next("{")),
            "table": Statement("table", "table"),
            "flow": Statement("flow", "steps", _next("{")),
            "ends": Statement("ends", "ends", _next("{")),
            "always": Statement("always", "always", _next("{")),
            "example": Statement("example", "example"),
            "words": Statement("words", "words"),
        }
    ),
    "form": Block(
        {"section": Statement("section", "fields")},
        Statement("field", "?", _next(":")),
        _next("help optional default when check"),
    ),
    "fields": Block({}, Statement("field", "?", _next(":")), _next("help optional default when check")),
    "options": Block({}, Statement("option"), commas=True),
    "table": Block(
        {"otherwise": Statement("otherwise", None, _next("->"))}, Statement("row", None, _next("when")), _next("when")
    ),
    "steps": Block(
        {
            "approve": Statement("approve", "clauses"),
            "task": Statement("task", "clauses"),
            "notify": Statement("notify"),
            "end": Statement("finish"),
            "branch": Statement("branch", "arms", _next("by")),
            "parallel": Statement("parallel", "parallel_arms"),
        },
        None,
        _next("join"),
    ),
    "arms": Block({}, Statement("arm", "steps", NAMED)),
    "parallel_arms": Block({"arm": Statement("parallel_arm", "steps", NAMED)}),
    "clauses": Block(
        {
            "by": Statement("by"),
            "decide": Statement("decide", None, _next("any all in number")),
            "reject": Statement("reject", None, _next("end return")),
            "may": Statement("may", None, _next("return transfer add")),
            "due": Statement("due", None, _next("number")),
            "nobody": Statement("nobody", None, _next("ask end")),
            "same": Statement("same_person", None, _next("person")),
            "void": Statement("void", None, _next("when")),
            "sees": Statement("access"),
            "edits": Statement("access"),
            "fills": Statement("access"),
            "outcome": Statement("outcome"),
        },
        None,
        _next("pick remind then"),
    ),
    "ends": Block({}, Statement("end_point", None, NAMED)),
    "always": Block({}, Statement("rule", None, _next(":")), _next("before never when decides")),
    "example": Block(
        {"requester": Statement("requester"), "expect": Statement("expect")}, Statement("answers", None, VALUE)
    ),
    "words": Block({}, Statement("word", None, _next(". text"))),
}
"""Every block of the language; a new statement is one more line here, one in the grammar and one in dsl/build.py."""


def is_next(statement: Statement, piece: Piece | None) -> bool:
    return piece is not None and (piece.kind in statement.next or piece.text in statement.next)


def statement_at(block: Block, piece: Piece, following: Piece | None) -> Statement | None:
    """The statement that begins with `piece`, or None when none can."""
    if piece.kind != "word":
        return None
    keyed = block.words.get(piece.text)
    if keyed and (block.named is None or is_next(keyed, following) or not is_next(block.named, following)):
        return keyed
    return block.named


def surely_begins(block: Block, piece: Piece, following: Piece | None, after: Piece | None) -> bool:
    """Whether a statement begins here whatever stands before: the second piece proves it."""
    statement = statement_at(block, piece, following)
    if statement is None or piece.text in OPERATORS or not is_next(statement, following):
        return False
    if statement.start == "field":
        return after is not None and after.text in KINDS
    return statement.start in SURE


SURE = frozenset(
    "title started_by seen_by nobody form section field table row otherwise flow approve task branch parallel decide reject"
    " may due same_person void example words".split()
)
"""Statements whose first two pieces make no sense in the middle of another one."""

JOINERS = frozenset(", -> . = != < <= > >= + - * / ( [ : .. and or not in is if then else where by ask to".split())
"""Behind one of these a line goes on."""


def begins(block: Block, before: Piece | None, piece: Piece, following: Piece | None) -> bool:
    """Whether the first piece of a line begins a statement, when no bracket is open."""
    if piece.kind != "word" or piece.text in OPERATORS:
        return piece.kind == "word" and before is None
    if piece.text in block.goes_on:
        keyed = statement_at(block, piece, following)
        return keyed is not None and is_next(keyed, following)
    return before is None or before.text not in JOINERS or before.kind == "text" or (block.commas and before.text == ",")
