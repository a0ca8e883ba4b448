"""Expressions as sentences in the reader's language, with labels instead of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from designer.conditions.kinds import kind_of
from designer.conditions.labels import Options, named, options_of, path_label
from designer.conditions.said import call, comparison, fold, quoted
from designer.scene import Scene
from dsl import tree, types
from dsl.checked import AttributeAt, ColumnAt, FieldAt, LoopAt
from dsl.format_expression import format_expression, number
from dsl.lengths import CHINESE
from dsl.values import display
from forms.fields.number import grouped

SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
BUSINESS = {"minutes": "工作分钟", "hours": "工作小时", "days": "个工作日", "weeks": "个工作周"}


def sentence(scene: Scene, node: tree.Expression | None) -> str:
    """An expression of the scene's process as people say it; "" for none."""
    return "" if node is None else Speaker(scene).tell(node)


def people_sentence(scene: Scene, people: Sequence[tree.Expression]) -> str:
    """The people of a clause as people say it."""
    speaker = Speaker(scene)
    return speaker.listed([speaker.who(one) for one in people])


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says expressions; `options` are the labels of the options a bare name may mean."""

    scene: Scene
    options: Options | None = None
    PHRASES: ClassVar = (tree.Sum, tree.If, tree.Call, tree.Fold)
    """What is said in several words: in brackets inside a calculation."""

    def say(self, text: str, **values: object) -> str:
        return self.scene.outside.say(text, **values)

    def listed(self, items: Sequence[str]) -> str:
        return ("、" if self.scene.language == "zh" else ", ").join(items)

    def tell(self, node: tree.Expression) -> str:
        """A condition or a value."""
        say = self.say
        match node:
            case tree.Or() | tree.And() | tree.Not():
                return self.logic(node)
            case tree.Compare() | tree.Member() | tree.Between() | tree.Present():
                return self.test(node)
            case tree.Path() if isinstance(kind_of(self.scene, node), types.YesNo):
                return say("{thing} is yes", thing=self.value(node))
        return self.value(node)

    def inner(self, node: tree.Expression) -> str:
        """A condition inside another one: groups in brackets."""
        say = self.say
        if isinstance(node, tree.Truth):
            return say("always") if node.value else say("never")
        told = self.tell(node)
        return say("({inner})", inner=told) if isinstance(node, tree.And | tree.Or | tree.If) else told

    def logic(self, node: tree.Or | tree.And | tree.Not) -> str:
        say = self.say
        match node:
            case tree.Not(tree.Path() as item) if isinstance(kind_of(self.scene, item), types.YesNo):
                return say("{thing} is no", thing=self.value(item))
            case tree.Not(item):
                told = self.tell(item)
                return say("not ({condition})", condition=told)
        told, *rest = [self.inner(item) for item in node.items]
        for other in rest:
            if isinstance(node, tree.And):
                told = say("{first} and {second}", first=told, second=other)
            else:
                told = say("{first} or {second}", first=told, second=other)
        return told

    def knowing(self, *nodes: tree.Expression) -> Speaker:
        """A speaker who knows the options of the first of `nodes` that has any."""
        for node in nodes:
            match self.scene.look.checked.meanings.get(id(node)):
                case FieldAt(path):
                    found = options_of(self.scene, path)
                case ColumnAt(rows, name) | LoopAt(_, rows, name):
                    found = options_of(self.scene, f"{rows}.{name}")
                case _:
                    found = None
            if found:
                return replace(self, options=found)
        return self

    def test(self, node: tree.Compare | tree.Member | tree.Between | tree.Present) -> str:
        """A comparison, a membership, or whether something is there."""
        say = self.say
        match node:
            case tree.Compare("=" | "!=" as op, left, tree.Truth(value)):
                thing = self.side(left)
                return say("{thing} is yes", thing=thing) if value == (op == "=") else say("{thing} is no", thing=thing)
            case tree.Compare(op, left, right):
                both = self.knowing(left, right)
                kind = kind_of(self.scene, left)
                return comparison(self.say, op, kind, both.side(left), both.side(right))
            case tree.Between(item, low, high, negated):
                values = {"item": self.value(item), "low": self.value(low), "high": self.value(high)}
                if negated:
                    return say("{item} is not between {low} and {high}", **values)
                return say("{item} is between {low} and {high}", **values)
            case tree.Present(path, absent):
                return self.presence(path, absent)
            case tree.Member(item, members, None, negated):
                both = self.knowing(item, *members)
                values = {"item": both.value(item), "list": self.listed([both.value(each) for each in members])}
                if negated:
                    return say("{item} is none of {list}", **values)
                return say("{item} is one of {list}", **values)
        return self.grouped(node)

    def side(self, node: tree.Expression) -> str:
        """One side of a comparison."""
        say = self.say
        told = self.value(node)
        return say("({inner})", inner=told) if isinstance(node, tree.If) else told

    def presence(self, path: tree.Path, absent: bool) -> str:
        say = self.say
        thing = self.value(path)
        if isinstance(self.scene.look.checked.meanings.get(id(path)), AttributeAt):
            return say("{thing} is not known", thing=thing) if absent else say("{thing} is known", thing=thing)
        return say("{thing} is not filled in", thing=thing) if absent else say("{thing} is filled in", thing=thing)

    def grouped(self, node: tree.Member) -> str:
        """Membership in a role, a team, or among choices."""
        say = self.say
        item = self.knowing(node.group).value(node.item)
        match node.group:
            case tree.Call("role", (tree.Text(id),)):
                role = named(self.scene, "role", id)
                if node.negated:
                    return say("{item} does not have the role {role}", item=item, role=role)
                return say("{item} has the role {role}", item=item, role=role)
            case group if isinstance(kind_of(self.scene, group), types.Choices):
                if node.negated:
                    return say("{item} is not among {group}", item=item, group=self.value(group))
                return say("{item} is among {group}", item=item, group=self.value(group))
        if node.negated:
            return say("{item} does not belong to {group}", item=item, group=self.value(node.group))
        return say("{item} belongs to {group}", item=item, group=self.value(node.group))

    def value(self, node: tree.Expression) -> str:
        """A value inside a sentence."""
        say = self.say
        match node:
            case tree.Path():
                return path_label(self.scene, node, self.options)
            case tree.Sum(terms) | tree.Product(terms):
                return self.chain(node, terms)
            case tree.Negative(item):
                return f"−{self.tight(item)}"
            case tree.If(condition, then, otherwise):
                return say(
                    "if {condition} then {then}, otherwise {otherwise}",
                    condition=self.tell(condition), then=self.tell(then), otherwise=self.tell(otherwise),
                )  # fmt: skip
            case tree.Call(name, arguments):
                return call(self.knowing(*arguments), name, arguments)
            case tree.Fold():
                return fold(self, node)
            case tree.And() | tree.Or() | tree.Not() | tree.Compare() | tree.Member() | tree.Between() | tree.Present():
                return say("({inner})", inner=self.tell(node))
        return self.literal(node)

    def tight(self, node: tree.Expression) -> str:
        """An operand that binds no weaker than a product."""
        told = self.value(node)
        return self.bracketed(told) if isinstance(node, (tree.Product, tree.Negative, *self.PHRASES)) else told

    def chain(self, node: tree.Sum | tree.Product, terms: tuple[tree.Term, ...]) -> str:
        first, *rest = terms
        operand = self.tight if isinstance(node, tree.Product) else self.loose
        return operand(first.value) + "".join(f" {SIGNS[term.op]} {operand(term.value)}" for term in rest)

    def loose(self, node: tree.Expression) -> str:
        """An operand of a sum."""
        told = self.value(node)
        return self.bracketed(told) if isinstance(node, self.PHRASES) else told

    def bracketed(self, told: str) -> str:
        say = self.say
        return say("({inner})", inner=told)

    def literal(self, node: tree.Expression) -> str:
        """A constant as the pages of a ticket show it."""
        match node:
            case tree.Number(units, places):
                return number(units, places) if is_short(units, places) else grouped(number(units, places))
            case tree.Amount(units, places, currency):
                return f"{grouped(number(units, places))} {currency}"
            case tree.Text(text):
                return quoted(self.scene.language, text)
            case tree.Truth(value):
                return display(types.YesNo(), value, self.scene.language)
            case tree.Length(count, unit, business):
                return length(count, unit, business, self.scene.language)
            case tree.Instant(value):
                return display(types.Moment(), value, self.scene.language)
        return format_expression(node)

    def who(self, node: tree.Expression) -> str:
        """Somebody a clause names."""
        say = self.say
        if isinstance(kind_of(self.scene, node), types.Team):
            return say("the members of {team}", team=self.value(node))
        match node:
            case tree.If(condition, then, otherwise):
                return say(
                    "if {condition} then {then}, otherwise {otherwise}",
                    condition=self.tell(condition), then=self.who(then), otherwise=self.who(otherwise),
                )  # fmt: skip
        return self.value(node)


def is_short(units: int, places: int) -> bool:
    """A whole number that nobody separates, such as a year."""
    return places == 0 and abs(units) < 10_000


def length(count: int, unit: str, business: bool, language: str) -> str:
    """A length of time, in the unit it is written in."""
    if language == "zh":
        return f"{count} {(BUSINESS if business else CHINESE).get(unit, unit)}"
    return format_expression(tree.Length(count, unit, business))
