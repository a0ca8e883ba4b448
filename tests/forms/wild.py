"""Random forms and random data, nearly right: what hypothesis needs to compare the reader with the schema."""

from __future__ import annotations

import datetime
from decimal import Decimal

from hypothesis import strategies as st

from dsl import types
from dsl.scaled import write_scaled
from dsl.values import to_json
from tests.forms.made import field, program

NAMES = ("a", "b", "c", "d", "e")
OPTIONS = ("red", "green", "blue")
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 1, 1))


def bounds(least: int, most: int):
    return st.tuples(st.integers(least, most), st.integers(least, most)).map(sorted)


SIMPLE = st.one_of(
    st.builds(types.Text, st.integers(1, 12), st.booleans()),
    bounds(-2000, 2000).map(lambda b: types.Whole(*b)),
    st.tuples(st.integers(1, 6), bounds(-9999, 9999)).map(lambda p: types.Decimal(p[0], *p[1])),
    st.tuples(st.sampled_from(["CNY", "JPY", "KWD"]), bounds(-99999, 99999)).map(lambda p: types.Money(p[0], *p[1])),
    st.just(types.YesNo()),
    st.tuples(DAYS, DAYS).map(sorted).map(lambda b: types.Date(*b)),
    st.just(types.Time()),
    st.just(types.Moment()),
    bounds(0, 10**6).map(lambda b: types.Duration(*b)),
    bounds(0, 10**4).map(lambda b: types.BusinessDuration(*b)),
    st.just(types.Choice(OPTIONS)),
    bounds(0, 3).map(lambda b: types.Choices(OPTIONS, *b)),
    st.sampled_from([types.Person(), types.Team(), types.Link(), types.Email(), types.Phone()]),
    bounds(0, 2).map(lambda b: types.Files(*b)),
)


@st.composite
def fields(draw, name: str, path: str, with_rows: bool = True):
    """A field; one in eight is rows."""
    optional = draw(st.booleans())
    if not with_rows or draw(st.integers(0, 7)):
        return field(name, draw(SIMPLE), path=path, optional=optional)
    columns = tuple(draw(fields(each, f"{path}.{each}", False)) for each in NAMES[: draw(st.integers(1, 3))])
    low, high = draw(bounds(0, 3))
    made = types.Rows(low, high, tuple((column.name, column.type) for column in columns))
    return field(name, made, path=path, optional=optional, columns=columns)


@st.composite
def forms(draw):
    return program(*(draw(fields(name, name)) for name in NAMES[: draw(st.integers(1, 4))]))


HASH = "0123456789abcdef" * 4
FILE = {"name": "a.pdf", "hash": HASH, "size": 1, "type": "application/pdf"}
TEXTS = st.text(st.sampled_from("ab é\u0301\n\t\x00\u202e\u3000漢\ud800'\u0958\r\x85\u2028"), max_size=14)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.decimals(-999, 999, places=2),
    TEXTS,
    st.just([]),
    st.just({}),
    st.just("12"),
    st.just("1e3"),
    st.just("2026-02-30"),
    st.just("２"),
)


def near(units, low: int, high: int):
    """Numbers around the bounds."""
    return st.one_of(st.integers(low, high), st.sampled_from([low - 1, low, high, high + 1])).map(units)


def numbers(places: int, low: int, high: int, suffixes=("",)):
    @st.composite
    def written(draw):
        text = write_scaled(draw(near(int, low, high)), places)
        match draw(st.integers(0, 5)):
            case 0:
                return Decimal(text)
            case 1:
                return int(Decimal(text))
            case 2:
                return draw(st.sampled_from(["0", "-", "00", "+", " "])) + text
            case 3:
                return text + draw(st.sampled_from(["0", "000", "1", ".", " ", "\n", " EUR", "CNY"]))
        return text + draw(st.sampled_from(suffixes))

    return written()


