"""Values survive the journey to JSON and back, and nothing unfit gets in."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl import types
from dsl.scaled import divide_half_even, round_half_even
from dsl.values import Unfit, display, from_json, to_json

EURO, YEN, DINAR = types.Money("EUR", 0, 10**8), types.Money("JPY", 0, 10**8), types.Money("KWD", -(10**9), 10**9)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20)


def values_of(type: types.Type) -> st.SearchStrategy:
    """Every value of a type."""
    match type:
        case types.Text(limit, long):
            letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
            return st.text(letters if not long else st.one_of(letters, st.just("\n")), max_size=limit)
        case types.YesNo():
            return st.booleans()
        case types.Date(low, high):
            return st.dates(low, high)
        case types.Time():
            return st.times().map(lambda time: time.replace(second=0, microsecond=0))
        case types.Moment():
            return st.datetimes(timezones=st.just(datetime.UTC))
        case types.Choice(options):
            return st.sampled_from(options)
        case types.Choices(options, low, high):
            chosen = st.sets(st.sampled_from(options), min_size=low, max_size=min(high, len(options)))
            return chosen.map(lambda some: tuple(option for option in options if option in some))
        case types.Person() | types.Team():
            return NAMES
        case types.People():
            return st.sets(NAMES, max_size=4).map(lambda some: tuple(sorted(some)))
        case types.Files(low, high):
            file = st.builds(types.FileRef, NAMES, st.text("0123456789abcdef", min_size=64, max_size=64),
                             st.integers(0, 2**40), st.just("text/plain"))
            return st.lists(file, min_size=low, max_size=high).map(tuple)
        case types.Rows(low, high, columns):
            row = st.fixed_dictionaries({}, optional={name: values_of(column) for name, column in columns})
            ordered = row.map(lambda some: {name: some[name] for name, _ in columns if name in some})
            return st.lists(ordered, min_size=low, max_size=high).map(tuple)
        case types.Link():
            return st.just("https://example.org/a?b=c#d")
        case types.Email():
            return st.just("ana@example.org")
        case types.Phone():
            return st.just("+86 10 1234-5678")
    return st.integers(type.low, type.high)


PLAIN = [
    types.Text(20), types.Text(50, long=True), types.Whole(-5, 10**12), types.Decimal(2, -999, 10**13),
    types.Decimal(12, -(10**27), 10**27), EURO, YEN, DINAR, types.YesNo(), types.Date(), types.Time(), types.Moment(),
    types.Duration(-(10**6), 366 * 86400), types.BusinessDuration(-(10**4), 10**6), types.Choice(("a", "b")),
    types.Choices(("a", "b", "c")), types.Person(), types.Team(), types.People(), types.Files(0, 2), types.Link(),
    types.Email(), types.Phone(),
]  # fmt: skip
EVERY = [*PLAIN, types.Rows(0, 3, tuple((f"c{number}", type) for number, type in enumerate(PLAIN)))]


@pytest.mark.parametrize("type", EVERY, ids=lambda type: type.__class__.__name__)
@given(data=st.data())
def test_every_value_survives_json(type, data):
    value = data.draw(values_of(type))
    raw = json.loads(json.dumps(to_json(type, value)))
    assert from_json(type, raw) == value
    assert to_json(type, from_json(type, raw)) == raw
    for language in ("en", "zh"):
        assert "\n" not in display(type, value, language) or isinstance(type, types.Text)


READ = """
money EUR    "5000.01"           500001
money EUR    "5000.01 EUR"       500001
money EUR    5000.01             500001
money EUR    5000                500000
money EUR    "5.5000"            550
money JPY    5.0                 5
money KWD    "1.234"             1234
money KWD    "-0.001"            -1
money EUR    "0.005"             too-many-places
money EUR    "5000.01 CNY"       wrong-currency
money EUR    "1e3"               not-a-number
money EUR    1e300               not-a-number
money EUR    "1,000.00"          not-a-number
money EUR    "+1"                not-a-number
money EUR    " 1"                not-a-number
money EUR    "１２"              not-a-number
money EUR    "²"                 not-a-number
money EUR    true                not-a-number
money EUR    null                not-a-number
money EUR    ""                  not-a-number
money EUR    "1000000000000000"  too-many-digits
money EUR    "999999999999999"   out-of-range
money EUR    -0.01               out-of-range
money EUR    -0.0                0
whole        7                   7
whole        7.0                 7
whole        "7"                 7
whole        7.5                 too-many-places
whole        10                  out-of-range
yes/no       true                True
yes/no       1                   not-yes-or-no
yes/no       "yes"               not-yes-or-no
date         "2026-02-28"        2026-02-28
date         "2026-02-29"        not-a-date
date         "20260228"          not-a-date
date         "1899-12-31"        out-of-range
time         "14:30"             14:30:00
time         "14:30:00"          14:30:00
time         "24:00"             not-a-time
time         "14:30:01"          not-a-time
moment       "2026-03-02T14:30Z"           2026-03-02 14:30:00+00:00
moment       "2026-03-02T14:30:00+08:00"   2026-03-02 06:30:00+00:00
moment       "2026-03-02T14:30"            not-a-moment
moment       "0001-01-01T00:00+08:00"      not-a-moment
duration     "PT15M"             900
duration     "15 minutes"        900
duration     "P1W"               604800
duration     "1 day"             86400
duration     "P"                 not-a-duration
duration     "PT"                not-a-duration
duration     "1 business day"    not-a-duration
duration     900                 not-a-duration
business     "2 business days"   960
business     "8 business hours"  480
business     "2 business weeks"  not-a-duration
business     "PT15M"             not-a-duration
choice       "a"                 a
choice       "c"                 not-an-option
choice       ["a"]               not-an-option
choices      ["b", "a"]          ('a', 'b')
choices      ["a", "a"]          doubled
choices      []                  too-few
choices      "a"                 not-a-list
choices      [["a"]]             not-an-option
text         "four"              four
text         "fives"             too-long
text         "a\\nb"             control-character
text         "\\u0000"           control-character
text         "\\ud800"           control-character
text         4                   not-a-text
person       "ana"               ana
person       ""                  not-an-id
rows         [{"n": 3}]          ({'n': 3},)
rows         [{}]                ({},)
rows         [{"m": 3}]          unknown-column
rows         [3]                 not-a-row
rows         [{}, {}]            too-many
files        [{"name": "a"}]     not-a-file
link         "javascript:x"      not-a-link
link         "https://a.b/c d"   not-a-link
e-mail       "ana@example"       not-an-e-mail
phone        "12"                not-a-phone-number
"""

TYPES = {
    "money EUR": EURO, "money JPY": YEN, "money KWD": DINAR, "whole": types.Whole(0, 9), "yes/no": types.YesNo(),
    "date": types.Date(), "time": types.Time(), "moment": types.Moment(), "duration": types.Duration(0, 10**7),
    "business": types.BusinessDuration(0, 10**6), "choice": types.Choice(("a", "b")),
    "choices": types.Choices(("a", "b"), 1), "text": types.Text(4), "person": types.Person(),
    "rows": types.Rows(0, 1, (("n", types.Whole(0, 9)),)), "files": types.Files(0, 2), "link": types.Link(),
    "e-mail": types.Email(), "phone": types.Phone(),
}  # fmt: skip


def cases() -> list[tuple[types.Type, object, str]]:
    """The lines of READ as (type, raw value, what comes of it)."""
    found = []
    for line in READ.strip().splitlines():
        name = next(name for name in sorted(TYPES, key=len, reverse=True) if line.startswith(name + " "))
        raw, end = json.JSONDecoder().raw_decode(line[len(name) :].lstrip().replace("\\\\", "\\"))
        rest = line[len(name) :].lstrip().replace("\\\\", "\\")[end:]
        found.append((TYPES[name], raw, rest.strip()))
    return found


@pytest.mark.parametrize(("type", "raw", "expected"), cases())
def test_reading_raw_values(type, raw, expected):
    try:
        result = str(from_json(type, raw))
    except Unfit as unfit:
        result = unfit.code
    assert result == expected


def test_display_is_what_people_read():
    assert display(EURO, 500001) == "5000.01 EUR"
    assert display(YEN, 500) == "500 JPY"
    assert display(types.YesNo(), True, "zh") == "是"
    assert display(types.BusinessDuration(0, 10**6), 960) == "2 business days"
    assert display(types.BusinessDuration(0, 10**6), 480) == "1 business day"
    assert display(types.BusinessDuration(0, 10**6), 960, "zh") == "2 个工作日"
    assert display(types.Duration(0, 10**6), 5400, "zh") == "90 分钟"
    assert display(types.Rows(0, 9, ()), ({},)) == "1 row"


@given(st.integers(-(10**9), 10**9), st.integers(1, 6))
def test_rounding_is_to_the_even_neighbour(units, drop):
    assert round_half_even(units, drop) == divide_half_even(units, 10**drop)
    assert divide_half_even(-units, 10**drop) == -divide_half_even(units, 10**drop)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**4), 10**4).filter(bool))
def test_division_is_nearest(top, bottom):
    assert 2 * abs(divide_half_even(top, bottom) * bottom - top) <= abs(bottom)
