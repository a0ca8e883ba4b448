"""A decision run again with something supposed otherwise: an answer, or a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dsl import types
from dsl.complete import completing
from dsl.edges import Edge
from dsl.engine.facts import Facts, Unknown
from dsl.program import Fact, Program, Row, Table
from dsl.values import to_json

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that rows compare with constants, everything they compare it with, and the fact that it may be."""

    name: str
    kind: types.Type
    edges: tuple[Edge, ...]
    fact: Fact | None = None


class Supposing:
    """A decision that can be run again with something changed.

    `others` are further subjects of the table, `sampled` says that `rows` are not all rows that matter.
    """

    def __init__(
        self,
        program: Program,
        table: Table,
        answers: Answers,
        facts: Facts,
        rows: Iterable[Row],
        others: Iterable[str] = (),
        sampled: bool = False,
    ) -> None:
        self.program, self.table, self.answers = program, table, answers
        self.facts = Facts(facts.now, {**facts.given, **facts.used}, facts.ask_outside, facts.requester)
        self.rows, self.others, self.sampled = list(rows), tuple(others), sampled
        self.reads = {name for row in self.rows for condition in row.conditions for name in condition.reads}
        self.subjects = self._subjects()
        self.lacking = self._lacking()

    def _lacking(self) -> frozenset[str]:
        """What is missing anyway: answers that are explained need not be finished."""
        try:
            return frozenset(completing(self.program, self.answers, self.facts).missing)
        except Unknown:
            return frozenset()

    def _subjects(self) -> dict[str, Subject]:
        edges: dict[str, list[Edge]] = {}
        known: dict[str, Fact] = {}
        for row in self.rows:
            for condition in row.conditions:
                known.update(condition.facts)
                if condition.edge is not None:
                    edges.setdefault(condition.edge.subject, []).append(condition.edge)
        return {name: Subject(name, many[0].kind, tuple(many), known.get(name)) for name, many in edges.items()}

    def value(self, subject: Subject) -> object:
        """What the subject is now; None when absent, or when the decision never came to ask for it."""
        if subject.fact is None:
            return self.answers.get(subject.name)
        try:
            return subject.fact.value(self.answers, self.facts)
        except Unknown:
            return None

    def outcomes(self, changed: Mapping[str, object]) -> tuple[str, ...] | None:
        """What the table comes to with these subjects changed; None when that cannot be told, or cannot be filed."""
        try:
            return self._outcomes(changed)
        except Unknown:
            # The directory was never asked this, and nobody can ask it now: say nothing about this change.
            return None

    def _outcomes(self, changed: Mapping[str, object]) -> tuple[str, ...] | None:
        answers, given = dict(self.answers), {}
        for name, value in changed.items():
            subject = self.subjects[name]
            if subject.fact is None:
                answers[name] = value
                continue
            question = subject.fact.question(self.answers, self.facts)
            if question is None:
                return None
            given[question] = to_json(subject.kind, value)
        facts = Facts(self.facts.now, {**self.facts.given, **given}, self.facts.ask_outside, self.facts.requester)
        completed = self._completed(answers, changed, facts)
        return None if completed is None else self.table.pick(completed, facts)

    def _completed(self, answers: dict, changed: Mapping[str, object], facts: Facts) -> Answers | None:
        """The answers with everything that follows from the change; None when they could not be filed so."""
        fields = self.program.form.fields
        asked = [name for name in changed if name in fields and fields[name].computed is None]
        if not asked:
            return answers
        whole = completing(self.program, answers, facts)
        if not whole.knows(tuple(self.reads)) or not self.lacking.issuperset(whole.missing):
            return None
        checks = (check for name in asked for check in fields[name].checks)
        if not all(check.holds(whole.answers, facts) for check in checks if whole.knows(check.reads)):
            return None
        # What was set stays set, also where it is computed.
        return {**whole.answers, **{name: value for name, value in changed.items() if name in fields}}

    def is_alone(self, subject: Subject) -> bool:
        """Whether nothing but the subject's own edges depends on it, so that what holds at one point holds between edges."""
        if self.sampled or any(name != subject.name and subject.name in self._behind((name,)) for name in self.others):
            return False
        if subject.fact is not None:
            return not any(subject.name in c.reads for row in self.rows for c in row.conditions if c.edge is None)
        for row in self.rows:
            for condition in row.conditions:
                own = condition.edge is not None and condition.edge.subject == subject.name
                if not own and subject.name in self._behind(condition.reads):
                    return False
        return True

    def _behind(self, reads: Iterable[str]) -> set[str]:
        """Everything that `reads` come from, through computed and hidden fields."""
        found, waiting = set(), list(reads)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            each = self.program.form.fields.get(name.partition(".")[0])
            for part in (each, *each.columns) if each is not None else ():
                waiting += [*part.when_reads, *part.computed_reads]
            if "." in name:
                waiting.append(name.partition(".")[0])
        return found
