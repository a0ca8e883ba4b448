"""Reads the blocks and statements of a text one after the other; a broken one hides no mistake in those behind it."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from dsl import limits, tree
from dsl.assemble import filled
from dsl.blocks import BLOCKS, Block, Statement, begins, fits, goes_further_out, statement_at, surely_begins
from dsl.lexing import Piece, Scan
from dsl.mistakes import Mistake, in_pieces, shown
from dsl.problems import Fix, Problem
from dsl.statement import Built, move, moved, statement
from dsl.tree import Span, Trivia
from dsl.trivia import Comments

CLOSING = {"(": ")", "[": "]", "{": "}"}
NOTHING = Piece("end", "", 0, 0, 0, False, False)
"""What stands behind the last piece."""

LONG = 32
"""Pieces of a longer statement that are tried first: several statements on one line are told apart in linear time."""

FILE, PROCESS = BLOCKS["file"], BLOCKS["process"]


class Reader:
    """Reads one text; `i` is the number of the next piece, `around` the blocks it stands in, the innermost last;
    comments before the piece number `free` have their owners, and a line cut apart goes on to the piece `tail`."""

    def __init__(self, text: str, cut: Scan, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems
        self.pieces = cut.pieces
        self.count = len(cut.pieces)
        self.comments = Comments(cut)
        self.around: list[Block] = []
        self.fields = 0
        self.i = 0
        self.free = 0
        self.tail = 0
        self.unclosed = sum((p.text == "{") - (p.text == "}") for p in self.pieces)

    # -- the whole text

    def file(self) -> tree.Process | None:
        """The process, and what stands behind it by mistake."""
        process: tree.Process | None = None
        strays: list[tree.Line] = []
        while self.i < self.count and not self.is_full():
            if self.is_mark(self.i, "}"):
                self.report("too-many-braces", self.span(self.i, self.i), put="", word="}")
                self.i += 1
            elif process and fits(PROCESS, self.piece(self.i), self.piece(self.i + 1)):
                self.report("behind-the-end", self.span(self.i, self.i), word=shown(self.pieces[self.i].text))
                strays += self.block(PROCESS)
            else:
                first, found = self.i, self.one(FILE)
                if process is not None and found is not None:
                    self.report("second-process", self.span(first, first), word=shown(found.name))
                process = process or found
        if process is None:
            if not self.problems:
                self.report("no-process", Span(1, 1, 1, 1, 0, 0))
            return None
        epilogue = tuple(comment.text for comment in self.comments.take(0, self.count))
        return replace(process, items=process.items + tuple(strays), epilogue=epilogue)

    # -- blocks

    def block(self, block: Block) -> list:
        """The statements up to the closing brace, which is left standing, as is a statement that proves it is missing."""
        self.around.append(block)
        found, rows, begun = [], 0, self.i
        while self.i < self.count and not self.is_full():
            if self.is_mark(self.i, "}"):
                if not self.closes_too_early(block):
                    break
            elif block.commas and self.is_mark(self.i, ",") and self.i > begun:
                self.i += 1
            elif self.ends_unclosed(block):
                break
            else:
                first, node = self.i, self.one(block)
                rows += isinstance(node, tree.Row)
                self.fields += isinstance(node, tree.Field)
                if rows > limits.TABLE_ROWS or (isinstance(node, tree.Field) and self.fields > limits.FORM_FIELDS):
                    self.too_many(block, first)
                elif node is not None:
                    found.append(node)
        self.around.pop()
        return found

    def too_many(self, block: Block, first: int) -> None:
        """Reports a row or a field beyond the limit and passes over the rest of its block."""
        in_table = block is BLOCKS["table"]
        limit = limits.TABLE_ROWS if in_table else limits.FORM_FIELDS
        self.report("table-too-long" if in_table else "form-too-long", self.span(first, first), limit=f"{limit}")
        self.pass_over()

    def pass_over(self) -> None:
        """Goes to the brace that closes the block."""
        depth = 0
        while self.i < self.count and (depth or not self.is_mark(self.i, "}")):
            depth += self.is_mark(self.i, "{") - self.is_mark(self.i, "}")
            self.i += 1

    def ends_unclosed(self, block: Block) -> bool:
        """Whether the next statement belongs to a block further out, so that a closing brace is missing."""
        piece, following, after = self.piece(self.i), self.piece(self.i + 1), self.piece(self.i + 2)
        if self.unclosed <= 0 or not piece.first or piece.text in block.words or fits(block, piece, following):
            return False
        return any(goes_further_out(outer, piece, following, after) for outer in self.around[:-1])

    def closes_too_early(self, block: Block) -> bool:
        """Whether the brace here is one too many: the next line belongs to this block and to no other around it."""
        piece, following, after = self.piece(self.i + 1), self.piece(self.i + 2), self.piece(self.i + 3)
        outer = self.around[-2] if len(self.around) > 1 else FILE
        plainly = goes_further_out(block, piece, following, after)
        if self.unclosed >= 0 or fits(outer, piece, following) or not plainly:
            return False
        self.report("too-many-braces", self.span(self.i, self.i), put="", word="}")
        self.unclosed += 1
        self.i += 1
        return True

    def one(self, block: Block) -> Any:
        """One statement with its block and its comments; None when it is broken."""
        first = self.i
        kind = statement_at(block, self.pieces[first], self.piece(first + 1))
        end = self.tail if first < self.tail else self.end_of(block, first, kind)
        node = None
        if kind is None:
            kind = self.unknown(block, first, end)
        else:
            node, kind = self.read(block, kind, first, end)
        end = self.i
        before = self.comments.take(self.free, first)
        self.free = end
        blank = self.comments.blank(first, before)
        above = tuple(comment.text for comment in before + self.comments.take(first + 1, end - 1))
        if self.is_mark(end, "{") and (kind is None or kind.body):
            return self.with_body(block, node, kind, first, Trivia(above, None, (), blank))
        if node is not None and kind.body and kind.body != "?" and getattr(node, "file", None) is None:
            return self.without_brace(block, node, kind, first, Trivia(above, None, (), blank))
        behind = self.comments.behind(end - 1)
        if behind is None and block.commas and self.is_mark(end, ",") and not self.comments.any(end):
            behind = self.comments.behind(end)
        return node and replace(node, trivia=Trivia(above, behind, (), blank), at=self.span(first, end - 1))

    def with_body(self, block: Block, node: Any, kind: Statement | None, first: int, trivia: Trivia) -> Any:
        """The statement with the block that opens at the next piece."""
        brace = self.i
        above = trivia.above + tuple(comment.text for comment in self.comments.take(brace, brace))
        behind = self.comments.behind(brace)
        self.i = brace + 1
        body = self.body_of(block, node, kind, brace)
        children = self.block(body) if body else self.pass_over() or []
        last = self.close(brace)
        inside = tuple(comment.text for comment in self.comments.take(brace, last))
        on_one_line = self.pieces[first].line == self.pieces[last].line
        if behind is None and not inside and on_one_line and not any(child.trivia.above for child in children):
            behind = self.comments.behind(last)
        return node and self.whole(node, children, Trivia(above, behind, inside, trivia.blank_above), first, last)

    def without_brace(self, block: Block, node: Any, kind: Statement, first: int, trivia: Trivia) -> Any:
        """A statement whose brace was forgotten: its block is read all the same when it plainly follows."""
        last = self.i - 1
        end = self.pieces[last].end
        closed = self.unclosed < 0 and self.is_mark(self.i, "}")
        self.unclosed += 1
        self.report("missing-open", self.span(first, last), put=" {", put_at=(end, end), word=shown(self.pieces[first].text))
        piece, following = self.piece(self.i), self.piece(self.i + 1)
        body = BLOCKS[kind.body]
        children: list = []
        deeper = piece.column > self.pieces[first].column
        if fits(body, piece, following) and (deeper or not fits(block, piece, following)):
            children = self.block(body)
            closed = self.is_mark(self.i, "}")
        self.i += closed
        return self.whole(node, children, trivia, first, last)

    def whole(self, node: Any, children: list, trivia: Trivia, first: int, last: int) -> Any:
        node, misfits = filled(node, tuple(children))
        at = self.span(first, last)
        for misfit in misfits:
            self.report(misfit.code, at if misfit.node is node else misfit.node.at, word=shown(misfit.word))
        if isinstance(node, tree.Process):
            self.fields = 0
            trivia = replace(trivia, blank_above=trivia.blank_above and bool(trivia.above))
        return replace(node, trivia=trivia, at=at)

    def close(self, brace: int) -> int:
        """Steps over the closing brace of the block opened at `brace`; the number of the block's last piece."""
        if self.is_mark(self.i, "}"):
            self.i += 1
        elif not self.is_full():
            here = self.pieces[self.i].start if self.i < self.count else len(self.text)
            word = self.pieces[self.i].text if self.i < self.count else ""
            self.unclosed -= 1
            code = "missing-close" if word else "never-closed"
            at = self.span(self.i, self.i) if word else self.span(brace, brace)
            line = str(self.pieces[brace].line)
            self.report(code, at, put="}\n" if word else "\n}", put_at=(here, here), word=shown(word or "{"), line=line)
        return self.i - 1

    def body_of(self, block: Block, node: Any, kind: Statement | None, brace: int) -> Block | None:
        """The block behind a head, guessed when the head is broken; None when nothing shows what it may be."""
        if kind is not None and kind.body and kind.body != "?":
            return BLOCKS[kind.body]
        if isinstance(node, tree.Field) and node.kind.word in ("rows", "choice", "choices"):
            return BLOCKS["fields" if node.kind.word == "rows" else "options"]
        piece, following, after = self.piece(brace + 1), self.piece(brace + 2), self.piece(brace + 3)
        if kind is not None:
            return BLOCKS["fields" if following.text == ":" else "options"]
        inner = [BLOCKS[s.body] for s in (*block.words.values(), block.named) if s and s.body in BLOCKS]
        return next((guess for guess in (block, *inner) if goes_further_out(guess, piece, following, after)), None)

    # -- statements

    def end_of(self, block: Block, first: int, kind: Statement | None) -> int:
        """The number of the piece behind the statement: its block's brace, the next statement, or a closing brace."""
        waiting: list[str] = []
        i = first
        while i < self.count:
            piece = self.pieces[i]
            if i > first and piece.first and self.begins(block, first, i, bool(waiting)):
                break
            if piece.kind == "mark":
                if piece.text == "{" and not self.is_inline(block, kind, first, i):
                    return i
                if piece.text == "}" and "}" not in waiting and not self.is_outcomes(kind, i + 1):
                    break
                if piece.text == "," and block.commas and not waiting:
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
        return kind is not None and kind.start == "table" and self.is_mark(i, "{") and not self.piece(i + 1).first

    def begins(self, block: Block, first: int, i: int, bracketed: bool) -> bool:
        """Whether a statement of this block, or of one further out, begins at the first piece of a line. A bracket that is
        open is taken as forgotten when the line stands no deeper than its statement."""
        piece, following, after = self.piece(i), self.piece(i + 1), self.piece(i + 2)
        if surely_begins(block, piece, following, after):
            return True
        if not bracketed:
            return begins(block, self.pieces[i - 1], piece, following)
        if piece.column > self.pieces[first].column or self.is_mark(i - 1, "{"):
            return any(surely_begins(outer, piece, following, after) for outer in self.around)
        return begins(block, self.pieces[i - 1], piece, following)

    def read(self, block: Block, kind: Statement, first: int, end: int) -> tuple[Any, Statement]:
        """The node of the pieces from `first` to before `end`; a second statement among them is left for the next turn."""
        here = self.span(first, first)
        built, self.i = self.build(block, kind, first, end)
        if not built.mistakes:
            return move(built.node, here), kind
        meant = self.meant(block, first) if built.mistakes[0].piece == 1 else None
        if meant:
            self.report("did-you-mean", here, put=meant, word=shown(self.pieces[first].text), meant=meant)
            return None, block.words[meant]
        for mistake in built.mistakes:
            self.mistake(mistake, here)
        return None, kind

    def build(self, block: Block, kind: Statement, first: int, end: int) -> tuple[Built, int]:
        """What the pieces from `first` make, and the number of the piece behind them, at most `end`."""
        size = min(LONG, end - first)
        while True:
            built = self.try_to(kind, first, first + size)
            place = built.mistakes[0].piece if built.mistakes else None
            if place and self.begins_at_mistake(block, first + place):
                self.tail = end
                return self.try_to(kind, first, first + place), first + place
            if first + size == end:
                return built, end
            size = end - first if place is not None else min(4 * size, end - first)

    def try_to(self, kind: Statement, first: int, end: int) -> Built:
        return statement(kind.start, self.text[self.pieces[first].start : self.pieces[end - 1].end])

    def begins_at_mistake(self, block: Block, i: int) -> bool:
        """Whether a statement begins in the middle of a line, where the one before cannot go on."""
        piece, following = self.piece(i), self.piece(i + 1)
        keyed = piece.text in block.words and fits(block, piece, following)
        return keyed or surely_begins(block, piece, following, self.piece(i + 2))

    def unknown(self, block: Block, first: int, end: int) -> Statement | None:
        """Reports a line that begins like no statement; the statement it was meant to be, if that is plain."""
        self.i = end
        piece, at = self.pieces[first], self.span(first, first)
        if end == first:
            self.report("unknown-line", at, word="{")
            return None
        wrong = list(in_pieces([piece]))
        if wrong:
            self.mistake(replace(wrong[0], at=Span(1, 1, 1, 1 + len(piece.text), 0, len(piece.text))), at)
            return None
        if meant := self.meant(block, first):
            self.report("did-you-mean", at, put=meant, word=shown(piece.text), meant=meant)
            return block.words[meant]
        if block.words and not block.named:
            expected = ", ".join(f"`{word}`" for word in sorted(block.words))
            self.report("unknown-statement", at, word=shown(piece.text), expected=expected)
        else:
            self.report("unknown-line", at, word=shown(piece.text))
        return None

    def meant(self, block: Block, first: int) -> str | None:
        word = self.pieces[first].text
        if self.pieces[first].kind != "word" or word in block.words or len(word) > 40:
            return None
        close = get_close_matches(word.lower(), block.words, 1, 0.7)
        return close[0] if close else None

    # -- places and problems

    def piece(self, i: int) -> Piece:
        return self.pieces[i] if i < self.count else NOTHING

    def is_mark(self, i: int, text: str) -> bool:
        return i < self.count and self.pieces[i].text == text

    def is_full(self) -> bool:
        return len(self.problems) >= limits.PROBLEMS

    def span(self, first: int, last: int) -> Span:
        a, b = self.pieces[first], self.pieces[last]
        return Span(a.line, a.column, b.line, b.column + len(b.text), a.start, b.end)

    def mistake(self, mistake: Mistake, here: Span) -> None:
        at = moved(mistake.at, here)
        fix = None
        if mistake.put is not None:
            fix = self.fix(moved(mistake.put_at, here) if mistake.put_at else at, mistake.put)
        self.problems.append(Problem(mistake.code, at, mistake.values, fix))

    def fix(self, at: Span, put: str) -> Fix:
        """The title shows what goes and what comes, in no language."""
        old, new = shown(self.text[at.start : at.end]), put.strip()
        return Fix(" → ".join(f"`{word}`" if word else "∅" for word in (old, new)), at, put)

    def report(
        self, code: str, at: Span, put: str | None = None, put_at: tuple[int, int] | None = None, **values: str
    ) -> None:
        """`put` is a text that repairs it, in the place of `at` or of the characters `put_at`."""
        fix = None
        if put is not None:
            fix = self.fix(replace(at, start=put_at[0], end=put_at[1]) if put_at else at, put)
        self.problems.append(Problem(code, at, values, fix))
