"""The reader and the engine complete answers alike: hidden out, computed in, missing named, checks failed."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.complete import complete, missing, problems_of
from dsl.values import to_json
from forms.form import read
from tests.forms.made import facts
from tests.forms.texts import NAMES, example, form
from tests.forms.wild import values

ENTANGLED = """
  size: whole [0 .. 20] "Size"
  half: decimal 6 [0.000000 .. 100.000000] = size / 2
  big: yes/no "Is it big?" when size > 10
  why: text 20 "Why?" when big is present and big = yes
  note: text 20 "Note" optional
  said: whole [0 .. 20] "Characters" when note is present
  limit: whole [0 .. 20] "Limit" check limit >= size else "Smaller than its size"
  lines: rows [0 .. 4] "Lines" {
    kind: choice "Kind" { book "Book", other "Other" }
    which: text 20 "Which?" when kind = other
    count: whole [0 .. 20] "Count" check count <= size else "More than the size"
    left: whole [-20 .. 20] = size - count
  }
  books: whole [0 .. 4] = count(each line in lines where line.kind = book)
  total: whole [0 .. 80] = sum(each line in lines: line.count) when books > 1
  most: whole [0 .. 20] = max(each line in lines: line.count) optional
"""


PROGRAMS = (*NAMES, "entangled")


@cache
def program_named(name: str):
    return form(ENTANGLED) if name == "entangled" else example(name)


def answers_of(data, made) -> dict[str, object]:
    """Values for some of the fields asked, cells included, whatever their conditions say."""
    found = {}
    for name in made.form.requested:
        field = made.form.fields[name]
        if not data.draw(st.integers(0, 9)):
            continue
        found[name] = rows_of(data, field) if field.columns else data.draw(values(field.type))
    return found


def rows_of(data, field) -> tuple[dict[str, object], ...]:
    count = data.draw(st.integers(field.type.low, min(field.type.high, 4)))
    asked = [each for each in field.columns if each.computed is None]
    return tuple({each.name: data.draw(values(each.type)) for each in asked} for _ in range(count))


def as_json(made, answers):
    return {name: to_json(made.form.fields[name].type, value) for name, value in answers.items()}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PROGRAMS), st.data())
def test_the_reader_completes_as_the_engine_does(name, data):
    made = program_named(name)
    given_ = answers_of(data, made)
    answers, problems = read(made, as_json(made, given_), facts())
    # What the reader adds by itself: defaults, and the empty value of what may be empty.
    filled = {name: value for name, value in answers.items() if name not in given_} | given_
    assert complete(made, filled, facts()) == answers
    wanted = set(missing(made, filled, facts())) | {path for path, _ in problems_of(made, filled, facts())}
    # The engine is content with one reason to refuse; the reader also checks the good rows beside a bad one.
    assert wanted == set(problems) if not missing(made, filled, facts()) else wanted <= set(problems)
