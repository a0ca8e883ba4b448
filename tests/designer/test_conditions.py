"""Conditions, values and people in the builder: what it shows, what its edits write, and that nothing is a dead end."""

from __future__ import annotations

import random
import typing
from collections.abc import Iterator

import pytest

from designer import address as at
from designer.conditions.choices import Choice
from designer.conditions.people import people_shapes
from designer.conditions.shapes import Shape, condition_shape, value_shape
from designer.conditions.typed import typed_text
from designer.edit import CannotEdit
from designer.edits import EDITS
from designer.journey import edited
from designer.scene import Scene
from dsl import tree
from dsl.check import check
from dsl.checking.reads import parts_of
from dsl.format_expression import format_expression
from dsl.functions import FUNCTIONS
from dsl.libraries_toml import read_libraries
from dsl.parse import parse
from tests.designer.desk import EVERY, REFUND, WHEN, scene_of, with_condition
from tests.designer.test_sentences import CASES
from tests.language.random_processes import Maker

CONTROLLERS = "items.7.steps.0.arms.2.steps.0.arms.1.steps.0.clauses.0.people"
TOTAL = "items.2.items.2.value"
LINE = "row-never-wins", "rows-overlap", "may-overlap", "needs-otherwise"
"""What the checker says about a table as a whole, not about one condition in it."""


def done(text: str, kind: str, /, **values: object) -> str:
    """A text after one edit."""
    return edited(text, (EDITS[kind](**values),))[0]


def written(condition: str, kind: str, /, at_: str = "", **values: object) -> str:
    """What stands where `condition` stood after one edit, at an address below it."""
    address = WHEN + (f".{at_}" if at_ else "")
    after = parse(done(with_condition(condition), kind, address=address, **values)).process
    return format_expression(at.get(after, WHEN))


def refused(condition: str, kind: str, /, **values: object) -> str:
    with pytest.raises(CannotEdit) as found:
        written(condition, kind, **values)
    return found.value.sentence


# -- one edit each


def test_a_condition_is_replaced_and_no_other_line():
    after = done(with_condition("abroad"), "set-condition", address=WHEN, text="nights > 3")
    assert after == with_condition("nights > 3")


def test_conditions_are_joined_by_and_or_or():
    assert written("abroad", "add-condition", text="nights > 3") == "abroad and nights > 3"
    assert written("abroad", "add-condition", text="nights > 3", word="or") == "abroad or nights > 3"
    assert written("abroad or urgent", "add-condition", text="nights > 3") == "(abroad or urgent) and nights > 3"
    assert written("abroad and urgent", "add-condition", text="nights > 3") == "abroad and urgent and nights > 3"


def test_a_condition_is_added_where_none_stood():
    address = "items.2.items.0.fields.2.when"
    assert 'nights: whole [1 .. 60] "Nights" when abroad' not in EVERY
    after = done(EVERY, "add-condition", address=address, text='purpose = "x"')
    assert 'nights: whole [1 .. 60] "Nights" when purpose = "x"' in after
    assert done(after, "remove-part", address=address) == EVERY


def test_line_items_are_narrowed_and_no_longer():
    every, some = "count(each line in lines) > 2", "count(each line in lines where line.kind = paper) > 2"
    assert written(every, "add-condition", "left.where", text="line.kind = paper") == some
    assert written(some, "remove-part", "left.where") == every


def test_the_word_of_a_group_is_switched_and_groups_of_one_word_become_one():
    assert written("abroad and nights > 3", "join-conditions", word="or") == "abroad or nights > 3"
    assert written("abroad and (urgent or nights > 3)", "join-conditions", word="or") == "abroad or urgent or nights > 3"


def test_conditions_are_grouped_and_groups_dissolved():
    assert written("abroad and urgent and nights > 3", "group-conditions", "items.1") == "abroad and (urgent or nights > 3)"
    assert (
        written("abroad and (urgent or nights > 3)", "ungroup-conditions", "items.1") == "abroad and urgent and nights > 3"
    )
    assert written("abroad and urgent", "group-conditions", "items.0") == "abroad or urgent"


