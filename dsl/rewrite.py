"""From an edited tree to text: lines of what was not edited stay byte for byte as they were, only the rest is written anew.

Untouched means identical: an edit replaces nodes along one path and leaves all others the very objects the parser made. The
text that comes out is proved before it is given away: it parses without a mistake to a tree equal to the edited one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dsl import tree
from dsl.format import LEVEL, children_of, format_process, head_of, options_line
from dsl.parse import Source, parse
from dsl.problems import Problem

LINE_END = re.compile(r"\r\n|\n|\r")
BEHIND = re.compile(r"[ \t]*(#.*)?")
BEHIND_OPTION = re.compile(r"[ \t]*,?[ \t]*(#.*)?")
OPENING = re.compile(r"\{[ \t]*(#.*)?$")


class NotWritable(Exception):
    """The tree has no text that parses to it; `problems` are what the parser says about the nearest text."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def rewrite(source: Source, process: tree.Process) -> Source:
    """The text of `process`, which was made from `source.process` by edits, parsed; raises NotWritable."""
    if source.process is process:
        return source
    end = "\r\n" if "\r\n" in source.text else "\n"
    for strict in (False, True):
        found = parse(end.join(Keeper(source, strict).file(process)) + end)
        if found.process == process and not found.problems:
            return found
    return canonical(process)


def canonical(process: tree.Process) -> Source:
    """The canonical text, proved; raises NotWritable."""
    found = parse(format_process(process))
    if found.problems or found.process != process:
        raise NotWritable(found.problems)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A node's own lines, by number from 0: `above` the first comment or empty line of its own, `first` its head, `last`."""

    above: int
    first: int
    last: int


