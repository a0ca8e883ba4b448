"""The index of a large table finds what a walk over all rows finds, whatever the rows compare."""

import random

import pytest

from dsl import types
from dsl.edges import Edge, allowed, allows
from dsl.index import Leaf, build, each, first
from dsl.near import bits_by_subject, missed_once, numbers

UNIT = types.Choice(tuple(f"u{number}" for number in range(30)))
AMOUNT = types.Whole(-1000, 1000)
URGENT = types.YesNo()


def edge(r: random.Random, kind, spread: int):
    """A random condition about a thing of a type."""
    if r.random() < 0.05:
        return Edge("x", kind, r.choice(["present", "absent"]))
    match kind:
        case types.Choice(options):
            op = r.choice(["=", "=", "=", "!=", "in", "not in"])
            return Edge("x", kind, op, tuple(r.sample(options, 1 if op in ("=", "!=") else 3)))
        case types.YesNo():
            return Edge("x", kind, "=", (r.random() < 0.5,))
    op = r.choice(["=", "!=", "<", "<=", ">", ">=", "between", "not between", "in", "not in"])
    low = r.randint(-1000, 1000)
    values = {"between": (low, low + spread), "not between": (low, low + spread), "in": (low, low + 3), "not in": (low, 0)}
    return Edge("x", kind, op, values.get(op, (low,)))


def table(r: random.Random, rows: int, kinds: list, empty: float, spread: int):
    """For each subject what each row allows; None for anything."""
    return [
        [
            None if r.random() < empty else allowed(tuple(edge(r, kind, spread) for _ in range(r.choice([1, 1, 2]))))
            for _ in range(rows)
        ]
        for kind in kinds
    ]


def some_value(r: random.Random, kind):
    if r.random() < 0.1:
        return None
    match kind:
        case types.Choice(options):
            return r.choice([*options, "other"])
        case types.YesNo():
            return r.random() < 0.5
    return r.randint(-1010, 1010)


SHAPES = [
    # rows, subjects, how many cells are empty, how wide the bands are
    (1, [AMOUNT], 0.0, 10),
    (80, [UNIT, AMOUNT, URGENT], 0.3, 100),
    (600, [UNIT, AMOUNT, UNIT, AMOUNT], 0.1, 30),
    (600, [UNIT, UNIT, AMOUNT], 0.9, 300),
    (600, [AMOUNT], 0.0, 3),
    (600, [AMOUNT, AMOUNT], 0.0, 2000),
    (600, [URGENT, URGENT], 0.5, 1),
    (600, [], 0.0, 1),
    (1500, [UNIT, UNIT, AMOUNT, AMOUNT, URGENT], 0.0, 200),
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape[0]}-{len(shape[1])}-{shape[2]}")
def test_index_is_a_walk(shape, seed):
    rows, kinds, empty, spread = shape
    r = random.Random(seed)
    columns = table(r, rows, kinds, empty, spread)
    node, bits = build(columns, range(rows)), bits_by_subject(columns)
    for _ in range(60):
        values = [some_value(r, kind) for kind in kinds]
        fails = [
            [at for at, column in enumerate(columns) if column[row] is not None and not allows(column[row], values[at])]
            for row in range(rows)
        ]
        walk = [row for row in range(rows) if not fails[row]]
        assert list(each(node, values)) == walk
        assert first(node, values) == (walk[0] if walk else -1)
        near = [numbers(missed) for missed in missed_once(bits, values, (1 << rows) - 1)]
        assert near == [[row for row in range(rows) if fails[row] == [at]] for at in range(len(columns))]


def test_ten_thousand_rows_with_an_equality_end_in_small_leaves():
    r = random.Random(1)
    equal = [allowed((Edge("x", UNIT, "=", (r.choice(UNIT.options),)),)) for _ in range(10_000)]
    bands = [allowed((Edge("x", AMOUNT, "between", (low := r.randint(-1000, 990), low + 9)),)) for _ in range(10_000)]
    node = build([equal, bands], range(10_000))
    assert max(len(leaf.numbers) for leaf in leaves(node)) <= 96


def leaves(node):
    """All leaves of an index."""
    if isinstance(node, Leaf):
        yield node
        return
    below = node.nodes.values() if isinstance(node.nodes, dict) else node.nodes
    for each_node in below:
        yield from leaves(each_node)
