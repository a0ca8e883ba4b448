"""What the checker found out about a process: its mistakes, its symbols, and the type and meaning of every expression.

Rules the evaluators share, so that the checker's ranges are true:

* Numbers are integers scaled by `types.scale_of(type)`. Before two numbers are compared, added, joined by `if`, given to
  `lower`/`higher` or stored in a field, the one with fewer places is scaled up; a value is never scaled down but by `round`.
* A product's places are the sum of its operands' places. A product is computed from left to right.
* A quotient has `places of the left operand + 6` places (at most 12), rounded half to even: whole / whole is a
  `Decimal(6)`, money / whole is a `Money` with `extra=6`. Divisors are whole or decimal and their range excludes 0.
* `and` and `or` stop at the first item that settles them; conjuncts of a row count from left to right; `if` evaluates one
  side only. A value that may be absent (`maybe_absent`) is only ever read by `is present`, by a people position, by a
  template, or as the whole value of an `optional` computed field: there absent (None) passes through.
* In a people position a person is one person, a team is its active members, `role(…)` is everyone who holds the role, and
  an absent value is nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl import tree, types
from dsl.libraries import Attribute, Libraries
from dsl.problems import Problem

# -- what a path means ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldAt:
    """A field of the form."""

    path: str


@dataclass(frozen=True, slots=True)
class ColumnAt:
    """A column of the same row: `price` inside the columns of `lines`."""

    rows: str
    name: str


@dataclass(frozen=True, slots=True)
class LoopAt:
    """A column of the row a fold stands at: `line.net` in `sum(each line in lines: line.net)`."""

    variable: str
    rows: str
    column: str


@dataclass(frozen=True, slots=True)
class OptionAt:
    """The name of an option."""

    name: str


@dataclass(frozen=True, slots=True)
class FactAt:
    """`name` is today, now or requester."""

    name: str


@dataclass(frozen=True, slots=True)
class Hop:
    """One attribute on the way: of a "person" or a "team" (`of`)."""

    of: str
    name: str
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class AttributeAt:
    """`requester.department.head`: from `base` (a person or a team) over at least one hop."""

    base: FieldAt | ColumnAt | LoopAt | FactAt
    hops: tuple[Hop, ...]


Meaning = FieldAt | ColumnAt | LoopAt | OptionAt | FactAt | AttributeAt

# -- symbols -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """A field or a column. `type` is its type, the range of a computed one inferred; `when` holds the conditions of its
    section and its own; `filled_by` names the steps that fill it; `optional` is written or forced by an absent value."""

    path: str
    type: types.Type
    node: tree.Field
    section: str | None = None
    when: tuple[tree.Expression, ...] = ()
    filled_by: tuple[str, ...] = ()
    rows: str | None = None

    @property
    def computed(self) -> bool:
        return self.node.value is not None

    @property
    def optional(self) -> bool:
        return self.node.optional

    @property
    def later(self) -> bool:
        """Not asked from the requester: some step fills it."""
        return bool(self.filled_by)


@dataclass(frozen=True, slots=True)
class TableSheet:
    """`rows` as written, or as read from the table's file; `complete` when proved that some row always matches."""

    name: str
    node: tree.Table
    rows: tuple[tree.Row, ...]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class StepSheet:
    """An approval or a task; `earlier`: steps it may return to; `filled`: later fields surely filled before it."""

    name: str
    node: tree.Approve | tree.Task
    earlier: tuple[str, ...] = ()
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """`types`, `meanings` and `absent` are keyed by `id()` of the tree's nodes, which `process` and `tables` keep alive.

    `fields` are in definition order, columns as "lines.price" directly behind their rows; `steps` in the order of the text;
    `ends` name -> label or None, with `withdrawn` added when it is not declared.
    """

    process: tree.Process
    libraries: Libraries
    problems: tuple[Problem, ...] = ()
    fields: Mapping[str, FieldSheet] = field(default_factory=dict)
    tables: Mapping[str, TableSheet] = field(default_factory=dict)
    steps: Mapping[str, StepSheet] = field(default_factory=dict)
    ends: Mapping[str, str | None] = field(default_factory=dict)
    types: Mapping[int, types.Type] = field(default_factory=dict, repr=False)
    meanings: Mapping[int, Meaning] = field(default_factory=dict, repr=False)
    absent: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def ok(self) -> bool:
        """No mistakes; notes may remain."""
        return not any(problem.level == "problem" for problem in self.problems)

    def type_of(self, expression: tree.Expression) -> types.Type:
        """The static type of an expression of this process; numbers with the range they can have at that place."""
        return self.types[id(expression)]

    def resolve(self, path: tree.Path) -> Meaning:
        """What a path of this process means."""
        return self.meanings[id(path)]

    def maybe_absent(self, expression: tree.Expression) -> bool:
        """The value may be absent at that place: a people position, `is present`, an optional computed field."""
        return id(expression) in self.absent
