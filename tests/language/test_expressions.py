"""What expressions mean: the table `expressions.csv`, run through the checker and both evaluators."""

import datetime
from pathlib import Path

import pytest

from dsl.check import check
from dsl.compile import compile
from dsl.complete import completing
from dsl.engine.facts import Facts
from dsl.literals import raw_of
from dsl.parse import parse
from dsl.values import display, from_json

TABLE = Path(__file__).with_name("expressions.csv")

TEXT = """
process probe {{
  form {{
    n: whole [-1000 .. 1000]
    m: whole [1 .. 999]
    d: decimal 2 [-99.99 .. 99.99]
    price: money CNY [0.00 .. 99999.99]
    euros: money EUR [0.00 .. 99999.99]
    yen: money JPY [0 .. 99999]
    urgent: yes/no
    day: date
    at: time
    since: moment
    wait: duration
    work: business duration
    pick: choice {{ a, b, c }}
    tags: choices {{ red, green, blue }}
    title: text 40
    who: person
    unit: team
    note: text 40 optional
    details: text 40 when pick = c
    papers: files
    lines: rows [0 .. 9] {{
      item: text 20
      quantity: whole [1 .. 99]
      worth: money CNY [0.00 .. 99.99]
      flag: yes/no
      remark: text 20 optional
      net: money CNY = quantity * worth
    }}
    some: rows [1 .. 9] {{
      cost: money CNY [0.00 .. 99.99]
    }}
    result: {kind} = {expression}
  }}
  flow {{
    end done
  }}
  ends {{
    done
  }}
}}
"""

CASE = """
process probe {{
  example case {{
    {answers}
  }}
}}
"""

USUAL = {
    "n": 1, "m": 1, "d": "1.00", "price": "1.00", "euros": "1.00", "yen": 1, "urgent": False, "day": "2026-03-02",
    "at": "09:00", "since": "2026-03-01T00:00Z", "wait": "1 hour", "work": "1 business hour", "pick": "a", "tags": [],
    "title": "Title", "who": "ana", "unit": "staff", "papers": [], "lines": [], "some": [{"cost": "1.00"}],
}  # fmt: skip
USUAL_ROW = {"item": "x", "quantity": 1, "worth": "1.00", "flag": False}
FILE = {"hash": "0" * 64, "size": 1, "type": "application/pdf"}

DIRECTORY = {
    "today": "2026-03-05", "role:finance": ["dan", "eva"], "team:staff": ["ana", "bruno"], "team:sales": ["li"],
    "person:ana:level": "vip", "person:bruno:level": "regular", "person:ana:manager": "bruno",
    "person:ana:department": "staff", "team:staff:head": "carla",
}  # fmt: skip


def cases() -> list[tuple[str, str, str, str]]:
    """The lines of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split(";")) for line in lines if line and not line.startswith("#")]


def answers_of(program, answers: str) -> dict[str, object]:
    """The usual answers with those of the case instead, written as in an example."""
    case = parse(CASE.format(answers=answers)).process.items[0]
    raw = {**USUAL, **{given.name: raw_of(given) for line in case.items for given in line.items}}
    raw["lines"] = [{**USUAL_ROW, **row} for row in raw["lines"]]
    raw["papers"] = [{**FILE, "name": name} for name in raw["papers"]]
    return {name: from_json(program.form.fields[name].type, value) for name, value in raw.items()}


@pytest.mark.parametrize(("kind", "expression", "answers", "value"), cases())
def test_meaning(kind, expression, answers, value):
    source = parse(TEXT.format(kind=kind, expression=expression))
    assert not source.problems
    checked = check(source.process)
    if value.startswith("problem "):
        assert [problem.code for problem in checked.problems if problem.level == "problem"] == [value[8:]]
        return
    assert checked.ok, checked.problems
    for evaluator in ("compiled", "reference"):
        program = compile(checked, evaluator)
        facts = Facts(
            datetime.datetime(2026, 3, 5, 9, tzinfo=datetime.UTC), ask=DIRECTORY.get, requester="ana"
        )
        whole = completing(program, answers_of(program, answers), facts)
        assert not whole.missing
        found = whole.answers.get("result")
        assert ("absent" if found is None else display(program.form.fields["result"].type, found)) == value
