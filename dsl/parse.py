"""From any text to a tree and a list of problems: reads blocks and statements, and never gives up on a later one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dsl import limits, tree
from dsl.blocks import BLOCKS, Block, Statement, begins, statement_at, surely_begins
from dsl.lexing import Piece, scan
from dsl.problems import Problem
from dsl.statement import Mistake, move, moved, statement
from dsl.tree import Span, Trivia
from dsl.trivia import Comments


@dataclass(frozen=True, slots=True)
class Source:
    """A text, its tree (as much as could be read; None when there is no process in it), and its problems."""

    text: str
    process: tree.Process | None
    problems: tuple[Problem, ...]


def parse(text: str) -> Source:
    """Reads any text whatsoever; never raises. With no problems, `process` is the whole tree."""
    reader = Reader(text)
    process = reader.file()
    return Source(text, process, tuple(sorted(reader.problems, key=lambda p: p.at.start)))


OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, {")", "]", "}"}


class Reader:
    """Reads one text, statement by statement; `i` is the number of the next piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        cut = scan(text)
        self.pieces = cut.pieces
        self.comments = Comments(cut)
        self.i = 0

    def piece(self, i: int) -> Piece | None:
        return self.pieces[i] if i < len(self.pieces) else None

    # -- blocks

    def file(self) -> tree.Process | None:
        found = self.block(BLOCKS["file"], None)
        last = len(self.pieces)
        epilogue = tuple(comment.text for comment in self.comments.take(0, last))
        process = next((node for node in found if isinstance(node, tree.Process)), None)
        return replace(process, epilogue=epilogue) if process else None

    def block(self, block: Block, opened: Piece | None) -> list:
        """The statements up to the closing brace, which is left standing."""
        found = []
        while self.i < len(self.pieces):
            piece = self.pieces[self.i]
            if piece.text == "}" and piece.kind == "mark":
                break
            if block.commas and piece.text == ",":
                self.i += 1
                continue
            found.append(self.one(block))
        return [node for node in found if node is not None]

    def one(self, block: Block) -> Any:
        """One statement with its block and its comments."""
        first = self.i
        piece, following = self.pieces[first], self.piece(first + 1)
        kind = statement_at(block, piece, following)
        end = self.end_of(block, first)
        node = self.read(block, kind, first, end) if kind else self.unknown(block, first)
        end = self.i
        mine = self.comments.take(first, end - 1)
        above = tuple(comment.text for comment in mine)
        blank = self.comments.blank(first, mine)
        opens = end < len(self.pieces) and self.pieces[end].text == "{"
        if not opens:
            after = end if block.commas and end < len(self.pieces) and self.pieces[end].text == "," else end - 1
            behind = self.comments.behind(end - 1) or (self.comments.behind(after) if after != end - 1 else None)
            trivia = Trivia(above, behind, (), blank)
            return node and replace(node, trivia=trivia, at=self.span(first, end - 1))
        return self.with_body(node, kind, first, end, above, blank)

    def with_body(self, node: Any, kind: Statement | None, first: int, brace: int, above: tuple, blank: bool) -> Any:
        above += tuple(comment.text for comment in self.comments.take(brace, brace))
        behind = self.comments.behind(brace)
        self.i = brace + 1
        body = self.body_kind(node, kind, brace)
        children = self.block(BLOCKS[body], self.pieces[brace])
        closed = self.i
        inside = tuple(comment.text for comment in self.comments.take(brace, closed))
        if closed < len(self.pieces):
            self.i += 1
        else:
            self.report("never-closed", self.span(brace, brace))
            closed -= 1
        if not inside and behind is None and self.pieces[first].line == self.pieces[closed].line:
            behind = self.comments.behind(closed)
        if node is None:
            return None
        trivia = Trivia(above, behind, inside, blank)
        return replace(self.filled(node, children), trivia=trivia, at=self.span(first, closed))

    def body_kind(self, node: Any, kind: Statement | None, brace: int) -> str:
        body = kind.body if kind else None
        if body == "?":
            word = node.kind.word if isinstance(node, tree.Field) else ""
            after = self.piece(brace + 2)
            return "fields" if word == "rows" or (after and after.text == ":") else "options"
        return body or "options"

    def filled(self, node: Any, children: list) -> Any:
        """The node of a block with what stands in it."""
        content = tuple(children)
        match node:
            case tree.Field() if all(isinstance(child, tree.Field) for child in content):
                return replace(node, columns=content)
            case tree.Field():
                return replace(node, options=content)
            case tree.Table():
                rows = tuple(row for row in content if isinstance(row, tree.Row))
                otherwise = next((row for row in content if isinstance(row, tree.Otherwise)), None)
                return replace(node, rows=rows, otherwise=otherwise)
            case tree.Process() | tree.Form() | tree.Ends() | tree.Example() | tree.Words():
                return replace(node, items=content)
            case tree.Section():
                return replace(node, fields=content)
            case tree.Flow() | tree.Arm():
                return replace(node, steps=content)
            case tree.Branch() | tree.Parallel():
                return replace(node, arms=content)
            case tree.Approve() | tree.Task():
                return replace(node, clauses=content)
            case tree.Always():
                return replace(node, rules=content)
        return node

    # -- statements

    def end_of(self, block: Block, first: int) -> int:
        """The number of the piece behind the statement: its block's brace, the next statement, or a closing brace."""
        open_brackets: list[str] = []
        inline = block in (BLOCKS["example"],)
        i = first
        while i < len(self.pieces):
            piece = self.pieces[i]
            if i > first and piece.first and self.begins_here(block, i, bool(open_brackets)):
                return i
            if piece.kind == "mark" and piece.text in OPEN:
                if piece.text == "{" and not open_brackets and not inline and self.pieces[i - 1].text not in ("in", "->"):
                    return i
                open_brackets.append(OPEN[piece.text])
            elif piece.kind == "mark" and piece.text in CLOSE:
                if piece.text == "}" and "}" not in open_brackets:
                    return i
                while open_brackets and open_brackets.pop() != piece.text:
                    pass
            elif block.commas and piece.text == "," and not open_brackets:
                return i
            i += 1
        return i

    def begins_here(self, block: Block, i: int, bracketed: bool) -> bool:
        piece, following, after = self.pieces[i], self.piece(i + 1), self.piece(i + 2)
        if surely_begins(block, piece, following, after):
            return True
        return not bracketed and begins(block, self.pieces[i - 1], piece, following)

    def read(self, block: Block, kind: Statement, first: int, end: int) -> Any:
        """The node of the pieces from `first` to before `end`; a second statement in them is left for the next turn."""
        start, stop = self.pieces[first].start, self.pieces[end - 1].end
        built = statement(kind.start, self.text[start:stop])
        cut = built.mistake.piece if built.mistake else None
        if cut and surely_begins(block, self.pieces[first + cut], self.piece(first + cut + 1), self.piece(first + cut + 2)):
            end = first + cut
            built = statement(kind.start, self.text[start : self.pieces[end - 1].end])
        self.i = end
        here = self.span(first, first)
        if built.mistake:
            self.mistake(built.mistake, here)
            return None
        return move(built.node, here)

    def unknown(self, block: Block, first: int) -> None:
        self.i = max(first + 1, self.end_of(block, first))
        self.report("unknown-statement", self.span(first, first), word=self.pieces[first].text)

    # -- places and problems

    def span(self, first: int, last: int) -> Span:
        a, b = self.pieces[first], self.pieces[last]
        return Span(a.line, a.column, b.line, b.column + len(b.text), a.start, b.end)

    def mistake(self, mistake: Mistake, at: Span) -> None:
        self.problems.append(Problem(mistake.code, moved(mistake.at, at), mistake.values))

    def report(self, code: str, at: Span, **values: str) -> None:
        self.problems.append(Problem(code, at, values))
