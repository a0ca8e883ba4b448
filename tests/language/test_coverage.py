"""Coverage: what examples exercise, what no ticket can do, and examples written for the rest that really do it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from dsl import tree
from dsl.analysing.tickets import drawn_tickets
from dsl.beside import described, tables
from dsl.coverage import Covering
from dsl.covering.said import said
from dsl.covering.same import same_things
from dsl.defaults import with_defaults
from dsl.engine import commands as c
from dsl.engine.refused import Refused
from dsl.examples import command
from dsl.parse import parse
from dsl.pretend import Pretend
from dsl.rehearsal import Rehearsal
from tests.engine.build import NOON
from tests.engine.flows import Flow
from tests.language.test_gallery import EXAMPLES

FILES = sorted([*EXAMPLES.glob("*.way"), *(EXAMPLES / "gallery").glob("*.way")])
TEXT = """
process trip "Trip" {
  form {
    price: money EUR [0.00 .. 900.00] "Price"
    abroad: yes/no "Abroad?"
    from_day: date "From"
    to_day: date "To"
  }

  table desk first -> { nobody, boss, head } {
    short when days(from_day, to_day) < 3 and abroad = no -> nobody
    dear when price >= 500.00 EUR -> head # finance says so
    dearer when price > 400.00 EUR and price <= 900.00 EUR -> boss
    otherwise -> boss
  }

  # what follows
  flow {
    branch by desk {
      nobody {
      }
      boss {
        approve manager "Manager" {
          by requester.manager
          may return
        }
      }
      head {
        approve both "Both" {
          by requester.manager, requester.department.head
          decide all
          nobody end lost
        }
      }
    }
  }

  ends {
    done "Done"
    rejected "Rejected"
    lost "Lost"
  }

  example cheap "Cheap" {
    requester ana
    price 400.00 EUR, abroad yes, from_day 2026-03-01, to_day 2026-03-02
    expect manager, done
  }

  example broken "Goes another way" {
    requester ana
    price 600.00 EUR, abroad yes, from_day 2026-03-01, to_day 2026-03-02
    expect manager, done
  }
}
"""


def covering(text: str) -> Covering:
    source = parse(text)
    assert not source.problems, source.problems
    return Covering(source.process)


def test_each_thing_is_told_with_the_examples_that_do_it():
    found = covering(TEXT).coverage()
    named = {(each.sort, each.key): names for each, names in found.by.items()}
    assert named["row", ("desk", "otherwise")] == ("cheap",)
    assert named["border", ("desk", "price", "400.00 EUR", "at")] == ("cheap",)
    # The example that goes another way shows nothing, and 3 days do not count while `abroad` says yes.
    assert named["row", ("desk", "dear")] == ()
    assert named["border", ("desk", "days(from_day, to_day)", "3", "below")] == ()
    assert found.counts() == {
        "row": (1, 4), "arm": (1, 3), "step": (1, 2), "decision": (1, 5), "end": (1, 3), "border": (1, 11),
    }  # fmt: skip


def test_what_no_ticket_can_do_is_told_apart():
    process = parse(TEXT).process
    never = {said(process, each) for each in covering(TEXT).coverage().never}
    assert never == {"`price` just above 900.00 EUR, in `desk`"}


def test_an_example_is_written_for_each_thing_but_what_examples_cannot_say():
    made = covering(TEXT).cases()
    assert [said(made.process, each) for each in made.left] == ["the end `lost`"]
    after = Covering(made.process).coverage()
    assert set(after.missing) == set(made.left)
    assert "price_at_500_00_eur" in {each.name for each in made.added}
    assert "days_from_day_to_day_below_3" in {each.name for each in made.added}


@pytest.fixture
def waybill():
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_the_commands_tell_write_and_then_find_nothing_missing(waybill, tmp_path: Path):
    file = tmp_path / "trip.way"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    told: Result = waybill("coverage", file)
    assert told.exit_code == 1
    assert "missing, line 12: `price` exactly 500.00 EUR, in `desk`" in told.output.splitlines()
    assert "no ticket can, line 13: `price` just above 900.00 EUR, in `desk`" in told.output.splitlines()
    printed = waybill("cases", file)
    assert "example price_at_500_00_eur" in printed.output and file.read_bytes() == TEXT.replace("\n", "\r\n").encode()
    written = waybill("cases", "--write", file)
    assert "not written: the end `lost`: an example cannot say that nobody is found" in written.output
    kept = iter(file.read_bytes().decode().split("\r\n"))
    assert all(line in kept for line in TEXT.split("\n")[1:-2])  # every line is still there, in order
    again = file.read_bytes()
    waybill("cases", "--write", file)
    assert file.read_bytes() == again
    assert json.loads(waybill("coverage", "--json", file).output)["counts"]["border"] == {"exercised": 11, "of": 11}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_examples_of_every_process_here_can_be_made_full(file: Path):
    text = file.read_text("utf-8")
    libraries, _ = described(file, tables(file, text, lambda path: path.read_text("utf-8")))
    made = Covering(parse(text).process, libraries=libraries).cases()
    assert not made.left and Covering(made.process, libraries=libraries).coverage().full


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_to_be_out_of_reach_is_never_seen(seed: int):
    r = random.Random(seed)
    here = covering(Flow(r).text())
    never = here.coverage().never
    for ticket in drawn_tickets(here.book, here.program, {}, 25):
        played = wandered(here, ticket, r)
        assert not here.watch.seen(here.program, played.batches, played.ask) & never


def wandered(here: Covering, ticket, r: random.Random) -> Rehearsal:
    """A ticket on which people decide anything."""
    played = Rehearsal(here.program, Pretend(here.program), NOON)
    try:
        for _ in range(25):
            state = played.state
            if state.status in ("new", "returned"):
                given = with_defaults(here.program.form, dict(ticket.answers), played.facts("ana"))
                played.do(c.Submit(by="ana", answers=given))
            elif state.status == "ended":
                break
            else:
                step = r.choice(list(state.open))
                way = r.choice([None, None, None, "reject", "return"])
                played.do(command(here.program.nodes[step], way, played.first_asked(step) or "", {}))
    except Refused:
        pass  # Whoever was asked may not do this; what happened until then counts.
    return played


def test_tickets_count_for_what_their_version_says_just_so():
    now = covering(TEXT)
    other = covering(TEXT.replace("500.00 EUR", "450.00 EUR").replace('"Both"', '"Both of them"'))
    same = {each.sort for each in same_things(now.things, now.checked, other.checked)}
    assert same == {"step", "decision", "end"}
    labels = covering(TEXT.replace('"Price"', '"What it costs"'))
    assert same_things(now.things, now.checked, labels.checked) == frozenset(now.things)


def test_a_process_without_examples_is_exercised_from_nothing():
    process = parse(TEXT).process
    bare = tree.Process(process.name, process.label, tuple(e for e in process.items if not isinstance(e, tree.Example)))
    made = Covering(bare).cases()
    assert [said(bare, each) for each in made.left] == ["the end `lost`"]
