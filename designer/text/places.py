"""Where in a text one stands: the block, the statement and what is written of it so far; of any text, however broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lark import UnexpectedToken

from dsl.blocks import BLOCKS, Block, Statement
from dsl.borders import Borders
from dsl.build_expression import Mistaken
from dsl.lexing import CURRENCY, UNITS, Piece, scan
from dsl.statement import grammar

UNKNOWN = Block()
"""A block nobody knows: nothing fits in it."""

MARK = "z0_z0"
"""Stands in for the word that is about to be written."""


@dataclass(frozen=True, slots=True)
class Around:
    """A block one stands in: its name in BLOCKS, and the pieces of the statement that opens it."""

    name: str
    head: tuple[Piece, ...] = ()
    statement: Statement | None = None

    @property
    def called(self) -> str:
        """The name of what the block belongs to: its keyword's name, or the first word."""
        words = [piece.text for piece in self.head if piece.kind == "word"]
        keyed = self.statement is not None and self.statement.start not in NAMED_FIRST
        return words[1] if keyed and len(words) > 1 else words[0] if words else ""


NAMED_FIRST = ("field", "option", "arm", "row", "end_point", "rule", "word", "answers")
"""Statements that begin with their name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One piece and where it stands: `around` the blocks, the innermost last; `statement` what begins with the first piece
    of its line, None when nothing does; `before` the pieces of the statement in front of it."""

    around: tuple[Around, ...]
    statement: Statement | None
    before: tuple[Piece, ...]
    piece: Piece

    @property
    def block(self) -> str:
        return self.around[-1].name

    @property
    def start(self) -> str:
        return self.statement.start if self.statement else ""

    @property
    def written(self) -> tuple[str, ...]:
        """The words and marks in front of it."""
        return tuple(piece.text for piece in self.before)

    def inside(self, name: str) -> Around | None:
        """The innermost block of that name around."""
        return next((around for around in reversed(self.around) if around.name == name), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pieces of one statement, without its block."""

    around: tuple[Around, ...]
    statement: Statement | None
    pieces: tuple[Piece, ...]

    def places(self) -> Iterator[Place]:
        for i, piece in enumerate(self.pieces):
            yield Place(self.around, self.statement, self.pieces[:i], piece)


def stretches(text: str) -> Iterator[Stretch]:
    """Every statement of a text, in order; braces and separating commas belong to none."""
    pieces = Borders(scan(text).pieces)
    around: tuple[Around, ...] = (Around("file"),)
    i = 0
    while i < pieces.count:
        block = BLOCKS.get(around[-1].name, UNKNOWN)
        if pieces.is_mark(i, "}"):
            around, i = around[:-1] or around, i + 1
        elif pieces.is_mark(i, "{"):
            around, i = (*around, Around("?")), i + 1
        elif block.commas and pieces.is_mark(i, ","):
            i += 1
        else:
            kind = pieces.statement(block, i)
            end = pieces.end_of([BLOCKS.get(one.name, UNKNOWN) for one in around], i, kind)
            found = Stretch(around, kind, tuple(pieces.pieces[i:end]))
            yield found
            i = end
            if pieces.is_mark(end, "{"):
                around, i = (*around, Around(body_of(found), found.pieces, kind)), end + 1


def body_of(stretch: Stretch) -> str:
    """The name of the block behind a statement; "?" when nothing shows what it may be."""
    kind = stretch.statement
    if kind is None or kind.body is None:
        return "?"
    if kind.body != "?":
        return kind.body
    words = [piece.text for piece in stretch.pieces[2:3]]
    return "fields" if words == ["rows"] else "options" if words in (["choice"], ["choices"]) else "?"


def places(text: str) -> Iterator[Place]:
    """Every piece of a text with where it stands, braces and separating commas left out."""
    for stretch in stretches(text):
        yield from stretch.places()


def place_at(text: str, offset: int) -> Place | None:
    """The piece at a character, or ending there; None where there is none."""
    best = None
    for stretch in stretches(text):
        if stretch.pieces[0].start > offset:
            break
        if stretch.pieces[-1].end < offset:
            continue
        for place in stretch.places():
            if place.piece.start <= offset <= place.piece.end:
                best = place
    return best


def place_to_write(text: str, offset: int) -> tuple[Place | None, int]:
    """Where a word typed at `offset` would stand, and where its written part begins; None inside a comment."""
    begin = offset
    while begin and is_wordy(text[begin - 1]):
        begin -= 1
    if in_comment(text, begin):
        return None, begin
    quoted = quotes_around(text, offset)
    if quoted is not None:
        inside = offset < quoted.end or quoted.kind == "open"
        return (place_at(text, offset) if inside else None), begin
    end = offset
    while end < len(text) and is_wordy(text[end]):
        end += 1
    return place_at(text[:begin] + MARK + text[end:], begin), begin


def quotes_around(text: str, offset: int) -> Piece | None:
    """The text in quotes that begins before the offset and does not end before it. No piece is longer than its line, so
    that only the line is read: the whole of a long text is read once for every word that is written, not twice."""
    begin, end = line_around(text, offset)
    for piece in scan(text[begin:end]).pieces:
        if piece.kind in ("text", "open") and piece.start < offset - begin <= piece.end:
            return piece._replace(start=piece.start + begin)
    return None


def line_around(text: str, offset: int) -> tuple[int, int]:
    """Where the line of an offset begins and ends."""
    begin = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    return begin, min(ends, default=len(text))


def is_wordy(letter: str) -> bool:
    return letter == "_" or letter.isalnum()


def in_comment(text: str, offset: int) -> bool:
    """Whether a comment goes on at the offset: a `#` stands before it on its line, and not in a text."""
    begin, _ = line_around(text, offset)
    return any(mark == "#" for mark in outside_texts(text[begin:offset]))


def outside_texts(line: str) -> Iterator[str]:
    """The characters of a line that stand in no quotes."""
    quoted = escaped = False
    for letter in line:
        if quoted:
            quoted, escaped = escaped or letter != '"', not escaped and letter == "\\"
        elif letter == '"':
            quoted, escaped = True, False
        else:
            yield letter


def accepted(place: Place) -> frozenset[str] | None:
    """What the grammar can use at the place, as terminals; None when the statement is broken before it."""
    if place.statement is None:
        return None
    parser = grammar().parse_interactive(list(place.before), start=place.statement.start)
    try:
        parser.exhaust_lexer()
    except (UnexpectedToken, Mistaken):
        return None
    return frozenset(parser.accepts())


def keywords() -> dict[str, str]:
    """Terminal -> word of the language."""
    return {terminal: word for word, terminal in grammar().parser.lexer.words.items() if word[0].isalpha()}


def is_keyword(place: Place) -> bool:
    """Whether the piece is a word of the language where it stands, not a name."""
    word = place.piece.text
    if place.piece.kind != "word":
        return False
    if not place.before:
        return word in BLOCKS.get(place.block, UNKNOWN).words and place.start != "field"
    accepts = accepted(place)
    if accepts is None:
        return False
    terminal = grammar().parser.lexer.words.get(word)
    return terminal in accepts


def is_unit(place: Place) -> bool:
    """Whether the piece is a unit of time or a currency where it stands."""
    accepts = accepted(place) or frozenset()
    word = place.piece.text
    return ("UNIT" in accepts and word in UNITS) or ("CURRENCY" in accepts and CURRENCY.fullmatch(word) is not None)
