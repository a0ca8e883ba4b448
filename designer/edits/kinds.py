"""The edits of what sort of answer a question asks for: its kind, and how long, how precise and how large it may be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.edits.fields import KINDS, currency_of
from dsl import tree, types
from dsl.checking import limits

FAMILIES = (
    ("text", "long text", "link", "e-mail", "phone"), ("whole", "decimal", "money"), ("date",), ("time",), ("moment",),
    ("duration",), ("business duration",), ("choice",), ("choices",), ("yes/no",), ("person",), ("team",), ("files",),
    ("rows",),
)  # fmt: skip
"""Kinds between which a value that is no literal may stay."""
COUNTED = ("choices", "files", "rows")
SIZED = {"text": limits.LONGEST_TEXT, "long text": limits.LONGEST_LONG_TEXT, "decimal": limits.MOST_PLACES}
BOUNDED = ("whole", "decimal", "money", "date", "duration", "business duration", *COUNTED)
NUMERAL = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,9}))?")
FIRST_DAY, LAST_DAY = types.Date().low, types.Date().high


@dataclass(frozen=True, slots=True)
class SetKind:
    """Ask for another sort of answer; what still fits stays: label, help, conditions, size, bounds, default, options.
    `one` and `two` label the first options of what had none."""

    address: str
    kind: str
    one: str = ""
    two: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        old = at.get(process, self.address)
        if not isinstance(old, tree.Field) or self.kind not in KINDS:
            raise LookupError(self.kind)
        if self.kind == old.kind.word:
            return process
        if self.kind == "rows" and self.address.rpartition(".")[0].endswith("columns"):
            raise CannotEdit("a table cannot stand in a table", "kind")
        kind = kind_like(old.kind, self.kind, process)
        options = (old.options or self.first_options()) if self.kind in ("choice", "choices") else ()
        columns = (old.columns or (tree.Field("column", tree.Kind("text")),)) if self.kind == "rows" else ()
        new = replace(old, kind=kind, options=options, columns=columns)
        return at.put(process, self.address, replace(new, default=default_like(old, new)))

    def first_options(self) -> tuple[tree.Option, ...]:
        return tuple(tree.Option(f"option_{n}", label or None) for n, label in enumerate((self.one, self.two), 1))


def kind_like(old: tree.Kind, word: str, process: tree.Process) -> tree.Kind:
    """The kind `word` with as much of the old one as fits."""
    size = None
    if word in SIZED:
        same = (word == "decimal") == (old.word == "decimal")
        size = min(old.size, SIZED[word]) if old.size is not None and same else {"decimal": 2}.get(word)
    currency = (old.currency or currency_of(process)) if word == "money" else None
    new = tree.Kind(word, size, currency)
    if old.bounds is None or word not in BOUNDED or (word in COUNTED) != (old.word in COUNTED):
        return new
    ends = [bound_like(end, new) for end in (old.bounds.low, old.bounds.high)]
    return new if None in ends else replace(new, bounds=tree.Bounds(*ends))


def bound_like(end: tree.Expression, kind: tree.Kind) -> tree.Expression | None:
    """A bound as it may stand in another kind; amounts are written without their currency there."""
    found = literal_like(end, kind)
    return tree.Number(found.units, found.places) if isinstance(found, tree.Amount) else found


def literal_like(end: tree.Expression | None, kind: tree.Kind) -> tree.Expression | None:
    """A literal as a literal of a kind, None when it cannot be one."""
    match end:
        case tree.Negative(item):
            inner = literal_like(item, kind)
            return replace(inner, units=-inner.units) if isinstance(inner, tree.Number | tree.Amount) else None
        case tree.Number(units, places) | tree.Amount(units, places):
            return number_like(units, places, kind)
        case tree.Length(unit=unit) if kind.word in ("duration", "business duration") and unit in ("hours", "days"):
            return replace(end, business=kind.word == "business duration")
    words = {tree.Text: ("text", "long text"), tree.Day: ("date",), tree.Clock: ("time",), tree.Instant: ("moment",)}
    words |= {tree.Truth: ("yes/no",), tree.Length: ("duration",)}
    return end if kind.word in words.get(type(end), ()) else None


def number_like(units: int, places: int, kind: tree.Kind) -> tree.Expression | None:
    """A number with the places of a kind, when nothing but noughts is lost."""
    wanted = {"whole": 0, "decimal": 2 if kind.size is None else kind.size, **dict.fromkeys(COUNTED, 0)}.get(kind.word)
    if kind.word == "money":
        wanted = types.places_of(kind.currency or "")
    if wanted is None:
        return tree.Number(0) if units == 0 and kind.word in ("duration", "business duration") else None
    if places > wanted and units % 10 ** (places - wanted):
        return None
    scaled = units * 10 ** (wanted - places) if wanted >= places else units // 10 ** (places - wanted)
    return tree.Amount(scaled, wanted, kind.currency) if kind.word == "money" else tree.Number(scaled, wanted)


def default_like(old: tree.Field, new: tree.Field) -> tree.Expression | None:
    """The default, where it fits the new kind."""
    match old.default:
        case None:
            return None
        case tree.Path((name,)) if new.kind.word == "choice":
            return old.default if any(option.name == name for option in new.options) else None
        case tree.Path() | tree.Call() | tree.Sum() | tree.Product() | tree.If() | tree.Fold():
            same = any({old.kind.word, new.kind.word} <= set(family) for family in FAMILIES)
            return old.default if same else None
    return literal_like(old.default, new.kind)


@dataclass(frozen=True, slots=True)
class SetMeasure:
    """How long a text may be, how many places a number has, its currency, and its least and greatest value, as people write
    them. With only one end the other is as wide as it may be; with none there are no bounds."""

    address: str
    size: str = ""
    currency: str = ""
    low: str = ""
    high: str = ""
    low_unit: str = ""
    high_unit: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        node = at.of_kind(process, self.address, tree.Field)
        old = node.kind
        size = whole(self.size, "size", SIZED[old.word]) if old.word in SIZED else None
        currency = self.currency.strip().upper() if old.word == "money" else None
        if currency is not None and currency not in limits.CURRENCIES:
            told = "`{word}` is no currency: write its three letters, such as CNY"
            raise CannotEdit(told, "currency", word=self.currency[:20])
        kind = tree.Kind(old.word, size, currency)
        kind = replace(kind, bounds=self.bounds(kind, len(node.options)) if old.word in BOUNDED else None)
        if kind == old:
            return process
        new = replace(node, kind=kind)
        # A default in the old currency would be refused; it means the same amount in the new one.
        return at.put(process, self.address, replace(new, default=default_like(node, new)))

    def bounds(self, kind: tree.Kind, options: int) -> tree.Bounds | None:
        """Both ends, or None."""
        low, high = (
            end(value, unit, kind, part)
            for value, unit, part in ((self.low, self.low_unit, "low"), (self.high, self.high_unit, "high"))
        )
        if low is None and high is None:
            return None
        least, most = widest(kind, options)
        if low is None:
            low = least if below_nought(high) else at_nought(least, kind)
        bounds = tree.Bounds(low, most if high is None else high)
        if turned(bounds):
            raise CannotEdit("the least is more than the greatest: change one of them", "low")
        return bounds


def whole(text: str, part: str, most: int) -> int | None:
    """A size from a text box."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise CannotEdit("`{word}` is no number: write digits", part, word=text[:40])
    if not 1 <= int(text) <= most:
        raise CannotEdit("choose a number from 1 to {most}", part, most=most)
    return int(text)


