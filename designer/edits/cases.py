"""The edits of examples: who files, what is answered, and the acts that must follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.about.likely import likely_answers
from designer.about.likely import way as likely_way
from designer.edit import CannotEdit
from designer.edits.about import name_from, place_of
from designer.names import all_names
from designer.tables.cells import LISTED
from dsl import tree
from dsl.check import check
from dsl.compile import compile as compiled
from dsl.format_expression import quote
from dsl.format_statement import given as written
from dsl.libraries import DEFAULT, Libraries


def example_at(process: tree.Process, address: str) -> tree.Example:
    """The example at an address; raises LookupError."""
    return at.of_kind(process, address, tree.Example)


def place_in(example: tree.Example, kind: type) -> int | None:
    """Where the first line of a kind stands in an example."""
    return next((n for n, item in enumerate(example.items) if isinstance(item, kind)), None)


@dataclass(frozen=True, slots=True)
class AddExample:
    """Add an example that is filed by ana, with likely answers, and expects what happens then when everybody agrees."""

    label: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        return self.within(process, DEFAULT)

    def within(self, process: tree.Process, libraries: Libraries) -> tree.Process:
        label = " ".join(self.label.split())
        name = snippets.free_name(name_from(label, "case"), all_names(process))
        example = tree.Example(name, label or None, (tree.Requester("ana"),), trivia=tree.Trivia(blank_above=True))
        example = likely(process, example, libraries)
        return at.insert(process, "items", place_of(process, tree.Example), (example,))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"items.{place_of(before, tree.Example)}"


def likely(process: tree.Process, example: tree.Example, libraries: Libraries) -> tree.Example:
    """The example with answers and the way it goes; of a process with problems only with the first end."""
    ends = [end.name for item in process.all(tree.Ends) for end in item.items]
    way: tuple[str, ...] = (ends[0] if ends else "done",)
    checked = check(process, libraries)
    if checked.ok:
        program = compiled(checked)
        example = replace(example, items=(*example.items, *likely_answers(program)))
        way = likely_way(program, example, libraries) or way
    return replace(example, items=(*example.items, tree.Expect(tuple(act_of(one) for one in way))))


@dataclass(frozen=True, slots=True)
class SetRequester:
    """Who files the ticket of an example."""

    address: str
    name: str

    def on(self, process: tree.Process) -> tree.Process:
        example = example_at(process, self.address)
        name, place = snippets.name(self.name), place_in(example, tree.Requester)
        if place is None:
            return at.insert(process, f"{self.address}.items", 0, (tree.Requester(name),))
        return at.put(process, f"{self.address}.items.{place}.name", name)


@dataclass(frozen=True, slots=True)
class Given:
    """What an edit says of one name in an example, as the text writes the value: `5.00 CNY`, `"Lyon"`, `english`, or rows in
    braces; with no text nothing is said. `quoted` puts the text in quotes, `suffix` is put behind a number: its currency;
    `listed` are several, with commas between them."""

    address: str
    name: str
    text: str
    quoted: bool = False
    suffix: str = ""
    listed: bool = False

    def said(self) -> tree.Given | None:
        """As the tree has it; raises CannotEdit about `text`."""
        if not self.text.strip():
            return None
        snippets.name(self.name, "text", True)
        [line] = snippets.block("example", f"{self.name} {self.value()}", "text")[:1]
        if not isinstance(line, tree.Answers) or len(line.items) != 1:
            raise CannotEdit("write one value here", "text")
        return line.items[0]

    def value(self) -> str:
        """The value as the language writes it."""
        value = self.text.strip()
        if self.suffix and not value.upper().endswith(self.suffix):
            value = f"{value.replace(',', '')} {self.suffix}"
        if self.listed:
            parts = [part.strip() for part in LISTED.split(value.strip("{} ")) if part.strip()]
            return "{ " + ", ".join(quote(part) if self.quoted else part for part in parts) + " }"
        return quote(value) if self.quoted else value


@dataclass(frozen=True, slots=True)
class SetAttribute(Given):
    """What the directory says about the requester of an example: `level` is `vip`."""

    def on(self, process: tree.Process) -> tree.Process:
        example = example_at(process, self.address)
        place = place_in(example, tree.Requester)
        if place is None:
            raise LookupError(self.address)
        new = with_given(example.items[place].attributes, self.name, self.said())
        return at.put(process, f"{self.address}.items.{place}.attributes", new)


@dataclass(frozen=True, slots=True)
class SetAnswer(Given):
    """Answer one field in an example; with no text the answer goes."""

    def on(self, process: tree.Process) -> tree.Process:
        example = example_at(process, self.address)
        new = self.said()
        for number, item in enumerate(example.items):
            if isinstance(item, tree.Answers) and any(one.name == self.name for one in item.items):
                items = with_given(item.items, self.name, new)
                place = f"{self.address}.items.{number}"
                return at.put(process, f"{place}.items", items) if items else at.remove(process, place)
        if new is None:
            return process
        return self.added(process, example, new)

    def added(self, process: tree.Process, example: tree.Example, new: tree.Given) -> tree.Process:
        """The answer on the last line of answers, or on one of its own: rows, and where the line gets long."""
        lines = [n for n, item in enumerate(example.items) if isinstance(item, tree.Answers)]
        if lines and new.rows is None:
            last = example.items[lines[-1]]
            plain = all(one.rows is None for one in last.items)
            if plain and sum(len(written(one)) + 2 for one in (*last.items, new)) < 100:
                return at.put(process, f"{self.address}.items.{lines[-1]}.items", (*last.items, new))
        before = [n for n, item in enumerate(example.items) if not isinstance(item, tree.Expect)]
        index = before[-1] + 1 if before else 0
        return at.insert(process, f"{self.address}.items", index, (tree.Answers((new,)),))


def with_given(items: Sequence[tree.Given], name: str, new: tree.Given | None) -> tuple[tree.Given, ...]:
    """Answers with one replaced, added or taken away."""
    there = [one for one in items if one.name == name]
    if not there:
        return (*items, new) if new else tuple(items)
    return tuple(new if one.name == name else one for one in items if new or one.name != name)


# -- what must happen


@dataclass(frozen=True, slots=True)
class AddAct:
    """Expect one more act of an example, before the end it expects: a step and how it goes, such as `payment -> paid`."""

    address: str
    act: str

    def on(self, process: tree.Process) -> tree.Process:
        acts, new = expected(process, self.address), act_of(self.act)
        ends = {end.name for item in process.all(tree.Ends) for end in item.items} | {"withdrawn"}
        if new.name in ends and acts and acts[-1].name in ends:
            return expecting(process, self.address, (*acts[:-1], new))
        index = len(acts) - 1 if acts and acts[-1].name in ends else len(acts)
        return expecting(process, self.address, (*acts[:index], new, *acts[index:]))


@dataclass(frozen=True, slots=True)
class SetAct:
    """Change one expected act, counted from 0; with no text it goes."""

    address: str
    number: int
    act: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        acts = expected(process, self.address)
        if self.number >= len(acts):
            raise LookupError(self.address)
        new = (act_of(self.act),) if self.act.strip() else ()
        return expecting(process, self.address, (*acts[: self.number], *new, *acts[self.number + 1 :]))


@dataclass(frozen=True, slots=True)
class SetActs:
    """Expect exactly these acts, such as those that happened."""

    address: str
    acts: tuple[str, ...]

    def on(self, process: tree.Process) -> tree.Process:
        return expecting(process, self.address, tuple(act_of(one) for one in self.acts))


def act_of(text: str) -> tree.Act:
    """`payment -> paid`, also with what is changed there; raises CannotEdit."""
    if "{" in text:
        several = snippets.line(tree.Expect, f"expect {text}", "act").acts
        if len(several) != 1:
            raise CannotEdit("write one act here", "act")
        return several[0]
    name, _, outcome = text.partition("->")
    return tree.Act(snippets.name(name, "act"), snippets.name(outcome, "act") if outcome.strip() else None)


def expected(process: tree.Process, address: str) -> tuple[tree.Act, ...]:
    """All acts an example expects."""
    return tuple(act for item in example_at(process, address).items if isinstance(item, tree.Expect) for act in item.acts)


def expecting(process: tree.Process, address: str, acts: tuple[tree.Act, ...]) -> tree.Process:
    """The example with these acts, on the first line that expects something."""
    if not acts:
        raise CannotEdit("an example has to expect something: an end at least", "act")
    example = example_at(process, address)
    place = place_in(example, tree.Expect)
    if place is None:
        return at.insert(process, f"{address}.items", len(example.items), (tree.Expect(acts),))
    items = [item for n, item in enumerate(example.items) if not isinstance(item, tree.Expect) or n == place]
    index = next(n for n, item in enumerate(items) if isinstance(item, tree.Expect))
    items[index] = replace(items[index], acts=acts)
    return at.put(process, f"{address}.items", tuple(items))
