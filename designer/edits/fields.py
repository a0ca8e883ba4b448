"""The edits of a form: questions and sections added, labelled, moved with the keys, and sections opened up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.edits.names import RemoveWithUses
from designer.edits.proposed import named_after
from designer.names import all_names
from designer.snippets import free_name
from dsl import tree
from dsl.format_expression import quote

LINES = {
    "section": "section {name} {{ }}",
    "computed": "{name}: {computed}",
    "choice": "choice optional {{ option_1 {one}, option_2 {two} }}",
    "choices": "choices {{ option_1 {one}, option_2 {two} }}",
    "rows": "rows {{ column: text }}",
    "money": "money {currency} optional",
    "decimal": "decimal 2 optional",
    "files": "files",
}
"""What is written for a kind that needs more than its word and `optional`. A new question may be left empty until somebody
says that it must be answered: so it breaks no example of the process."""
NAMES = {"section": "section", "computed": "value", "rows": "lines"}
KINDS = (
    "text", "long text", "whole", "decimal", "money", "yes/no", "date", "time", "moment", "duration", "business duration",
    "choice", "choices", "person", "team", "files", "link", "e-mail", "phone", "rows",
)  # fmt: skip
"""Every kind of answer of the language, as the text writes it."""


@dataclass(frozen=True, slots=True)
class AddField:
    """Put a new question of a kind, a `computed` value or a `section` into a list of the form; with no list at the end of
    the form, which is made when there is none. `one` and `two` are the labels of the first options of a list."""

    list: str
    kind: str
    index: int = 9_999_999
    label: str = ""
    one: str = ""
    two: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        process, home = with_form(process, self.list)
        name = free_name(NAMES.get(self.kind, "column" if home.endswith("columns") else "question"), all_names(process))
        new = self.line(process, home, name)
        if self.label:
            new = replace(new, label=self.label)
            new = replace(new, name=named_after(at.insert(process, home, 9_999_999, (new,)), "", new, self.label))
        return at.insert(process, home, self.index, (new,))

    def line(self, process: tree.Process, home: str, name: str) -> tree.Line:
        """The statement, read like one that somebody wrote."""
        block = home.rpartition(".")[2]
        if self.kind not in (*KINDS, "section", "computed"):
            raise LookupError(self.kind)
        if (self.kind == "section" and block != "items") or (self.kind == "rows" and block == "columns"):
            raise CannotEdit("this cannot stand there", "kind")
        options = {part: quote(label) if label else "" for part, label in (("one", self.one), ("two", self.two))}
        more = {"currency": currency_of(process), "computed": computed_of(process), "name": name, **options}
        pattern = LINES.get(self.kind, f"{self.kind} optional")
        text = pattern.format(**more) if self.kind in ("section", "computed") else f"{name}: {pattern.format(**more)}"
        return snippets.block("form" if self.kind == "section" else "fields", text, "kind")[0]

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        home = self.list or f"{form_of(after)}.items"
        return f"{home}.{min(self.index, len(at.get(after, home)) - 1)}"


def with_form(process: tree.Process, home: str) -> tuple[tree.Process, str]:
    """The process with a form, and the list to add to."""
    if home:
        node = at.get(process, home.rpartition(".")[0])
        if not isinstance(node, tree.Form | tree.Section | tree.Field) or not isinstance(at.get(process, home), tuple):
            raise LookupError(home)
        return process, home
    if form_of(process) is None:
        early = (tree.Title, tree.StartedBy, tree.SeenBy, tree.Calendar, tree.Nobody)
        place = sum(1 for item in process.items if isinstance(item, early))
        process = at.insert(process, "items", place, (tree.Form(trivia=tree.Trivia(blank_above=place > 0)),))
    return process, f"{form_of(process)}.items"


def form_of(process: tree.Process) -> str | None:
    """The address of the form."""
    return next((f"items.{n}" for n, item in enumerate(process.items) if isinstance(item, tree.Form)), None)


def fields_of(process: tree.Process) -> list[tree.Field]:
    """The fields of the form, columns not counted."""
    items = [item for form in process.all(tree.Form) for item in form.items]
    return [field for item in items for field in (item.fields if isinstance(item, tree.Section) else (item,))]


def currency_of(process: tree.Process) -> str:
    """The currency of the first amount of the form, or yuan."""
    several = [one for field in fields_of(process) for one in (field, *field.columns)]
    return next((one.kind.currency for one in several if one.kind.currency), "CNY")


def computed_of(process: tree.Process) -> str:
    """Kind and value of a new computed value: the sum of the likeliest column, amounts and computed ones first."""
    found = []
    for field in fields_of(process):
        for column in field.columns:
            if column.kind.word in ("money", "whole") and column.when is None and not column.optional:
                found.append((column.kind.word != "money", column.value is None, len(found), field, column))
    if not found:
        return "whole = 0"
    *_, field, column = min(found, key=lambda each: each[:3])
    kind = f"money {column.kind.currency}" if column.kind.currency else "whole"
    each = free_name("line", all_names(process))
    return f"{kind} = sum(each {each} in {field.name}: {each}.{column.name})"


@dataclass(frozen=True, slots=True)
class SetLabel:
    """What a question, a section or an option is called. A name that was given by itself follows, while nobody says it."""

    address: str
    label: str

    def on(self, process: tree.Process) -> tree.Process:
        node = at.of_kind(process, self.address, tree.Field, tree.Section, tree.Option)
        label = " ".join(self.label.split())
        taken = None
        if isinstance(node, tree.Option):
            taken = frozenset(one.name for one in at.get(process, at.split(self.address)[0]))
        name = named_after(process, self.address, node, label, taken)
        if (label or None, name) == (node.label, node.name):
            return process
        return at.put(process, self.address, replace(node, label=label or None, name=name))


@dataclass(frozen=True, slots=True)
class SetOptional:
    """Whether a question may be left empty."""

    address: str
    optional: bool

    def on(self, process: tree.Process) -> tree.Process:
        node = at.of_kind(process, self.address, tree.Field)
        if node.optional == self.optional:
            return process
        return at.put(process, self.address, replace(node, optional=self.optional))


@dataclass(frozen=True, slots=True)
class Nudge:
    """Move a question, section, column or option one place up or down, out of its section and into the next one too."""

    address: str
    up: bool

    def on(self, process: tree.Process) -> tree.Process:
        place = self.place(process)
        return process if place is None else at.moved(process, self.address, *place)[0]

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        place = self.place(before)
        return self.address if place is None else at.moved(before, self.address, *place)[1]

    def place(self, process: tree.Process) -> tuple[str, int] | None:
        """The list and the place in it to stand in front of; None at the end of the way."""
        home, number = at.split(self.address)
        siblings, node = at.get(process, home), at.get(process, self.address)
        beside = number - 1 if self.up else number + 1
        if 0 <= beside < len(siblings):
            other = siblings[beside]
            if isinstance(node, tree.Field) and isinstance(other, tree.Section):
                return f"{home}.{beside}.fields", len(other.fields) if self.up else 0
            return home, beside if self.up else beside + 1
        if not home.endswith(".fields"):
            return None
        return self.beyond(process, home.rpartition(".")[0])

    def beyond(self, process: tree.Process, section: str) -> tuple[str, int]:
        """Into the section before or behind, else out of all sections."""
        items, number = at.split(section)
        beside = number - 1 if self.up else number + 1
        siblings = at.get(process, items)
        if 0 <= beside < len(siblings) and isinstance(siblings[beside], tree.Section):
            return f"{items}.{beside}.fields", len(siblings[beside].fields) if self.up else 0
        return items, number if self.up else number + 1


@dataclass(frozen=True, slots=True)
class RemoveSection:
    """Take a section away with its questions, and whatever else names them."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        section = at.of_kind(process, self.address, tree.Section)
        while (fields := at.get(process, section_called(process, section.name)).fields):
            place = f"{section_called(process, section.name)}.fields.{len(fields) - 1}"
            process = RemoveWithUses(place).on(process)
        return at.remove(process, section_called(process, section.name))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return ""


def section_called(process: tree.Process, name: str) -> str:
    """The address of a section; lines before it may have gone meanwhile."""
    for address, line in at.walk(process):
        if isinstance(line, tree.Section) and line.name == name:
            return address
    raise LookupError(name)


@dataclass(frozen=True, slots=True)
class Dissolve:
    """Take a section's heading away; its questions stay where they are."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        section = at.of_kind(process, self.address, tree.Section)
        home, number = at.split(self.address)
        first, *rest = section.fields or (None,)
        said = (*section.trivia.above, *((section.trivia.behind,) if section.trivia.behind is not None else ()))
        said += section.trivia.inside_end
        if first is not None and said:
            above = (*said, *first.trivia.above)
            first = replace(first, trivia=replace(first.trivia, above=above, blank_above=section.trivia.blank_above))
        kept = (first, *rest) if first is not None else ()
        items = at.get(process, home)
        return at.put(process, home, (*items[:number], *kept, *items[number + 1 :]))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return self.address if at.get(before, self.address).fields else ""
