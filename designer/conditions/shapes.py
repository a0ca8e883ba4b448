"""An expression as the builder shows it: one shape per node, with what its controls offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import UnionType
from typing import Any

from designer import address as at
from designer.conditions.arguments import argument_label, argument_type
from designer.conditions.choices import Choice, is_constant, new_tests, operator_choices, subject_choices, value_choices
from designer.conditions.fold_choices import fold_choices, rows_choices
from designer.conditions.inputs import Input, input_of
from designer.conditions.kinds import guess
from designer.conditions.labels import Options
from designer.conditions.places import Place, options_at, place_at
from designer.conditions.sentences import sentence
from designer.conditions.single import Test, test_of
from designer.scene import Scene
from dsl import tree, types
from dsl.format_expression import format_expression
from dsl.functions import FUNCTIONS
from dsl.problems import Problem

Wanted = types.Type | UnionType | None


@dataclass(frozen=True, slots=True)
class Part:
    """A node inside another one: what it is to it (`label`, or the `sign` before it), and its shape."""

    shape: Shape
    label: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind`: group, not, test, fold, if, sum, product, negative, call, path, constant or none (nothing stands there yet).

    `what`: what may stand here instead; `operators`: those of a test; `more`: the kinds of a fold, then its rows. `only` is
    the part of a test that its row shows; `input` the control of a constant, or of all values of `x in { … }`.
    """

    kind: str
    address: str
    node: Any = None
    text: str = ""
    told: str = ""
    word: str = ""
    what: tuple[Choice, ...] = ()
    operators: tuple[Choice, ...] = ()
    more: tuple[tuple[Choice, ...], ...] = ()
    parts: tuple[Part, ...] = ()
    subject: Shape | None = None
    input: Input | None = None
    new: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()
    optional: bool = False


def condition_shape(scene: Scene, address: str) -> Shape:
    """The condition at an address, or what may be put there."""
    place, node = place_at(scene, address), at.get(scene.process, address)
    return Builder(scene).whole(place, address, node)


def value_shape(scene: Scene, address: str) -> Shape:
    """The value at an address."""
    place, node, wanted = place_at(scene, address), at.get(scene.process, address), wanted_at(scene, address)
    builder = Builder(scene)
    if isinstance(wanted, types.YesNo) and node is not None and not isinstance(node, tree.Truth):
        return builder.whole(place, address, node)
    return builder.value(place, address, node, wanted, options_of_field(scene, place, address))


def wanted_at(scene: Scene, address: str) -> types.Type | None:
    """The type that a whole value has to have."""
    holder, _, part = address.rpartition(".")
    line = at.get(scene.process, holder)
    if not isinstance(line, tree.Field) or part not in ("value", "default"):
        return None
    sheet = scene.look.checked.fields.get(path_of_field(scene, holder))
    return sheet.type if sheet else None


def path_of_field(scene: Scene, address: str) -> str:
    """The dotted path of the field or column at an address."""
    line, head = at.get(scene.process, address), address.rpartition(".")[0]
    above = at.get(scene.process, head.rpartition(".")[0])
    return f"{above.name}.{line.name}" if head.endswith(".columns") else line.name


