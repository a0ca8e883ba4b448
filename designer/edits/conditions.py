"""The edits of conditions, values and people: each writes something complete and guards what may be absent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from designer import address as at
from designer import snippets
from designer.conditions.guard import guarded, root_of
from designer.conditions.typed import typed_text
from designer.edit import CannotEdit
from designer.edits.generic import is_optional
from dsl import tree
from dsl.functions import FUNCTIONS
from dsl.libraries import DEFAULT, Libraries

HOLDERS = ("when", "value", "default", "condition", "who")
"""The parts of a line that hold one condition, value or person."""
EXPRESSIONS = tuple(tree.Expression.__args__)
GROUPS = {"and": tree.And, "or": tree.Or}


class Guarded:
    """An edit whose result is guarded; `libraries` say which attributes of the directory may be absent."""

    __slots__ = ()

    def on(self, process: tree.Process) -> tree.Process:
        return self.within(process, DEFAULT)

    def within(self, process: tree.Process, libraries: Libraries) -> tree.Process:
        return guarded(self.written(process), self.address, libraries)


@dataclass(frozen=True, slots=True)
class SetCondition(Guarded):
    """Put the condition or value `text` where one stands or may stand."""

    address: str
    text: str

    def written(self, process: tree.Process) -> tree.Process:
        inside_a_line(process, self.address)
        return put_flat(process, self.address, snippets.expression(self.text, "text"))


@dataclass(frozen=True, slots=True)
class SetValue(Guarded):
    """Put a constant: `kind` is one of `designer.conditions.typed.KINDS`, `unit` a currency or a unit of time."""

    address: str
    kind: str
    value: str
    unit: str = ""

    def written(self, process: tree.Process) -> tree.Process:
        inside_a_line(process, self.address)
        return put_flat(process, self.address, snippets.expression(typed_text(self.kind, self.value, self.unit), "value"))


@dataclass(frozen=True, slots=True)
class SetMembers(Guarded):
    """Replace the values of `x in { … }`."""

    address: str
    members: tuple[str, ...] = ()

    def written(self, process: tree.Process) -> tree.Process:
        old = at.get(process, self.address)
        if not isinstance(old, tree.Member) or old.group is not None:
            raise LookupError(self.address)
        if not self.members:
            raise CannotEdit("choose at least one", "members")
        members = tuple(snippets.expression(text, "members") for text in self.members)
        return at.put(process, self.address, replace(old, members=members))


@dataclass(frozen=True, slots=True)
class AddCondition(Guarded):
    """Join one condition more to what stands at the address, with `and` or `or`; the first one where nothing stands."""

    address: str
    text: str
    word: str = "and"

    def written(self, process: tree.Process) -> tree.Process:
        inside_a_line(process, self.address)
        old, new, group = at.get(process, self.address), snippets.expression(self.text, "text"), group_of(self.word)
        if old is None:
            return at.put(process, self.address, new)
        before = old.items if isinstance(old, group) else (old,)
        return put_flat(process, self.address, group((*before, *(new.items if isinstance(new, group) else (new,)))))


@dataclass(frozen=True, slots=True)
class JoinConditions(Guarded):
    """Join the conditions of a group by the other word."""

    address: str
    word: str

    def written(self, process: tree.Process) -> tree.Process:
        old = at.of_kind(process, self.address, tree.And, tree.Or)
        group = group_of(self.word)
        items = tuple(one for item in old.items for one in (item.items if isinstance(item, group) else (item,)))
        return put_flat(process, self.address, group(items))


@dataclass(frozen=True, slots=True)
class NegateCondition(Guarded):
    """Turn a condition into its contrary, and back."""

    address: str

    def written(self, process: tree.Process) -> tree.Process:
        old = expression_at(process, self.address)
        return put_flat(process, self.address, old.item if isinstance(old, tree.Not) else tree.Not(old))


@dataclass(frozen=True, slots=True)
class GroupConditions(Guarded):
    """Put a condition and the one after it into a group of their own, joined by the other word."""

    address: str

    def written(self, process: tree.Process) -> tree.Process:
        home, number = at.split(self.address)
        above = at.get(process, home.rpartition(".")[0])
        if not isinstance(above, tree.And | tree.Or) or number + 1 >= len(above.items):
            raise LookupError(self.address)
        other = tree.Or if isinstance(above, tree.And) else tree.And
        pair = above.items[number : number + 2]
        group = other(tuple(one for item in pair for one in (item.items if isinstance(item, other) else (item,))))
        left = (*above.items[:number], group, *above.items[number + 2 :])
        return put_flat(process, home.rpartition(".")[0], replace(above, items=left) if len(left) > 1 else group)


@dataclass(frozen=True, slots=True)
class UngroupConditions(Guarded):
    """Put the conditions of a group into the group around it."""

    address: str

    def written(self, process: tree.Process) -> tree.Process:
        home, number = at.split(self.address)
        inner = at.get(process, self.address)
        above = at.get(process, home.rpartition(".")[0])
        if not isinstance(inner, tree.And | tree.Or) or not isinstance(above, tree.And | tree.Or):
            raise LookupError(self.address)
        items = above.items
        return at.put(process, home, (*items[:number], *inner.items, *items[number + 1 :]))


@dataclass(frozen=True, slots=True)
class AddPart(Guarded):
    """One value more in `{ … }`, one person or role more in a clause, or one term more: `op` is + - * or /."""

    address: str
    text: str
    op: str = ""

    def written(self, process: tree.Process) -> tree.Process:
        if is_list(process, self.address):
            old = at.get(process, self.address)
            people = self.address.endswith("people")
            new = snippets.people(self.text, "text") if people else (snippets.expression(self.text, "text"),)
            return at.put(process, self.address, (*old, *new))
        old = expression_at(process, self.address)
        return put_flat(process, self.address, with_term(old, self.op, snippets.expression(self.text, "text")))


@dataclass(frozen=True, slots=True)
class SetSign(Guarded):
    """Another sign before a term that is not the first."""

    address: str
    op: str

    def written(self, process: tree.Process) -> tree.Process:
        home, number = part_at(process, self.address)
        chain = at.get(process, home.rpartition(".")[0])
        signs = {tree.Sum: ("+", "-"), tree.Product: ("*", "/")}.get(type(chain), ())
        if number == 0 or self.op not in signs:
            raise LookupError(self.address)
        return at.put(process, self.address, replace(at.get(process, self.address), op=self.op))


@dataclass(frozen=True, slots=True)
class RemovePart:
    """Take a condition, a term, a value, an argument, or a person away; a group of one becomes that one."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        if not self.address.rpartition(".")[2].isdigit():
            if not is_optional(process, self.address):
                raise CannotEdit("a condition or a value has to stand here: change it instead")
            return at.put(process, self.address, None)
        home, _ = part_at(process, self.address)
        above, part = home.rpartition(".")[0], home.rpartition(".")[2]
        parent, left = at.get(process, above), at.get(at.remove(process, self.address), home)
        check_left(parent, part, len(left))
        if part == "items":
            return put_flat(process, above, left[0] if len(left) == 1 else replace(parent, items=left))
        if part == "terms":
            return at.put(process, above, of_terms(parent, with_first(parent, left)))
        return at.put(process, home, left)


