"""Writes an expression on one line, with no bracket that is not needed; the exact opposite of parsing it."""

from __future__ import annotations

import datetime

from dsl import tree

CHOOSE, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, ATOM = range(9)
"""How tightly each form binds."""


def quote(text: str) -> str:
    """A text in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def number(units: int, places: int) -> str:
    """`50, 2` as `0.50`."""
    digits = str(abs(units)).zfill(places + 1)
    sign = "-" if units < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def length(value: tree.Length) -> str:
    unit = value.unit.removesuffix("s") if value.count == 1 else value.unit
    return f"{value.count} business {unit}" if value.business else f"{value.count} {unit}"


def moment(value: datetime.datetime) -> str:
    return f"{value.year:04}-{value:%m-%dT%H:%M}Z"


def format_expression(expression: tree.Expression) -> str:
    """`expression` as text on one line."""
    return _write(expression)[0]


def _at_least(binding: int, expression: tree.Expression) -> str:
    text, own = _write(expression)
    return text if own >= binding else f"({text})"


def _joined(word: str, binding: int, items: tuple[tree.Expression, ...]) -> str:
    return f" {word} ".join([_at_least(binding, item) for item in items])


def _chain(terms: tuple[tree.Term, ...], binding: int) -> str:
    first, *rest = terms
    return _at_least(binding, first.value) + "".join([f" {t.op} {_at_least(binding, t.value)}" for t in rest])


def _list(items: tuple[tree.Expression, ...]) -> str:
    return ", ".join([format_expression(item) for item in items])


def _write(e: tree.Expression) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match e:
        case tree.Path(parts):
            return ".".join(parts), ATOM
        case tree.Or(items):
            return _joined("or", AND, items), OR
        case tree.And(items):
            return _joined("and", NOT, items), AND
        case tree.Not(item):
            return f"not {_at_least(NOT, item)}", NOT
        case tree.Compare(op, left, right):
            return f"{_at_least(SUM, left)} {op} {_at_least(SUM, right)}", COMPARE
        case tree.Member() | tree.Between() | tree.Present():
            return _membership(e), COMPARE
        case tree.Sum(terms):
            return _chain(terms, PRODUCT), SUM
        case tree.Product(terms):
            return _chain(terms, SIGN), PRODUCT
        case tree.Negative(item):
            inner, own = _write(item)
            signed = own == ATOM and isinstance(item, tree.Number | tree.Amount)
            return f"-({inner})" if signed or own < SIGN else f"-{inner}", SIGN
        case tree.If(condition, then, otherwise):
            return f"if {_list((condition,))} then {_list((then,))} else {_list((otherwise,))}", CHOOSE
        case tree.Call(name, arguments):
            return f"{name}({_list(arguments)})", ATOM
        case tree.Fold(kind, name, over, where, body):
            suffix = f" where {format_expression(where)}" if where else ""
            suffix += f": {format_expression(body)}" if body else ""
            return f"{kind}(each {name} in {'.'.join(over.parts)}{suffix})", ATOM
    return _literal(e)


def _membership(e: tree.Member | tree.Between | tree.Present) -> str:
    match e:
        case tree.Present(path, absent):
            return f"{'.'.join(path.parts)} is {'absent' if absent else 'present'}"
        case tree.Between(item, low, high, negated):
            inside = f"[{_at_least(SUM, low)} .. {_at_least(SUM, high)}]"
        case tree.Member(item, members, group, negated):
            inside = format_expression(group) if group else f"{{{_list(members)}}}"
    return f"{_at_least(SUM, item)} {'not in' if negated else 'in'} {inside}"


def _literal(e: tree.Expression) -> tuple[str, int]:
    match e:
        case tree.Number(units, places):
            return number(units, places), ATOM if units >= 0 else SIGN
        case tree.Amount(units, places, currency):
            return f"{number(units, places)} {currency}", ATOM if units >= 0 else SIGN
        case tree.Text(value):
            return quote(value), ATOM
        case tree.Truth(value):
            return "yes" if value else "no", ATOM
        case tree.Day(value):
            return value.isoformat(), ATOM
        case tree.Clock(value):
            return f"{value:%H:%M}", ATOM
        case tree.Instant(value):
            return moment(value), ATOM
        case tree.Length():
            return length(e), ATOM
    raise TypeError(f"not an expression: {e!r}")
