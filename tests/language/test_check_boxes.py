"""Sets of numbers and proofs about tables, compared with simply trying everything."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.checking import sets
from dsl.checking.boxes import Search
from dsl.checking.lookalike import skeleton
from dsl.libraries import Libraries
from dsl.parse import parse

SMALL = 6
numbers = st.sets(st.integers(0, SMALL))


def as_set(values: set[int]) -> sets.Set:
    return sets.joined([(each, each) for each in values])


def as_numbers(values: sets.Set) -> set[int]:
    return {each for each in range(-2, SMALL + 3) if any(low <= each <= high for low, high in values)}


@settings(deadline=None)
@given(numbers, numbers)
def test_sets_are_sets(left: set[int], right: set[int]):
    one, other = as_set(left), as_set(right)
    assert as_numbers(sets.both(one, other)) == left & right
    assert as_numbers(sets.union(one, other)) == left | right
    assert as_numbers(sets.without(one, other)) == left - right
    assert as_numbers(sets.outside(one)) == set(range(-2, SMALL + 3)) - left
    assert sets.within(one, other) == (left <= right)


@settings(deadline=None)
@given(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-2000, 2000), st.integers(0, 3), st.integers(-30, 30))
def test_a_comparison_leaves_the_right_numbers(op: str, units: int, drop: int, number: int):
    holds = {"=": int.__eq__, "!=": int.__ne__, "<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}[op]
    found = sets.compared(op, units, drop)
    assert any(low <= number <= high for low, high in found) == holds(number * 10**drop, units)


KEYS = ("a", "b", "c")
boxes = st.dictionaries(st.sampled_from(KEYS), numbers.filter(bool).map(as_set), max_size=3)
tables = st.lists(st.lists(boxes, min_size=1, max_size=2), max_size=6)
TICKETS = [dict(zip(KEYS, values, strict=True)) for values in itertools.product(range(SMALL + 1), repeat=3)]


def matches(box: dict, ticket: dict) -> bool:
    return all(any(low <= ticket[key] <= high for low, high in values) for key, values in box.items())


def searched(rows: list, unique: bool) -> Search:
    search = Search(lambda key: sets.span(0, SMALL), unique)
    search.walk([(index, box) for index, row in enumerate(rows) for box in row], {})
    return search


@settings(deadline=None)
@given(tables)
def test_rows_that_win_and_tickets_without_a_row_are_found_exactly(rows: list):
    search = searched(rows, unique=False)
    matching = [[index for index, row in enumerate(rows) if any(matches(box, ticket) for box in row)] for ticket in TICKETS]
    assert search.winners == {each[0] for each in matching if each}
    assert bool(search.gaps) == any(not each for each in matching)
    for gap in search.gaps:
        shown = {**dict.fromkeys(KEYS, 0), **{key: values[0][0] for key, values in gap.items()}}
        assert not any(matches(box, shown) for row in rows for box in row)


@settings(deadline=None)
@given(tables)
def test_rows_that_overlap_are_found_with_a_ticket(rows: list):
    search = searched(rows, unique=True)
    pairs = {
        pair
        for ticket in TICKETS
        for pair in itertools.combinations(
            [index for index, row in enumerate(rows) if any(matches(box, ticket) for box in row)], 2
        )
    }
    assert bool(search.overlaps) == bool(pairs)
    for (one, other), where in search.overlaps.items():
        shown = {**dict.fromkeys(KEYS, 0), **{key: values[0][0] for key, values in where.items()}}
        assert all(any(matches(box, shown) for box in rows[index]) for index in (one, other))


def wide_table(rows: str, otherwise: str = "otherwise -> a") -> str:
    fields = "\n".join(f"    n{each}: whole [0 .. 100000]" for each in range(6))
    return f"""process wide "Wide" {{
  form {{
{fields}
  }}
  table t first -> {{ a }} {{
{rows}
    {otherwise}
  }}
  flow {{
    branch by t {{
      a {{
      }}
    }}
  }}
  ends {{
    done "Done"
  }}
}}
"""


@pytest.mark.parametrize("otherwise", ["otherwise -> a", ""])
def test_a_table_too_large_to_prove_says_so_and_needs_an_otherwise(otherwise: str):
    lines = []
    for row in range(400):
        ends = [(key, (row * 37 + key * 11) % 977, (row * 53 + key * 7) % 983 + 1000) for key in range(6)]
        parts = [f"n{key} >= {low} and n{key} <= {high}" for key, low, high in ends]
        lines.append(f"    r{row} when {' and '.join(parts)} -> a")
    lines.append(lines[7].replace("r7 ", "again "))
    codes = [(each.level, each.code) for each in check(parse(wide_table("\n".join(lines), otherwise)).process).problems]
    assert ("note", "not-proved") in codes
    assert ("problem", "row-never-wins") in codes
    assert (("problem", "needs-otherwise") in codes) == (otherwise == "")


def test_a_file_with_too_many_rows_is_not_read():
    rows = "".join(f"r{row},{row},a\n" for row in range(20_001))
    text = wide_table("", "").replace("-> { a } {", '-> { a } from "wide.csv" {')
    found = check(parse(text).process, Libraries(files={"wide.csv": "row,n0 =,outcome\n" + rows}))
    assert "too-many-rows" in [each.code for each in found.problems]


def test_a_file_of_many_rows_is_proved_complete():
    rows = "".join(f"r{row},{row * 10},{row * 10 + 9},a\n" for row in range(10_001))
    text = wide_table("", "").replace("-> { a } {", '-> { a } from "wide.csv" {')
    found = check(parse(text).process, Libraries(files={"wide.csv": "row,n0 >=,n0 <=,outcome\n" + rows}))
    assert found.problems == ()
    assert found.tables["t"].complete


@pytest.mark.parametrize(
    ("one", "other"),
    [("amount", "аmount"), ("amount", "Amount"), ("full1", "fulll"), ("ｔext", "text"), ("カ", "力"), ("o0", "oo")],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("amount", "account"), ("fill", "fiil"), ("für", "fur"), ("大", "太")])
def test_names_that_look_different_have_two(one: str, other: str):
    assert skeleton(one) != skeleton(other)
