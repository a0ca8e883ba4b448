"""What columns, options and cells are called for a reader."""

from __future__ import annotations

from designer.scene import Scene
from designer.tables.columns import Column
from designer.tables.domain import Domain, fields
from dsl.scaled import write_scaled

MOST_NAMES = 300
"""Names of people that a list offers; of a larger directory the name is typed."""
SYMBOLS = {"!=": "≠", "<=": "≤", ">=": "≥"}


def thing_label(scene: Scene, path: tuple[str, ...]) -> str:
    """A field by its label; an attribute of the directory by all its steps."""
    say = scene.outside.say
    known = {
        "requester": say("Requester"),
        "today": say("Today"),
        "now": say("Now"),
        "manager": say("Manager"),
        "department": say("Department"),
        "level": say("Level"),
        "head": say("Head of department"),
    }
    field = fields(scene.process).get(path[0])
    start = scene.word((path[0],), field.label or path[0]) if field else known.get(path[0], path[0])
    return " › ".join([start, *(known.get(name, name) for name in path[1:])])


def operator_label(scene: Scene, op: str) -> str:
    """An operator as a column's head shows it."""
    say = scene.outside.say
    words = {
        "in": say("is one of"),
        "not in": say("is none of"),
        "between": say("is between"),
        "is": say("is there"),
        "in group": say("belongs to"),
        "not in group": say("does not belong to"),
    }
    return words.get(op) or SYMBOLS.get(op, op)


def option_labels(scene: Scene, column: Column, domain: Domain) -> tuple[tuple[str, str], ...]:
    """What a cell may hold, where there is a choice: (value, label)."""
    say = scene.outside.say
    if column.op == "is":
        return (("present", say("yes")), ("absent", say("no")))
    if column.op in ("in group", "not in group"):
        names = scene.outside.directory()
        teams = [(f"team {name}", say("Team: {name}", name=label)) for name, label in names.teams]
        return (*teams, *((f"role {name}", say("Role: {name}", name=label)) for name, label in names.roles))
    if domain.word == "yes/no":
        return (("yes", say("yes")), ("no", say("no")))
    if domain.word in ("person", "team"):
        names = scene.outside.directory()
        found = names.people if domain.word == "person" else names.teams
        return found if len(found) <= MOST_NAMES else ()
    prefix = column.path if len(column.path) == 1 else ()
    return tuple((name, scene.word((*prefix, name), label) if prefix else label) for name, label in domain.options)


def shown(text: str, domain: Domain, options: dict[str, str], several: bool) -> str:
    """A cell's text for reading: labels of options, and points between thousands."""
    if options:
        parts = text.split(", ") if several else [text]
        return ", ".join(options.get(part, part) for part in parts)
    if domain.word == "moment":
        return text.replace("T", " ").replace(":00Z", " UTC")
    if domain.word in ("whole", "decimal", "money"):
        return ", ".join(" – ".join(grouped(end) for end in part.split(" .. ")) for part in text.split(", "))
    return text


def grouped(text: str) -> str:
    """`5000.01` as `5,000.01`."""
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}" if whole.isascii() and whole.isdigit() else text


def bounds_note(scene: Scene, path: tuple[str, ...], domain: Domain) -> str:
    """What a head says below the name: the currency, or the sort of value."""
    sheet = scene.look.checked.fields.get(path[0]) if len(path) == 1 else None
    low, high = getattr(sheet.type, "low", None) if sheet else None, getattr(sheet.type, "high", None) if sheet else None
    if domain.word in ("whole", "decimal", "money") and isinstance(low, int) and isinstance(high, int):
        ends = f"{grouped(write_scaled(low, domain.places))} – {grouped(write_scaled(high, domain.places))}"
        return f"{domain.currency} {ends}".strip()
    return domain.currency
