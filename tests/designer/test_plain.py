"""A rule set in plain language: every construct of the language is told, in both languages, and read like this."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from designer.look import look
from designer.plain.document import Document, Grid, Listing, Part, Said, Title
from designer.plain.whole import document, standing_alone
from designer.scene import Scene
from dsl import tree
from tests.designer.desk import REFUND, draft_of, scene_of

ROOT = Path(__file__).parent.parent.parent
EVERYTHING = (Path(__file__).parent / "everything.way").read_text("utf-8")
TEXTS = sorted((ROOT / "examples").glob("**/*.way"))


WORDS = {
    ("Table", "policy"): ("first", "collect"),
    ("Decide", "rule"): ("all", "order"),
    ("Due", "then"): ("escalate", "reassign"),
    ("By", "pick"): ("in turn", "first"),
    ("May", "actions"): ("transfer", "return"),
    ("Kind", "word"): ("date", "phone"),
    ("Words", "language"): ("en", "zh"),
}
"""Words of the language: where one stands another one is put, elsewhere any other name."""


def told(scene: Scene) -> str:
    """All that stands in the document, names too."""
    return repr(document(scene))


def changed(node: object) -> Iterator[object]:
    """A node with one thing in it that is not an expression changed, each in turn; and without each of its parts."""
    for each in fields(node):
        if each.name in ("at", "trivia"):
            continue
        value = getattr(node, each.name)
        for other in others(value, WORDS.get((type(node).__name__, each.name), ())):
            yield replace(node, **{each.name: other})


def others(value: object, words: tuple[str, ...] = ()) -> Iterator[object]:
    """Something else in its place."""
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
        case str():
            yield next((word for word in words if word != value), f"{value}x")
        case tuple():
            for at, one in enumerate(value):
                yield (*value[:at], *value[at + 1 :])
                yield from ((*value[:at], other, *value[at + 1 :]) for other in others(one, words))
        case tree.Number(units, places):
            yield tree.Number(units + 1, places)
        case _ if isinstance(value, tree.Expression):
            yield tree.Text("another value")
        case _ if is_dataclass(value):
            yield from changed(value)


DEFAULTS = {
    "Nobody(people=(Call",
    "Decide(rule='any'",
    "Reject(target=End(name='rejected'",
    "SamePerson(asks_again=True",
    "(Access(sees=('*',)",
    "(EndPoint(name='withdrawn'",
}
"""Lines of the text that say what holds without them as well."""


def test_a_change_of_anything_in_the_text_changes_the_document():
    scene = scene_of(EVERYTHING)
    before, silent, count = told(scene), set(), 0
    for other in changed(scene.process):
        seen = replace(scene, look=replace(scene.look, process=other))
        count += 1
        if told(seen) == before:
            silent.add(difference(scene.process, other))
    assert count > 600
    assert {word for word in DEFAULTS for each in silent if f" {word}" in each} == DEFAULTS
    assert len(silent) == len(DEFAULTS), silent


def difference(one: object, other: object) -> str:
    """Where two trees differ."""
    if isinstance(one, tuple):
        return next((difference(a, b) for a, b in zip(one, other, strict=False) if a != b), f"{one[-1:]} gone")
    if is_dataclass(one) and type(one) is type(other):
        name = next(each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name))
        return f"{type(one).__name__}.{name} {difference(getattr(one, name), getattr(other, name))}"
    return f"{one} {other}"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_example_reads_in_both_languages_and_the_page_needs_nothing_beside_it(path, language):
    made = document(scene_of(path.read_text("utf-8"), language))
    page = standing_alone(made, [("Version", "3")], "3")
    assert page == standing_alone(document(scene_of(path.read_text("utf-8"), language)), [("Version", "3")], "3")
    assert "<script" not in page and "http" not in page.split("</style>")[1].replace("https://", "")
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    missing = [each for each in words_of(made) if " ".join(each.split()) not in shown]
    assert not missing


def words_of(value: object) -> Iterator[str]:
    """Every sentence of a document."""
    match value:
        case Said():
            yield from (each for each in (value.text, value.name) if each)
            yield from words_of(value.under)
        case tuple():
            for each in value:
                yield from words_of(each)
        case Listing() | Grid() | Title() | Part() | Document():
            for each in fields(value):
                if each.name in ("items", "rows", "blocks", "parts", "heads"):
                    yield from words_of(getattr(value, each.name))
        case str():
            yield value


def test_a_refund_reads_so():
    said = set(words_of(document(scene_of(REFUND))))
    for sentence in (
        "only if Paid on is not after today; otherwise “This date is in the future”",
        "only when Reason is Something else",
        "worked out: the sum of Net over Items",
        "2 of them must approve; it is rejected once so many cannot be reached.",
        "Amount is more than 5,000.00 CNY",
        "“{Student}: {Amount}”",
    ):
        assert sentence in said, sentence


def test_a_table_of_a_file_is_told_row_by_row():
    draft = replace(draft_of(FEES), files={"fees.csv": "name,amount >,outcome\nlarge,100.00,high\n"})
    said = set(words_of(document(replace(scene_of(FEES), draft=draft, look=look(draft)))))
    assert {"The rows stand in the file fees.csv beside the text.", "Amount is more than 100.00 CNY"} <= said


FEES = """
process fees "Fees" {
  title "{amount}"
  started by team("staff")
  form {
    amount: money CNY [0.00 .. 900.00] "Amount"
  }
  table desk first -> { low, high } from "fees.csv" {
    otherwise -> low
  }
  flow {
    branch by desk {
      low {
      }
      high {
        end done
      }
    }
  }
  ends {
    done "Done"
  }
}
"""
