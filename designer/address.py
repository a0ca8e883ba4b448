"""Addresses: the path from a process to one of its nodes, such as `items.4.items.0.fields.3` or `items.5.rows.1.when`.

Everything here makes a new process by replacing the nodes along one path; all others stay the very same objects. So
the text knows that their lines stay. An address that leads nowhere raises LookupError: the page it came from is too old.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from dsl import tree

LONGEST_ADDRESS = 1_000
"""Characters of an address; the deepest expression of the language needs fewer."""

MAY_BE_MISSING = frozenset({"otherwise", "when", "where", "value", "default"})
"""Parts of a line that are None where nothing is written."""


def steps(address: str) -> list[str | int]:
    """The parts of an address; the process itself is the empty one."""
    if len(address) > LONGEST_ADDRESS:
        raise LookupError(address[:40])
    return [int(part) if is_number(part) else part for part in address.split(".") if part]


def is_number(part: str) -> bool:
    """Whether a part of an address counts."""
    return part.isascii() and part.isdigit() and len(part) < 7


def get(process: tree.Process, address: str) -> Any:
    """What stands at the address: a node, or a tuple of nodes."""
    found: Any = process
    for step in steps(address):
        found = step_down(found, step, address)
    return found


Kind = TypeVar("Kind", bound=tree.Node)


def of_kind(process: tree.Process, address: str, *kinds: type[Kind]) -> Kind:
    """The node at the address, when it is of one of the kinds."""
    found = get(process, address)
    if not isinstance(found, kinds):
        raise LookupError(address)
    return found


def step_down(node: Any, step: str | int, address: str) -> Any:
    """The part of a node."""
    if isinstance(step, int):
        if isinstance(node, tuple) and step < len(node):
            return node[step]
    elif isinstance(node, tree.Node) and step in node.__dataclass_fields__ and step not in ("at", "trivia"):
        return getattr(node, step)
    raise LookupError(address)


def put(process: tree.Process, address: str, new: Any) -> tree.Process:
    """The process with `new` at the address."""
    return _put(process, steps(address), new, address)


def _put(node: Any, path: Sequence[str | int], new: Any, address: str) -> Any:
    if not path:
        return new
    inner = _put(step_down(node, path[0], address), path[1:], new, address)
    if isinstance(node, tuple):
        return (*node[: path[0]], inner, *node[path[0] + 1 :])
    return replace(node, **{path[0]: inner})


def insert(process: tree.Process, list_address: str, index: int, nodes: Sequence[tree.Node]) -> tree.Process:
    """The process with `nodes` in a list, the first of them at `index`; behind the last one when there are fewer."""
    there = get(process, list_address)
    if not isinstance(there, tuple):
        raise LookupError(list_address)
    return put(process, list_address, (*there[:index], *nodes, *there[index:]))


def split(address: str) -> tuple[str, int]:
    """The list a node stands in, and its place there; LookupError for a node that stands in no list."""
    head, _, last = address.rpartition(".")
    if not is_number(last):
        raise LookupError(address)
    return head, int(last)


def remove(process: tree.Process, address: str) -> tree.Process:
    """The process without the node; one that stands in no list leaves None behind, where it may be missing."""
    head, _, last = address.rpartition(".")
    if not is_number(last):
        get(process, address)
        if last not in MAY_BE_MISSING or isinstance(get(process, head), tree.Given):
            raise LookupError(address)
        return put(process, address, None)
    there = get(process, head)
    get(process, address)
    return put(process, head, (*there[: int(last)], *there[int(last) + 1 :]))


def is_below(address: str, above: str) -> bool:
    """Whether an address is another one or lies inside it."""
    return not above or address == above or address.startswith(above + ".")


def moved(process: tree.Process, address: str, list_address: str, index: int) -> tuple[tree.Process, str]:
    """The process with a node moved in front of what stands at `index` of a list now, and the node's new address.

    Raises LookupError when the list lies inside the node."""
    if is_below(list_address, address):
        raise LookupError(list_address)
    node, (home, place) = get(process, address), split(address)
    if home == list_address:
        index -= index > place
    without = remove(process, address)
    there = behind_removed(list_address, home, place)
    if not isinstance(get(without, there), tuple):
        raise LookupError(list_address)
    index = min(index, len(get(without, there)))
    return insert(without, there, index, (node,)), f"{there}.{index}"


def behind_removed(address: str, home: str, place: int) -> str:
    """An address as it is once the node at `place` of `home` is gone."""
    if not address.startswith(home + "."):
        return address
    first, _, rest = address.removeprefix(home + ".").partition(".")
    if not is_number(first) or int(first) <= place:
        return address
    return f"{home}.{int(first) - 1}" + (f".{rest}" if rest else "")


def lists(node: tree.Line) -> Iterator[str]:
    """The attributes of a node that hold the lines of its block."""
    match node:
        case tree.Process() | tree.Form() | tree.Ends() | tree.Words() | tree.Example():
            yield "items"
        case tree.Section():
            yield "fields"
        case tree.Field():
            yield from ("options", "columns")
        case tree.Table():
            yield "rows"
        case tree.Flow() | tree.Arm():
            yield "steps"
        case tree.Branch() | tree.Parallel():
            yield "arms"
        case tree.Approve() | tree.Task():
            yield "clauses"
        case tree.Always():
            yield "rules"


def walk(process: tree.Process) -> Iterator[tuple[str, tree.Line]]:
    """Every line with its address, in the order of the text."""
    return walk_from(process, "")


def walk_from(node: tree.Line, address: str) -> Iterator[tuple[str, tree.Line]]:
    """A line and those below it."""
    yield address, node
    dot = f"{address}." if address else ""
    for name in lists(node):
        for number, child in enumerate(getattr(node, name)):
            yield from walk_from(child, f"{dot}{name}.{number}")
    if isinstance(node, tree.Table) and node.otherwise:
        yield f"{dot}otherwise", node.otherwise


def find_line(process: tree.Process, offset: int) -> str:
    """The address of the innermost line whose text holds the character at `offset`; the process when none does."""
    node, address = process, ""
    while True:
        inner = [(name, n, child) for name in lists(node) for n, child in enumerate(getattr(node, name))]
        if isinstance(node, tree.Table) and node.otherwise:
            inner.append(("otherwise", -1, node.otherwise))
        starts = [child.at.start for _, _, child in inner]
        turn = bisect_right(starts, offset) - 1
        if turn < 0 or offset > inner[turn][2].at.end:
            return address
        name, number, node = inner[turn]
        address = (f"{address}." if address else "") + (f"{name}.{number}" if number >= 0 else name)


def line_of(process: tree.Process, address: str) -> str:
    """The address of the line a node, perhaps inside an expression, stands on."""
    while address and not isinstance(get(process, address), tree.Line):
        address = address.rpartition(".")[0]
    return address

