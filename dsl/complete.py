"""Completing answers: what is hidden is left out, what is computed is computed, in the order of the text.

Answers may be unfinished: a field that should be there and is not is *unknown*, and so is everything that reads it. Unknown
things are left out and nothing is asked of them, so no condition ever meets a value it cannot use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dsl.engine.facts import Facts
from dsl.program import Check, Field, Program

Answers = Mapping[str, object]


@dataclass(slots=True)
class Whole:
    """Completed `answers`, and the paths ("amount", "lines.price") of what is `unknown` and of what is `missing`."""

    answers: dict[str, object] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)

    def knows(self, reads: Sequence[str]) -> bool:
        """Whether everything of `reads` can be asked; an attribute such as "owner.level" counts by its field as well."""
        return not self.unknown or self.unknown.isdisjoint(reads)


def complete(program: Program, answers: Answers, facts: Facts) -> dict[str, object]:
    """The answers in definition order, hidden ones out and computed ones in."""
    return completing(program, answers, facts).answers


def missing(program: Program, answers: Answers, facts: Facts) -> tuple[str, ...]:
    """The paths of shown, required fields of the request without a value; columns as "lines.0.price"."""
    return tuple(completing(program, answers, facts).missing)


def completing(program: Program, answers: Answers, facts: Facts) -> Whole:
    """`complete`, together with what is unknown and what is missing."""
    whole, requested = Whole(), set(program.form.requested)
    for name, each in program.form.fields.items():
        if not _shown(whole, each, (whole.answers, facts)):
            continue
        value = _value(whole, each, answers, (whole.answers, facts))
        if value is None:
            # A field that a step fills may be absent until then; whatever reads it is guarded.
            if not each.optional and name in requested:
                whole.unknown.add(name)
                whole.missing.append(name)
            continue
        whole.answers[name] = _rows(whole, each, value, facts) if each.columns else value
    return whole


def _shown(whole: Whole, each: Field, world: tuple) -> bool:
    """Whether a field is shown; when nobody can tell it is not, and it is unknown."""
    if each.when is None:
        return True
    if not whole.knows(each.when_reads):
        whole.unknown.add(each.path)
        return False
    return bool(each.when(*world))


def _value(whole: Whole, each: Field, given: Answers, world: tuple) -> object:
    if each.computed is None:
        return given.get(each.name)
    if not whole.knows(each.computed_reads):
        whole.unknown.add(each.path)
        return None
    return each.computed(*world)


def _rows(whole: Whole, each: Field, rows: Sequence[Answers], facts: Facts) -> tuple[dict[str, object], ...]:
    """The rows completed. What is unknown in one row is unknown within that row, and for whatever looks at all rows."""
    outside, found = set(whole.unknown), set()
    done = []
    for number, given in enumerate(rows):
        whole.unknown = set(outside) if outside else set()
        done.append(_row(whole, each, given, facts, f"{each.name}.{number}"))
        found |= whole.unknown
    whole.unknown = outside | found
    return tuple(done)


def _row(whole: Whole, rows: Field, given: Answers, facts: Facts, path: str) -> dict[str, object]:
    row: dict[str, object] = {}
    world = (whole.answers, facts, row)
    for column in rows.columns:
        if not _shown(whole, column, world):
            continue
        value = _value(whole, column, given, world)
        if value is not None:
            row[column.name] = value
        elif not column.optional and column.computed is None:
            whole.unknown.add(column.path)
            whole.missing.append(f"{path}.{column.name}")
    return row


def problems_of(
    program: Program, answers: Answers, facts: Facts, fields: Sequence[str] | None = None
) -> list[tuple[str, str]]:
    """The failed `check … else …` of (these) fields that are there, as (path, message); columns as "lines.0.price"."""
    return [(path, check.message) for path, check in failed(program, answers, facts, fields)]


def failed(
    program: Program, answers: Answers, facts: Facts, fields: Sequence[str] | None = None
) -> list[tuple[str, Check]]:
    """The same with the checks themselves."""
    whole = completing(program, answers, facts)
    return [
        (path, check)
        for name, each in program.form.fields.items()
        if name in whole.answers and (fields is None or name in fields)
        for path, check, world in _checks(each, whole.answers, facts)
        if whole.knows(check.reads) and not check.holds(*world)
    ]


def _checks(each: Field, answers: Answers, facts: Facts) -> Iterator[tuple[str, Check, tuple]]:
    """Every check of a field and of its columns with the world it is asked in."""
    for check in each.checks:
        yield each.name, check, (answers, facts)
    for number, row in enumerate(answers[each.name]) if each.columns else ():
        for column in each.columns:
            if column.name in row:
                for check in column.checks:
                    yield f"{each.name}.{number}.{column.name}", check, (answers, facts, row)
