"""What a line is called, and who calls it so: the uses of a field, an option, a step, an end, a table, a row."""

from __future__ import annotations

from designer.address import get, is_below, line_of
from designer.references import Reference, Thing, references
from dsl import tree

PARTS = {
    "field": ("column", "option"),
    "column": ("option",),
    "step": ("result", "arm"),
    "table": ("row", "outcome"),
}
"""What goes with a thing when it goes."""


def thing_at(process: tree.Process, address: str) -> Thing | None:
    """What the line at the address defines; an outcome of a table stands at `….outcomes.1`."""
    for each in references(process):
        if each.defines and address in (each.address if each.slot == "name" else "", f"{each.address}.{each.slot}"):
            return each.thing
    return None


def belongs(thing: Thing, to: Thing) -> bool:
    """Whether a thing is another one or a part of it: the columns and options of a field, the results of a step."""
    return thing == to or (len(thing) > len(to) and thing[1 : len(to)] == to[1:] and thing[0] in PARTS.get(to[0], ()))


def references_to(process: tree.Process, address: str) -> tuple[Reference, ...]:
    """Where what is defined at the address, or a part of it, is named outside its own lines."""
    thing = thing_at(process, address)
    found = [each for each in references(process) if thing and not each.defines and belongs(each.thing, thing)]
    return tuple(each for each in found if not is_below(each.address, address))


def uses(process: tree.Process, address: str) -> tuple[tuple[str, tree.Line], ...]:
    """The lines, with their addresses, that name what is defined at the address; each once, translations left out."""
    lines = dict.fromkeys(line_of(process, each.address) for each in references_to(process, address))
    found = [(one, get(process, one)) for one in lines]
    return tuple((one, line) for one, line in found if not isinstance(line, tree.Word))