@dataclass(frozen=True, slots=True)
class MovePart:
    """Swap a condition, a value or a person with the one before it, or the one after it."""

    address: str
    up: bool = False

    def on(self, process: tree.Process) -> tree.Process:
        home, number = part_at(process, self.address)
        several, other = at.get(process, home), number - 1 if self.up else number + 1
        if not 0 <= other < len(several) or home.rpartition(".")[2] not in ("items", "members", "people"):
            raise LookupError(self.address)
        order = list(several)
        order[number], order[other] = order[other], order[number]
        return at.put(process, home, tuple(order))


@dataclass(frozen=True, slots=True)
class SetPeople:
    """Replace the people of a clause by what `text` names."""

    address: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        old = at.get(process, self.address)
        if not isinstance(old, tuple) or self.address.rpartition(".")[2] != "people":
            raise LookupError(self.address)
        if not self.text.strip():
            raise CannotEdit("somebody has to stand here: name at least one", "text")
        return at.put(process, self.address, snippets.people(self.text, "text"))


# -- parts of trees


def inside_a_line(process: tree.Process, address: str) -> None:
    """An expression stands at the address or may stand there: a condition, a value or somebody, or a part of one."""
    old, above = at.get(process, address), address.rpartition(".")[0]
    if isinstance(old, EXPRESSIONS):
        root = root_of(process, address)
    elif old is None and is_optional(process, address):
        root = root_of(process, above) if isinstance(at.get(process, above), EXPRESSIONS) else address
    else:
        root = ""
    part, listed = root.rpartition(".")[2], root.rpartition(".")[0].rpartition(".")[2] == "people"
    line = at.get(process, at.line_of(process, address))
    if not root or not (part in HOLDERS or listed) or isinstance(line, tree.Answers | tree.Requester):
        raise LookupError(address)