class Keeper:
    """Writes a tree with the lines of an earlier text. `strict` keeps no node with somebody else's comment behind it."""

    def __init__(self, source: Source, strict: bool) -> None:
        self.lines = LINE_END.split(source.text)
        self.strict = strict
        self.places: dict[int, Place] = {}
        self.old = source.process
        if self.old is not None:
            self.learn(self.old, 0)

    def learn(self, node: tree.Line, above: int) -> None:
        """Where a node and those below it stand; none of a node that shares a line with others."""
        place = Place(above, node.at.line - 1, node.at.end_line - 1)
        if self.is_alone(node, place):
            self.places[id(node)] = place
        start = place.first + 1
        for child in children_of(node) or ():
            self.learn(child, start)
            start = child.at.end_line

    def is_alone(self, node: tree.Line, place: Place) -> bool:
        """Whether nothing else stands on the node's lines."""
        before = self.lines[place.first][: node.at.column - 1]
        rest = self.lines[place.last][node.at.end_column - 1 :]
        fitting = (BEHIND_OPTION if isinstance(node, tree.Option | tree.EndPoint | tree.Field) else BEHIND).fullmatch(rest)
        if before.strip(" \t\ufeff") or fitting is None or place.above > place.first:
            return False
        return not (self.strict and fitting[1] and fitting[1][1:] != node.trivia.behind)

    # -- writing

    def file(self, process: tree.Process) -> list[str]:
        """All lines of the new text, without the empty one at the end."""
        place = self.places.get(id(self.old))
        same = place is not None and self.old.trivia == process.trivia
        lines = self.lines[: place.first] if same else [f"#{comment}" for comment in process.trivia.above]
        if not same and process.trivia.blank_above and lines:
            lines.append("")
        lines += self.block(process, self.old if place else None, "")
        behind = self.lines[place.last + 1 :] if place and self.old.epilogue == process.epilogue else None
        lines += [f"#{comment}" for comment in process.epilogue] if behind is None else behind
        while lines and not lines[-1].strip():
            lines.pop()
        return lines

    def node(self, node: tree.Line, old: tree.Line | None, indent: str, in_parallel: bool) -> Iterator[str]:
        """The lines of a node; `old` is what it was made from."""
        place = self.places.get(id(node))
        if place is not None:
            yield from self.shifted(self.lines[place.above : place.last + 1], self.indent(place), indent)
            return
        before = self.places.get(id(old)) if old is not None else None
        yield from self.above(node, old, before, indent)
        if children_of(node) is None or (one := self.one_line(node, old, indent)):
            yield one if children_of(node) is not None else f"{indent}{head_of(node, in_parallel)}{behind(node)}"
        else:
            yield from self.block(node, old if before else None, indent, in_parallel)

    def above(self, node: tree.Line, old: tree.Line | None, before: Place | None, indent: str) -> list[str]:
        """The comments and the empty line above a node, as they were when they are the same."""
        own = node.trivia.above, node.trivia.blank_above
        if before is not None and own == (old.trivia.above, old.trivia.blank_above):
            return self.shifted(self.lines[before.above : before.first], self.indent(before), indent)
        return [""] * node.trivia.blank_above + [f"{indent}#{comment}" for comment in node.trivia.above]

    def one_line(self, node: tree.Line, old: tree.Line | None, indent: str) -> str | None:
        """A field with its options on its line, unless they had lines of their own."""
        if not isinstance(node, tree.Field):
            return None
        apart = isinstance(old, tree.Field) and any(id(option) in self.places for option in old.options)
        return None if apart else options_line(node, indent)

    def block(self, node: tree.Line, old: tree.Line | None, indent: str, in_parallel: bool = False) -> Iterator[str]:
        """Head, children and closing brace; of `old`, which stood alone, what is still the same."""
        place = self.places.get(id(old)) if old is not None else None
        children, were = children_of(node) or (), (children_of(old) or ()) if old is not None else ()
        opens = place is not None and self.opens(place, were, old)
        head = head_of(node, in_parallel)
        if opens and (head, node.trivia.behind) == (head_of(old, in_parallel), old.trivia.behind):
            yield from self.shifted(self.lines[place.first : place.first + 1], self.indent(place), indent)
        else:
            yield f"{indent}{head} {{{behind(node)}"
        inner = self.inner(were, place, indent)
        for child, was in paired(children, were):
            yield from self.node(child, was, inner, isinstance(node, tree.Parallel))
        yield from self.closing(node, old, place if opens else None, were, indent, inner)

    def opens(self, place: Place, were: Sequence[tree.Line], old: tree.Line) -> bool:
        """Whether the block's brace ends the head's line and its closing brace has a line of its own."""
        if place.last == place.first or not OPENING.search(self.lines[place.first]):
            return False
        return self.lines[place.last][: old.at.end_column - 1].strip() == "}" and all(id(one) in self.places for one in were)

    def closing(
        self, node: tree.Line, old: tree.Line | None, place: Place | None, were: Sequence[tree.Line], indent: str, inner: str
    ) -> list[str]:
        """The comments before the closing brace, and the brace."""
        if place is not None and node.trivia.inside_end == old.trivia.inside_end:
            start = were[-1].at.end_line if were else place.first + 1
            return self.shifted(self.lines[start : place.last + 1], self.indent(place), indent)
        return [f"{inner}#{comment}" for comment in node.trivia.inside_end] + [f"{indent}}}"]

    def indent(self, place: Place) -> str:
        """The blanks before a node."""
        line = self.lines[place.first]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def inner(self, were: Sequence[tree.Line], place: Place | None, indent: str) -> str:
        """How deep the children stand: as deep as they did."""
        for child in were:
            if place is not None and id(child) in self.places:
                was, own = self.indent(self.places[id(child)]), self.indent(place)
                return indent + was.removeprefix(own) if was.startswith(own) else indent + LEVEL
        return indent + LEVEL

    @staticmethod
    def shifted(lines: list[str], was: str, now: str) -> list[str]:
        """Lines that stood behind `was` as they stand behind `now`."""
        if was == now:
            return lines
        return [
            now + line.removeprefix(was) if line.startswith(was) else line.strip() and now + line.lstrip() for line in lines
        ]


def behind(node: tree.Line) -> str:
    """The comment behind a node, as written."""
    return f" #{node.trivia.behind}" if node.trivia.behind is not None else ""


def paired(children: Sequence[tree.Line], were: Sequence[tree.Line]) -> list[tuple[tree.Line, tree.Line | None]]:
    """Each child with the one it was made from: itself, or the one of its kind and name, or of its kind and turn."""
    same = {id(one) for one in were}
    now = {id(one) for one in children}
    left = [one for one in were if id(one) not in now]
    found: dict[int, tree.Line] = {}
    for key in (lambda one: (type(one), getattr(one, "name", None)), type):
        for child in children:
            if id(child) in same or id(child) in found:
                continue
            match = next((one for one in left if key(one) == key(child)), None)
            if match is not None:
                left = [one for one in left if one is not match]
                found[id(child)] = match
    return [(child, child if id(child) in same else found.get(id(child))) for child in children]
