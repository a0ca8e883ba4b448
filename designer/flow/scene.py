"""The values of the view "flow": the picture, and for the panel what can be chosen for the selected step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from designer import address as at
from designer.edits.access import level_of
from designer.edits.clauses import UNITS
from designer.flow.picture import picture
from designer.flow.told import Teller
from designer.flow.ways import ways
from designer.paths import sentence_paths
from designer.scene import Scene
from dsl import tree
from dsl.format_statement import statement

STEPS = (tree.Approve, tree.Task, tree.Notify, tree.Finish, tree.Branch, tree.Parallel, tree.Arm)

MOST_CONDITIONS = 5
"""Rows of a table whose conditions are edited in the panel of their arm; more of them are a table to look at."""


def scene_of(scene: Scene) -> dict[str, Any]:
    """Everything `designer/flow.html` shows."""
    place = step_address(scene.process, scene.at)
    teller = Teller(scene)
    panel = Panel(scene, place, teller) if place else None
    return {"picture": picture(scene, teller), "panel": panel, "tables": tables_of(scene)}


def tables_of(scene: Scene) -> dict[str, str]:
    """The tables a branch can go by: name -> label."""
    return {table.name: scene.word((table.name,), table.label or table.name) for table in scene.process.all(tree.Table)}


def step_address(process: tree.Process, address: str) -> str:
    """The address of the step or arm an address lies in; nothing outside the flow."""
    while address:
        node = at.get(process, address)
        if isinstance(node, STEPS):
            return address
        address = address.rpartition(".")[0]
    return ""


@dataclass(frozen=True)
class Panel:
    """What the panel asks about the selected step at `at`."""

    scene: Scene
    at: str
    teller: Teller

    @cached_property
    def node(self) -> Any:
        return at.get(self.scene.process, self.at)

    @property
    def sort(self) -> str:
        """Which of the panels it is: step, notify, end, branch, parallel, arm."""
        match self.node:
            case tree.Approve() | tree.Task():
                return "step"
            case tree.Arm():
                return "arm"
            case tree.Notify():
                return "notify"
            case tree.Finish():
                return "end"
        return type(self.node).__name__.lower()

    @property
    def kind(self) -> str:
        """What people call it."""
        say = self.scene.outside.say
        match self.node:
            case tree.Approve():
                return say("Approval")
            case tree.Task(calls=True):
                return say("Call of another system")
            case tree.Task():
                return say("Task")
            case tree.Notify():
                return say("Notification")
            case tree.Finish():
                return say("End")
            case tree.Branch():
                return say("Branch")
            case tree.Parallel():
                return say("In parallel")
        return say("Arm")

    @property
    def approves(self) -> bool:
        return isinstance(self.node, tree.Approve)

    @property
    def ways(self) -> frozenset[str]:
        return ways(self.scene.process, self.at)

    @property
    def list(self) -> str:
        """The list it stands in."""
        return at.split(self.at)[0]

    @property
    def place(self) -> int:
        return at.split(self.at)[1]

    @property
    def above(self) -> str:
        """The address of the branch or parallel an arm belongs to."""
        return self.list.rpartition(".")[0]

    @property
    def split(self) -> Any:
        """The branch or parallel an arm belongs to."""
        return at.get(self.scene.process, self.above)

    @cached_property
    def path(self) -> str | None:
        """The path by which `words` translate its label or message."""
        node = self.node
        match node:
            case tree.Approve() | tree.Task() | tree.Parallel():
                return node.name
            case tree.Arm() if isinstance(self.split, tree.Branch):
                return f"{self.split.table}.{node.name}"
            case tree.Arm() if node.name:
                return f"{self.split.name}.{node.name}"
        return sentence_paths(self.scene.process).get(id(node))

    def clause(self, kind: str) -> Any:
        """The step's clause of a class; None when it has none."""
        return next((clause for clause in self.node.clauses if type(clause).__name__ == kind), None)

    def clause_at(self, kind: str) -> str:
        """Its address."""
        return next((address for address, _ in self.clauses(kind)), "")

    def clauses(self, kind: str) -> list[tuple[str, Any]]:
        """All clauses of a class with their addresses."""
        return [(f"{self.at}.clauses.{n}", one) for n, one in enumerate(self.node.clauses) if type(one).__name__ == kind]

    def number(self, clause: tree.Clause) -> int:
        """The place of a clause."""
        return next(number for number, one in enumerate(self.node.clauses) if one is clause)

    def said(self, clause: tree.Clause) -> str:
        """A clause as the text says it."""
        return statement(clause)

    @cached_property
    def uses(self) -> list[str]:
        """What else names the step: ways back, claims, and examples, each as it is called."""
        return list(dict.fromkeys(naming(self.scene, self.node.name)))

    @property
    def targets(self) -> set[str]:
        """What the list of targets offers."""
        return {"to request", *(f"end {name}" for name, _ in self.ends), *(f"to {name}" for name, _ in self.earlier)}

    @property
    def ends(self) -> list[tuple[str, str]]:
        """The ends to choose from: name, label."""
        return [(name, title) for _, title, name in self.teller.ends()]

    @property
    def earlier(self) -> list[tuple[str, str]]:
        """The steps a return may lead to: name, label."""
        sheet = self.scene.look.checked.steps.get(self.node.name)  # of a name written twice, the first
        steps = self.teller.steps
        return [(name, steps.get(name, name)) for name in (sheet.earlier if sheet else ())]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        return self.teller.fields()

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units of a deadline."""
        say = self.scene.outside.say
        said = (say("minutes"), say("hours"), say("days"), say("weeks"), say("business hours"), say("business days"))
        return list(zip(UNITS, said, strict=True))

    @property
    def levels(self) -> dict[str, list[str]]:
        """The fields by what the step may do with them: hidden, edits, fills, required; those it only sees are left out."""
        clauses = [clause for clause in self.node.clauses if isinstance(clause, tree.Access)]
        found: dict[str, list[str]] = {"hidden": [], "edits": [], "fills": [], "required": []}
        for name, label in self.fields:
            level = level_of(clauses, name)
            if level in found:
                found[level].append(label)
        return found

    @property
    def languages(self) -> list[str]:
        """The languages the process is translated into, and the reader's when it is not the text's own."""
        return list(dict.fromkeys(words.language for words in self.scene.process.all(tree.Words))) or ["zh"]

    def word(self, language: str, path: str) -> str:
        """The translation of what has a path."""
        blocks = [words for words in self.scene.process.all(tree.Words) if words.language == language]
        return next((word.text for words in blocks for word in words.items if ".".join(word.path) == path), "")

    @property
    def end_names(self) -> set[str]:
        return {name for name, _ in self.ends}

    @property
    def by_table(self) -> bool:
        """Whether an arm is one of a branch."""
        return isinstance(self.split, tree.Branch)

    @property
    def outcome(self) -> str:
        """The address of the outcome an arm of a branch stands for; nothing when its table does not know it."""
        table = at.get(self.scene.process, self.table) if self.table else None
        known = table.outcomes if table else ()
        return f"{self.table}.outcomes.{known.index(self.node.name)}" if self.node.name in known else ""

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """The conditions that lead into an arm, as (address, name of the row), while there are few enough to show."""
        table = at.get(self.scene.process, self.table) if self.table else None
        rows = [(n, row) for n, row in enumerate(table.rows) if row.outcome == self.node.name] if table else []
        return [(f"{self.table}.rows.{n}.when", row.name) for n, row in rows] if len(rows) <= MOST_CONDITIONS else []

    @property
    def table(self) -> str:
        """The address of the table of a branch, or of the branch an arm belongs to."""
        name = self.node.table if isinstance(self.node, tree.Branch) else self.split.table
        places = [n for n, item in enumerate(self.scene.process.items) if isinstance(item, tree.Table) and item.name == name]
        return f"items.{places[0]}" if places else ""


def naming(scene: Scene, name: str) -> Iterator[str]:
    """What names a step: steps that lead back to it, claims about it, examples that go through it."""
    for _, line in at.walk(scene.process):
        match line:
            case tree.Approve(step) | tree.Task(step):
                targets = [getattr(clause, "target", None) for clause in line.clauses]
                if any(isinstance(target, tree.Return) and target.to == name for target in targets):
                    yield scene.word((step,), line.label or step)
            case tree.Rule(rule, tree.Before(first, then)) if name in (first, then):
                yield scene.word((rule,), rule)
            case tree.Rule(rule, tree.NeverDecides(_, step)) if name == step:
                yield scene.word((rule,), rule)
            case tree.Example(example) if any(name == act.name for one in line.items for act in getattr(one, "acts", ())):
                yield scene.word((example,), line.label or example)
