"""The path by which `words` translate a line: `course.english`, `payment.paid`, `desk.large`, `notify2`, `amount.help`."""

from __future__ import annotations

from designer.references import references
from dsl import tree
from dsl.translatable import sentences


def paths(process: tree.Process) -> dict[str, str]:
    """Address of each line with a label -> its path."""
    found = {}
    for each in references(process):
        if each.defines:
            place = each.address if each.slot == "name" else f"{each.address}.{each.slot}"
            found[place] = ".".join(each.thing[1:])
    return found


def path_of(process: tree.Process, address: str) -> str | None:
    """The path of one line's label; of an outcome of a table at `….outcomes.1`."""
    return paths(process).get(address)


def sentence_paths(process: tree.Process) -> dict[int, str]:
    """`id` of each node that says a sentence (a Title, a Notify, a Check, an Arm, a Field for its help) -> its path."""
    return {id(each.node): each.path for each in sentences(process)}
