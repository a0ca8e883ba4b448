"""Where statements begin and end among the pieces of a text, and what its braces are."""

from __future__ import annotations

from dsl.blocks import BLOCKS, Block, Statement, begins, fits, goes_further_out, statement_at, surely_begins
from dsl.lexing import Piece
from dsl.tree import Span

CLOSING = {"(": ")", "[": "]", "{": "}"}
NOTHING = Piece("end", "", 0, 0, 0, False, False)
"""What stands behind the last piece."""


class Borders:
    """The pieces of a text, by number; `unclosed` counts the opening braces that have no closing one."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.count = len(pieces)
        self.unclosed = sum((p.text == "{") - (p.text == "}") for p in pieces)

    def __getitem__(self, i: int) -> Piece:
        return self.pieces[i] if i < self.count else NOTHING

    def is_mark(self, i: int, text: str) -> bool:
        return i < self.count and self.pieces[i].text == text

    def span(self, first: int, last: int) -> Span:
        a, b = self.pieces[first], self.pieces[last]
        return Span(a.line, a.column, b.line, b.column + len(b.text), a.start, b.end)

    # -- what may begin at a piece

    def statement(self, block: Block, i: int) -> Statement | None:
        return statement_at(block, self[i], self[i + 1])

    def fits(self, block: Block, i: int) -> bool:
        return fits(block, self[i], self[i + 1])

    def goes_further_out(self, block: Block, i: int) -> bool:
        return goes_further_out(block, self[i], self[i + 1], self[i + 2])

    def surely_begins(self, block: Block, i: int) -> bool:
        return surely_begins(block, self[i], self[i + 1], self[i + 2])

    def begins_at_mistake(self, block: Block, i: int) -> bool:
        """Whether a statement begins in the middle of a line, where the one before cannot go on."""
        return (self[i].text in block.words and self.fits(block, i)) or self.surely_begins(block, i)

    def begins_on_line(self, around: list[Block], first: int, i: int, bracketed: bool) -> bool:
        """Whether a statement of this block, or of one further out, begins at the first piece of a line. A bracket that is
        open is taken as forgotten when the line stands no deeper than its statement."""
        block = around[-1]
        if self.surely_begins(block, i):
            return True
        if bracketed and (self[i].column > self[first].column or self.is_mark(i - 1, "{")):
            return any(self.surely_begins(outer, i) for outer in around)
        return begins(block, self[i - 1], self[i], self[i + 1])

    # -- where a statement ends

    def end_of(self, around: list[Block], first: int, kind: Statement | None) -> int:
        """The number of the piece behind the statement: its block's brace, the next statement, or a closing brace."""
        commas = around[-1].commas
        waiting: list[str] = []
        i = first
        while i < self.count:
            piece = self.pieces[i]
            if i > first and piece.first and self.begins_on_line(around, first, i, bool(waiting)):
                break
            if piece.kind == "mark":
                if piece.text == "{" and not self.is_inline(around[-1], kind, first, i):
                    return i
                if piece.text == "}" and "}" not in waiting and not self.is_outcomes(kind, i + 1):
                    break
                if piece.text == "," and commas and not waiting:
                    break
                if piece.text in CLOSING:
                    waiting.append(CLOSING[piece.text])
                elif piece.text in waiting:
                    while waiting.pop() != piece.text:
                        pass
            i += 1
        return max(i, first + 1)

    def is_inline(self, block: Block, kind: Statement | None, first: int, i: int) -> bool:
        """Whether the brace here opens no block: it holds the members of a set, the outcomes of a table, or answers."""
        if block is BLOCKS["example"] or (i and self.pieces[i - 1].text in ("in", "->")):
            return True
        return self.is_outcomes(kind, i) and not any(self.is_mark(earlier, "{") for earlier in range(first, i))

    def is_outcomes(self, kind: Statement | None, i: int) -> bool:
        """Whether a brace in the broken head of a table belongs to its outcomes, not to its rows."""
        return kind is not None and kind.start == "table" and self.is_mark(i, "{") and not self[i + 1].first

    # -- braces that are missing or too many

    def ends_unclosed(self, around: list[Block], i: int) -> bool:
        """Whether the statement here belongs to a block further out, so that a closing brace is missing."""
        block = around[-1]
        if self.unclosed <= 0 or not self[i].first or self[i].text in block.words:
            return False
        if self.fits(block, i):
            leaf = block.named is not None and block.named.body is None
            return leaf and any(self.opens(outer, i) for outer in around[:-1])
        return any(self.goes_further_out(outer, i) for outer in around[:-1])

    def opens(self, block: Block, i: int) -> bool:
        """Whether the pieces here are the head of a block: a keyword, a name, perhaps a label, and a brace."""
        kind = block.words.get(self[i].text)
        brace = i + 3 if self[i + 2].kind == "text" else i + 2
        return kind is not None and kind.body is not None and self[i + 1].kind == "word" and self.is_mark(brace, "{")

    def closes_too_early(self, around: list[Block], i: int) -> bool:
        """Whether the brace here is one too many: the next line belongs to this block and to no other around it."""
        if self.unclosed >= 0 or not self.goes_further_out(around[-1], i + 1):
            return False
        return len(around) < 2 or not self.fits(around[-2], i + 1)
