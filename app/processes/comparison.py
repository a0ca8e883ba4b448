"""Two texts of a process side by side for a page: what changed in words, line by line, and as two pictures of the flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.i18n import language
from app.i18n import translate as _
from app.processes.drawing import Sheet, Stop, draw
from app.processes.picture import Drawn, end_word, label_arms, listed, place, whole
from app.processes.programs import libraries
from designer.address import get, is_below, line_of, walk
from dsl import tree
from dsl.compare import Change, compare, render
from dsl.comparing.lines import Piece, pieces
from dsl.compile import compile_text
from dsl.parse import parse
from dsl.program import Branch, Parallel, Program

STEPS = tree.Approve | tree.Task | tree.Parallel | tree.Branch | tree.Notify | tree.Finish
MOST_TOLD = 300
"""Changes that are told one by one."""
MARKED = ("added", "removed", "moved")
"""What may happen to a box beside that it is changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change as a sentence; `kind` for its mark, `only_words` when no ticket can tell the difference."""

    kind: str
    text: str
    only_words: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` is None when one of the texts cannot be read; `more` are not told. The pictures are there when both can be
    run."""

    changes: tuple[Told, ...] | None
    more: int
    lines: tuple[Piece, ...]
    files: tuple[tuple[str, tuple[Piece, ...]], ...]
    old: Drawn | None = None
    new: Drawn | None = None

    @property
    def same(self) -> bool:
        return not self.lines and not self.files


def comparison(old: str, old_files: Mapping[str, str], new: str, new_files: Mapping[str, str]) -> Comparison:
    """Compare two texts with the tables beside them."""
    before, after = good(old), good(new)
    changes = compare(before, after) if before and after else None
    told = None if changes is None else tuple(told_of(change) for change in changes[:MOST_TOLD])
    made = comparable(old, old_files), comparable(new, new_files)
    drawn: tuple[Drawn | None, Drawn | None] = (None, None)
    if changes is not None and all(made):
        drawn = tuple(side(each, marks(tree_, each, changes, is_old), is_old) for each, tree_, is_old in (
            (made[0], before, True), (made[1], after, False)))  # fmt: skip
    more = len(changes or ()) - len(told or ())
    return Comparison(told, more, pieces(old, new), tuple(of_files(old_files, new_files)), *drawn)


def good(text: str) -> tree.Process | None:
    """The tree of a text without mistakes."""
    source = parse(text)
    return None if source.problems else source.process


def comparable(text: str, files: Mapping[str, str]) -> Program | None:
    """The program of a text without problems."""
    made = compile_text(text, libraries(files)[0])
    return made if isinstance(made, Program) else None


def told_of(change: Change) -> Told:
    return Told(change.kind, render(change, language()), change.is_only_words)


def of_files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The tables beside the text that differ."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, pieces(old.get(name, ""), new.get(name, ""))


# -- pictures --------------------------------------------------------------------------------------


def marks(process: tree.Process, program: Program, changes: tuple[Change, ...], is_old: bool) -> dict[str, str]:
    """What happened to which box: node id -> added, removed, moved or changed."""
    by_line = {node.line: id for id, node in program.nodes.items() if node.line}
    found: dict[str, str] = {}
    for change in changes:
        address = change.old if is_old else change.new
        if change.is_only_words:
            continue
        if address is None:
            # A clause that stands on the other side only: its step is there on both.
            if change.kind == "changed" and change.place in program.nodes:
                found.setdefault(change.place, "changed")
            continue
        for id in boxes(process, program, by_line, address, change):
            kind = change.kind if change.kind in MARKED else "changed"
            found[id] = kind if found.get(id) in (None, "changed") else found[id]
    return found


def boxes(
    process: tree.Process, program: Program, by_line: Mapping[int, str], address: str, change: Change
) -> Iterator[str]:
    """The boxes a change is about: the step of its line, all steps of a new block, the branches a table decides."""
    table = table_at(process, address)
    if table:
        yield from (id for id, node in program.nodes.items() if isinstance(node, Branch) and node.table == table)
        return
    if change.kind in ("added", "removed") and change.sort in ("arm", "branch", "parallel", "flow"):
        inside = (step.at.line for where, step in all_steps(process) if is_below(where, address))
        yield from (by_line[line] for line in inside if line in by_line)
        return
    while address:
        node = get(process, address)
        if isinstance(node, STEPS):
            yield from [by_line[node.at.line]] if node.at.line in by_line else []
            return
        address = line_of(process, address.rpartition(".")[0]) if "." in address else ""


def table_at(process: tree.Process, address: str) -> str:
    """The table an address lies in."""
    top = get(process, ".".join(address.split(".")[:2])) if address else None
    return top.name if isinstance(top, tree.Table) else ""


def all_steps(process: tree.Process) -> Iterator[tuple[str, tree.Line]]:
    """All steps with their addresses."""
    return ((where, node) for where, node in walk(process) if isinstance(node, STEPS))


def side(program: Program, marked: Mapping[str, str], is_old: bool) -> Drawn:
    """One of both pictures, what changed marked by shape and by word."""
    words = {"added": _("added"), "removed": _("removed"), "changed": _("changed"), "moved": _("moved")}
    sheet = Sheet({}, {}, {})
    place(program, program.picture, sheet, language(), _)
    label_arms(program, program.picture, sheet, language())
    for id, kind in marked.items():
        if id in sheet.stops:
            stop, word = sheet.stops[id], words[kind]
            small = isinstance(program.nodes[id], Branch | Parallel)
            sheet.stops[id] = Stop(kind, f"{stop.name} · {word}") if small else replace(stop, state=kind, who=word)
    sheet.stops["request"] = Stop("next", _("Request"))
    sheet.stops["end"] = Stop("next", end_word(program, next(iter(program.ends), ""), language()), _("End"))
    title, described = (_("The flow before"), "old-words") if is_old else (_("The flow now"), "new-words")
    return Drawn(draw(whole(program), sheet, title, described), listed(whole(program), sheet))
