"""The canvas: sections and questions as whoever fills in the form will see them, with remarks about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from designer import address as at
from designer.conditions.sentences import sentence
from designer.edits.fields import form_of
from designer.form.kinds import Sort, by_word, sort_of
from designer.scene import Scene
from dsl import tree
from dsl.checking.names import all_steps

SHAPES = {
    "text": "line", "link": "line", "e-mail": "line", "phone": "line", "long text": "area", "whole": "number",
    "decimal": "number", "money": "money", "date": "date", "time": "date", "moment": "date", "duration": "length",
    "business duration": "length", "choice": "options", "choices": "options", "yes/no": "options", "person": "list",
    "team": "list", "files": "files", "rows": "rows",
}  # fmt: skip
"""How the control of a kind looks."""
OPEN_OPTIONS = 5
"""More options than these are a list to open, in the real form too."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A remark about a question; with an address it leads to the line it is about."""

    sort: str
    icon: str
    text: str
    address: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question, a computed value or a column. `mark` is "required", "optional" or "" for what nobody fills in."""

    address: str
    id: str
    node: tree.Field
    sort: Sort
    shape: str
    label: str
    mark: str
    help: str
    chips: tuple[Chip, ...]
    level: str
    problems: tuple[str, ...]
    options: tuple[str, ...] = ()
    columns: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its rows, or one row that stands in no section."""

    address: str
    id: str
    node: tree.Section | tree.Field
    label: str = ""
    chips: tuple[Chip, ...] = ()
    level: str = ""
    problems: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    row: Row | None = None


@dataclass(frozen=True)
class Canvas:
    """Makes the parts of a scene's form."""

    scene: Scene
    known: dict[str, Sort] = field(default_factory=dict)

    def parts(self) -> Iterator[Part]:
        """What stands in the form, in order."""
        home = form_of(self.scene.process)
        filled = step_chips(self.scene)
        for number, item in enumerate(at.get(self.scene.process, f"{home}.items") if home else ()):
            address = f"{home}.items.{number}"
            if isinstance(item, tree.Section):
                yield self.section(item, address, filled)
            else:
                yield Part(address, f"part-{item.name}", item, row=self.row(item, address, item.name, filled))

    def section(self, node: tree.Section, address: str, filled: dict[str, tuple[Chip, ...]]) -> Part:
        rows = (self.row(one, f"{address}.fields.{n}", one.name, filled) for n, one in enumerate(node.fields))
        level, told = self.told(address, node)
        label = self.scene.word((node.name,), node.label or "")
        return Part(address, f"part-{node.name}", node, label, tuple(self.shown_when(node)), level, told, tuple(rows))

    def row(self, node: tree.Field, address: str, path: str, filled: dict[str, tuple[Chip, ...]]) -> Row:
        columns = (
            self.row(one, f"{address}.columns.{n}", f"{path}.{one.name}", {}) for n, one in enumerate(node.columns)
        )
        level, told = self.told(address, node)
        parts = tuple(path.split("."))
        return Row(
            address,
            f"row-{path}",
            node,
            sort_of(node, self.known),
            self.shape(node),
            self.scene.word(parts, node.label or ""),
            self.mark(node, node.name in filled),
            self.scene.word((*parts, "help"), node.help or ""),
            (*self.chips(node), *filled.get(node.name, ())),
            level,
            told,
            tuple(self.scene.word((*parts, one.name), one.label or one.name) for one in node.options),
            tuple(columns),
        )

    @staticmethod
    def shape(node: tree.Field) -> str:
        if node.value is not None:
            return "computed"
        if node.kind.word == "choice" and len(node.options) > OPEN_OPTIONS:
            return "list"
        return SHAPES[node.kind.word]

    @staticmethod
    def mark(node: tree.Field, later: bool) -> str:
        """Whether it must be answered; what a step fills in later is not asked of the requester."""
        if node.value is not None or later:
            return ""
        low = node.kind.bounds.low if node.kind.bounds else None
        empty = node.kind.word in ("files", "choices", "rows") and (low is None or low == tree.Number(0))
        return "optional" if node.optional or empty else "required"

    def shown_when(self, node: tree.Section | tree.Field) -> Iterator[Chip]:
        if node.when is not None:
            told = self.scene.outside.say("shown when {condition}", condition=sentence(self.scene, node.when))
            yield Chip("when", "eye", told)

    def chips(self, node: tree.Field) -> Iterator[Chip]:
        say = self.scene.outside.say
        yield from self.shown_when(node)
        if node.value is not None:
            yield Chip("computed", "calculator", sentence(self.scene, node.value))
        if node.default is not None:
            yield Chip("default", "pencil", say("starts with {value}", value=sentence(self.scene, node.default)))
        if node.checks:
            told = say("{count} checks", count=len(node.checks)) if len(node.checks) > 1 else say("1 check")
            yield Chip("check", "circle-check", told)

    def told(self, address: str, node: tree.Line) -> tuple[str, tuple[str, ...]]:
        """The level of what the checker says about a line and its options, and its sentences."""
        look = self.scene.look
        found = list(look.problems_at(address))
        for number in range(len(getattr(node, "options", ()))):
            found += look.problems_at(f"{address}.options.{number}")
        level = "problem" if any(one.level == "problem" for one in found) else "note" if found else ""
        return level, tuple(self.scene.told(one) for one in found)


def filled_by(process: tree.Process) -> dict[str, list[tuple[str, tree.Line]]]:
    """Name of a field -> the steps, with their addresses, that fill it in."""
    found: dict[str, list[tuple[str, tree.Line]]] = {}
    steps = {id(step) for flow in process.all(tree.Flow) for step in all_steps(flow.steps)}
    for address, line in at.walk(process):
        if id(line) in steps:
            for clause in getattr(line, "clauses", ()):
                for need in clause.fills if isinstance(clause, tree.Access) else ():
                    found.setdefault(need.name, []).append((address, line))
    return found


def step_chips(scene: Scene) -> dict[str, tuple[Chip, ...]]:
    """Name of a field -> a chip for each step that fills it in later."""
    say = scene.outside.say
    return {
        name: tuple(
            Chip("step", "user-check", say("filled at {step}", step=called(scene, step)), place, "flow")
            for place, step in several
        )
        for name, several in filled_by(scene.process).items()
    }


def called(scene: Scene, step: tree.Approve | tree.Task) -> str:
    """A step's label in the reader's language."""
    return scene.word((step.name,), step.label or step.name)


def parts_of(scene: Scene) -> tuple[Part, ...]:
    """The form of a scene."""
    return tuple(Canvas(scene, by_word(scene.outside.say)).parts())
