"""The input columns of an exported table: which thing each is about, its name there, and constants as FEEL."""

from __future__ import annotations

import keyword
from dataclasses import dataclass, field

from dsl import tree, types
from dsl.checked import AttributeAt, Checked, FactAt, FieldAt, Meaning, OptionAt
from dsl.exporting.refusals import CannotSay
from dsl.format_expression import format_expression, number, quote
from dsl.lengths import units_of

TEXTS = types.Text | types.Link | types.Email | types.Phone | types.Choice | types.Person | types.Team
LENGTHS = types.Duration | types.BusinessDuration
NUMBERS = types.Whole | types.Decimal | types.Money | LENGTHS
LONGEST = 10**15
"""Numbers below it go through the binary numbers of other engines unharmed."""
WORDS = (
    "true false null date time duration not and or in if then else for return some every satisfies instance of between "
    "function external string number boolean list context contains day days year month now today sum min max count "
    "round abs floor len map filter all any one none keys values"
)
RESERVED = frozenset(WORDS.split())
"""Words that the expression languages of other engines have for themselves."""


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the thing as the text writes it, `name` its name in the export; with `presence` the column tells whether it
    is there at all. `path` is the node of the text that reads it."""

    key: str
    name: str
    kind: types.Type
    path: tree.Path
    presence: bool = False

    @property
    def expression(self) -> str:
        return f"{self.name} != null" if self.presence else self.name

    @property
    def type(self) -> str:
        """The FEEL type."""
        if self.presence or isinstance(self.kind, types.YesNo):
            return "boolean"
        if isinstance(self.kind, NUMBERS):
            return "number"
        return "date" if isinstance(self.kind, types.Date) else "string"

    @property
    def label(self) -> str:
        """What people read above the column: the thing, and the unit its numbers count."""
        if self.presence:
            return f"{self.key} is present"
        unit = unit_of(self.kind)
        return f"{self.key} ({unit})" if unit else self.key


def unit_of(kind: types.Type) -> str:
    match kind:
        case types.Money(currency):
            return currency
        case types.Duration():
            return "seconds"
        case types.BusinessDuration():
            return "business minutes"
    return ""


@dataclass(slots=True)
class Things:
    """The columns a table needs, in the order they were met; presence is looked at before any value."""

    checked: Checked
    found: dict[tuple[str, bool], Column] = field(default_factory=dict)

    def columns(self) -> tuple[Column, ...]:
        return tuple(sorted(self.found.values(), key=lambda column: not column.presence))

    def column(self, path: tree.Path, presence: bool = False) -> Column:
        """The column of a thing; CannotSay for a kind of value that engines read differently."""
        key, kind = format_expression(path), self.checked.type_of(path)
        if (key, presence) in self.found:
            return self.found[key, presence]
        if not presence and not isinstance(kind, TEXTS | NUMBERS | types.YesNo | types.Date):
            raise CannotSay("dmn-kind", path.at, key)
        if not isinstance(self.checked.resolve(path), FieldAt | FactAt | AttributeAt):
            raise CannotSay("dmn-items", path.at, key)
        if isinstance(kind, NUMBERS) and max(abs(kind.low), abs(kind.high)) >= LONGEST:
            raise CannotSay("dmn-digits", path.at, key)
        self.found[key, presence] = made = Column(key, self.name(key), kind, path, presence)
        return made

    def name(self, key: str) -> str:
        """A name that is one in every engine, the same for the thing and its presence, and nobody else's."""
        known = {column.key: column.name for column in self.found.values()}
        if key in known:
            return known[key]
        plain = key.replace(".", "_")
        taken = {*known.values(), *self.checked.fields} - {key}
        if not plain.isascii():
            plain = f"answer_{len(known) + 1}"
        elif plain in RESERVED or keyword.iskeyword(plain):
            plain = f"answer_{plain}"
        while plain in taken:
            plain += "_"
        return plain

    def may_lack(self, path: tree.Path) -> bool:
        """Whether the thing is absent in some tickets."""
        return lacks(self.checked, self.checked.resolve(path))

    def operand(self, node: tree.Expression) -> str | None:
        """A constant as FEEL writes it; None for what is none."""
        match node:
            case tree.Number(units, places) | tree.Amount(units, places, _):
                return number(units, places)
            case tree.Negative(tree.Number() | tree.Amount() as item):
                return f"-{number(item.units, item.places)}"
            case tree.Text(value) | tree.Call("person" | "team", (tree.Text(value),)):
                return quote(value)
            case tree.Day(value):
                return f'date("{value.isoformat()}")'
            case tree.Truth(value):
                return "true" if value else "false"
            case tree.Length(count, unit, business):
                return str(units_of(count, unit, business))
            case tree.Path() if isinstance(self.checked.resolve(node), OptionAt):
                return quote(node.parts[-1])
        return None


def lacks(checked: Checked, meaning: Meaning) -> bool:
    """Whether what a path means may be absent."""
    match meaning:
        case FieldAt(path):
            sheet = checked.fields[path]
            return bool(sheet.optional or sheet.when or sheet.later)
        case AttributeAt(base, hops):
            return lacks(checked, base) or any(hop.attribute.optional for hop in hops)
    return False
