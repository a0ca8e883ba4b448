"""Anything may be sent: the answer is answers or problems, never a crash, and answers always fit their types."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from dsl.program import Program, Step
from dsl.values import from_json, to_json
from forms.answers import from_page
from forms.form import read, read_draft, view
from tests.forms.made import facts
from tests.forms.test_complete import PROGRAMS, answers_of, as_json, program_named
from tests.forms.wild import JUNK, submissions

NAMED = st.sampled_from(PROGRAMS)
JSON = st.recursive(
    JUNK,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def fit(made: Program, answers: dict) -> bool:
    """Whether all answers are values of their types."""
    return all(
        from_json(made.form.fields[name].type, to_json(made.form.fields[name].type, value)) == value
        for name, value in answers.items()
        if value is not None
    )


@settings(max_examples=400, deadline=None)
@given(NAMED, st.data())
def test_any_json(name, data):
    made = program_named(name)
    raw = data.draw(submissions(made) | JSON)
    answers, problems = read(made, raw, facts())
    assert fit(made, answers)
    assert all(problems.values())
    assert read_draft(made, raw, facts())[1].keys() <= problems.keys()


@settings(max_examples=200, deadline=None)
@given(NAMED, st.data())
def test_any_json_at_a_step(name, data):
    made = program_named(name)
    filed, problems = read(made, as_json(made, answers_of(data, made)), facts())
    before = {} if problems else filed
    steps = [step for step in made.nodes.values() if isinstance(step, Step)]
    step = data.draw(st.sampled_from(steps)).id
    changes, _ = read(made, data.draw(submissions(made) | JSON), facts(), step=step, before=before)
    assert fit(made, changes)
    view(made, None, {}, facts(), step=step, before=before)


@settings(max_examples=400, deadline=None)
@given(NAMED, st.data())
def test_any_page(name, data):
    made = program_named(name)
    texts = st.text(max_size=6) | st.sampled_from(
        ["1", "yes", "other", "book", "2026-03-02", "lines", "lines.0", "{}", "[]", '{"a":']
    )
    names = [
        *made.form.fields,
        "_add",
        "_remove",
        *(f"lines.{n}.{c}" for n in (0, 1) for c in ("item", "kind", "count", "price")),
    ]
    posted = MultiDict(data.draw(st.lists(st.tuples(st.sampled_from(names), texts), max_size=20)))
    raw = from_page(made, posted)
    answers, problems = read(made, raw, facts())
    assert fit(made, answers)
    shown = view(made, raw, problems, facts(), "zh")
    assert len(shown.problems) == len(problems)
