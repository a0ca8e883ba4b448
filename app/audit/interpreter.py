"""The interpreter of the rules of a version as `app/audit/rules.py` writes them: short, exact, the standard library alone.

This file is the second part of the `verify.py` in a bundle and runs on Python 3.9. It means what `dsl/reference.py` means.
"""
# ruff: noqa: UP017, B905

from __future__ import annotations

import datetime
import re
from fractions import Fraction

LENGTH = re.compile(r"(-?)([0-9]+) (business )?(minute|hour|day|week)s?")
ISO = re.compile(r"(-?)P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?")


def moment(raw):
    """A moment in UTC; digits behind the second as Python 3.9 wants them."""
    raw = re.sub(r"\.([0-9]+)", lambda m: "." + m[1].ljust(6, "0"), raw.upper().replace("Z", "+00:00"))
    return datetime.datetime.fromisoformat(raw).astimezone(datetime.timezone.utc)


def length(raw, business):
    """A duration in seconds, or business minutes of days of eight hours."""
    scale = {"minute": 1, "hour": 60, "day": 480} if business else {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
    words = LENGTH.fullmatch(raw)
    if words:
        return int(words[2]) * scale[words[4]] * (-1 if words[1] else 1)
    sign, *parts = ISO.fullmatch(raw).groups()
    size = sum(int(part or 0) * unit for part, unit in zip(parts, (604800, 86400, 3600, 60, 1)))
    return -size if sign else size


def value(kind, raw):
    """The value that a recorded answer or fact stands for; numbers exact."""
    if raw is None or kind == "plain":
        return raw
    if kind == "number":
        return raw if type(raw) is int else Fraction(raw.split(" ")[0])
    if kind in ("date", "time"):
        return getattr(datetime, kind).fromisoformat(raw)
    if kind in ("duration", "work"):
        return length(raw, kind == "work")
    if kind == "moment":
        return moment(raw)
    if kind[0] == "choices":
        return tuple(each for each in kind[1] if each in raw)
    return [{name: value(kind[1][name], each) for name, each in row.items()} for row in raw]


class World:
    """What an expression can see."""

    def __init__(self, answers, facts, at, requester):
        self.answers, self.facts, self.now, self.requester = answers, facts, at, requester
        self.row, self.loops = {}, {}

    def ask(self, question):
        if question not in self.facts and question == "today":
            return self.now.date().isoformat()
        return self.facts[question]


def nearest(number, places):
    return Fraction(round(number * 10**places), 10**places)


COMPARE = {"=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
           ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}  # fmt: skip
CALLS = {
    "days": lambda start, end: (end - start).days, "length": len, "lower": min, "higher": max,
    "starts_with": lambda text, start: text.startswith(start), "contains": lambda whole, part: part in whole,
    "weekday": lambda date: date.isoweekday(), "year": lambda date: date.year, "month": lambda date: date.month,
    "day": lambda date: date.day,
}  # fmt: skip


def made(e):
    """An expression as a function of a World."""
    sort, parts = e[0], e[1:]
    return MAKERS[sort](*parts)


def make_compare(op, left, right):
    holds, left, right = COMPARE[op], made(left), made(right)
    return lambda w: holds(left(w), right(w))


def make_every(items):
    items = [made(each) for each in items]
    return lambda w: all(each(w) for each in items)


def make_any(items):
    items = [made(each) for each in items]
    return lambda w: any(each(w) for each in items)


def make_constant(found):
    return lambda w: found


def make_member(item, members, negated):
    item, members = made(item), [made(each) for each in members]
    return lambda w: negated != (item(w) in [each(w) for each in members])


def make_among(item, group, negated):
    item, group = made(item), made(group)
    return lambda w: negated != (item(w) in group(w))


def make_between(item, low, high, negated):
    item, low, high = made(item), made(low), made(high)
    return lambda w: negated != (low(w) <= item(w) <= high(w))


def make_present(path, absent):
    path = made(path)
    return lambda w: absent == (path(w) is None)


def make_sum(terms):
    terms = [(-1 if op == "-" else 1, made(each)) for op, each in terms]
    return lambda w: sum(sign * each(w) for sign, each in terms)


def make_product(first, places, factors):
    first, factors = made(first), [(op, made(each), more) for op, each, more in factors]

    def product(w):
        found, at = first(w), places
        for op, each, more in factors:
            if op == "*":
                found, at = found * each(w), at + more
            else:
                at = min(at + 6, 12)
                found = nearest(Fraction(found) / each(w), at)
        return found

    return product


def make_if(condition, then, otherwise):
    condition, then, otherwise = made(condition), made(then), made(otherwise)
    return lambda w: then(w) if condition(w) else otherwise(w)


def make_divide(top, bottom, instead, places):
    top, bottom, instead = made(top), made(bottom), made(instead)
    return lambda w: nearest(Fraction(top(w)) / bottom(w), places) if bottom(w) else instead(w)


def make_round(item, places):
    item = made(item)
    return lambda w: nearest(Fraction(item(w)), places)


def make_call(name, arguments):
    function, arguments = CALLS[name], [made(each) for each in arguments]
    return lambda w: function(*[each(w) for each in arguments])


def make_attribute(base, hops, surely):
    base = made(base)

    def attribute(w):
        found = base(w)
        for of, name, kind in hops:
            found = None if found is None else value(kind, w.ask(f"{of}:{found}:{name}"))
        if found is None and surely:
            raise KeyError(f"{hops[-1][0]}:\u2026:{hops[-1][1]}")
        return found

    return attribute


def make_fold(sort, name, over, where, body):
    where, body = where and made(where), body and made(body)

    def fold(w):
        found, outer = [], dict(w.loops)
        for row in w.answers[over]:
            w.loops[name] = row
            if where is None or where(w):
                found.append(None if body is None else body(w))
                if (sort == "any" and found[-1]) or (sort == "all" and not found[-1]):
                    break
        w.loops = outer
        return FOLDS[sort](found)

    return fold


FOLDS = {"count": len, "sum": sum, "any": any, "all": all, "min": lambda found: min(found, default=None),
         "max": lambda found: max(found, default=None)}  # fmt: skip


def make_one(item):
    item = made(item)
    return lambda w: tuple(each for each in (item(w),) if each is not None)


def make_members(team):
    team = made(team)
    return lambda w: () if team(w) is None else w.ask(f"team:{team(w)}")


def make_not(item):
    item = made(item)
    return lambda w: not item(w)


def make_negative(item):
    item = made(item)
    return lambda w: -item(w)


MAKERS = {
    "number": lambda units, places: make_constant(Fraction(units, 10**places) if places else units),
    "is": lambda kind, raw: make_constant(value(kind, raw)), "field": lambda name: lambda w: w.answers.get(name),
    "column": lambda name: lambda w: w.row.get(name), "loop": lambda name, column: lambda w: w.loops[name].get(column),
    "today": lambda: lambda w: datetime.date.fromisoformat(w.ask("today")), "now": lambda: lambda w: w.now,
    "requester": lambda: lambda w: w.requester, "role": lambda name: lambda w: w.ask(f"role:{name}"),
    "and": make_every, "or": make_any, "not": make_not, "negative": make_negative, "compare": make_compare,
    "member": make_member, "among": make_among, "between": make_between, "present": make_present, "sum": make_sum,
    "product": make_product, "if": make_if, "divide": make_divide, "round": make_round, "call": make_call,
    "attribute": make_attribute, "fold": make_fold, "one": make_one, "members": make_members,
}  # fmt: skip
