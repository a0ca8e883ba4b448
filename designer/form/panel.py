"""The panel of the selected question or section: its texts in every language, its measures, its options, and who uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designer import address as at
from designer.edits.fields import fields_of
from designer.edits.kinds import BOUNDED, SIZED, widest
from designer.edits.options import as_list
from designer.form.kinds import by_word
from designer.paths import sentence_paths
from designer.scene import Scene, view_of
from designer.uses import thing_at, uses
from dsl import tree
from dsl.format_expression import format_expression

LANGUAGES = {"en": "English", "zh": "中文"}
UNITS = {"duration": ("minutes", "hours", "days", "weeks"), "business duration": ("hours", "days")}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A text in another language: `path` is what `words` call it."""

    language: str
    name: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """A line that names what is selected: what it is called, and where to look at it."""

    label: str
    address: str
    view: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What the boxes of a kind hold now; a bound that is as wide as it may be is shown as none."""

    size: str = ""
    most: int = 0
    currency: str = ""
    low: str = ""
    high: str = ""
    low_unit: str = ""
    high_unit: str = ""
    input: str = "text"
    bounded: bool = False
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """Everything the template asks about the selected line."""

    scene: Scene
    address: str

    @property
    def node(self) -> tree.Field | tree.Section:
        return at.get(self.scene.process, self.address)

    @property
    def path(self) -> str:
        """What `words` call it."""
        thing = thing_at(self.scene.process, self.address)
        return ".".join(thing[1:]) if thing else self.node.name

    @property
    def in_table(self) -> bool:
        return self.address.rpartition(".")[0].endswith("columns")

    def tongues(self, path: str) -> tuple[Tongue, ...]:
        """The text with this path in each language the process is translated into, and in the one it could be."""
        found = []
        for language in languages_of(self.scene.process):
            words = words_in(self.scene.process, language)
            found.append(Tongue(language, LANGUAGES.get(language, language), path, words.get(path, "")))
        return tuple(found)

    def check_path(self, check: tree.Check) -> str:
        return sentence_paths(self.scene.process).get(id(check), "")

    def help_path(self) -> str:
        return sentence_paths(self.scene.process).get(id(self.node), f"{self.path}.help")

    def uses(self, address: str = "") -> tuple[Use, ...]:
        """Who names it, by line; several lines of one step or example count once."""
        node, inside = self.node, (address or self.address,)
        if not address and isinstance(node, tree.Section):
            inside = tuple(f"{self.address}.fields.{number}" for number in range(len(node.fields)))
        lines = (use for one in inside for use in uses(self.scene.process, one))
        return tuple(dict.fromkeys(self.named(use for use in lines if address or not at.is_below(use[0], self.address))))

    def named(self, several: Iterable[tuple[str, tree.Line]]) -> Iterator[Use]:
        for place, _ in several:
            while place and not getattr(at.get(self.scene.process, place), "name", None):
                place = at.line_of(self.scene.process, place.rpartition(".")[0])
            yield Use(self.called(place), place, view_of(self.scene.process, place))

    def called(self, place: str) -> str:
        """What a line is called: its label, else its name; a row with its table."""
        say, node = self.scene.outside.say, at.get(self.scene.process, place)
        own = getattr(node, "label", None) or getattr(node, "name", "")
        match node:
            case tree.Process():
                return say("title and notices")
            case tree.Field() | tree.Section():
                return say("form: {name}", name=own)
            case tree.Table():
                return say("rules: {name}", name=own)
            case tree.Row():
                return say("rules: {name}", name=f"{at.get(self.scene.process, place.rpartition('.rows')[0]).name}, {own}")
            case tree.Approve() | tree.Task() | tree.Parallel() | tree.Arm():
                return say("step: {name}", name=own)
            case tree.Example():
                return say("example: {name}", name=own)
            case tree.Rule():
                return say("always: {name}", name=own)
        return own

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The examples that do not answer it although it must be answered."""
        look = self.scene.look
        # A condition with a mistake counts as always met: what examples lack is told once it has none.
        found = () if any(one.level == "problem" for one in look.problems_at(self.address)) else look.checked.problems
        mine = (one.values for one in found if one.code == "answer-missing" and one.values.get("name") == self.path)
        return () if self.in_table else tuple(values["place"] for values in mine)

    @property
    def options(self) -> str:
        return as_list(self.node)

    @property
    def measure(self) -> Measure | None:
        """The boxes of the kind; None when it has none."""
        kind = self.node.kind
        if kind.word not in SIZED and kind.word not in BOUNDED:
            return None
        size = "" if kind.size is None else str(kind.size)
        units = UNITS.get(kind.word, ())
        low, low_unit, high, high_unit = self.bounds(kind)
        shown = "date" if kind.word == "date" else "text"
        bounded = kind.word in BOUNDED
        return Measure(
            size, SIZED.get(kind.word, 0), kind.currency or "", low, high, low_unit, high_unit, shown, bounded, units
        )

    def bounds(self, kind: tree.Kind) -> tuple[str, str, str, str]:
        """Least and greatest with their units, as the boxes show them."""
        if kind.bounds is None:
            return "", "", "", ""
        wide = widest(kind, len(self.node.options))
        ends = [bound(end, limit) for end, limit in zip((kind.bounds.low, kind.bounds.high), wide, strict=True)]
        return *ends[0], *ends[1]

    @property
    def replacements(self) -> tuple[str, ...]:
        """Names of the same sort that uses of this one could say instead."""
        near = at.get(self.scene.process, at.split(self.address)[0]) if self.in_table else fields_of(self.scene.process)
        node = self.node
        alike = (one for one in near if isinstance(one, tree.Field) and one.name != node.name)
        return tuple(one.name for one in alike if one.kind.word == node.kind.word)


def bound(end: tree.Expression, limit: tree.Expression) -> tuple[str, str]:
    """One end as (number, unit)."""
    if end == limit and not (isinstance(end, tree.Number) and end.units == 0):
        return "", ""
    if isinstance(end, tree.Length):
        return str(end.count), end.unit
    return format_expression(end), ""


def words_in(process: tree.Process, language: str) -> dict[str, str]:
    """The translations into a language, by dotted path."""
    blocks = (block for block in process.all(tree.Words) if block.language == language)
    return {".".join(word.path): word.text for block in blocks for word in block.items}


def languages_of(process: tree.Process) -> tuple[str, ...]:
    """The languages of `words`; the other one of English and Chinese when there are none yet."""
    found = tuple(dict.fromkeys(block.language for block in process.all(tree.Words)))
    return found or ("en" if is_chinese(process.label or process.name) else "zh",)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= each <= "\u9fff" for each in text)


def selected_line(scene: Scene) -> str:
    """The address of the selected question or section: what is selected, or what it stands in."""
    address = scene.at
    while address:
        node = at.get(scene.process, address)
        if isinstance(node, tree.Field | tree.Section):
            return address
        address = address.rpartition(".")[0]
    return ""


def panel_of(scene: Scene) -> Panel | None:
    """The panel of what is selected; None when that is nothing of the form."""
    address = selected_line(scene)
    return Panel(scene, address) if address else None


def kinds_for(scene: Scene, panel: Panel) -> tuple[tuple[str, str], ...]:
    """The kinds a question may change to: word and label."""
    known = by_word(scene.outside.say)
    left_out = {"computed", "section"} | ({"rows"} if panel.in_table else set())
    return tuple((word, sort.label) for word, sort in known.items() if word not in left_out)
