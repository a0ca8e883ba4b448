"""Random gestures in conditions, values and people: addresses of the right sort, texts that a page could send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dsl import tree
from dsl.format import format_expression
from tests.designer.random_steps import Flow, Values
from tests.language.grow import Grower

KINDS = ["number", "money", "text", "date", "time", "moment", "length", "role"]
WORTHS = ["5", "1,250.50", "2026-03-02", "14:30", "2026-03-02T14:30", "finance", "", "学生"]
UNITS = ["", "CNY", "days", "business hours", "yuan"]
TEXTS = ["yes", "amount > 5.00 CNY", "a and b", "a or b", "not a", "1", "requester.manager", 'role("x")', "a >", ""]
PEOPLE = ["requester", 'role("x"), requester.manager', "", "a b"]


def below(node: Any, address: str = "") -> Iterator[tuple[str, Any]]:
    """Every node and every list with its address."""
    if isinstance(node, tuple):
        yield address, node
        for number, one in enumerate(node):
            yield from below(one, f"{address}.{number}")
    elif isinstance(node, tree.Node):
        yield address, node
        for name in node.__dataclass_fields__:
            if name not in ("at", "trivia"):
                yield from below(getattr(node, name), f"{address}.{name}".strip("."))


def some(f: Flow, *kinds: type) -> str:
    """The address of an expression of one of the kinds; of anything where there is none, and now and then."""
    every = list(below(f.process))
    fit = [address for address, node in every if isinstance(node, kinds)]
    return f.one(fit) if fit and f.r.random() < 0.9 else f.one([address for address, _ in every])


def expression(f: Flow) -> str:
    return some(f, *tree.Expression.__args__)


def text(f: Flow) -> str:
    return f.one([*TEXTS, format_expression(Grower(f.r).expression(2))])


def element(f: Flow, *lists: str) -> str:
    """Something that stands in a list of expressions."""
    fit = [
        a for a, node in below(f.process) if a.rpartition(".")[0].rpartition(".")[2] in lists and isinstance(node, tree.Node)
    ]
    return f.one(fit) or expression(f)


GESTURES: dict[str, Callable[[Flow], Values]] = {
    "set-people": lambda f: {"address": people(f), "text": f.one(PEOPLE)},
    "set-condition": lambda f: {"address": expression(f), "text": text(f)},
    "set-value": lambda f: {
        "address": expression(f), "kind": f.one(KINDS), "value": f.one(WORTHS), "unit": f.one(UNITS),
    },
    "set-members": lambda f: {"address": some(f, tree.Member), "members": tuple(f.r.sample(TEXTS, f.r.randrange(3)))},
    "add-condition": lambda f: {"address": where(f), "text": text(f), "word": f.one(["and", "or", "xor"])},
    "join-conditions": lambda f: {"address": some(f, tree.And, tree.Or), "word": f.one(["and", "or"])},
    "negate-condition": lambda f: {"address": expression(f)},
    "group-conditions": lambda f: {"address": element(f, "items")},
    "ungroup-conditions": lambda f: {"address": some(f, tree.And, tree.Or)},
    "add-part": lambda f: {"address": f.one([people(f), expression(f)]), "text": text(f), "op": f.one(["", *"+-*/"])},
    "set-sign": lambda f: {"address": some(f, tree.Term), "op": f.one([*"+-*/", ""])},
    "remove-part": lambda f: {"address": element(f, "items", "terms", "members", "arguments", "people")},
    "move-part": lambda f: {"address": element(f, "items", "members", "people"), "up": f.r.random() < 0.5},
}  # fmt: skip


def people(f: Flow) -> str:
    """The people of a clause."""
    fit = [address for address, node in below(f.process) if isinstance(node, tuple) and address.endswith("people")]
    return f.one(fit) or expression(f)


def where(f: Flow) -> str:
    """A condition, or a place where one may stand."""
    fields = [f"{address}.when" for address, node in below(f.process) if isinstance(node, tree.Field | tree.Section)]
    return f.one([*fields, expression(f)])
