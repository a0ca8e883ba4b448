"""Which statements stand in which block, by the word they begin with, and where one statement ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsl.lexing import Piece
from dsl.limits import RESERVED


def words(written: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(written.split())


KINDS = words(
    "text long whole decimal money yes date time moment duration business choice choices person team files link e phone"
    " rows"
)
"""Words that begin the kind of a field."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`start` is the grammar's start symbol; `body` names the block behind it; `next` are words or kinds of the second
    piece that make sure it is this statement and not a broken line."""

    start: str
    body: str | None = None
    next: frozenset[str] = words("word")


@dataclass(frozen=True, slots=True)
class Block:
    """`words` begin a statement; other names begin `named`; `goes_on` are words that continue a line."""

    words: dict[str, Statement] = field(default_factory=dict)
    named: Statement | None = None
    goes_on: frozenset[str] = frozenset()
    commas: bool = False


VALUE = words("word number day clock moment text ( -")
OPERATORS = words("and or not in is then else")
NAMED = words("word text {")

BLOCKS = {
    "file": Block({"process": Statement("process", "process")}),
    "process": Block(
        {
            "title": Statement("title", None, words("text")),
            "started": Statement("started_by", None, words("by")),
            "seen": Statement("seen_by", None, words("by")),
            "calendar": Statement("calendar"),
            "nobody": Statement("nobody", None, words("ask end")),
            "form": Statement("form", "form", words("{")),
            "table": Statement("table", "table"),
            "flow": Statement("flow", "steps", words("{")),
            "ends": Statement("ends", "ends", words("{")),
            "always": Statement("always", "always", words("{")),
            "example": Statement("example", "example"),
            "words": Statement("words", "words"),
        }
    ),
    "form": Block(
        {"section": Statement("section", "fields")},
        Statement("field", "?", words(":")),
        words("help optional default when check"),
        commas=True,
    ),
    "fields": Block({}, Statement("field", "?", words(":")), words("help optional default when check"), commas=True),
    "options": Block({}, Statement("option"), commas=True),
    "table": Block(
        {"otherwise": Statement("otherwise", None, words("->"))}, Statement("row", None, words("when")), words("when")
    ),
    "steps": Block(
        {
            "approve": Statement("approve", "clauses"),
            "task": Statement("task", "clauses"),
            "call": Statement("calling", "clauses"),
            "notify": Statement("notify"),
            "end": Statement("finish"),
            "branch": Statement("branch", "arms", words("by")),
            "parallel": Statement("parallel", "parallel_arms"),
        },
        None,
        words("join"),
    ),
    "arms": Block({}, Statement("arm", "steps", words("text {"))),
    "parallel_arms": Block({"arm": Statement("parallel_arm", "steps", NAMED)}),
    "clauses": Block(
        {
            "by": Statement("by"),
            "decide": Statement("decide", None, words("any all in number")),
            "reject": Statement("reject", None, words("end return")),
            "may": Statement("may", None, words("return transfer add")),
            "due": Statement("due", None, words("number")),
            "nobody": Statement("nobody", None, words("ask end")),
            "same": Statement("same_person", None, words("person")),
            "void": Statement("void", None, words("when")),
            "sees": Statement("access"),
            "edits": Statement("access"),
            "fills": Statement("access"),
            "outcome": Statement("outcome"),
        },
        None,
        words("pick remind then"),
    ),
    "ends": Block({}, Statement("end_point", None, words("word text }")), commas=True),
    "always": Block({}, Statement("rule", None, words(":")), words("before never when decides")),
    "example": Block(
        {"requester": Statement("requester"), "expect": Statement("expect")}, Statement("answers", None, VALUE)
    ),
    "words": Block({}, Statement("word", None, words(". text"))),
}
"""Every block of the language; a new statement is one more line here, one in the grammar and one in dsl/build.py."""

STARTS = sorted(
    {kind.start for block in BLOCKS.values() for kind in (*block.words.values(), block.named) if kind}
    | {"expression", "people"}
)
"""The start symbols of the grammar: every statement, and the parts that are read by themselves as well."""


def is_next(statement: Statement, following: Piece | None) -> bool:
    return following is not None and (following.kind in statement.next or following.text in statement.next)


def statement_at(block: Block, piece: Piece, following: Piece | None) -> Statement | None:
    """The statement that begins with `piece`, or None when none can."""
    if piece.kind != "word":
        return None
    keyed = block.words.get(piece.text)
    if keyed and (block.named is None or is_next(keyed, following) or not is_next(block.named, following)):
        return keyed
    return block.named


def fits(block: Block, piece: Piece, following: Piece | None) -> bool:
    """Whether the first two pieces of a line look like a statement of `block`."""
    statement = statement_at(block, piece, following)
    return statement is not None and piece.text not in RESERVED and is_next(statement, following)


def surely_begins(block: Block, piece: Piece, following: Piece | None, after: Piece | None) -> bool:
    """Whether a statement begins here whatever stands before: its first pieces make no sense within another one."""
    if not fits(block, piece, following):
        return False
    start = statement_at(block, piece, following).start
    return start in SURE and (start != "field" or (after is not None and after.text in KINDS))


def goes_further_out(block: Block, piece: Piece, following: Piece, after: Piece) -> bool:
    """Whether a line that does not fit where it stands plainly is a statement of `block`, a block further out."""
    statement = statement_at(block, piece, following)
    if statement is None or not fits(block, piece, following):
        return False
    named = statement is block.named
    return not named or following.kind == "mark" or following.text == "when" or after.text == "{"


SURE = words(
    "title started_by seen_by nobody form section field table row otherwise flow ends always approve task calling branch"
    " parallel decide reject may due same_person void example words"
)

JOINERS = words(", -> . = != < <= > >= + - * / ( [ : .. and or not in is if then else")
"""Behind one of these a line goes on."""


def begins(block: Block, before: Piece, piece: Piece, following: Piece | None) -> bool:
    """Whether the first piece of a line begins a statement, when no bracket is open."""
    if piece.kind != "word" or piece.text in OPERATORS:
        return False
    if piece.text in block.goes_on:
        return fits(block, piece, following)
    return before.text not in JOINERS
