"""Cells: a condition as what stands in its cell, and what somebody wrote into a cell as a condition."""

from __future__ import annotations

import datetime
import re
import unicodedata

from designer import snippets
from designer.edit import CannotEdit
from designer.tables.columns import SEVERAL, Column
from designer.tables.domain import Domain
from dsl import tree
from dsl.lengths import WORDS, units_of
from dsl.literals import raw
from dsl.scaled import Unfit, read_scaled

LISTED = re.compile(r"[,;|，；、]")
THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]+)?")
DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
BETWEEN = re.compile(r"\s*(?:\.\.|…|–|—| to |至|~)\s*")
YES, NO = ("yes", "y", "true", "1", "是"), ("no", "n", "false", "0", "否")
PRESENT, ABSENT = ("present", "filled", "有", "已填"), ("absent", "empty", "无", "未填")
CURRENCIES = " ¥$€£"


# -- from the tree


def written(item: tree.Expression) -> str:
    """What stands in the cell of a condition, as a file beside the text would say it."""
    match item:
        case tree.Compare(_, _, right):
            return plain(right)
        case tree.Member(_, members, None):
            return ", ".join(plain(one) for one in members)
        case tree.Member(_, _, tree.Call(name, (tree.Text(value),))):
            return f"{name} {value}"
        case tree.Between(_, low, high):
            return f"{plain(low)} .. {plain(high)}"
        case tree.Present(_, absent):
            return "absent" if absent else "present"
    return ""


def plain(literal: tree.Expression) -> str:
    """One value, an amount without its currency."""
    match literal:
        case tree.Amount(_, _, currency):
            return str(raw(literal)).removesuffix(currency).strip()
        case tree.Truth(value):
            return "yes" if value else "no"
        case tree.Length(count, unit, business):
            return f"{count} {'business ' if business else ''}{unit if count != 1 else unit.removesuffix('s')}"
    return str(raw(literal))


# -- to the tree


def condition(column: Column, domain: Domain, text: str) -> tree.Expression | None:
    """The condition of what was written into a cell, None for an empty one; raises CannotEdit about `text`."""
    text, path = text.strip(), tree.Path(column.path)
    if not text:
        return None
    if column.op in SEVERAL:
        members = tuple(literal(domain, one) for one in LISTED.split(text) if one.strip())
        return tree.Member(path, members, None, column.op == "not in") if members else None
    if column.op in ("in group", "not in group"):
        return tree.Member(path, (), group(text), column.op == "not in group")
    if column.op == "between":
        return between(path, domain, text)
    if column.op == "is":
        return tree.Present(path, truth(text, PRESENT, ABSENT) is False)
    return tree.Compare(column.op, path, literal(domain, text))


def between(path: tree.Path, domain: Domain, text: str) -> tree.Expression:
    """`1 .. 5`."""
    ends = [part for part in BETWEEN.split(text) if part]
    if len(ends) != 2:
        raise CannotEdit("write both ends: `1 .. 5`", "text")
    return tree.Between(path, literal(domain, ends[0]), literal(domain, ends[1]), False)


def group(text: str) -> tree.Call:
    """`team staff` or `role finance`."""
    word, _, name = text.replace("(", " ").replace(")", " ").replace('"', " ").strip().partition(" ")
    if word not in ("team", "role") or not name.strip():
        raise CannotEdit("write `team staff` or `role finance`", "text")
    return tree.Call(word, (tree.Text(name.strip()),))


def literal(domain: Domain, text: str) -> tree.Expression:
    """One value of a domain; raises CannotEdit about `text`."""
    text = unicodedata.normalize("NFKC", text.strip()) if domain.word not in ("text", "choice") else text.strip()
    match domain.word:
        case "whole" | "decimal" | "money":
            return number(domain, text)
        case "yes/no":
            return tree.Truth(truth(text, YES, NO))
        case "date" | "time" | "moment":
            return on_the_clock(domain.word, text)
        case "duration" | "business duration":
            return duration(text, domain.word == "business duration")
        case "choice":
            return option(domain, text)
        case "person" | "team":
            return tree.Call(domain.word, (tree.Text(text),))
        case "":
            return snippets.expression(text, "text")
    return tree.Text(text)


def number(domain: Domain, text: str) -> tree.Expression:
    """`5,000.00 CNY`, `¥5000` and `5000` alike."""
    bare = text.upper().removeprefix(domain.currency).removesuffix(domain.currency).strip(CURRENCIES)
    if THOUSANDS.fullmatch(bare):
        bare = re.sub("[,' ]", "", bare)
    try:
        units = read_scaled(bare, domain.places)
    except Unfit as wrong:
        if wrong.code == "too-many-places":
            raise CannotEdit("`{word}` has too many digits behind the point", "text", word=text[:40]) from None
        raise CannotEdit("`{word}` is no number: write digits", "text", word=text[:40]) from None
    if domain.currency:
        return tree.Amount(units, domain.places, domain.currency)
    return tree.Number(units, domain.places)


def truth(text: str, yes: tuple[str, ...], no: tuple[str, ...]) -> bool:
    """One of two words."""
    word = text.strip().casefold()
    if word not in yes + no:
        raise CannotEdit("`{word}` is neither `{yes}` nor `{no}`", "text", word=text[:40], yes=yes[0], no=no[0])
    return word in yes


def on_the_clock(word: str, text: str) -> tree.Expression:
    """A day, a time of day, or both."""
    try:
        match word:
            case "date":
                found = DATE.fullmatch(text)
                return tree.Day(datetime.date(*map(int, found.groups())) if found else datetime.date.fromisoformat(text))
            case "time":
                return tree.Clock(datetime.time.fromisoformat(text).replace(second=0, microsecond=0))
        moment = datetime.datetime.fromisoformat(text)
        return tree.Instant((moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC))
    except ValueError:
        like = {"date": "2026-03-02", "time": "14:30", "moment": "2026-03-02T14:30Z"}[word]
        raise CannotEdit("`{word}` cannot be read: write it like `{like}`", "text", word=text[:40], like=like) from None


def duration(text: str, business: bool) -> tree.Length:
    """`2 days`, `3 business hours`; the word `business` need not be written."""
    words = WORDS.fullmatch(text.casefold())
    like = "2 business days" if business else "2 days"
    if not words or words[1] or (words[3] and not business):
        raise CannotEdit("`{word}` cannot be read: write it like `{like}`", "text", word=text[:40], like=like)
    try:
        units_of(int(words[2]), words[4] + "s", business)
    except Unfit:
        raise CannotEdit("`{word}` cannot be read: write it like `{like}`", "text", word=text[:40], like=like) from None
    return tree.Length(int(words[2]), words[4] + "s", business)


def option(domain: Domain, text: str) -> tree.Path:
    """An option by its name or by its label."""
    by_name = {name: name for name, _ in domain.options}
    by_label = {label.casefold(): name for name, label in reversed(domain.options)}
    name = by_name.get(text) or by_label.get(text.casefold())
    if name is None and domain.options:
        some = ", ".join(name for name, _ in domain.options[:6])
        raise CannotEdit("`{word}` is none of the options: {options}", "text", word=text[:40], options=some)
    return tree.Path((name or snippets.name(text, "text"),))
