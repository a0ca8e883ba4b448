"""What the controls of an expression offer: each choice is the complete text of what stands there when it is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import UnionType

from designer.conditions.defaults import constant
from designer.conditions.folds import folds, lines_of, variable
from designer.conditions.kinds import MEASURED, NUMBERS, ORDERED, TEXTS, alike, guess
from designer.conditions.places import Place, Thing
from designer.conditions.sentences import sentence
from designer.conditions.single import LITERALS, Test, default_test, label, operators, with_operator
from dsl import tree, types
from dsl.format_expression import format_expression


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` is the whole expression after choosing it; choices of one `group` stand together."""

    text: str
    label: str
    group: str = ""
    selected: bool = False


def path(text: str) -> tree.Path:
    return tree.Path(tuple(text.split(".")))


def choice(node: tree.Expression, name: str, group: str = "", selected: bool = False) -> Choice:
    return Choice(format_expression(node), name[:1].upper() + name[1:], group, selected)


def with_current(choices: Iterable[Choice], node: tree.Expression | None, name: str) -> tuple[Choice, ...]:
    """The choices, with what stands there now in front when it is none of them."""
    several = tuple(choices)
    if node is None or any(one.selected for one in several):
        return several
    return (choice(node, name, "", True), *several)


# -- what a condition is about


def subjects(place: Place) -> Iterator[tuple[tree.Expression, types.Type | None, str, str]]:
    """Everything a test can be about: (expression, type, label, group); of files and line items how many there are."""
    say = place.scene.outside.say
    for thing in place.things:
        match thing.kind:
            case types.Files():
                name = say("{thing}: how many", thing=thing.label)
                yield tree.Call("length", (path(thing.text),)), counted(thing), name, thing.group
            case types.Rows() | types.People():
                continue
            case _:
                yield path(thing.text), thing.kind, thing.label, thing.group
    yield from folds(place)


def counted(thing: Thing) -> types.Type:
    return types.Whole(thing.kind.low, thing.kind.high)


def subject_choices(place: Place, node: tree.Expression, test: Test | None) -> tuple[Choice, ...]:
    """What a condition may be about instead; operator and value stay where they fit."""
    current = format_expression(test.subject) if test and test.subject is not None else None
    kind = guess(test.subject, place.known) if current else None
    found = []
    for subject, its, name, group in subjects(place):
        if current is not None and format_expression(subject) == current:
            found.append(choice(node, name, group, True))
        elif new := about(place, subject, its, kind, test):
            found.append(choice(new, name, group))
    found.append(truth_choice(place, True, node))
    if node == tree.Truth(False):
        found.append(truth_choice(place, False, node))
    asked = test.subject if test and test.subject is not None else node
    return with_current(found, node, calculation_name(place, asked) or sentence(place.scene, asked))


def about(
    place: Place, subject: tree.Expression, its: types.Type | None, kind: types.Type | None, test: Test | None
) -> tree.Expression | None:
    """The test about something else: the same one when values fit."""
    if isinstance(its, types.YesNo) and isinstance(subject, tree.Fold):
        return subject
    fits = its == kind if isinstance(its, types.Choice | types.Choices) else alike(its, kind)
    if test and fits and test.op in operators(its, False):
        return with_operator(place, subject, its, test.op, test.values)
    return default_test(place, subject, its) if operators(its, False) else None


def truth_choice(place: Place, value: bool, node: tree.Expression) -> Choice:
    say = place.scene.outside.say
    name = say("always") if value else say("never")
    return choice(tree.Truth(value), name, say("Without a question"), node == tree.Truth(value))


def new_tests(place: Place) -> tuple[Choice, ...]:
    """What a new condition may be about."""
    return tuple(
        choice(new, name, group)
        for subject, its, name, group in subjects(place)
        if (new := about(place, subject, its, None, None))
    )


def operator_choices(place: Place, node: tree.Expression, test: Test) -> tuple[Choice, ...]:
    """The operators for what the test is about."""
    kind, say = guess(test.subject, place.known), place.scene.outside.say
    names = operators(kind, isinstance(test.subject, tree.Path) and may_be_absent(place, test.subject))
    names = names if test.op in names else (test.op, *names)
    found = []
    for op in names:
        new = node if op == test.op else with_operator(place, test.subject, kind, op, test.values)
        if new is not None:
            found.append(Choice(format_expression(new), label(say, op, kind), "", op == test.op))
    return tuple(found)


def may_be_absent(place: Place, subject: tree.Path) -> bool:
    """Whether asking makes sense if it is there."""
    text = ".".join(subject.parts)
    return next((thing.maybe for thing in place.things if thing.text == text), True)


# -- what a value is


def value_choices(place: Place, node: tree.Expression | None, wanted: types.Type | UnionType | None) -> tuple[Choice, ...]:
    """What may stand for a value: a constant, things of the same type, and calculations with it."""
    say = place.scene.outside.say
    if isinstance(wanted, UnionType):
        return with_current(things_of(place, node, wanted), node, sentence(place.scene, node))
    current = format_expression(node) if node is not None else None
    kind = wanted or (guess(node, place.known) if node is not None else None)
    found = []
    if (fixed := node if is_constant(place, node, kind) else constant(place, kind)) is not None:
        found.append(choice(fixed, say("a fixed value"), "", current == format_expression(fixed)))
    for thing in place.things:
        if kind is None or alike(thing.kind, types.Team() if isinstance(kind, types.People) else kind):
            found.append(choice(path(thing.text), thing.label, thing.group, thing.text == current))
    own = calculation_name(place, node)
    found += [choice(new, name, say("Calculated")) for new, name in calculations(place, node, kind) if name != own]
    return with_current(found, node, own or sentence(place.scene, node))


