"""What stands outside a text: read from TOML and written back, with mistakes told, and found beside a process."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import types
from dsl.beside import described, tables
from dsl.check import check
from dsl.libraries import DEFAULT, Attribute, Libraries
from dsl.libraries_toml import read_libraries, write_libraries
from dsl.messages import render
from dsl.parse import parse

names = st.from_regex(r"[a-zéж中][a-z0-9_]{0,8}", fullmatch=True)
kinds = st.one_of(
    st.sampled_from([types.Person(), types.Team(), types.YesNo(), types.Date(), types.Email(), types.Link()]),
    st.lists(names, min_size=1, max_size=4, unique=True).map(lambda options: types.Choice(tuple(options))),
    st.tuples(st.integers(-99, 0), st.integers(0, 99)).map(lambda ends: types.Whole(*ends)),
    st.integers(1, 1000).map(types.Text),
    st.integers(1, 6).map(lambda places: types.Decimal(places, -(10**13), 10**13)),
    st.sampled_from(["CNY", "EUR", "JPY"]).map(lambda currency: types.Money(currency, -(10**13), 10**13)),
)
attributes = st.dictionaries(names, st.builds(Attribute, kinds, st.booleans()), max_size=4)
groups = st.none() | st.frozensets(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8), max_size=4
)


@settings(deadline=None)
@given(st.builds(Libraries, st.text("abc123", min_size=1), attributes, attributes, groups, groups, groups))
def test_what_is_written_is_read_back(libraries: Libraries):
    assert read_libraries(write_libraries(libraries)) == (libraries, ())


def test_nothing_described_is_the_usual():
    assert read_libraries("") == (DEFAULT, ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('roles = "finance"', '`roles` must be a list of names: ["one", "other"]'),
        ('teems = ["staff"]', "unknown entry `teems`: did you mean `teams`?"),
        ("version = 3", "`version` must be text in quotes"),
        ('person = "ana"', "`person` must be a part of its own: [person]"),
        ('[person]\nlv = { type = "choise" }', "`person.lv` has the unknown type `choise`: did you mean `choice`?"),
        ('[person]\nlv = { type = "choice" }', '`person.lv.options` must be a list of names: ["one", "other"]'),
        (
            'person.a = { type = "choice", options = ["a b"] }',
            '`person.a.options` must be a list of names: ["one", "other"]',
        ),
        ('[person]\na = { type = "whole", low = 9, high = 1 }', "`person.a` must be low and high, whole numbers in order"),
        ('[person]\npay = { type = "money" }', "`person.pay.currency` must be a currency such as CNY"),
        ('[person]\nrate = { type = "decimal", places = 9 }', "`person.rate.places` must be 1 to 6"),
        ('[person]\nbio = { type = "text", size = true }', "`person.bio.size` must be 1 to 1000"),
        ('[person]\nboss = { type = "person", optional = "yes" }', "`person.boss.optional` must be true or false"),
        ('[person]\na = { type = "person", optionl = true }', "unknown entry `person.a.optionl`: did you mean `optional`?"),
        ("[person]\nboss = 3", '`person.boss` must be `{ type = "…" }`'),
        ('[person]\n"a b" = "person"', "`person.a b` must be a name of letters, digits and _"),
    ],
)
def test_mistakes_are_told(text: str, told: str):
    assert [render(problem) for problem in read_libraries(text)[1]] == [told]


def test_text_that_is_no_toml_says_where():
    (problem,) = read_libraries('version = "1"\nroles = [')[1]
    assert (problem.code, problem.at.line) in {("not-toml", 2), ("not-toml", 0)}


PROCESS = """process p {
  form {
    amount: money CNY
    senior: yes/no = requester.grade > 5
  }
  table desk first -> { pay, ask } from "desk.csv" {
    otherwise -> ask
  }
  flow {
    branch by desk {
      pay {
      }
      ask {
      }
    }
  }
  ends {
    done
  }
}
"""


def test_libraries_and_tables_lie_beside_the_process(tmp_path: Path):
    (tmp_path / "p.way").write_text(PROCESS, "utf-8")
    (tmp_path / "desk.csv").write_text("\ufeffrow,amount <=,outcome\nsmall,5.00,pay\n", "utf-8")
    (tmp_path / "libraries.toml").write_text('[person]\ngrade = { type = "whole", low = 1, high = 9 }\n', "utf-8")
    (tmp_path / "people.csv").write_bytes("王丹".encode("gbk"))
    path = tmp_path / "p.way"
    libraries, _mistakes = described(path, tables(path, PROCESS, lambda file: file.read_text("utf-8")))
    assert sorted(libraries.files) == ["desk.csv", "people.csv"], "the second is not read"
    found = check(parse(PROCESS).process, libraries)
    assert found.problems == ()
    assert [row.name for row in found.tables["desk"].rows] == ["small"]


def test_mistakes_beside_the_process_are_not_passed_over(tmp_path: Path):
    (tmp_path / "libraries.toml").write_text("roles = 5\n", "utf-8")
    assert [problem.code for problem in described(tmp_path / "p.way", {})[1]] == ["bad-entry"]


def test_the_page_about_libraries_shows_a_description_without_mistakes():
    page = (Path(__file__).parent.parent.parent / "docs" / "libraries.md").read_text("utf-8")
    libraries, problems = read_libraries(page.split("```toml\n")[1].split("```")[0])
    assert problems == ()
    assert libraries.person["grade"] == Attribute(types.Whole(1, 20))
    assert dict(list(libraries.person.items())[:3]) == DEFAULT.person
