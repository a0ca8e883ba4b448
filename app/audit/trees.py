"""The tree of a process text as JSON, for programs of auditors that do not read process texts."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time

from dsl import tree

FORMAT = "waybill tree 1"
Json = list | dict | str | int | bool | None


def told_as_json(process: tree.Process) -> dict[str, Json]:
    """The whole text: every construct with its sort under `is`, and the line it stands on."""
    return {"format": FORMAT, "process": node(process)}


def node(value: object) -> Json:
    """A node, a tuple of them, or what a node is made of."""
    match value:
        case tuple():
            return [node(each) for each in value]
        case datetime() | date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case _ if is_dataclass(value):
            return parts(value)
    return value


def parts(value: object) -> dict[str, Json]:
    """A node: of what people wrote around it only what there is, of where it stands the line of what has one."""
    made: dict[str, Json] = {"is": type(value).__name__}
    for each in fields(value):
        found = getattr(value, each.name)
        if each.name == "at":
            made |= {"line": found.line} if isinstance(value, tree.Line) else {}
        elif each.name != "trivia" or found != tree.NO_TRIVIA:
            made[each.name] = node(found)
    return made
