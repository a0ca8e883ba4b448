"""What the cards of the flow say, in the reader's language: names, people, rules, deadlines, ways out, conditions."""

from __future__ import annotations

import re
from typing import Any

from designer.conditions.sentences import people_sentence, sentence
from designer.scene import Scene
from dsl import tree
from dsl.checking.names import fields_of
from dsl.translatable import sentences

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
MOST_LINES = 3
"""Conditions shown on an arm; the others are counted."""


class Teller:
    """Says everything about one scene; looks things up once, so that a flow of hundreds of steps is drawn at once."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.count = scene, 0
        self.kept: dict[Any, str] = {}
        self.labels = dict(self.fields())
        process = scene.process
        self.tables = {table.name: table for table in process.all(tree.Table)}
        self.end_labels = {end.name: end.label for ends in process.all(tree.Ends) for end in ends.items}
        self.steps: dict[str, str] = {}
        self.messages = {id(each.node): tuple(each.path.split(".")) for each in sentences(process)}
        self.marks = worst(scene)
        self.rows = {name: rows_by_outcome(table) for name, table in self.tables.items()}
        self.name_steps()

    def say(self, sentence: str, **values: object) -> str:
        """A sentence in the reader's language; one without values is looked up once."""
        if values:
            return self.scene.outside.say(sentence, **values)
        if sentence not in self.kept:
            self.kept[sentence] = self.scene.outside.say(sentence)
        return self.kept[sentence]

    def name_steps(self) -> None:
        """The labels of all steps by name, for chips that lead to them."""
        waiting: list[Any] = [step for flow in self.scene.process.all(tree.Flow) for step in flow.steps]
        while waiting:
            step = waiting.pop()
            if isinstance(step, tree.Approve | tree.Task | tree.Parallel):
                self.steps[step.name] = self.label(step)
            for arm in getattr(step, "arms", ()):
                waiting += arm.steps

    def label(self, step: tree.Approve | tree.Task | tree.Parallel) -> str:
        """A step's label in the reader's language."""
        return self.scene.word((step.name,), step.label or step.name)

    def end(self, name: str) -> str:
        """An end's label; `withdrawn` need not be written."""
        return self.scene.word((name,), self.end_labels.get(name) or name)

    def table(self, name: str) -> str:
        """What a branch is called: by its table's label, or `by desk` when the table has none."""
        table = self.tables.get(name)
        say = self.say
        return self.scene.word((name,), (table.label if table else None) or say("by {table}", table=name))

    def notice(self, step: tree.Notify) -> str:
        """The text of a notification, with the labels of the fields it shows."""
        text = self.scene.word(self.messages.get(id(step), ()), step.text)
        return PLACEHOLDER.sub(lambda found: f"{{{self.labels.get(found[1].strip(), found[1])}}}", text)

    def mark(self, address: str) -> str:
        """The level of the worst thing the checker says about a line."""
        return self.marks.get(address, "")

    def people(self, people: tuple[tree.Expression, ...]) -> str:
        """The people of a clause as people say it; the same people are said once."""
        if people not in self.kept:
            self.kept[people] = people_sentence(self.scene, people)
        return self.kept[people]

    def told_of(
        self, step: tree.Approve | tree.Task
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...]]:
        """The lines of a card, each with its icon, and its chips: text, id of the target, icon."""
        say = self.say
        lines: list[tuple[str, str]] = []
        chips: list[tuple[str, str, str]] = []
        rejects = isinstance(step, tree.Approve)
        for clause in step.clauses:
            match clause:
                case tree.By(people, pick):
                    lines.insert(0, ("who", self.people(people) + (f" · {self.pick(pick)}" if pick else "")))
                case tree.Decide():
                    lines.append(("rule", self.decide(clause)))
                case tree.Due():
                    lines.append(("due", self.due(clause)))
                case tree.Reject(target):
                    rejects = False
                    chips.insert(0, self.chip(say("if rejected"), target))
                case tree.May(actions) if "return" in actions:
                    chips.append((say("may return"), "flow-start", "may"))
                case tree.Outcome() if clause.target:
                    label = self.scene.word((step.name, clause.name), clause.label or clause.name)
                    chips.append(self.chip(label, clause.target))
        if rejects and "rejected" in self.end_labels:
            chips.insert(0, self.chip(say("if rejected"), tree.End("rejected")))
        return tuple(lines), tuple(chips)

    def chip(self, word: str, target: tree.Target) -> tuple[str, str, str]:
        """A way out: `rejected → Rejected`."""
        match target:
            case tree.End(name):
                return f"{word} → {self.end(name)}", f"end-{name}", "end"
            case tree.Return("request"):
                return f"{word} → {self.say('the request')}", "flow-start", "back"
            case tree.Return(to):
                return f"{word} → {self.steps.get(to, to)}", f"step-{to}", "back"

    def pick(self, pick: str) -> str:
        """Whom of several a step is given to."""
        say = self.say
        return {"least busy": say("the least busy one"), "in turn": say("one in turn"), "first": say("the first one")}[pick]

    def decide(self, clause: tree.Decide) -> str:
        """How many decide."""
        say = self.say
        match clause.rule:
            case "all":
                return say("all decide")
            case "order":
                return say("all decide, one after the other")
            case "count":
                return say("{number} of them decide", number=clause.number)
            case "percent":
                return say("{number}% of them decide", number=clause.number)
        return say("any one decides")

    def due(self, clause: tree.Due) -> str:
        """The deadline and what happens then."""
        say = self.say
        if clause.length not in self.kept:
            self.kept[clause.length] = say("within {length}", length=sentence(self.scene, clause.length))
        told = self.kept[clause.length]
        if clause.then == "escalate":
            return told + " · " + say("then also {people}", people=self.people(clause.people))
        if clause.then == "reassign":
            return told + " · " + say("then {people} instead", people=self.people(clause.people))
        return told

    def join(self, step: tree.Parallel) -> str:
        """When a parallel goes on."""
        say = self.say
        if step.join == "all":
            return say("goes on when all arms are through")
        if step.join == "any":
            return say("goes on when one arm is through")
        return say("goes on when {number} arms are through", number=step.join)

    def arm(self, step: tree.Branch | tree.Parallel, arm: tree.Arm, number: int) -> tuple[str, tuple[str, ...]]:
        """The title of an arm, and when it is taken."""
        say = self.say
        if isinstance(step, tree.Parallel):
            path = (step.name, arm.name) if arm.name else self.messages.get(id(arm), ())
            own = arm.label or arm.name
            return self.scene.word(path, own or say("Arm {number}", number=number + 1)), ()
        return self.outcome(step.table, arm), self.conditions(step.table, arm.name or "")

    def outcome(self, table: str, arm: tree.Arm) -> str:
        """What an arm of a branch is called: its outcome's translation, else its label or name."""
        return self.scene.word((table, arm.name or ""), arm.label or arm.name or "")

    def conditions(self, table: str, name: str) -> tuple[str, ...]:
        """The rows of a table that lead to an outcome, as sentences."""
        say = self.say
        rows = self.rows.get(table, {}).get(name, [])
        found = [say("otherwise") if row is None else sentence(self.scene, row.when) for row in rows[:MOST_LINES]]
        if len(rows) > MOST_LINES:
            found.append(say("and {count} more rows", count=len(rows) - MOST_LINES))
        if not rows and table in self.tables:
            file = self.tables[table].file
            found.append(say("rows of {file}", file=file) if file else say("no row leads here"))
        return tuple(found)

    def ends(self) -> tuple[tuple[str, str, str], ...]:
        """The ends of the process with their ids and titles, the first being where the flow arrives by itself."""
        return tuple((f"end-{name}", self.end(name), name) for name in self.end_labels)

    def started(self) -> str:
        """Who may file."""
        found = self.scene.process.one(tree.StartedBy)
        return self.people(found.people) if found else ""

    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of the form with their labels."""
        fields = [field for form in self.scene.process.all(tree.Form) for field in fields_of(form)]
        return tuple((field.name, self.scene.word((field.name,), field.label or field.name)) for field in fields)


def rows_by_outcome(table: tree.Table) -> dict[str, list[tree.Row | None]]:
    """The rows of a table by where they lead; None stands for `otherwise`."""
    found: dict[str, list[tree.Row | None]] = {}
    for row in table.rows:
        found.setdefault(row.outcome, []).append(row)
    if table.otherwise:
        found.setdefault(table.otherwise.outcome, []).append(None)
    return found


def worst(scene: Scene) -> dict[str, str]:
    """The level of the worst problem of every line that wears one; a clause's counts for its step."""
    found: dict[str, str] = {}
    for address, problems in scene.look.by_address.items():
        level = "problem" if any(each.level == "problem" for each in problems) else "note"
        place = address.partition(".clauses.")[0]
        if found.get(place) != "problem":
            found[place] = level
    return found
