"""A draft as the designer looks at it: its last good tree, what the checker found, and which element has which problem."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from designer.address import find_line
from designer.drafts import Draft
from designer.sources import SOURCES
from dsl import tree
from dsl.analyse import Analysis, analyse
from dsl.check import check
from dsl.checked import Checked
from dsl.compile import compile as compiled
from dsl.coverage import Coverage, Covering
from dsl.libraries import Libraries
from dsl.libraries_toml import read_libraries
from dsl.parse import Source
from dsl.problems import Problem
from dsl.program import Program

DESCRIPTION = "libraries.toml"
KEPT = 6
"""Looks kept in memory: a page, its fragments and the next edit ask for the same text. More of them make the garbage
collector pause for longer than an edit takes."""


@dataclass(frozen=True)
class Look:
    """`source` is the draft's text as parsed, `good` whether it parsed without a mistake. `process` is the tree pictures are
    drawn from: of this text when it is good, else of the last good one;
    `checked` is of that tree. `problems` are those of the
    text as it stands."""

    source: Source
    process: tree.Process
    checked: Checked
    good: bool
    libraries: Libraries
    by_address: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    @cached_property
    def program(self) -> Program | None:
        """What the engine would run; None while there are problems. Made when a view asks for it."""
        return compiled(self.checked) if self.checked.ok else None

    @cached_property
    def analysis(self) -> Analysis:
        """What can be proved about the process, with tickets for what cannot hold. Made when somebody looks."""
        return analyse(self.process, self.libraries)

    @cached_property
    def coverage(self) -> Coverage | None:
        """What the examples exercise; None while there are problems. Worked out when somebody looks."""
        return Covering(self.process, self.program, self.libraries).coverage() if self.program and self.good else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What refuses the text as it stands, and notes."""
        return self.checked.problems if self.good else self.source.problems

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """Problems without the notes."""
        return tuple(problem for problem in self.problems if problem.level == "problem")

    def problems_at(self, address: str) -> tuple[Problem, ...]:
        """Problems and notes of one line, those of its block not counted."""
        return self.by_address.get(address, ())

    def problems_below(self, address: str) -> tuple[Problem, ...]:
        """Problems and notes of a line and of its block."""
        return tuple(
            one
            for place, several in self.by_address.items()
            if place == address or place.startswith(f"{address}.")
            for one in several
        )


class Looks:
    """The looks made lately, by text and what stands beside it."""

    def __init__(self) -> None:
        self.kept: OrderedDict[object, Look] = OrderedDict()
        self.lock = Lock()

    def of(self, draft: Draft) -> Look:
        """The look of a draft."""
        key = (draft.text, draft.good, tuple(sorted(draft.files.items())))
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        made = look(draft)
        with self.lock:
            self.kept[key] = made
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return made


def look(draft: Draft) -> Look:
    """Parse, check and compile the text of a draft."""
    libraries = libraries_of(draft.files)
    source = SOURCES.of(draft.text)
    good = source.process is not None and not source.problems
    process = source.process if good else SOURCES.of(draft.good).process
    checked = check(process, libraries)
    return Look(source, process, checked, good, libraries, placed(process, checked.problems))


def libraries_of(files: Mapping[str, str]) -> Libraries:
    """What the text is checked against: its directory description and the tables beside it."""
    tables = {name: text for name, text in files.items() if name.endswith(".csv")}
    return read_libraries(files.get(DESCRIPTION, ""), tables)[0]


def placed(process: tree.Process, problems: tuple[Problem, ...]) -> dict[str, tuple[Problem, ...]]:
    """Problems by the address of the line they are about."""
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        address = find_line(process, problem.at.start)
        found[address] = (*found.get(address, ()), problem)
    return found