def test_a_condition_is_turned_into_its_contrary_and_back():
    assert written("abroad and nights > 3", "negate-condition") == "not (abroad and nights > 3)"
    assert written("not (abroad and nights > 3)", "negate-condition") == "abroad and nights > 3"
    assert (
        written("urgent and not (abroad and nights > 3)", "negate-condition", "items.1")
        == "urgent and abroad and nights > 3"
    )


def test_conditions_are_moved_and_removed():
    assert written("abroad and urgent", "move-part", "items.1", up=True) == "urgent and abroad"
    assert written("abroad and urgent", "remove-part", "items.0") == "urgent"
    assert written("abroad and (urgent or nights > 3)", "remove-part", "items.1.items.0") == "abroad and nights > 3"
    assert refused("abroad", "remove-part") == "a condition or a value has to stand here: change it instead"


def test_terms_are_added_counted_otherwise_and_removed():
    assert written("nights > 3", "add-part", "left", op="+", text="1") == "nights + 1 > 3"
    assert written("nights + 1 > 3", "set-sign", "left.terms.1", op="-") == "nights - 1 > 3"
    assert written("nights - 1 > 3", "remove-part", "left.terms.1") == "nights > 3"
    assert written("nights - 1 > 3", "remove-part", "left.terms.0") == "-(1) > 3"
    assert written("10 / nights > 3", "remove-part", "left.terms.0") == "1 / nights > 3"


def test_the_values_of_a_list_are_ticked():
    assert written("course in {english}", "set-members", members=("english", "art")) == "course in {english, art}"
    assert refused("course in {english}", "set-members", members=()) == "choose at least one"
    assert written("nights in {1}", "add-part", "members", text="2") == "nights in {1, 2}"
    assert refused("nights in {1}", "remove-part", at_="members.0") == "at least one has to stay: change it instead"


def test_an_argument_that_may_be_left_out_is_removed():
    assert written("round(rate, 1) > 0.5", "remove-part", "left.arguments.1") == "round(rate) > 0.5"
    assert refused("days(first_day, today) > 1", "remove-part", at_="left.arguments.1").startswith(
        "at least one has to stay"
    )


@pytest.mark.parametrize(
    ("kind", "value", "unit", "text"),
    [
        ("number", "5 000", "", "5000"),
        ("number", "1,250.50", "", "1250.50"),
        ("number", "１２", "", "12"),
        ("number", "-3", "", "-3"),
        ("money", "5000", "CNY", "5000.00 CNY"),
        ("money", "5,000.5", "CNY", "5000.50 CNY"),
        ("money", "¥ 12", "JPY", "12 JPY"),
        ("text", 'say "hi"', "", '"say \\"hi\\""'),
        ("date", "2026-03-02", "", "2026-03-02"),
        ("time", "14:30", "", "14:30"),
        ("moment", "2026-03-02T14:30", "", "2026-03-02T14:30Z"),
        ("length", "3", "business days", "3 business days"),
        ("role", "finance", "", 'role("finance")'),
    ],
)
def test_what_is_typed_becomes_the_text_of_a_constant(kind, value, unit, text):
    assert typed_text(kind, value, unit) == text
    assert not parse(EVERY.replace("amount > 5000.00 CNY", f"amount = {text}")).problems