def raws(type: types.Type):
    """JSON for `type`: right, or wrong in the ways people and programs get it wrong."""
    match type:
        case types.Text():
            return TEXTS
        case types.Whole(low, high):
            return near(int, low, high)
        case types.Decimal(places, low, high):
            return numbers(places, low, high)
        case types.Money(currency, low, high):
            return numbers(types.places_of(currency), low, high, ("", "", f" {currency}", currency, f"  {currency}"))
        case types.YesNo():
            return st.sampled_from([True, False, "yes", 1])
        case types.Date(low, high):
            around = st.sampled_from([low, high, low - datetime.timedelta(1), high + datetime.timedelta(1)])
            return st.one_of(DAYS, around).map(str)
        case types.Time():
            return st.sampled_from(["00:00", "23:59", "24:00", "9:30", "09:60", "09:30:00", "14:30\n", "٠٩:٣٠"])
        case types.Moment():
            return st.sampled_from(
                [
                    "2026-03-02T14:30Z",
                    "2026-03-02T14:30:59+08:00",
                    "2026-02-30T14:30Z",
                    "2026-03-02T14:30",
                    "0001-01-01T00:00+23:59",
                    "2026-03-02 14:30Z",
                    "2026-03-02T14:30:00.5Z",
                    "9999-12-31T23:59-10:00",
                    "2026-03-02T14:30z",
                    "2026-W10-1T14:30Z",
                ]
            )
        case types.Duration(low, high):
            return st.one_of(
                near(lambda n: f"PT{n}S", low, high),
                st.sampled_from(["15 minutes", "P1W", "P", "PT", "2 business days"]),
            )
        case types.BusinessDuration(low, high):
            return st.one_of(
                near(lambda n: f"{n} business minutes", low, high), st.sampled_from(["2 business days", "PT15M"])
            )
        case types.Choice(options):
            return st.sampled_from([*options, "Red", ""])
        case types.Choices(options):
            return st.lists(st.sampled_from([*options, *options, "Red"]), max_size=4)
        case types.Person() | types.Team():
            return st.sampled_from(["ana", "a na", "", "李", "a\n", "x" * 200, "x" * 201, "a\u202e"])
        case types.Link():
            return st.sampled_from(
                [
                    "https://example.org/a?b#c",
                    "http://x",
                    "ftp://x",
                    "javascript:alert(1)",
                    "https://a@b",
                    "https://",
                    "https://a b",
                    "https://a/" + "x" * 1990,
                    "https://a/" + "x" * 1991,
                    "https://a\\@b",
                    "https://漢.example",
                    "https://a/\u202e",
                ]
            )
        case types.Email():
            return st.sampled_from(
                ["a@b.org", "a@b", "a b@c.org", "@b.org", "a@@b.org", "a@b.org\n", "李@例.cn", "x" * 65 + "@b.org"]
            )
        case types.Phone():
            return st.sampled_from(["+86 10 1234 5678", "12", "1", "+", "1" * 30, "1" * 31, "12a", "１２３"])
        case types.Files():
            bad = st.sampled_from(
                [
                    FILE,
                    FILE,
                    {**FILE, "size": -1},
                    {**FILE, "hash": HASH.upper()},
                    {**FILE, "name": ""},
                    {**FILE, "x": 1},
                    {},
                    "a.pdf",
                    {**FILE, "size": True},
                    {**FILE, "size": 10**15},
                    {**FILE, "name": "a\x00"},
                    {**FILE, "type": "x" * 201},
                ]
            )
            return st.lists(bad, max_size=3)


def filled(field) -> st.SearchStrategy:
    if not field.columns:
        return raws(field.type)
    row = st.fixed_dictionaries({}, optional={each.name: filled(each) for each in field.columns})
    sure = st.fixed_dictionaries({each.name: filled(each) for each in field.columns})
    return st.lists(st.one_of(sure, sure, row, st.just("row")), max_size=4)


@st.composite
def submissions(draw, made):
    """JSON for the form of `made`: mostly right, some keys missing, some unknown, some junk."""
    data = {}
    for each in made.form.fields.values():
        match draw(st.integers(0, 11)):
            case 0:
                continue
            case 1:
                data[each.name] = draw(JUNK)
            case _:
                data[each.name] = draw(filled(each))
    if not draw(st.integers(0, 15)):
        data[draw(st.sampled_from(["z", "A", "", "a-b"]))] = draw(JUNK)
    return data


def values(type: types.Type):
    """Typed values of `type`."""
    match type:
        case types.Text(limit, long):
            letters = st.sampled_from("ab漢é'\"<" + ("\n " if long else ""))
            return st.text(letters, min_size=1, max_size=limit).filter(str.strip)
        case types.Whole(low, high) | types.Decimal(_, low, high) | types.Money(_, low, high):
            return st.integers(low, high)
        case types.Duration(low, high) | types.BusinessDuration(low, high):
            return st.integers(low, high)
        case types.YesNo():
            return st.booleans()
        case types.Date(low, high):
            return st.dates(low, high)
        case types.Time():
            return st.times().map(lambda t: t.replace(second=0, microsecond=0))
        case types.Moment():
            made = st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2100, 1, 1))
            return made.map(lambda m: m.replace(microsecond=0, tzinfo=datetime.UTC))
        case types.Choice(options):
            return st.sampled_from(options)
        case types.Choices(options, low, high):
            chosen = st.sets(st.sampled_from(options), min_size=low, max_size=high)
            return chosen.map(lambda s: tuple(o for o in options if o in s))
        case types.Person() | types.Team():
            return st.sampled_from(["ana", "李"])
        case types.Files(low, high):
            return st.lists(st.just(types.FileRef(*FILE.values())), min_size=low, max_size=high).map(tuple)
        case types.Link():
            return st.just("https://example.org/a")
        case types.Email():
            return st.just("a@example.org")
        case types.Phone():
            return st.just("+86 10 1234 5678")
        case types.Rows(low, high, columns):
            row = st.fixed_dictionaries({name: values(column) for name, column in columns})
            return st.lists(row, min_size=low, max_size=high).map(tuple)


__all__ = ["forms", "submissions", "to_json", "values"]
