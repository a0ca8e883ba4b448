"""The control of a constant: which one, what stands in it, and what it offers."""

from __future__ import annotations

from dataclasses import dataclass

from designer.conditions.choices import Choice
from designer.conditions.labels import Options
from designer.conditions.places import Place
from designer.conditions.typed import UNITS
from dsl import tree
from dsl.format_expression import format_expression, number
from dsl.values import YES_NO

MOST_PEOPLE = 300
"""So many people are offered in a list; beyond, an id is typed."""


@dataclass(frozen=True, slots=True)
class Input:
    """`kind`: one of `typed.KINDS`, or choose (one of `choices`, each a complete text), or ticks (several of them)."""

    kind: str
    value: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()


def input_of(place: Place, node: tree.Expression, kind: object, options: Options) -> Input:
    """The control of a constant."""
    match node:
        case tree.Number(units, places):
            return Input("number", number(units, places))
        case tree.Amount(units, places, currency):
            return Input("money", number(units, places), currency)
        case tree.Text(value):
            return Input("text", value)
        case tree.Day(value):
            return Input("date", value.isoformat())
        case tree.Clock(value):
            return Input("time", f"{value:%H:%M}")
        case tree.Instant(value):
            return Input("moment", f"{value:%Y-%m-%dT%H:%M}")
        case tree.Length():
            return length_input(place, node)
        case tree.Truth(value):
            no, yes = YES_NO.get(place.scene.language, YES_NO["en"])
            return Input("choose", choices=(Choice("yes", yes, "", value), Choice("no", no, "", not value)))
        case tree.Call(name, (tree.Text(id),)):
            return directory_input(place, name, id)
    return option_input(node, kind, options)


def option_input(node: tree.Expression, kind: object, options: Options) -> Input:
    """One of the options."""
    text, known = format_expression(node), dict(options) or {name: name for name in getattr(kind, "options", ())}
    known.setdefault(text, text)
    return Input("choose", choices=tuple(Choice(name, label, "", name == text) for name, label in known.items()))


def length_input(place: Place, node: tree.Length) -> Input:
    """A count and its unit."""
    unit = f"business {node.unit}" if node.business else node.unit
    names = [one for one in UNITS if one.startswith("business") == node.business]
    offered = tuple(Choice(one, unit_label(place, one), "", one == unit) for one in names)
    return Input("length", str(node.count), unit, units=offered)


def unit_label(place: Place, unit: str) -> str:
    say = place.scene.outside.say
    match unit:
        case "minutes":
            return say("minutes")
        case "hours":
            return say("hours")
        case "days":
            return say("days")
        case "weeks":
            return say("weeks")
        case "business hours":
            return say("business hours")
    return say("business days")


def directory_input(place: Place, name: str, id: str) -> Input:
    """A role, a team or a person; of very many people the id is typed."""
    names = place.scene.names
    pairs = {"role": names.roles, "team": names.teams, "person": names.people}[name]
    known = {"role": place.scene.look.libraries.roles, "team": place.scene.look.libraries.teams}.get(name)
    pairs = tuple(pair for pair in pairs if known is None or pair[0] in known)
    if len(pairs) > MOST_PEOPLE:
        return Input(name, id)
    if id not in dict(pairs):
        pairs = ((id, id), *pairs)
    text = [(format_expression(tree.Call(name, (tree.Text(one),))), label, one == id) for one, label in pairs]
    return Input("choose", choices=tuple(Choice(one, label, "", chosen) for one, label, chosen in text))
