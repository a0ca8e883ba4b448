"""Why a ticket went where it went: the rule and its line, what was read, why not others, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.i18n import language
from app.i18n import translate as _
from app.processes.picture import outcome_word, table_word
from app.processes.spoken import spoken
from dsl.engine.events import Routed
from dsl.engine.facts import Facts
from dsl.explain import OTHERWISE, Explanation, explain
from dsl.explaining.shown import field_at
from dsl.program import Program
from dsl.retold import again


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the text: where it stands and how it reads."""

    name: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A condition as a sentence, with what it read: (name, value, formula of a computed one)."""

    text: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A rule that did not match, and its condition that failed."""

    rule: Rule
    failed: Seen


@dataclass(frozen=True, slots=True)
class Why:
    """One routing decision, explained. `partly` when something was left out that the reader may not see.

    `differs`: the rules come to `again` with what was stored ("" when they come to nothing), and nothing is explained.
    """

    outcome: str
    table: str
    source: str
    rules: tuple[Rule, ...]
    because: tuple[Seen, ...]
    passed: tuple[Passed, ...]
    more: int
    changes: tuple[tuple[str, str], ...]
    partly: bool
    differs: bool = False
    again: str = ""
    asking: bool = False
    below: tuple[tuple[Rule, bool | None, Seen], ...] = ()


def label_of(program: Program, name: str) -> str:
    """A name of a condition as people know it: a field's label, an attribute of the requester in words."""
    field = field_at(program, name)
    if field is not None:
        return program.word(field.path, field.label or field.name, language())
    if name.startswith("requester."):
        return _("the requester's {attribute}", attribute=name.removeprefix("requester.").replace(".", " "))
    return {"today": _("today"), "now": _("now")}.get(name, name)


def outcomes(program: Program, table: str, names: tuple[str, ...]) -> str:
    """Outcomes of a table in the reader's language."""
    joint = "、" if language() == "zh" else ", "
    return joint.join(outcome_word(program, table, name, language()) for name in names)


def rule(program: Program, table: str, name: str, line: int) -> Rule:
    """The rule as its line reads; rows of a file beside the text have only their name."""
    lines = program.source.splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Rule(_("otherwise") if name == OTHERWISE else outcome_word(program, table, name, language()), line, text)


def seen(program: Program, text: str, values: Mapping[str, str], origin: Mapping[str, str]) -> Seen:
    read = tuple((label_of(program, name), value, origin.get(name, "")) for name, value in values.items())
    return Seen(spoken(program.source, text), read)


def open_to(hidden: frozenset[str], names) -> bool:
    """Whether the reader may see everything that is named."""
    return hidden.isdisjoint(name.split(".")[0] for name in names)


def why(
    program: Program, routed: Routed, answers: Mapping[str, object], facts: Facts, hidden: frozenset[str], source: str
) -> Why:
    """The decision in the reader's language, without what the reader may not see."""
    made = again(program, routed, answers, facts)
    if not made.same:
        return different(program, routed, made.outcomes, source)
    found = explain(program, routed, answers, facts, language())
    because = [each for each in found.because if open_to(hidden, each.values)]
    passed = [each for each in found.passed_over if open_to(hidden, each.values)]
    changes = [each for each in found.would_change if open_to(hidden, each.subjects)]
    below = [each for each in found.below if open_to(hidden, each.reads)]
    told = len(because) + len(passed) + len(changes) + len(below)
    return Why(
        outcome=outcomes(program, found.table, found.outcomes) or _("nothing"),
        table=table_word(program, found.table, language()),
        source=source,
        rules=tuple(rule(program, found.table, name, line) for name, line in zip(found.rules, found.lines, strict=False)),
        because=tuple(seen(program, each.test, each.values, each.origin) for each in because),
        passed=tuple(
            Passed(rule(program, found.table, each.rule, each.line), seen(program, each.failed, each.values, {}))
            for each in passed
        ),
        more=found.more,
        changes=tuple(
            (outcomes(program, found.table, listed(each.outcome)) or _("nothing"), spoken(program.source, each.condition))
            for each in changes
        ),
        partly=told < total(found),
        below=tuple(
            (rule(program, found.table, each.rule, each.line), each.matches, seen(program, each.failed, each.values, {}))
            for each in below
        ),
    )


def different(program: Program, routed: Routed, again: tuple[str, ...], source: str) -> Why:
    """A decision that comes out otherwise than the history says."""
    is_there = routed.table in program.tables
    said = outcomes(program, routed.table, routed.outcomes) if is_there else ", ".join(routed.outcomes)
    table = table_word(program, routed.table, language()) if is_there else routed.table
    now = outcomes(program, routed.table, again) if is_there else ""
    return Why(said or _("nothing"), table, source, (), (), (), 0, (), False, True, now)


def listed(outcome: object) -> tuple[str, ...]:
    """One outcome, or those of a `collect` table."""
    return (outcome,) if isinstance(outcome, str) else tuple(outcome)


def total(found: Explanation) -> int:
    return len(found.because) + len(found.passed_over) + len(found.would_change) + len(found.below)
