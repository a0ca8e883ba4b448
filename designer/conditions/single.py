"""One test as a row shows it: what it is about, the operator, and the values; read from a condition, and written as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from designer.conditions.defaults import adapted, constant, somebody, units_in
from designer.conditions.kinds import MEASURED, ORDERED, TEXTS, alike, guess, kind_of
from designer.conditions.places import Place
from designer.scene import Scene
from dsl import tree, types

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
LITERALS = (tree.Number, tree.Amount, tree.Text, tree.Day, tree.Clock, tree.Instant, tree.Length)
IN_TIME = types.Date | types.Time | types.Moment
NOT = {
    "in": "not in", "between": "not between", "role": "not role", "team": "not team", "group": "not group",
    "contains": "not contains", "starts with": "not starts with",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Test:
    """`subject` stands at `at` below the condition; `values` at the addresses `places`."""

    subject: tree.Expression | None
    at: str
    op: str
    values: tuple[tree.Expression, ...] = ()
    places: tuple[str, ...] = field(default=())


def test_of(scene: Scene, node: tree.Expression) -> Test | None:
    """A condition as one test; None for groups, folds and whatever else is no test."""
    match node:
        case tree.Compare("=" | "!=" as op, left, tree.Truth(value)):
            return Test(left, "left", "yes" if value == (op == "=") else "no")
        case tree.Compare(op, left, right) if isinstance(left, LITERALS) and not isinstance(right, LITERALS):
            return Test(right, "right", MIRROR.get(op, op), (left,), ("left",))
        case tree.Compare(op, left, right):
            return Test(left, "left", op, (right,), ("right",))
        case tree.Between(item, low, high, negated):
            return Test(item, "item", "not between" if negated else "between", (low, high), ("low", "high"))
        case tree.Present(path, absent):
            return Test(path, "path", "absent" if absent else "present")
        case tree.Member(item, members, None, negated):
            places = tuple(f"members.{number}" for number in range(len(members)))
            return Test(item, "item", "not in" if negated else "in", members, places)
        case tree.Member(item, _, group, negated):
            op = group.name if isinstance(group, tree.Call) and group.name in ("role", "team") else "group"
            return Test(item, "item", NOT[op] if negated else op, (group,), ("group",))
        case tree.Not(tree.Path() as path) if isinstance(kind_of(scene, path), types.YesNo):
            return Test(path, "item", "no")
        case tree.Not(tree.Call("starts_with" | "contains", (_, _)) as inner):
            found = test_of(scene, inner)
            return Test(found.subject, f"item.{found.at}", NOT[found.op], found.values, ("item.arguments.1",))
        case tree.Call("starts_with" | "contains" as name, (subject, value)):
            return Test(subject, "arguments.0", name.replace("_", " "), (value,), ("arguments.1",))
        case tree.Path() if isinstance(kind_of(scene, node), types.YesNo):
            return Test(node, "", "yes")
        case tree.Truth(value):
            return Test(None, "", "always" if value else "never")
    return None


def written(op: str, subject: tree.Expression | None, values: Sequence[tree.Expression]) -> tree.Expression:
    """The condition a test is."""
    match op:
        case "yes" | "no":
            return tree.Compare("=", subject, tree.Truth(op == "yes"))
        case "present" | "absent":
            return tree.Present(subject, op == "absent")
        case "in" | "not in":
            return tree.Member(subject, tuple(values), None, op == "not in")
        case "between" | "not between":
            return tree.Between(subject, values[0], values[1], op == "not between")
        case "role" | "team" | "group" | "not role" | "not team" | "not group":
            return tree.Member(subject, (), values[0], op.startswith("not"))
        case "starts with" | "contains":
            return tree.Call(op.replace(" ", "_"), (subject, values[0]))
        case "not starts with" | "not contains":
            return tree.Not(written(op.removeprefix("not "), subject, values))
        case "always" | "never":
            return tree.Truth(op == "always")
    return tree.Compare(op, subject, values[0])


def operators(kind: types.Type | None, maybe: bool) -> tuple[str, ...]:
    """The operators that make sense for a type."""
    there = ("present", "absent") if maybe else ()
    match kind:
        case types.YesNo():
            return ("yes", "no", *there)
        case types.Choice(options):
            return ("=", "!=", "in", "not in", *there) if len(options) > 1 else ("=", "in", *there)
        case types.Choices():
            return ("contains", "not contains", *there)
        case types.Person():
            return ("=", "!=", "role", "not role", "team", "not team", "in", "not in", *there)
        case types.Team():
            return ("=", "!=", "in", "not in", *there)
    if isinstance(kind, TEXTS):
        return ("=", "!=", "contains", "not contains", "starts with", "not starts with", "in", "not in", *there)
    if is_single(kind):
        return ("=", "<=", ">=", "between", "in", *there)
    if isinstance(kind, ORDERED):
        return (*COMPARISONS, "between", "not between", "in", "not in", *there)
    return there


def is_single(kind: types.Type | None) -> bool:
    """A type of one value: some operators would never hold."""
    return isinstance(kind, MEASURED | types.Date) and kind.low == kind.high


def usual(kind: types.Type | None) -> str:
    """The operator to begin with."""
    match kind:
        case types.Person():
            return "role"
        case types.Date() | types.Time() | types.Moment():
            return ">="
    return ">" if isinstance(kind, MEASURED) and not is_single(kind) else operators(kind, True)[0]


def default_test(place: Place, subject: tree.Expression, kind: types.Type | None) -> tree.Expression | None:
    """A complete test about something; None when there is no test for its type."""
    return with_operator(place, subject, kind, usual(kind), ())


def with_operator(
    place: Place, subject: tree.Expression, kind: types.Type | None, op: str, values: Sequence[tree.Expression]
) -> tree.Expression | None:
    """The test with another operator; values that fit stay, the others are made new."""
    wanted = values_for(place, kind, op, tuple(values))
    return None if None in wanted else written(op, subject, wanted)


def values_for(place: Place, kind: types.Type | None, op: str, values: tuple[tree.Expression, ...]) -> list:
    """The values of a test: as many as the operator takes."""
    kept = [value for value in values if fits(place, kind, value)]
    match op:
        case "present" | "absent" | "yes" | "no" | "always" | "never":
            return []
        case "role" | "not role":
            return [next((one for one in values if is_call(one, "role")), somebody(place, types.People()))]
        case "team" | "not team":
            return [next((one for one in values if is_call(one, "team")), somebody(place, types.Team()))]
        case "in" | "not in":
            every = isinstance(kind, types.Choice) and len(set(kept)) == len(kind.options)
            kept = kept[:1] if op == "not in" and every else kept
            return list(dict.fromkeys(adapted(place, kind, "=", one) for one in kept)) or [constant(place, kind)]
        case "between" | "not between":
            return ends_of(place, kind, kept, op)
        case "starts with" | "not starts with" | "contains" | "not contains":
            if isinstance(kind, types.Choices):
                return [next((one for one in kept if isinstance(one, tree.Path)), constant(place, kind))]
            return [next((one for one in values if isinstance(one, tree.Text)), tree.Text(""))]
    return [adapted(place, kind, op, kept[0]) if kept else constant(place, kind, op)]


def fits(place: Place, kind: types.Type | None, value: tree.Expression) -> bool:
    """Whether a value can be compared with something of a type."""
    if isinstance(value, tree.Path) and isinstance(kind, types.Choice | types.Choices) and place.known(value.parts) is None:
        return value.parts[0] in kind.options
    return alike(guess(value, place.known), kind)


def ends_of(place: Place, kind: types.Type | None, kept: list[tree.Expression], op: str) -> list:
    """Both ends of a range; one that leaves nothing outside is narrowed where that would never hold."""
    ends = [adapted(place, kind, "=", one) for one in kept[:2]] or [constant(place, kind, ">")]
    low, high = sorted((ends[0], ends[-1]), key=lambda one: rank(kind, one))
    units = units_in(kind, low), units_in(kind, high)
    whole = None not in units and units[0] <= kind.low and units[1] >= kind.high
    return [low, low if whole and op == "not between" else high]


def rank(kind: types.Type | None, node: tree.Expression) -> object:
    """Where a value stands among others of its type; all that are no constants stand alike."""
    value = getattr(node, "value", None)
    if isinstance(kind, IN_TIME):
        return value.isoformat() if isinstance(node, tree.Day | tree.Clock | tree.Instant) else ""
    return units_in(kind, node) or 0


def is_call(node: tree.Expression, name: str) -> bool:
    return isinstance(node, tree.Call) and node.name == name


def label(say: Callable[..., str], op: str, kind: types.Type | None) -> str:
    """An operator in the reader's language."""
    in_time = isinstance(kind, IN_TIME)
    words = {
        "=": lambda: say("is"),
        "!=": lambda: say("is not"),
        "<": lambda: say("is before") if in_time else say("is less than"),
        "<=": lambda: say("is not after") if in_time else say("is at most"),
        ">": lambda: say("is after") if in_time else say("is more than"),
        ">=": lambda: say("is not before") if in_time else say("is at least"),
        "in": lambda: say("is one of"),
        "not in": lambda: say("is none of"),
        "between": lambda: say("is between"),
        "not between": lambda: say("is not between"),
        "present": lambda: say("is filled in"),
        "absent": lambda: say("is not filled in"),
        "yes": lambda: say("is yes"),
        "no": lambda: say("is no"),
        "role": lambda: say("has the role"),
        "not role": lambda: say("does not have the role"),
        "team": lambda: say("belongs to the team"),
        "not team": lambda: say("does not belong to the team"),
        "group": lambda: say("belongs to"),
        "not group": lambda: say("does not belong to"),
        "contains": lambda: say("contains"),
        "not contains": lambda: say("does not contain"),
        "starts with": lambda: say("starts with"),
        "not starts with": lambda: say("does not start with"),
    }
    return words[op]() if op in words else op