def is_list(process: tree.Process, address: str) -> bool:
    """Whether the people of a clause or the values of `x in { … }` stand at the address."""
    part, old = address.rpartition(".")[2], at.get(process, address)
    return isinstance(old, tuple) and (part == "people" or (part == "members" and bool(old)))


def expression_at(process: tree.Process, address: str) -> Any:
    inside_a_line(process, address)
    found = at.get(process, address)
    if found is None or isinstance(found, tuple):
        raise LookupError(address)
    return found


def fitting(address: str, new: Any) -> Any:
    """`new`, where its kind may stand at the address: asked if it is there, or gone through, is a name and nothing else."""
    if address.rpartition(".")[2] in ("path", "over") and not isinstance(new, tree.Path):
        raise CannotEdit("the name of a field has to stand here", "text")
    return new


def group_of(word: str) -> type:
    if word not in GROUPS:
        raise LookupError(word)
    return GROUPS[word]


def put_flat(process: tree.Process, address: str, new: Any) -> tree.Process:
    """The process with `new` at the address; a group in a group of the same word becomes part of it."""
    home, _, last = address.rpartition(".")
    above = home.rpartition(".")[0]
    if last.isdigit() and home.endswith(".items") and isinstance(new, tree.And | tree.Or):
        parent = at.get(process, above)
        if type(parent) is type(new):
            number = int(last)
            return at.put(process, home, (*parent.items[:number], *new.items, *parent.items[number + 1 :]))
    return at.put(process, address, fitting(address, new))


def part_at(process: tree.Process, address: str) -> tuple[str, int]:
    """The list in which a condition, a term, a value or a person stands, and its place in it."""
    if not isinstance(at.get(process, address), (*EXPRESSIONS, tree.Term)):
        raise LookupError(address)
    return at.split(address)


def with_term(old: Any, op: str, new: tree.Expression) -> tree.Sum | tree.Product:
    """A sum or product with one term more, or the first one of what was a single value."""
    kind, first = (tree.Sum, "+") if op in ("+", "-") else (tree.Product, "*")
    if op not in ("+", "-", "*", "/") or old is None:
        raise LookupError(op)
    before = old.terms if isinstance(old, kind) else (tree.Term(first, old),)
    return kind((*before, tree.Term(op, new)))


def with_first(parent: tree.Sum | tree.Product, left: tuple[tree.Term, ...]) -> tuple[tree.Term, ...]:
    """Terms whose first one, which has no sign, keeps its meaning."""
    match left[0]:
        case tree.Term("-", value):
            return (tree.Term("+", tree.Negative(value)), *left[1:])
        case tree.Term("/"):
            return (tree.Term("*", tree.Number(1)), *left)
    return left


def of_terms(parent: tree.Sum | tree.Product, terms: tuple[tree.Term, ...]) -> tree.Expression:
    return terms[0].value if len(terms) == 1 else replace(parent, terms=terms)


def check_left(parent: Any, part: str, left: int) -> None:
    """Something has to be left."""
    least = 1
    if isinstance(parent, tree.Call):
        least = FUNCTIONS[parent.name].least if parent.name in FUNCTIONS else 0
    if part not in ("items", "terms", "members", "arguments", "people"):
        raise LookupError(part)
    if left < least:
        raise CannotEdit("at least one has to stay: change it instead")