def end(text: str, unit: str, kind: tree.Kind, part: str) -> tree.Expression | None:
    """One end of the bounds as somebody typed it; None for nothing."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if kind.word == "date":
        found = snippets.expression(text, part)
        if isinstance(found, tree.Day):
            return found
        raise CannotEdit("`{word}` is no date: write it as 2026-03-31", part, word=text[:40])
    number = NUMERAL.fullmatch(re.sub(r"[ ,_']|[A-Za-z]{3}$", "", text))
    if number is None:
        raise CannotEdit("`{word}` is no number: write digits", part, word=text[:40])
    units, places = int(number[1] + number[2] + (number[3] or "")), len(number[3] or "")
    if kind.word in ("duration", "business duration") and units and not places:
        business = kind.word == "business duration"
        return snippets.expression(f"{units} {'business ' if business else ''}{unit or 'hours'}", part)
    found = number_like(units, places, kind)
    if found is None:
        raise CannotEdit("`{word}` has too many decimal places here", part, word=text[:40])
    return tree.Number(found.units, found.places)


def widest(kind: tree.Kind, options: int = 0) -> tuple[tree.Expression, tree.Expression]:
    """The least and the greatest value a kind may have."""
    match kind.word:
        case "date":
            return tree.Day(FIRST_DAY), tree.Day(LAST_DAY)
        case "duration" | "business duration":
            return tree.Number(0), tree.Length(limits.DAYS, "days", kind.word == "business duration")
        case "choices":
            return tree.Number(0), tree.Number(max(options, 1))
        case "files":
            return tree.Number(0), tree.Number(limits.USUAL_FILES)
        case "rows":
            return tree.Number(0), tree.Number(limits.USUAL_ROWS)
        case "whole":
            return tree.Number(-limits.WHOLE), tree.Number(limits.WHOLE)
    places = types.places_of(kind.currency or "") if kind.word == "money" else 2 if kind.size is None else kind.size
    return tree.Number(-limits.SCALED, places), tree.Number(limits.SCALED, places)


def below_nought(bound: tree.Expression | None) -> bool:
    return isinstance(bound, tree.Number) and bound.units < 0


def at_nought(least: tree.Expression, kind: tree.Kind) -> tree.Expression:
    """Who gives only the greatest amount or number means one from nought on."""
    return replace(least, units=0) if isinstance(least, tree.Number) else least


def turned(bounds: tree.Bounds) -> bool:
    """Whether the ends of numbers or days stand the wrong way round."""
    match bounds.low, bounds.high:
        case tree.Number(low, places), tree.Number(high, others):
            return low * 10**others > high * 10**places
        case tree.Day(low), tree.Day(high):
            return low > high
    return False
