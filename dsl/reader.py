"""Reads the blocks and statements of a text one after the other; a broken one hides no mistake in those behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from dsl import limits, tree
from dsl.assemble import filled
from dsl.blocks import BLOCKS, Block, Statement
from dsl.borders import Borders
from dsl.lexing import Comment, Scan
from dsl.mistakes import in_pieces
from dsl.report import Report, before, behind
from dsl.statement import Built, move, statement
from dsl.tree import Span, Trivia
from dsl.trivia import Comments

LONG = 32
"""Pieces of a longer statement that are tried first: several statements on one line are told apart in linear time."""

RUN = 3
"""Lines that begin like nothing are reported so often in a row: more of them follow from one mistake."""

HOPELESS = 500
"""Lines in a row that begin like nothing, behind which nothing more is read."""

FILE, PROCESS = BLOCKS["file"], BLOCKS["process"]


def texts(comments: Iterable[Comment]) -> tuple[str, ...]:
    return tuple(comment.text for comment in comments)


class Reader:
    """Reads one text; `i` is the number of the next piece, `around` the blocks it stands in, the innermost last;
    comments before the piece number `free` have their owners, a line cut apart goes on to the piece `tail`, and `run` lines
    before this one began like nothing."""

    def __init__(self, text: str, cut: Scan, report: Report) -> None:
        self.text = text
        self.report = report
        self.pieces = Borders(cut.pieces)
        self.comments = Comments(cut)
        self.around = [FILE]
        self.fields = 0
        self.i = 0
        self.free = 0
        self.tail = 0
        self.run = 0

    def goes_on(self) -> bool:
        return self.i < self.pieces.count and not self.report.is_full()

    def here(self, i: int | None = None) -> Span:
        """The place of piece number `i`, or of the next one."""
        i = self.i if i is None else i
        return self.pieces.span(i, i)

    # -- the whole text

    def file(self) -> tree.Process | None:
        """The process, and what stands behind it by mistake."""
        process: tree.Process | None = None
        strays: list[tree.Line] = []
        while self.goes_on():
            if self.pieces.is_mark(self.i, "}"):
                self.report.add("too-many-braces", self.here(), put="", word="}")
                self.i += 1
            elif process and self.pieces.fits(PROCESS, self.i):
                self.report.add("behind-the-end", self.here(), word=self.pieces[self.i].text)
                strays += self.block(PROCESS)
            else:
                first, found = self.i, self.one()
                if process is not None and found is not None:
                    self.report.add("second-process", self.here(first), word=found.name)
                process = process or found
        if process is None:
            if not self.report.problems:
                self.report.add("no-process", Span(1, 1, 1, 1, 0, 0))
            return None
        epilogue = texts(self.comments.take(0, self.pieces.count))
        return replace(process, items=process.items + tuple(strays), epilogue=epilogue)

    # -- blocks

    def block(self, block: Block) -> list:
        """The statements up to the closing brace, which is left standing, as is a statement that proves it is missing."""
        self.around.append(block)
        found: list[tree.Line] = []
        begun = self.i
        while self.goes_on():
            if self.pieces.is_mark(self.i, "}"):
                if not self.pieces.closes_too_early(self.around, self.i):
                    break
                self.report.add("too-many-braces", self.here(), put="", word="}")
                self.pieces.unclosed += 1
                self.i += 1
            elif block.commas and self.pieces.is_mark(self.i, ",") and self.i > begun:
                self.i += 1
            elif self.pieces.ends_unclosed(self.around, self.i):
                break
            else:
                first, node = self.i, self.one()
                if node is not None and not self.is_too_many(node, first, len(found)):
                    found.append(node)
        self.around.pop()
        return found

    def is_too_many(self, node: tree.Line, first: int, before: int) -> bool:
        """Reports a row or a field beyond the limit and passes over the rest of its block."""
        self.fields += isinstance(node, tree.Field)
        if isinstance(node, tree.Field) and self.fields > limits.FORM_FIELDS:
            self.report.add("form-too-long", self.here(first), limit=f"{limits.FORM_FIELDS}")
        elif isinstance(node, tree.Row) and before >= limits.TABLE_ROWS:
            self.report.add("table-too-long", self.here(first), limit=f"{limits.TABLE_ROWS}")
        else:
            return False
        self.pass_over()
        return True

    def pass_over(self) -> None:
        """Goes to the brace that closes the block."""
        depth = 0
        while self.i < self.pieces.count and (depth or not self.pieces.is_mark(self.i, "}")):
            depth += self.pieces.is_mark(self.i, "{") - self.pieces.is_mark(self.i, "}")
            self.i += 1

    def one(self) -> Any:
        """One statement with its block and its comments; None when it is broken."""
        block, first = self.around[-1], self.i
        kind = self.pieces.statement(block, first)
        end = self.tail if first < self.tail else self.pieces.end_of(self.around, first, kind)
        node = None
        if kind is None:
            kind = self.unknown(block, first, end)
        else:
            node, kind = self.read(block, kind, first, end)
        end = self.i
        above = self.comments.take(self.free, first)
        self.free = end
        blank = self.comments.blank(first, above)
        trivia = Trivia(texts(above + self.comments.take(first + 1, end - 1)), None, (), blank)
        if self.pieces.is_mark(end, "{") and (kind is None or kind.body):
            return self.with_body(node, kind, first, trivia)
        if node is not None and kind.body and kind.body != "?" and getattr(node, "file", None) is None:
            return self.without_brace(node, kind, first, trivia)
        written = self.comments.behind(end - 1)
        if written is None and block.commas and self.pieces.is_mark(end, ",") and not self.comments.any(end):
            written = self.comments.behind(end)
        return node and replace(node, trivia=replace(trivia, behind=written), at=self.pieces.span(first, end - 1))

    def with_body(self, node: Any, kind: Statement | None, first: int, trivia: Trivia) -> Any:
        """The statement with the block that opens at the next piece."""
        brace = self.i
        above = trivia.above + texts(self.comments.take(brace, brace))
        written = self.comments.behind(brace)
        self.i = brace + 1
        body = self.body_of(node, kind, brace)
        children = self.block(body) if body else self.pass_over() or []
        last = self.close(brace)
        inside = texts(self.comments.take(brace, last))
        on_one_line = self.pieces[first].line == self.pieces[last].line
        if written is None and not inside and on_one_line and not any(child.trivia.above for child in children):
            written = self.comments.behind(last)
        return node and self.whole(node, children, Trivia(above, written, inside, trivia.blank_above), first, last)

    def without_brace(self, node: Any, kind: Statement, first: int, trivia: Trivia) -> Any:
        """A statement whose brace was forgotten: its block is read all the same when it plainly follows."""
        pieces, last, block, body = self.pieces, self.i - 1, self.around[-1], BLOCKS[kind.body]
        closed = pieces.unclosed < 0 and pieces.is_mark(self.i, "}")
        pieces.unclosed += 1
        at = pieces.span(first, last)
        self.report.add("missing-open", at, put=" {", put_at=behind(at), word=pieces[first].text)
        deeper = pieces[self.i].column > pieces[first].column
        children: list = []
        if pieces.fits(body, self.i) and (deeper or not pieces.fits(block, self.i)):
            children = self.block(body)
            closed = pieces.is_mark(self.i, "}")
        self.i += closed
        return self.whole(node, children, trivia, first, last)

    def whole(self, node: Any, children: list, trivia: Trivia, first: int, last: int) -> Any:
        """The node with its block, its comments and its place."""
        node, misfits = filled(node, tuple(children))
        at = self.pieces.span(first, last)
        for misfit in misfits:
            self.report.add(misfit.code, at if misfit.node is node else misfit.node.at, word=misfit.word)
        if isinstance(node, tree.Process):
            self.fields = 0
            trivia = replace(trivia, blank_above=trivia.blank_above and bool(trivia.above))
        return replace(node, trivia=trivia, at=at)

    def close(self, brace: int) -> int:
        """Steps over the closing brace of the block opened at `brace`; the number of the block's last piece."""
        pieces = self.pieces
        if pieces.is_mark(self.i, "}"):
            self.i += 1
        elif self.goes_on():
            pieces.unclosed -= 1
            opened, at = str(pieces[brace].line), self.here()
            word = pieces[self.i].text
            self.report.add("missing-close", at, put="}\n", put_at=before(at), word=word, line=opened)
        elif not self.report.is_full():
            pieces.unclosed -= 1
            end = behind(pieces.span(brace, pieces.count - 1))
            end = replace(end, start=len(self.text), end=len(self.text))
            self.report.add("never-closed", self.here(brace), put="\n}", put_at=end, word="{")
        return self.i - 1

    def body_of(self, node: Any, kind: Statement | None, brace: int) -> Block | None:
        """The block behind a head, guessed when the head is broken; None when nothing shows what it may be."""
        if kind is not None and kind.body and kind.body != "?":
            return BLOCKS[kind.body]
        if isinstance(node, tree.Field) and node.kind.word in ("rows", "choice", "choices"):
            return BLOCKS["fields" if node.kind.word == "rows" else "options"]
        if kind is not None:
            return BLOCKS["fields" if self.pieces.is_mark(brace + 2, ":") else "options"]
        block = self.around[-1]
        inner = [BLOCKS[s.body] for s in (*block.words.values(), block.named) if s and s.body in BLOCKS]
        return next((guess for guess in (block, *inner) if self.pieces.goes_further_out(guess, brace + 1)), None)

    # -- statements

    def read(self, block: Block, kind: Statement, first: int, end: int) -> tuple[Any, Statement]:
        """The node of the pieces from `first` to before `end`; a second statement among them is left for the next turn."""
        here = self.here(first)
        built, self.i = self.build(block, kind, first, end)
        self.run = 0
        if not built.mistakes:
            return move(built.node, here), kind
        meant = self.meant(block, first) if built.mistakes[0].piece == 1 else None
        if meant:
            self.report.add("did-you-mean", here, put=meant, word=self.pieces[first].text, meant=meant)
            return None, block.words[meant]
        for mistake in built.mistakes:
            self.report.add_mistake(mistake, here)
        return None, kind

    def build(self, block: Block, kind: Statement, first: int, end: int) -> tuple[Built, int]:
        """What the pieces from `first` make, and the number of the piece behind them, at most `end`."""
        size = min(LONG, end - first)
        while True:
            built = self.try_to(kind, first, first + size)
            place = built.mistakes[0].piece if built.mistakes else None
            if place and self.pieces.begins_at_mistake(block, first + place):
                self.tail = end
                return self.try_to(kind, first, first + place), first + place
            if first + size == end:
                return built, end
            size = end - first if place is not None else min(4 * size, end - first)

    def try_to(self, kind: Statement, first: int, end: int) -> Built:
        return statement(kind.start, self.text[self.pieces[first].start : self.pieces[end - 1].end])

    def unknown(self, block: Block, first: int, end: int) -> Statement | None:
        """Reports a line that begins like no statement; the statement it was meant to be, if that is plain."""
        self.i = end
        self.run += 1
        piece, at = self.pieces[first], self.here(first)
        if mistake := next(in_pieces([piece]), None):
            self.report.add_mistake(replace(mistake, at=Span(1, 1, 1, 1 + len(piece.text), 0, len(piece.text))), at)
        elif meant := self.meant(block, first):
            self.report.add("did-you-mean", at, put=meant, word=piece.text, meant=meant)
            return block.words[meant]
        elif self.run > RUN:
            self.i = end if self.run < HOPELESS else self.pieces.count
        elif block.words and not block.named and piece.kind != "mark":
            expected = ", ".join(f"`{word}`" for word in sorted(block.words))
            self.report.add("unknown-statement", at, word=piece.text, expected=expected)
        else:
            self.report.add("unknown-line", at, word=piece.text)
        return None

    def meant(self, block: Block, first: int) -> str | None:
        """The keyword of the block that a misspelled word comes close to."""
        word = self.pieces[first].text
        if self.pieces[first].kind != "word" or word in block.words or len(word) > 40:
            return None
        close = get_close_matches(word.lower(), block.words, 1, 0.7)
        return close[0] if close else None
