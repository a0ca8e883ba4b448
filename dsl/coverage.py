"""Coverage: which rows, outcomes, steps, decisions, ends and borders of a process examples or tickets exercise; the door.

The rooms behind it are in dsl/covering, which also finds an example for what is not exercised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dsl import tree
from dsl.check import examined
from dsl.checking.book import Book
from dsl.checking.example import example as checked
from dsl.compile import compile as compiled
from dsl.covering.regions import BUDGET, NOBODY, Regions
from dsl.covering.said import label_of, name_of, said
from dsl.covering.search import Search
from dsl.covering.things import SORTS, Thing, borders, things_of
from dsl.covering.watch import Watch
from dsl.examples import played
from dsl.keeping import with_examples
from dsl.libraries import DEFAULT, Libraries
from dsl.program import Program

MOST_WRITTEN = 300
"""Examples written at once."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`by`: each thing with the names of the examples that do it, none when nobody does; `never`: those that no ticket can
    do. `tickets` counts recorded ones that do it."""

    by: Mapping[Thing, tuple[str, ...]]
    never: frozenset[Thing] = frozenset()
    tickets: Mapping[Thing, int] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Thing, ...]:
        """What some ticket might do, and no example does."""
        return tuple(each for each, names in self.by.items() if not names and each not in self.never)

    @property
    def full(self) -> bool:
        return not self.missing

    def counts(self) -> dict[str, tuple[int, int]]:
        """Sort -> how many are exercised, of how many that can be."""
        found = {}
        for sort in SORTS:
            several = [each for each in self.by if each.sort == sort and (self.by[each] or each not in self.never)]
            if several:
                found[sort] = (sum(bool(self.by[each]) for each in several), len(several))
        return found

    def to_json(self, process: tree.Process, language: str = "en") -> dict[str, object]:
        """For programs: figures, and every thing with what exercises it."""
        told = [
            {
                "sort": each.sort,
                "key": list(each.key),
                "line": each.at.line,
                "what": said(process, each, language),
                "examples": list(names),
                "tickets": self.tickets.get(each, 0),
                "reachable": bool(names) or each not in self.never,
            }
            for each, names in self.by.items()
        ]
        counts = {sort: {"exercised": done, "of": of} for sort, (done, of) in self.counts().items()}
        return {"full": self.full, "counts": counts, "things": told}


WHY_NOT = {
    "nobody": (
        "an example cannot say that nobody is found: in its directory everybody is",
        "示例无法表示找不到人员：示例的目录中总有人",
    ),
    "many": (
        f"at most {MOST_WRITTEN} examples are written at once: keep these, and ask again",
        f"一次最多编写 {MOST_WRITTEN} 个示例：请先保留这些，再重试",
    ),
    "not-found": (
        "no ticket was found that does it when it is run; write one by hand, or change the condition",
        "没有找到运行时能做到这一点的单据；请手工编写，或修改条件",
    ),
}


@dataclass(frozen=True, slots=True)
class Cases:
    """`process` with an example more for each thing that could be exercised; `added` are those, `left` what could not, with
    the reason in the language asked for."""

    process: tree.Process
    added: tuple[tree.Example, ...]
    left: Mapping[Thing, str]


class Covering:
    """The coverage of one process without problems; `program` is compiled from it, `book` what the checker wrote down."""

    def __init__(
        self,
        process: tree.Process,
        program: Program | None = None,
        libraries: Libraries = DEFAULT,
        book: Book | None = None,
        budget: int = BUDGET,
    ) -> None:
        self.process, self.libraries = process, libraries
        self.book = book or examined(process, libraries)
        self.checked = self.book.done()
        self.program = program or compiled(self.checked)
        self.things = things_of(self.book, self.program)
        self.watch = Watch(self.checked, [each for table in self.book.tables for each in borders(self.book, table)])
        self.regions = Regions(self.book, self.program, budget)

    def coverage(self, tickets: Mapping[Thing, int] | None = None) -> Coverage:
        """What the examples of the process exercise."""
        by: dict[Thing, list[str]] = {each: [] for each in self.things}
        for each in self.program.examples:
            for thing in self.done_by(each) & by.keys():
                by[thing].append(each.name)
        # Asked for each thing that no example does, proved or left open.
        never = frozenset(thing for thing, names in by.items() if not names and not self.regions.reached(thing))
        return Coverage({thing: tuple(names) for thing, names in by.items()}, never, tickets or {})

    def done_by(self, example: tree.Example) -> set[Thing]:
        """What an example does when it is run; nothing when it goes another way than it says."""
        result, playing = played(self.program, example, self.libraries)
        return self.watch.seen(self.program, playing.ticket.batches, playing.ticket.ask) if result.passed else set()

    def cases(self, wanted: Iterable[Thing] | None = None, language: str = "en") -> Cases:
        """An example for each thing that is missing, or for those `wanted` of them, each run on the engine."""
        missing = self.coverage().missing
        left = in_order(missing if wanted is None else [each for each in wanted if each in missing])
        added: list[tree.Example] = []
        while left and len(added) < MOST_WRITTEN:
            # Those just written are what the next ones are looked for beside; so another run would find no more.
            before = len(added)
            left = self.sought(left, added, language)
            if len(added) == before:
                break
        many = len(added) >= MOST_WRITTEN
        reasons = {thing: self.why_not(thing, many, language) for thing in left}
        return Cases(with_examples(self.process, added), tuple(added), reasons)

    def sought(self, things: Sequence[Thing], added: list[tree.Example], language: str) -> list[Thing]:
        """Look for an example of each thing and put it to those `added`; the things no example does then."""
        known = (*self.program.examples, *added)
        search = Search(self.book, self.program, self.libraries, self.regions, self.watch, known)
        left: list[Thing] = []
        done: set[Thing] = set()
        for thing in things:
            if thing in done:
                continue
            name, label = free_name(self.process, name_of(thing), added), label_of(self.process, thing, language)
            found = search.find(thing, name, label) if len(added) < MOST_WRITTEN else None
            seen = self.done_by(found) if found is not None and self.stands(found) else set()
            if thing in seen:
                added.append(found)
                done |= seen
            else:
                left.append(thing)
        # What one example was sought for in vain another one may have done by the way.
        return [thing for thing in left if thing not in done]

    def why_not(self, thing: Thing, many: bool, language: str = "en") -> str:
        """Why no example was written for a thing; `many` when so many were written that nobody looked for one."""
        only_nobody = all(any(word == NOBODY for _, word in each.plan) for each in self.regions.some(thing))
        code = "nobody" if only_nobody else "many" if many else "not-found"
        return WHY_NOT[code][language.startswith("zh")]

    def stands(self, example: tree.Example) -> bool:
        """Whether the checker takes an example."""
        alone = replace(self.book, problems=[])
        checked(alone, example)
        return not any(each.level == "problem" for each in alone.problems)


def in_order(things: Iterable[Thing]) -> list[Thing]:
    """Borders first: their tickets do most of the rest on the way."""
    order = ("border", "row", "arm", "decision", "step", "end")
    return sorted(things, key=lambda each: order.index(each.sort))


def free_name(process: tree.Process, wanted: str, added: Sequence[tree.Example]) -> str:
    """A name that nothing of the process has, as far as translations could mistake it."""
    taken = {each.name for each in (*process.all(tree.Example), *added)} | {process.name}
    taken |= {item.name for form in process.all(tree.Form) for item in form.items}
    taken |= {end.name for ends in process.all(tree.Ends) for end in ends.items}
    taken |= {each.name for each in process.all(tree.Table)}
    return next(name for n in range(1, 100_000) if (name := wanted if n == 1 else f"{wanted}_{n}") not in taken)


def coverage(process: tree.Process, libraries: Libraries = DEFAULT) -> Coverage:
    """What the examples of a process without problems exercise."""
    return Covering(process, libraries=libraries).coverage()
