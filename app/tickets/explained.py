"""The decisions of tickets explained for a reader: as JSON, as rows of a list, and in sentences; without what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection

from app.processes.programs import program
from app.tickets.hindsight import happened, histories, numbers_by
from app.tickets.whys import open_to
from dsl.explain import Explanation
from dsl.explaining.asked import WhyAsked
from dsl.explaining.sentences import Parts, asked_parts, differs, parts
from dsl.retold import Retold, retold

TABLE = {"en": "table {table}: {text}", "zh": "表 {table}：{text}"}
HEADS = (
    "ticket", "event", "at (UTC)", "process", "version", "kind", "of", "outcome", "why", "why not",
    "what would have changed it", "comes out the same", "comes to",
)  # fmt: skip
"""What a row of a list tells of a decision."""
BETWEEN = " · "
"""Between the sentences of a cell."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: in which language, what is `hidden` from them, and how people are called."""

    language: str = "en"
    hidden: frozenset[str] = field(default_factory=frozenset)
    person: Callable[[str], str] = str


def shown(one: Retold, hidden: frozenset[str]) -> tuple[Retold, bool]:
    """The decision without what the reader may not see, and whether that left something out."""
    if one.explanation is not None:
        kept = shown_table(one.explanation, hidden)
        return replace(one, explanation=kept), kept != one.explanation
    if one.asking is not None and one.same and not open_to(hidden, one.asking.reads):
        why = one.asking
        return replace(one, asking=WhyAsked(why.step, why.people, why.expression)), True
    return one, False


def shown_table(found: Explanation, hidden: frozenset[str]) -> Explanation:
    return replace(
        found,
        because=tuple(each for each in found.because if open_to(hidden, each.values)),
        passed_over=tuple(each for each in found.passed_over if open_to(hidden, each.values)),
        would_change=tuple(each for each in found.would_change if open_to(hidden, each.subjects)),
        below=tuple(each for each in found.below if open_to(hidden, each.reads)),
    )


def in_parts(one: Retold, reader: Reader) -> Parts:
    """Why, why not, and what would have changed it; `one` is what the reader may see."""
    if one.asking is not None:
        return asked_parts(one.asking, one.program, reader.language, reader.person)
    table = one.program.tables.get(one.routed.table)
    label = one.program.word(one.routed.table, table.label or table.name if table else one.routed.table, reader.language)
    if one.explanation is None:
        why, against, change = [differs(", ".join(one.routed.outcomes), ", ".join(one.again), reader.language)], [], []
    else:
        why, against, change = parts(one.explanation, reader.language)
    first, *more = why
    return [TABLE[reader.language].format(table=label, text=first), *more], against, change


def in_words(one: Retold, reader: Reader) -> list[str]:
    """The same, one sentence after the other."""
    return [line for part in in_parts(one, reader) for line in part]


def row(one: Retold, reader: Reader) -> tuple[str, ...]:
    """A decision as cells under `HEADS`."""
    seen, _partly = shown(one, reader.hidden)
    why, against, change = (BETWEEN.join(part) for part in in_parts(seen, reader))
    kind, of = ("step", one.asking.step) if one.asking else ("table", one.routed.table)
    outcome = one.asking.people if one.asking else one.routed.outcomes
    return kind, of, ", ".join(outcome), why, against, change, "yes" if one.same else "NO", ", ".join(one.again)


def asked_json(found: Iterable[Retold], reader: Reader) -> Iterator[dict[str, object]]:
    """Whom steps asked and why, for programs."""
    for one in found:
        if one.asking is None:
            continue
        seen, partly = shown(one, reader.hidden)
        why = seen.asking
        left = [{"who": each.who, "why": each.why} | ({"claim": each.claim} if each.claim else {}) for each in why.left_out]
        told = {"number": one.number, "step": why.step, "asked": list(why.people), "expression": why.expression}
        told |= {"found": list(why.found), "left_out": left, "needed": why.need, "instead": why.instead, "end": why.end}
        told |= {"pick": why.pick, "partly": partly, "recomputed": one.same, "sentences": in_words(seen, reader)}
        yield told if one.same else told | {"again": list(why.again)}


def rows(c: Connection, where: Sequence[ColumnElement[bool]], reader: Reader) -> Iterator[tuple[object, ...]]:
    """Under `HEADS` each decision of the tickets, by ticket and event."""
    numbers = numbers_by(c)
    for id, entries in histories(c, where):
        versions = {each.number: numbers[each.version] for each in entries}
        for one in retold(happened(entries, lambda key: program(c, key)), reader.language):
            at: datetime = one.at
            yield (id, one.number, at, *versions[one.number], *row(one, reader))