@pytest.mark.parametrize(
    ("kind", "value", "unit", "sentence"),
    [
        ("number", "many", "", "`{word}` is no number: write it like 1250.50"),
        ("number", "1,25", "", "`{word}` is no number: write it like 1250.50"),
        ("money", "1.005", "CNY", "an amount of {currency} has at most {places} decimal places"),
        ("money", "1", "yuan", "`{word}` is no currency: write three capital letters such as CNY"),
        ("date", "", "", "choose a day"),
        ("moment", "2026-03-02", "", "choose a day and a time"),
        ("length", "1.5", "hours", "`{word}` is no whole number: write digits"),
        ("role", "", "", "choose one"),
    ],
)
def test_what_is_no_constant_is_refused_with_the_reason(kind, value, unit, sentence):
    with pytest.raises(CannotEdit) as found:
        typed_text(kind, value, unit)
    assert found.value.sentence == sentence


def test_the_people_of_a_step_are_replaced_and_nothing_else():
    after = done(REFUND, "set-people", address=CONTROLLERS, text='requester.manager, role("finance")')
    assert after == REFUND.replace('by role("finance")', 'by requester.manager, role("finance")')
    more = done(REFUND, "add-part", address=CONTROLLERS, text="requester.manager")
    assert 'by role("finance"), requester.manager' in more
    assert 'by requester.manager, role("finance")' in done(more, "move-part", address=f"{CONTROLLERS}.1", up=True)
    assert done(more, "remove-part", address=f"{CONTROLLERS}.1") == REFUND
    other = done(REFUND, "set-condition", address=f"{CONTROLLERS}.0", text="requester.department.head")
    assert other == REFUND.replace('by role("finance")', "by requester.department.head")


def test_a_step_is_never_left_without_people():
    with pytest.raises(CannotEdit):
        done(REFUND, "set-people", address=CONTROLLERS, text="")
    with pytest.raises(CannotEdit):
        done(REFUND, "remove-part", address=f"{CONTROLLERS}.0")


@pytest.mark.parametrize(
    "address", ["", "items.3", "items.3.name", "items.3.rows", "items.2.items.0.fields.0.help", "items.9.x"]
)
def test_what_is_no_expression_is_left_alone(address):
    for kind, values in (("set-condition", {"text": "yes"}), ("add-condition", {"text": "yes"}), ("negate-condition", {})):
        with pytest.raises(CannotEdit):
            done(EVERY, kind, address=address, **values)


# -- what may be absent is guarded


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("abroad", "hotel > 100.00 CNY", "hotel is present and hotel > 100.00 CNY"),
        ("abroad", "not (hotel > 100.00 CNY)", "hotel is present and not hotel > 100.00 CNY"),
        ("abroad", "abroad and visa = none", "abroad and visa = none"),
        ("abroad", "visa = none", "visa is present and visa = none"),
        ("abroad", "abroad or hotel > 1.00 CNY", "abroad or hotel is present and hotel > 1.00 CNY"),
        ("abroad", "deputy.manager.level = vip", "deputy.manager.level is present and deputy.manager.level = vip"),
        (
            "abroad",
            "any(each line in lines: line.extra > 1.00 CNY)",
            "any(each line in lines where line.extra is present: line.extra > 1.00 CNY)",
        ),
        (
            "abroad",
            "count(each line in lines where line.extra > 1.00 CNY) > 2",
            "count(each line in lines where line.extra is present and line.extra > 1.00 CNY) > 2",
        ),
    ],
)
def test_a_condition_that_reads_what_may_be_absent_asks_first_if_it_is_there(before, text, after):
    assert written(before, "set-condition", text=text) == after
    assert check(parse(with_condition(after)).process).ok


def test_what_the_directory_may_not_know_is_guarded_by_its_description():
    described, _ = read_libraries('[person]\nlimit = { type = "money", currency = "CNY", optional = true }\n', {})
    after = edited(EVERY, (EDITS["set-condition"](WHEN, "amount > requester.limit"),), described)[0]
    assert "large when requester.limit is present and amount > requester.limit -> finance" in after


