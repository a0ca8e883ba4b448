"""The edges of conditions: found when a condition compares one path with constants that its type can hold exactly."""

from __future__ import annotations

from dataclasses import dataclass

from dsl import tree, types
from dsl.checked import AttributeAt, Checked, FieldAt, Meaning
from dsl.compiling.constants import VARIES, constant
from dsl.compiling.reads import names
from dsl.edges import ON_A_LINE, Edge

TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NAMED = (types.Choice, types.YesNo, types.Text, types.Person, types.Team, types.Link, types.Email, types.Phone)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a path of a condition is about."""

    name: str
    kind: types.Type
    places: int
    meaning: Meaning


class Edges:
    """Finds edges, each only once: rows of a large table share most of their paths and many of their conditions."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.subjects: dict[str, Subject] = {}
        self._paths: dict[int, Subject | None] = {}
        self._edges: dict[int, Edge | None] = {}

    def of(self, e: tree.Expression) -> Edge | None:
        """The edge of `e`; None when it is more than one thing against constants."""
        key = id(e)
        if key not in self._edges:
            self._edges[key] = self._found(e)
        return self._edges[key]

    def _found(self, e: tree.Expression) -> Edge | None:
        match e:
            case tree.Compare(op, tree.Path() as left, right):
                found = self._edge(left, op, (right,))
                if found is None and isinstance(right, tree.Path):
                    found = self._edge(right, TURNED[op], (left,))
                return found
            case tree.Member(tree.Path() as item, members, None, negated):
                return self._edge(item, "not in" if negated else "in", members)
            case tree.Compare(op, left, tree.Path() as right):
                return self._edge(right, TURNED[op], (left,))
            case tree.Between(tree.Path() as item, low, high, negated):
                return self._edge(item, "not between" if negated else "between", (low, high))
            case tree.Present(path, absent):
                return self._edge(path, "absent" if absent else "present", ())
            case tree.Path():
                return self._edge(e, "=", (tree.Truth(True),))
            case tree.Not(tree.Path() as path):
                return self._edge(path, "=", (tree.Truth(False),))
        return None

    def _edge(self, path: tree.Path, op: str, constants: tuple) -> Edge | None:
        subject = self.subject(path)
        if subject is None:
            return None
        values = tuple(self._fitting(each, subject) for each in constants)
        return None if VARIES in values else Edge(subject.name, subject.kind, op, values)

    def subject(self, path: tree.Path) -> Subject | None:
        """What `path` is about; None when no edge can be about it."""
        key = id(path)
        if key not in self._paths:
            meaning = self.checked.resolve(path)
            kind = declared(self.checked, meaning)
            fits = isinstance(kind, ON_A_LINE + NAMED)
            found = Subject(names(meaning)[-1], kind, types.scale_of(kind), meaning) if fits else None
            self._paths[key] = found
            if found:
                self.subjects.setdefault(found.name, found)
        return self._paths[key]

    def _fitting(self, e: tree.Expression, subject: Subject) -> object:
        """A constant as a value of the subject's type; VARIES when it is none, or has more places."""
        match e:
            case tree.Number(units, places) | tree.Amount(units, places):
                return units * 10 ** (subject.places - places) if places <= subject.places else VARIES
            case tree.Negative(item):
                value = self._fitting(item, subject)
                return VARIES if value is VARIES else -value
        return constant(self.checked, e)


def declared(checked: Checked, meaning: Meaning) -> types.Type | None:
    """The type of what a path stands for, if it can be the subject of an edge."""
    match meaning:
        case FieldAt(path):
            return checked.fields[path].type
        case AttributeAt(_, hops):
            return hops[-1].attribute.type
    return None
