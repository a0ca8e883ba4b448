"""Each kind of field: JSON in, values out, and back to the page and to the reader's eyes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import types
from dsl.values import to_json
from forms.fields import kind_of
from forms.fields.look import Look
from forms.messages import Wrong, say
from forms.world import ALONE, World
from tests.forms.wild import FILE, SIMPLE, values

FULL = types.FileRef(*FILE.values())
YEN, YUAN, DINAR = types.Money("JPY", 0, 10**6), types.Money("CNY", -500, 10**9), types.Money("KWD", 0, 10**6)
DAY = types.Date(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
COLOURS = types.Choices(("red", "green", "blue"), 1, 2)


def from_json(type: types.Type, raw: object, world: World = ALONE):
    return kind_of(type).from_json(type)(raw, world)


def from_page(type: types.Type, raw: object, world: World = ALONE):
    return kind_of(type).from_page(type)(raw, world)


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        (types.Text(5), "  é ", "é"),
        (types.Text(5), "e\u0301", "é"),
        (types.Text(5), "   ", None),
        (types.Text(5, long=True), "a\r\nb", "a\nb"),
        (types.Whole(-5, 5), -5, -5),
        (types.Decimal(2, 0, 999), "9.9", 990),
        (types.Decimal(2, 0, 999), "9.9900", 999),
        (types.Decimal(2, 0, 999), Decimal("9.99"), 999),
        (types.Decimal(2, 0, 999), 9, 900),
        (YUAN, "5000.01 CNY", 500001),
        (YUAN, "-5", -500),
        (YEN, "12", 12),
        (DINAR, "1.234 KWD", 1234),
        (types.YesNo(), False, False),
        (DAY, "2026-12-31", datetime.date(2026, 12, 31)),
        (types.Time(), "23:59", datetime.time(23, 59)),
        (types.Moment(), "2026-03-02T14:30+08:00", datetime.datetime(2026, 3, 2, 6, 30, tzinfo=datetime.UTC)),
        (types.Duration(0, 10**6), "PT1H30M", 5400),
        (types.Duration(0, 10**6), "15 minutes", 900),
        (types.BusinessDuration(0, 4800), "2 business days", 960),
        (types.Choice(("a", "b")), "b", "b"),
        (COLOURS, ["blue", "red"], ("red", "blue")),
        (types.Person(), "李", "李"),
        (types.Team(), "staff", "staff"),
        (types.Files(0, 2), [FILE], (FULL,)),
        (types.Link(), "https://example.org/a?b", "https://example.org/a?b"),
        (types.Email(), "li.hua@example.org", "li.hua@example.org"),
        (types.Phone(), "+86 (10) 1234-5678", "+86 (10) 1234-5678"),
    ],
)
def test_json_is_read(type, raw, value):
    assert from_json(type, raw) == value


@pytest.mark.parametrize(
    ("type", "raw", "sentence"),
    [
        (types.Text(5), 5, "`5` is not a text: write it in quotes"),
        (types.Text(5), "abcdef", "`6` characters are too many: shorten it to at most `5`"),
        (types.Text(5), "a\x07", "it holds the invisible character `U+0007`: delete it"),
        (types.Text(5), "a\nb", "it holds the invisible character `U+000A`: delete it"),
        (types.Text(5, long=True), "a\x00", "it holds the invisible character `U+0000`: delete it"),
        (types.Text(5), "\ud800", "it holds the invisible character `U+D800`: delete it"),
        (
            types.Text(9),
            "a\u202eb",
            "it holds the character `U+202E`, which turns the direction of the text around: delete it",
        ),
        (types.Whole(1, 9), 10, "`10` is out of range: choose from `1` to `9`"),
        (types.Whole(1, 9), "5", "`5` is not a whole number: use digits only, such as `12`"),
        (types.Whole(0, 9), True, "`true` is not a whole number: use digits only, such as `12`"),
        (types.Decimal(2, 0, 999), "1.005", "`1.005` has too many digits behind the point: at most `2`"),
        (types.Decimal(2, 0, 999), "1e2", "`1e2` is not a number: use digits and a point only, such as `12.50`"),
        (types.Decimal(2, 0, 999), "1,5", "`1,5` is not a number: use digits and a point only, such as `12.50`"),
        (types.Decimal(2, 0, 999), "１", "`１` is not a number: use digits and a point only, such as `12.50`"),
        (types.Decimal(2, 0, 999), "1" * 16, f"`{'1' * 16}` has too many digits: at most `15` before the point"),
        (YUAN, "5 EUR", "`5 EUR` is another currency: give the amount in `CNY`"),
        (YUAN, "99999999 CNY", "`99999999 CNY` is out of range: choose from `-5.00` to `10000000.00`"),
        (YEN, "1.5", "`1.5` has too many digits behind the point: at most `0`"),
        (types.YesNo(), "yes", "`yes` is neither yes nor no: choose one of them"),
        (DAY, "2026-02-29", "`2026-02-29` is not a day of the calendar: write it as `2026-03-31`"),
        (DAY, "20260301", "`20260301` is not a day of the calendar: write it as `2026-03-31`"),
        (DAY, "2027-01-01", "`2027-01-01` is out of range: choose from `2026-01-01` to `2026-12-31`"),
        (types.Time(), "24:00", "`24:00` is not a time of day: write it as `14:30`"),
        (
            types.Moment(),
            "2026-03-02T14:30",
            "`2026-03-02T14:30` is not a day and time: write it as `2026-03-31T14:30Z`",
        ),
        (types.Duration(60, 600), "5", "`5` is not a length of time: write it as `15 minutes`"),
        (types.Duration(60, 600), "1 hour", "`1 hour` is out of range: choose from `1 minute` to `10 minutes`"),
        (types.BusinessDuration(0, 960), "1 day", "`1 day` is not a length of time: write it as `2 business days`"),
        (types.Choice(("a", "b")), "c", "`c` is not an option: choose one of `a`, `b`"),
        (COLOURS, [], "`0` are too few: at least `1`"),
        (COLOURS, ["red", "green", "blue"], "`3` are too many: at most `2`"),
        (COLOURS, ["red", "red"], "`red` is chosen twice: name it once"),
        (COLOURS, "red", "`red` is not a list: write it as `[…]`"),
        (types.Person(), "a b", "`a b` is not an id: choose from the list"),
        (types.Files(0, 1), [{**FILE, "hash": "x"}], "`a.pdf` is not a stored file: attach it again"),
        (
            types.Link(),
            "javascript:alert(1)",
            "`javascript:alert(1)` is not a web address: it begins with `https://` or `http://`",
        ),
        (types.Link(), "https://a@b", "`https://a@b` is not a web address: it begins with `https://` or `http://`"),
        (types.Email(), "li@", "`li@` is not an e-mail address: write it as `name@example.org`"),
        (types.Phone(), "call me", "`call me` is not a telephone number: use digits, such as `+86 10 1234 5678`"),
    ],
)
def test_json_that_is_wrong_is_refused_with_the_next_step(type, raw, sentence):
    assert say(from_json(type, raw)) == sentence


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        (types.Text(5), " ab ", "ab"),
        (types.Text(5, long=True), "a\r\nb", "a\nb"),
        (types.Whole(1, 9), " 7 ", 7),
        (types.Whole(1, 9), "", None),
        (YUAN, "12.5cny", 1250),
        (YUAN, "  ", None),
        (types.YesNo(), "no", False),
        (types.YesNo(), "", None),
        (COLOURS, ["", "blue", "blue", "red"], ("red", "blue")),
        (COLOURS, ["blue"], ("blue",)),
        (types.Duration(0, 10**6), "3 days", 259200),
        (types.Duration(0, 10**6), "days", None),
        (types.BusinessDuration(0, 4800), "2 days", 960),
        (types.Choice(("a", "b")), "", None),
        (types.Files(0, 2), [""], None),
    ],
)
def test_a_page_is_read(type, raw, value):
    assert from_page(type, raw) == value


def test_a_moment_on_a_page_is_on_the_clock_of_the_zone():
    shanghai = World(zone=ZoneInfo("Asia/Shanghai"))
    assert from_page(types.Moment(), "2026-03-02T14:30", shanghai) == datetime.datetime(
        2026, 3, 2, 6, 30, tzinfo=datetime.UTC
    )


def test_only_people_and_teams_that_exist_are_taken():
    known = World(people={"ana": "Ana"}, teams={"staff": "Staff"})
    assert from_json(types.Person(), "ana", known) == "ana"
    assert say(from_json(types.Person(), "eve", known)) == "nobody is called `eve`: choose from the list"
    assert say(from_json(types.Team(), "ana", known)) == "no team is called `ana`: choose from the list"


def test_a_file_of_somebody_else_is_not_taken():
    mine = World(owns=lambda ref: ref.hash != FILE["hash"])
    assert say(from_json(types.Files(0, 1), [FILE], mine)) == "`a.pdf` is not a stored file: attach it again"


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_what_is_written_for_json_and_for_a_page_is_read_back(data):
    type = data.draw(SIMPLE)
    if isinstance(type, types.Choices | types.Files) and type.high == 0:
        return
    value = data.draw(values(type))
    assert from_json(type, to_json(type, value)) == value
    assert (from_page(type, kind_of(type).to_page(type, value)) or ()) == (value or ()) or value is False


@settings(max_examples=300, deadline=None)
@given(SIMPLE, st.one_of(st.text(max_size=100), st.lists(st.text(max_size=9), max_size=3)))
def test_a_page_may_post_anything(type, raw):
    found = from_page(type, raw)
    if found.__class__ is Wrong:
        assert say(found) and say(found, "zh")


@pytest.mark.parametrize(
    ("type", "value", "english", "chinese"),
    [
        (YUAN, 123456789, "1,234,567.89 CNY", "1,234,567.89 CNY"),
        (YUAN, -50, "-0.50 CNY", "-0.50 CNY"),
        (types.Whole(0, 10**9), 1234567, "1,234,567", "1,234,567"),
        (types.YesNo(), True, "Yes", "是"),
        (types.Choice(("red",)), "red", "Red", "红"),
        (COLOURS, ("red", "blue"), "Red, blue", "红、blue"),
        (types.Duration(0, 10**6), 5400, "90 minutes", "90 分钟"),
        (types.BusinessDuration(0, 10**6), 960, "2 business days", "2 个工作日"),
        (types.Person(), "ana", "Ana", "安娜"),
        (
            types.Moment(),
            datetime.datetime(2026, 3, 2, 6, 30, tzinfo=datetime.UTC),
            "2026-03-02 06:30 UTC",
            "2026-03-02 06:30 UTC",
        ),
        (types.Files(0, 1), (FULL,), "a.pdf", "a.pdf"),
    ],
)
def test_values_are_shown_to_people(type, value, english, chinese):
    assert kind_of(type).display(type, value, Look("en", {"red": "Red"}, {"ana": "Ana"})) == english
    assert kind_of(type).display(type, value, Look("zh", {"red": "红"}, {"ana": "安娜"})) == chinese
