"""The schema of a form and its reader accept and refuse the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dsl import types
from forms.form import load_json, read, schema, schema_problems, schema_text
from tests.forms.made import GOOD, facts, field, program, refund
from tests.forms.wild import forms, submissions


def firsts(paths) -> set[str]:
    return {path.split(".")[0] for path in paths}


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_the_reader_accepts_and_refuses_what_the_schema_does(data):
    made = data.draw(forms())
    said = schema(made)
    Draft202012Validator.check_schema(said)
    for _ in range(4):
        posted = data.draw(submissions(made))
        refused = schema_problems(said, posted)
        problems = read(made, posted, facts())[1]
        assert bool(refused) == bool(problems), (posted, refused, problems)
        known = posted.keys() & made.form.fields
        assert firsts(path for path, _ in refused) & known == firsts(problems) & known


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_conditions_are_the_only_difference(data):
    """With a condition, what the schema refuses may stand in a hidden field, and what it accepts may lack a shown one."""
    made = data.draw(forms())
    first = program(field("on", types.YesNo()), *(hidden_when_off(each) for each in made.form.fields.values()))
    posted = data.draw(submissions(made)) | {"on": data.draw(st.booleans())}
    refused = schema_problems(schema(first), posted)
    answers, problems = read(first, posted, facts())
    known = {key: value for key, value in posted.items() if key in first.form.fields}
    if posted["on"]:
        needed = {path for path, sentence in problems.items() if sentence.startswith("this is needed")}
        assert bool(refused) == bool(problems.keys() - needed) or needed
    else:
        assert bool(problems) == (known != posted)
        assert problems or answers == {"on": False}


def hidden_when_off(each):
    from dataclasses import replace

    return replace(each, when=lambda a, f: a["on"], when_reads=("on",))


def test_the_schema_of_the_refund_reads_as_its_form():
    said = schema(refund())
    assert list(said["properties"]) == [
        "student",
        "course",
        "paid_on",
        "amount",
        "reason",
        "details",
        "receipts",
        "lines",
    ]
    assert said["required"] == ["student", "course", "paid_on", "amount", "reason"]
    assert said["additionalProperties"] is False
    assert said["properties"]["course"]["enum"] == ["english", "maths", "art"]
    assert schema_problems(said, GOOD) == []


def test_a_step_has_a_schema_of_its_own():
    said = schema(refund(), "payment")
    assert list(said["properties"]) == said["required"] == ["payment_ref"]
    assert schema(refund(), "controllers")["required"] == []


def test_labels_are_in_the_readers_language():
    assert schema(refund(), language="zh")["properties"]["student"]["title"] == "学生"


def test_the_text_of_a_schema_loses_no_digit():
    said = schema(program(field("amount", types.Money("CNY", 1, 99999999999999999))))
    assert '"maximum": 999999999999999.99' in schema_text(said)
    assert load_json(schema_text(said)) == (said, None)


def test_no_schema_is_ever_fetched():
    with pytest.raises(Exception, match="Unresolvable"):
        schema_problems({"$ref": "http://127.0.0.1:9/schema.json"}, {})


@pytest.mark.parametrize("number", [0.01, 200000.0, 5000.01])
def test_floats_are_taken_by_their_shortest_form(number):
    said = schema(refund())
    assert schema_problems(said, GOOD | {"amount": number}) == []
    assert read(refund(), GOOD | {"amount": number}, facts())[1] == {}