def options_of_field(scene: Scene, place: Place, address: str) -> Options:
    """The options of the field a value belongs to."""
    holder = address.rpartition(".")[0]
    line = at.get(scene.process, holder)
    if not isinstance(line, tree.Field):
        return {}
    path = path_of_field(scene, holder)
    return {one.name: scene.word((*path.split("."), one.name), one.label or one.name) for one in line.options}


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes shapes of one scene."""

    scene: Scene

    def whole(self, place: Place, address: str, node: tree.Expression | None) -> Shape:
        """A condition to which another one can be joined."""
        return replace(self.condition(place, address, node), new=new_tests(place))

    def condition(self, place: Place, address: str, node: tree.Expression | None) -> Shape:
        """A condition: a group, the contrary of one, a test, or something that has a value of yes or no."""
        if node is None:
            return Shape("none", address, new=new_tests(place))
        common = {"node": node, "text": format_expression(node), "told": sentence(self.scene, node)}
        match node:
            case tree.And(items) | tree.Or(items):
                parts = tuple(Part(self.condition(place, f"{address}.items.{n}", one)) for n, one in enumerate(items))
                word = "and" if isinstance(node, tree.And) else "or"
                return Shape("group", address, **common, word=word, parts=parts, new=new_tests(place))
            case tree.Not(item) if test_of(self.scene, node) is None:
                return Shape("not", address, **common, parts=(Part(self.condition(place, f"{address}.item", item)),))
            case tree.Fold():
                return self.fold(place, address, node, subject_choices(place, node, None), common)
            case tree.If():
                return self.choice(place, address, node, types.YesNo(), {}, subject_choices(place, node, None), common)
        found = test_of(self.scene, node)
        if found is None:
            return self.value(place, address, node, types.YesNo(), {})
        return self.test(place, address, node, found, common)

    def test(self, place: Place, address: str, node: tree.Expression, test: Test, common: dict) -> Shape:
        """One row: what it is about, the operator, and the values."""
        what, problems = subject_choices(place, node, test), problems_in(self.scene, node)
        if test.subject is None:
            return Shape("test", address, **common, what=what, problems=problems, word=test.op)
        kind, options = guess(test.subject, place.known), options_at(place, test.subject)
        subject = None
        if not isinstance(test.subject, tree.Path):
            subject = self.value(place, f"{address}.{test.at}", test.subject, None, {})
        wanted = kind_of_values(test.op, kind)
        several = self.members(test, options, node)
        parts = tuple(
            Part(self.value(place, f"{address}.{where}", value, wanted, options))
            for where, value in zip(test.places, test.values, strict=True)
        )
        return Shape(
            "test", address, **common, what=what, operators=operator_choices(place, node, test), word=test.op, parts=parts,
            subject=subject, input=several, problems=problems,
        )  # fmt: skip

    def members(self, test: Test, options: Options, node: tree.Expression) -> Input | None:
        """Boxes to tick where the values are some of the options."""
        named = all(isinstance(value, tree.Path) and value.parts[0] in options for value in test.values)
        if test.op not in ("in", "not in") or not options or not named:
            return None
        given = {value.parts[0] for value in test.values}
        return Input("ticks", choices=tuple(Choice(name, label, "", name in given) for name, label in options.items()))

    def value(self, place: Place, address: str, node: tree.Expression | None, wanted: Wanted, options: Options) -> Shape:
        """A value."""
        if node is None:
            return Shape("none", address, new=value_choices(place, None, wanted))
        common = {"node": node, "text": format_expression(node), "told": sentence(self.scene, node)}
        if isinstance(node, tree.And | tree.Or | tree.Not | tree.Compare | tree.Member | tree.Between | tree.Present):
            return self.condition(place, address, node)
        what = value_choices(place, node, wanted)
        kind = guess(node, place.known) if wanted is None or isinstance(wanted, UnionType) else wanted
        match node:
            case tree.Sum(terms) | tree.Product(terms):
                return self.chain(place, address, node, terms, kind, what, common)
            case tree.Negative(item):
                return Shape(
                    "negative", address, **common, what=what, parts=(Part(self.inner(place, f"{address}.item", item, kind)),)
                )
            case tree.If():
                return self.choice(place, address, node, kind, options, what, common)
            case tree.Fold():
                return self.fold(place, address, node, what, common)
        if is_constant(place, node, kind) or self.is_option(place, node, options):
            return Shape("constant", address, **common, what=what, input=input_of(place, node, kind, options))
        if isinstance(node, tree.Call):
            return self.call(place, address, node, kind, what, common)
        return Shape("path", address, **common, what=what)

    def is_option(self, place: Place, node: tree.Expression, options: Options) -> bool:
        """A bare name that is one of the options asked for here."""
        return isinstance(node, tree.Path) and node.parts[0] in options and place.known(node.parts) is None

    def inner(
        self, place: Place, address: str, node: tree.Expression, wanted: Wanted, options: Options | None = None
    ) -> Shape:
        return self.value(place, address, node, wanted, options or {})

    def chain(
        self, place: Place, address: str, node: Any, terms: tuple[tree.Term, ...], kind: Wanted, what: tuple, common: dict
    ) -> Shape:
        """A sum or a product."""
        is_sum = isinstance(node, tree.Sum)
        parts = tuple(
            Part(
                self.inner(place, f"{address}.terms.{n}.value", term.value, kind if is_sum else None),
                sign=term.op if n else "",
            )
            for n, term in enumerate(terms)
        )
        return Shape("sum" if is_sum else "product", address, **common, what=what, parts=parts)

    def choice(
        self, place: Place, address: str, node: tree.If, kind: Wanted, options: Options, what: tuple, common: dict
    ) -> Shape:
        """if … then … else …"""
        say = self.scene.outside.say
        sides = self.condition if isinstance(kind, types.YesNo) else None
        then, otherwise = (
            sides(place, f"{address}.{name}", side) if sides else self.value(place, f"{address}.{name}", side, kind, options)
            for name, side in (("then", node.then), ("otherwise", node.otherwise))
        )
        condition = self.whole(place, f"{address}.condition", node.condition)
        parts = (Part(condition, say("If")), Part(then, say("Then")), Part(otherwise, say("Otherwise")))
        return Shape("if", address, **common, what=what, parts=parts)

    def fold(self, place: Place, address: str, node: tree.Fold, what: tuple[Choice, ...], common: dict) -> Shape:
        """Something over line items: which of them, and what of each."""
        say, inner = self.scene.outside.say, place_at(self.scene, f"{address}.where")
        parts = [Part(self.whole(inner, f"{address}.where", node.where), say("Only where"))]
        if node.kind in ("any", "all"):
            parts.append(Part(self.whole(inner, f"{address}.body", node.body), say("It holds that")))
        elif node.body is not None:
            parts.append(Part(self.inner(inner, f"{address}.body", node.body, None), say("Of each")))
        more = (fold_choices(place, node), rows_choices(place, node))
        return Shape(
            "fold", address, **common, what=what, parts=tuple(parts), more=more, problems=problems_in(self.scene, node)
        )

    def call(self, place: Place, address: str, node: tree.Call, kind: Wanted, what: tuple, common: dict) -> Shape:
        """A built-in function with its arguments."""
        say, function = self.scene.outside.say, FUNCTIONS.get(node.name)
        first = guess(node.arguments[0], place.known) if node.arguments else None
        parts = []
        for number, argument in enumerate(node.arguments):
            wanted = argument_type(node.name, number, kind, first)
            options = options_at(place, node.arguments[0]) if node.name == "contains" and number else {}
            shape = self.value(place, f"{address}.arguments.{number}", argument, wanted, options)
            parts.append(Part(shape, argument_label(say, node.name, number)))
        optional = function is not None and len(node.arguments) > function.least
        return Shape("call", address, **common, what=what, parts=tuple(parts), word=node.name, optional=optional)


def kind_of_values(op: str, kind: types.Type | None) -> Wanted:
    """The type of a test's values."""
    match op:
        case "role" | "not role":
            return types.People()
        case "team" | "not team":
            return types.Team()
        case "group" | "not group":
            return types.Team | types.Choices
        case "starts with" | "not starts with":
            return types.Text(2000)
        case "contains" | "not contains" if not isinstance(kind, types.Choices):
            return types.Text(2000)
    return kind


def problems_in(scene: Scene, node: tree.Node) -> tuple[Problem, ...]:
    """What the checker says about a node of the text as it stands."""
    if not scene.look.good or not node.at.end:
        return ()
    return tuple(one for one in scene.look.problems if node.at.start <= one.at.start and one.at.end <= node.at.end)
