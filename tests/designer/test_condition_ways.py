"""In the builder nothing is a dead end: every node can be edited, and what is offered has no problem of its own."""

from __future__ import annotations

import random
import typing
from collections.abc import Iterator

import pytest

from designer import address as at
from designer.conditions.choices import Choice
from designer.conditions.shapes import Shape, condition_shape
from designer.scene import Scene
from dsl import tree
from dsl.check import check
from dsl.checking.reads import parts_of
from dsl.format_expression import format_expression
from dsl.functions import FUNCTIONS
from dsl.parse import parse
from tests.designer.desk import EVERY, WHEN, done, scene_of, with_condition
from tests.designer.test_sentences import CASES
from tests.language.random_processes import Maker

LINE = "row-never-wins", "rows-overlap", "may-overlap", "needs-otherwise"
"""What the checker says about a table as a whole, not about one condition in it."""


def shapes(shape: Shape) -> Iterator[Shape]:
    """A shape and all inside it."""
    yield shape
    for inner in [*([shape.subject] if shape.subject else []), *(part.shape for part in shape.parts)]:
        yield from shapes(inner)


def offered(shape: Shape) -> Iterator[tuple[str, dict]]:
    """Every edit that the lists and controls of a shape can send."""
    for several in (shape.what, shape.operators, *shape.more):
        yield from (("set-condition", {"address": shape.address, "text": one.text}) for one in several)
    if shape.kind in ("group", "none", "test") and shape.new:
        yield from (("add-condition", {"address": shape.address, "text": one.text}) for one in shape.new)
    if shape.input and shape.input.kind == "choose":
        yield from (("set-condition", {"address": shape.address, "text": one.text}) for one in shape.input.choices)
    elif shape.input and shape.input.kind == "ticks":
        yield "set-members", {"address": shape.address, "members": tuple(one.text for one in shape.input.choices)}
    elif shape.input:
        yield (
            "set-value",
            {"address": shape.address, "kind": shape.input.kind, "value": shape.input.value, "unit": shape.input.unit},
        )


@pytest.mark.parametrize("condition", [text for text, *_ in CASES])
def test_every_expression_is_shown_and_every_node_can_be_edited(condition):
    scene = scene_of(with_condition(condition))
    node = at.get(scene.process, WHEN)
    found = {shape.address: shape for shape in shapes(condition_shape(scene, WHEN))}
    assert found[WHEN].text == format_expression(node)
    for shape in found.values():
        if shape.node is None:
            continue
        assert written_at(scene, shape.address, shape.text) == scene.draft.text
        current = [one for one in shape.what if one.selected]
        assert len(current) <= 1 and all(one.text == shape.text for one in current)


def written_at(scene: Scene, address: str, text: str) -> str:
    """The text after a node's own text was sent unchanged; not guarded, as the cases are what people write."""
    return done(scene.draft.text, "set-expression", address=address, text=text)


def test_every_kind_of_expression_operator_and_function_is_offered_somewhere():
    """What can be typed can be reached from the lists in at most two choices; groups by adding a condition, the smallest and
    the largest where line items are surely there."""
    scene, seen = scene_of(EVERY), set()
    for text in texts_within_two(scene):
        seen |= kinds_in(parse(with_condition(text)).process)
    assert {kind.__name__ for kind in typing.get_args(tree.Expression)} - seen == {"And", "Or"}
    assert set(FUNCTIONS) - seen == set()
    assert {"=", "!=", "<", "<=", ">", ">=", "sum", "count", "any", "all", "min", "max"} - seen == {"min", "max"}


def texts_within_two(scene: Scene) -> set[str]:
    first = {one.text for one in every_choice(condition_shape(scene, WHEN))}
    wanted = (
        "amount",
        "starts >",
        "arrival",
        "owner in",
        "first_day",
        "topics",
        "nights >",
        "purpose",
        "count(",
        "pause",
        "hotel",
    )
    some = sorted(text for text in first if text.startswith(wanted) and not parse(with_condition(text)).problems)
    second = {one.text for text in some for one in every_choice(condition_shape(scene_of(with_condition(text)), WHEN))}
    return {text for text in first | second if not parse(with_condition(text)).problems}


def every_choice(shape: Shape) -> list[Choice]:
    """All choices, each as what the whole condition is then."""
    found = []
    for one in shapes(shape):
        for choice in (*one.what, *one.operators, *one.more):
            if isinstance(choice, Choice):
                found.append(Choice(shape.text.replace(one.text, choice.text, 1), choice.label))
    return found


def kinds_in(process: tree.Process) -> set[str]:
    """The kinds of nodes of the condition, its operators, functions and folds."""
    seen, waiting = set(), [at.get(process, WHEN)]
    while waiting:
        node = waiting.pop()
        waiting += parts_of(node)
        seen |= {type(node).__name__, *(getattr(node, name, "") for name in ("op", "name", "kind"))}
    return seen


# -- what the lists offer has no problem of its own


def own_problems(text: str, address: str) -> list[str]:
    """What refuses the line at an address, and not the table around it."""
    process = parse(text).process
    mistakes = [problem for problem in check(process).problems if problem.level == "problem" and problem.code not in LINE]
    return [one.code for one in mistakes if at.find_line(process, one.at.start) == at.line_of(process, address)]


@pytest.mark.parametrize(
    "condition",
    [
        "amount > 5000.00 CNY",
        "abroad",
        "course in {english}",
        "first_day < today",
        'owner in role("finance")',
        "nights in [2 .. 5]",
    ],
)
def test_whatever_is_chosen_has_no_problem_of_its_own(condition):
    text = with_condition(condition)
    scene = scene_of(text)
    for kind, values in offered(condition_shape(scene, WHEN)):
        after = done(text, kind, **values)
        assert own_problems(after, WHEN) == [], values


@pytest.mark.parametrize("field", range(6, 21))
def test_whatever_a_field_may_depend_on_has_no_problem_of_its_own(field):
    address = f"items.2.items.0.fields.{field}.when"
    scene = scene_of(EVERY)
    for one in condition_shape(scene, address).new:
        assert own_problems(done(EVERY, "add-condition", address=address, text=one.text), address) == [], one


def test_random_processes_take_what_the_builder_offers():
    """Other fields, operators and values in the conditions of random processes."""
    tried = 0
    for seed in range(30):
        r, text = random.Random(seed), Maker(seed).small()
        for address in conditions_of(parse(text).process):
            choices = [one for one in offered(condition_shape(scene_of(text), address)) if one[0] != "add-condition"]
            if own_problems(text, address) or hidden_in_several_ways(parse(text).process):
                continue
            for kind, values in r.sample(choices, min(3, len(choices))):
                assert own_problems(done(text, kind, **values), address) == [], (seed, values)
                tried += 1
    assert tried > 60


def hidden_in_several_ways(process: tree.Process) -> bool:
    """A field shown by one of several conditions: the checker does not follow `x is present` through an `or`."""
    return any(
        isinstance(line, tree.Field) and line.when and " or " in format_expression(line.when) for _, line in at.walk(process)
    )


def conditions_of(process: tree.Process) -> list[str]:
    """Single tests in the rows of the tables and the `when` of the fields."""
    lines = [(address, line) for address, line in at.walk(process) if isinstance(line, tree.Row | tree.Field)]
    return [f"{address}.when" for address, line in lines if line.when and not isinstance(line.when, tree.And | tree.Or)]
