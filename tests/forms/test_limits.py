"""Every limit at the bound and one past it."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from werkzeug.datastructures import MultiDict

from dsl import types
from forms import limits
from forms.answers import from_page
from forms.fields import contact, person
from forms.form import load_json, read, view
from forms.messages import say, word
from forms.world import World
from tests.forms.made import facts, field, program
from tests.forms.wild import FILE


def refused(body: bytes | str) -> str:
    value, wrong = load_json(body)
    assert value is None
    return say(wrong)


def test_size_of_a_body():
    room = limits.JSON_BYTES - 2
    assert load_json(b'"' + b"a" * room + b'"') == ("a" * room, None)
    assert refused(b'"' + b"a" * (room + 1) + b'"') == "the body has more than `1048576` bytes: send less"


def test_size_of_a_body_given_as_text_counts_bytes():
    assert refused('"' + "漢" * (limits.JSON_BYTES // 3) + '"') == "the body has more than `1048576` bytes: send less"


def test_depth_of_a_body():
    deep = limits.JSON_DEPTH
    assert load_json("[" * deep + "]" * deep)[1] is None
    assert refused("[" * (deep + 1) + "]" * (deep + 1)) == "the body is nested more than `16` deep: flatten it"
    assert refused("[" * 500_000) == "the body is nested more than `16` deep: flatten it"


def test_two_halves_of_a_character_are_one():
    assert load_json(b'["\\ud83d\\ude00", "\\\\ud800", 1.5]') == (["😀", "\\ud800", Decimal("1.5")], None)


def test_brackets_in_texts_do_not_nest():
    text = '["' + '[{\\"' * 50 + '"]'
    assert load_json(text) == (['[{"' * 50], None)


def test_a_text_that_never_ends_costs_no_more_than_its_length():
    began = process_time()
    assert refused(b'"' + b'\\"' * (limits.JSON_BYTES // 2 - 1)).startswith("the body is not JSON")
    assert process_time() - began < 5  # milliseconds; an hour when each quotation mark is tried anew


@pytest.mark.parametrize("number", ["999999999999999", "-999999999999999", "0"])
def test_whole_numbers(number):
    assert load_json(number) == (int(number), None)


def test_fractions_are_exact():
    assert load_json("999999999999999.123456") == (Decimal("999999999999999.123456"), None)


@pytest.mark.parametrize(
    "number", ["1000000000000000", "0.1234567", "1e3", "1E1000000", "1" * 100_000, "NaN", "Infinity", "-Infinity"]
)
def test_numbers_beyond(number):
    sentence = refused(number)
    assert sentence.endswith("is not allowed: at most 15 digits and 6 places, no exponent")
    assert len(sentence) < 150


def test_a_key_stands_once():
    assert refused('{"a": {"b": 1, "b": 2}}') == "the key `b` stands twice in one object: keep one"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "the body is not JSON (line `1`, column `1`): correct it"),
        ('{\n "a": }', "the body is not JSON (line `2`, column `7`): correct it"),
        ("[1,]", "the body is not JSON (line `1`, column `4`): correct it"),
        (b"\xff", "the body is not UTF-8 text: encode it so"),
        (b'{"a": ["\\ud800"]}', "the body is not UTF-8 text: encode it so"),
        (b'{"\\uDFFF": 1.5}', "the body is not UTF-8 text: encode it so"),
        ('{"a": 1} {}', "the body is not JSON (line `1`, column `10`): correct it"),
    ],
)
def test_what_is_not_json(body, sentence):
    assert refused(body) == sentence


def test_length_of_a_text():
    made = program(field("note", types.Text(80)))
    assert read(made, {"note": "漢" * 80}, facts())[1] == {}
    assert read(made, {"note": "漢" * 81}, facts())[1] == {
        "note": "`81` characters are too many: shorten it to at most `80`"
    }


def test_digits_of_a_number():
    made = program(field("size", types.Decimal(6, -(10**21) + 1, 10**21 - 1)))
    most = "9" * 15 + "." + "9" * 6
    assert read(made, {"size": most}, facts()) == ({"size": 10**21 - 1}, {})
    assert list(read(made, {"size": "1" + "0" * 15}, facts())[1]) == ["size"]
    assert list(read(made, {"size": "0." + "0" * 6 + "1"}, facts())[1]) == ["size"]
    assert list(read(made, {"size": "1" * 5_000_000}, facts())[1]) == ["size"]


def rows(high: int):
    cell = field("item", types.Whole(0, 9), path="lines.item", optional=True)
    return program(field("lines", types.Rows(0, high, (("item", cell.type),)), columns=(cell,)))


def test_rows_of_a_field():
    made = rows(50)
    assert read(made, {"lines": [{"item": 1}] * 50}, facts())[1] == {}
    assert read(made, {"lines": [{"item": 1}] * 51}, facts())[1] == {"lines": "`51` are too many: at most `50`"}


def test_rows_of_a_page():
    made = rows(2000)
    posted = [(f"lines.{number}.item", "1") for number in range(limits.ROWS + 1)]
    assert read(made, MultiDict(posted[:-1]), facts())[1] == {}
    assert read(made, MultiDict(posted), facts())[1] == {"lines": "`1001` are too many: at most `1000`"}


def test_blank_rows_of_a_page_do_not_count():
    posted = [(f"lines.{number}.item", "1" if number < 50 else "") for number in range(100)]
    assert read(rows(50), MultiDict(posted), facts())[1] == {}


def test_numbers_of_rows_on_a_page():
    made = rows(50)
    posted = MultiDict({f"lines.{limits.ROW_NUMBER}.item": "1", f"lines.{limits.ROW_NUMBER + 1}.item": "2"})
    assert from_page(made, posted).values["lines"] == [{"item": "1"}]


@pytest.mark.parametrize(
    ("holds", "longest"),
    [
        (contact.is_link, "https://a/" + "x" * (limits.LINK - 10)),
        (contact.is_email, "a@" + "b" * (limits.EMAIL - 6) + ".org"),
        (contact.is_phone, "1" * limits.PHONE),
        (person.is_id, "x" * limits.ID),
    ],
)
def test_lengths_of_contacts_and_ids(holds, longest):
    assert holds(longest)
    assert not holds(longest + longest[-1])


def test_length_of_a_files_name():
    made = program(field("files", types.Files(0, 1)))
    assert read(made, {"files": [FILE | {"name": "x" * limits.FILE_NAME}]}, facts())[1] == {}
    assert list(read(made, {"files": [FILE | {"name": "x" * (limits.FILE_NAME + 1)}]}, facts())[1]) == ["files"]


def test_people_offered_as_a_list():
    made = program(field("who", types.Person()))
    for count, kind in ((limits.SELECT, "choice"), (limits.SELECT + 1, "person")):
        world = World(people={f"p{number}": f"P {number}" for number in range(count)})
        shown = view(made, None, {}, facts(), world=world)
        assert shown.sections[0].fields[0].kind == kind


def test_a_persons_own_word_is_repeated_shortly():
    assert word("x" * limits.WORD) == "x" * limits.WORD
    assert word("x" * (limits.WORD + 1)) == "x" * limits.WORD + "…"
    assert word("a`b\nc\u202e") == "a·b·c·"


def test_unknown_fields_are_named_up_to_a_number():
    made = program(field("note", types.Text(80), optional=True))
    assert len(read(made, {f"x{number}": 1 for number in range(500)}, facts())[1]) == limits.UNKNOWN