def calculation_name(place: Place, node: tree.Expression | None) -> str:
    """What a calculation is called whose parts stand below its list."""
    say = place.scene.outside.say
    match node:
        case tree.Sum():
            return say("a sum: … + …")
        case tree.Product():
            return say("a product: … × …")
        case tree.Negative():
            return say("the contrary: −…")
        case tree.If():
            return say("one of two: if … then … else …")
        case tree.Fold():
            return say("worked out over line items")
        case tree.Call("round"):
            return say("rounded")
        case tree.Call("divide"):
            return say("divided, also by 0")
        case tree.Call("lower"):
            return say("the smaller of two")
        case tree.Call("higher"):
            return say("the larger of two")
        case tree.Call("days"):
            return say("days between two dates")
    return ""


def things_of(place: Place, node: tree.Expression | None, wanted: UnionType) -> list[Choice]:
    """Everything here that is of one of several types."""
    current = format_expression(node) if node is not None else None
    fitting = [thing for thing in place.things if isinstance(thing.kind, wanted)]
    return [choice(path(thing.text), thing.label, thing.group, thing.text == current) for thing in fitting]


def is_constant(place: Place, node: tree.Expression | None, kind: types.Type | None) -> bool:
    """A literal, an option, or one of the directory."""
    match node:
        case tree.Path((name,)):
            return isinstance(kind, types.Choice | types.Choices) and name in kind.options and place.known((name,)) is None
        case tree.Call("role" | "team" | "person", (tree.Text(),)):
            return True
    return isinstance(node, (tree.Truth, *LITERALS))


def calculations(
    place: Place, node: tree.Expression | None, kind: types.Type | None
) -> Iterator[tuple[tree.Expression, str]]:
    """Calculations that have the type, made from what stands there now."""
    say, now = place.scene.outside.say, node if node is not None else constant(place, kind)
    if now is None or kind is None:
        return
    one = tree.Number(1)
    zero = constant(place, kind)
    if isinstance(kind, MEASURED) and zero is not None:
        yield tree.Sum((tree.Term("+", now), tree.Term("+", zero))), say("a sum: … + …")
        yield tree.Product((tree.Term("*", now), tree.Term("*", one))), say("a product: … × …")
        yield tree.Negative(now), say("the contrary: −…")
    if isinstance(kind, NUMBERS | types.Money):
        yield tree.Call("round", (now,)), say("rounded")
        yield tree.Call("divide", (now, one, zero)), say("divided, also by 0")
    if isinstance(kind, ORDERED) and zero is not None:
        yield tree.Call("lower", (now, zero)), say("the smaller of two")
        yield tree.Call("higher", (now, zero)), say("the larger of two")
    if isinstance(kind, NUMBERS):
        yield from numbers_of(place)
    for new, its, name, _ in folds(place):
        if alike(its, kind) and not isinstance(its, types.YesNo):
            yield new, name
    yield from extremes(place, kind)
    yield tree.If(first_test(place), now, zero if zero is not None else now), say("one of two: if … then … else …")


def first_test(place: Place) -> tree.Expression:
    """A condition to begin with."""
    for subject, its, _, _ in subjects(place):
        if not isinstance(subject, tree.Fold) and (new := about(place, subject, its, None, None)) is not None:
            return new
    return tree.Truth(True)


def numbers_of(place: Place) -> Iterator[tuple[tree.Expression, str]]:
    """Whole numbers that can be told of texts, lists and days."""
    say = place.scene.outside.say
    for thing in place.things:
        if isinstance(thing.kind, TEXTS | types.Files | types.Choices | types.Rows):
            yield tree.Call("length", (path(thing.text),)), say("{thing}: how many", thing=thing.label)
    day = next((thing for thing in place.things if isinstance(thing.kind, types.Date)), None)
    if day is not None:
        yield tree.Call("days", (path(day.text), tree.Path(("today",)))), say("days between two dates")
        yield tree.Call("year", (path(day.text),)), say("the year of a date")
        yield tree.Call("month", (path(day.text),)), say("the month of a date")
        yield tree.Call("day", (path(day.text),)), say("the day of a date")
        yield tree.Call("weekday", (path(day.text),)), say("the weekday of a date")


def extremes(place: Place, kind: types.Type) -> Iterator[tuple[tree.Expression, str]]:
    """The smallest and the largest over line items of which there is surely one."""
    say = place.scene.outside.say
    for rows in place.rows:
        sheet = place.sheet(rows)
        if sheet.type.low < 1 or sheet.optional:
            continue
        name = variable(place, rows)
        for column, its in lines_of(sheet):
            if alike(its, kind) and isinstance(its, ORDERED) and not place.sheet(f"{rows}.{column}").optional:
                body = tree.Path((name, column))
                column_label = place.scene.word((rows, column), place.sheet(f"{rows}.{column}").node.label or column)
                yield tree.Fold("min", name, path(rows), None, body), say("the smallest {column}", column=column_label)
                yield tree.Fold("max", name, path(rows), None, body), say("the largest {column}", column=column_label)