def test_a_guard_joins_the_group_it_stands_in():
    found = written("abroad and nights > 3", "set-condition", "items.1", text="hotel > 1.00 CNY")
    assert found == "abroad and hotel is present and hotel > 1.00 CNY"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("hotel", "if hotel is present then hotel else 0.00 CNY"),
        ("amount + hotel", "amount + (if hotel is present then hotel else 0.00 CNY)"),
        ("sum(each line in lines: line.extra)", "sum(each line in lines where line.extra is present: line.extra)"),
        ("if hotel > 1.00 CNY then hotel else amount", "if hotel is present and hotel > 1.00 CNY then hotel else amount"),
    ],
)
def test_a_value_that_reads_what_may_be_absent_says_what_it_is_then(text, after):
    process = parse(done(EVERY, "set-condition", address=TOTAL, text=text)).process
    assert format_expression(at.get(process, TOTAL)) == after
    assert check(process).ok


# -- nothing is a dead end


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


# -- what the lists know


def labels(several: tuple[Choice, ...]) -> list[str]:
    return [one.label for one in several]


def test_a_test_offers_what_it_can_be_about_and_how_it_can_be_compared():
    shape = condition_shape(scene_of(EVERY), WHEN)
    assert shape.kind == "test" and [one.label for one in shape.what if one.selected] == ["Amount"]
    assert {"Course", "Total", "The requester's level", "Receipts: how many", "The sum of Net"} <= set(labels(shape.what))
    assert labels(shape.operators)[:6] == ["is", "is not", "is less than", "is at most", "is more than", "is at least"]
    assert (shape.parts[0].shape.input.kind, shape.parts[0].shape.input.value) == ("money", "5000.00")


def test_an_amount_stays_when_another_amount_is_asked_for():
    shape = condition_shape(scene_of(EVERY), WHEN)
    assert next(one.text for one in shape.what if one.label == "Total") == "total > 5000.00 CNY"
    assert next(one.text for one in shape.what if one.label == "Course") == "course = english"
    assert next(one.text for one in shape.operators if one.label == "is between") == "amount in [5000.00 CNY .. 5000.00 CNY]"


def test_a_field_offers_only_what_stands_before_it():
    shape = condition_shape(scene_of(EVERY), "items.2.items.0.fields.2.when")
    assert shape.kind == "none"
    assert {"Purpose", "Note", "The requester"} <= set(labels(shape.new)) and "Nights" not in labels(shape.new)


def test_options_have_their_labels_in_the_readers_language():
    shape = condition_shape(scene_of(with_condition("course in {english}"), "zh"), WHEN)
    assert [(one.text, one.label, one.selected) for one in shape.input.choices] == [
        ("english", "英语", True), ("maths", "数学", False), ("art", "Art", False),
    ]  # fmt: skip


def test_a_computed_value_offers_things_and_calculations_of_its_type():
    shape = value_shape(scene_of(EVERY), TOTAL)
    assert shape.kind == "fold"
    assert {"Amount", "Hotel", "A sum: … + …", "The sum of Price", "Rounded"} <= set(labels(shape.what))
    assert "Nights" not in labels(shape.what)


def test_people_are_offered_from_the_ticket_and_the_directory():
    (shape,) = people_shapes(scene_of(EVERY), "items.4.steps.0.arms.1.steps.0.clauses.0.people")
    offered = {one.label: one.text for one in shape.what}
    assert offered["The requester's manager"] == "requester.manager"
    assert offered["The requester's manager's manager"] == "requester.manager.manager"
    assert offered["The requester's department's head"] == "requester.department.head"
    assert offered["Unit's head"] == "unit.head"
    assert offered["The members of Unit"] == "unit"
    assert offered["Owner"] == "owner"
    assert offered["Everyone with a role"] == 'role("finance")'
    assert offered["One person"] == 'person("ana")'
    assert [one.label for one in shape.input.choices] == ["Finance", "Cashier"]


def test_who_may_start_is_nobody_of_the_ticket():
    shape, *_ = people_shapes(scene_of(EVERY), "items.1.people")
    assert labels(shape.what) == ["Everyone with a role", "The members of a team", "One person"]
