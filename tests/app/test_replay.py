"""Replaying a recorded log: what fits, what does not and why, and what is said about a log or a map that is wrong."""

from __future__ import annotations

import gzip
import json
import tomllib
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app.bring.problems import Unusable
from app.bring.read_plan import plan_of
from app.bring.records import Columns, cases
from app.bring.replay import runs
from app.cli import main
from dsl.compile import compile_text

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
WHOLE_LOG = ROOT.parent / "shared/data/domestic_declarations.csv.gz"

LEAVE = """process leave "Leave" {
  title "{days}"
  started by team("staff")

  form {
    days: whole [1 .. 30] "Days"
    checked: yes/no "Checked" default no
  }

  flow {
    approve boss "Boss" {
      by requester.manager
      reject return to request
    }
    task book "Book" {
      by role("clerk")
      outcome booked "Booked"
      outcome clash "Clash" -> return to request
    }
  }

  ends {
    granted "Granted"
    withdrawn "Withdrawn"
  }
}
"""

MAP = """
[columns]
case = "id"
activity = "what"
at = "when"
actor = "who"
zone = "Europe/Amsterdam"

[fields]
days = { column = "days" }
checked = { seen = ["yes", "no"] }

[activities]
keep = "save"
ask = "submit"
yes = "approve boss"
no = "reject boss"
booked = "complete book booked"
clash = "complete book clash"
seen = ["acknowledge", "take back"]

[people]
ann = { manager = "bob" }
bob = { name = "Bob" }
cleo = { roles = ["clerk"] }
"""

HEADER = "id,what,when,who,days\n"
GRANTED = "1,ask,2026-01-05T10:00,ann,3\n1,yes,2026-01-05T11:00,bob,3\n1,booked,2026-01-06T08:00,cleo,3\n"


@cache
def program():
    return compile_text(LEAVE)


def plan(text: str = MAP):
    return plan_of(tomllib.loads(text), program(), "map.toml")


def log(folder: Path, lines: str, header: str = HEADER) -> Path:
    path = folder / "log.csv"
    path.write_text(header + lines, "utf-8")
    return path


def replayed(folder: Path, lines: str, text: str = MAP) -> list:
    """The misfits, None for a case that fits, in the order of the log."""
    read = plan(text)
    return [run.misfit for run in runs(program(), read, cases(log(folder, lines), read.columns, read.needed()))]


def refused(call) -> str:
    with pytest.raises(Unusable) as said:
        call()
    return str(said.value)


# -- what fits -----------------------------------------------------------------------------------


def test_a_case_that_went_as_the_process_says_fits(tmp_path: Path):
    assert replayed(tmp_path, GRANTED) == [None]


def test_a_case_may_stop_anywhere(tmp_path: Path):
    assert replayed(tmp_path, "1,keep,2026-01-05T10:00,ann,3\n2,ask,2026-01-05T10:00,ann,3\n") == [None, None]


def test_the_first_possible_act_of_an_activity_counts(tmp_path: Path):
    came_back = "1,ask,2026-01-05T10:00,ann,3\n1,no,2026-01-05T11:00,bob,3\n1,seen,2026-01-05T12:00,ann,3\n"
    taken_back = "2,ask,2026-01-05T10:00,ann,3\n2,seen,2026-01-05T12:00,ann,3\n2,ask,2026-01-05T13:00,ann,4\n"
    assert replayed(tmp_path, came_back + taken_back) == [None, None]


def test_a_seen_field_tells_what_happened_before_the_next_submission(tmp_path: Path):
    twice = "1,ask,2026-01-05T10:00,ann,3\n1,no,2026-01-05T11:00,bob,3\n1,ask,2026-01-06T10:00,ann,2\n"
    read = plan()
    [run] = runs(program(), read, cases(log(tmp_path, twice), read.columns))
    filed = [event.answers for batch in run.batches for event in batch.events if type(event).__name__ == "Submitted"]
    assert [(answers["days"], answers["checked"]) for answers in filed] == [(3, True), (2, False)]


def test_times_without_an_offset_are_those_of_the_zone(tmp_path: Path):
    [case] = cases(log(tmp_path, "1,ask,2026-07-05T10:00,ann,3\n"), plan().columns)
    assert case[0].at.isoformat() == "2026-07-05T08:00:00+00:00" and case[0].day.isoformat() == "2026-07-05"


# -- what does not fit, and why ------------------------------------------------------------------


def test_a_step_that_is_not_open_is_named_with_where_the_ticket_stands(tmp_path: Path):
    [misfit] = replayed(tmp_path, "1,ask,2026-01-05T10:00,ann,3\n1,booked,2026-01-06T08:00,cleo,3\n")
    assert misfit.case == "1" and misfit.at == "booked (2 of 2), 2026-01-06T07:00:00Z"
    assert misfit.why == "the step `book` (Book) is not open: the ticket waits at `boss` (Boss), which was not done"


def test_a_draft_cannot_be_decided(tmp_path: Path):
    [misfit] = replayed(tmp_path, "1,keep,2026-01-05T10:00,ann,3\n1,yes,2026-01-06T08:00,bob,3\n")
    assert misfit.why == "the step `boss` (Boss) is not open: the request is a draft that was never submitted"


def test_what_was_rejected_must_be_submitted_again_first(tmp_path: Path):
    lines = "1,ask,2026-01-05T10:00,ann,3\n1,no,2026-01-06T08:00,bob,3\n1,booked,2026-01-07T08:00,cleo,3\n"
    [misfit] = replayed(tmp_path, lines)
    assert misfit.why == (
        "the step `book` (Book) is not open: `bob` rejected the request at `boss`, and it was not submitted again"
    )


BY_LEVEL = """  table size first -> { short, long } {
    vip when requester.level = vip -> long
    otherwise -> short
  }

  flow {
    branch by size {
      short {
      }
      long {
      }
    }
"""


def test_an_attribute_that_the_process_asks_for_must_be_in_the_map(tmp_path: Path):
    made = compile_text(LEAVE.replace("  flow {\n", BY_LEVEL))
    path = log(tmp_path, GRANTED)
    said = refused(lambda: list(runs(made, plan(), cases(path, plan().columns))))
    assert said == "the process asks for `level` of `ann`: give it under [people] in the map"


def test_somebody_whom_the_process_does_not_ask_is_a_misfit(tmp_path: Path):
    [misfit] = replayed(tmp_path, "1,ask,2026-01-05T10:00,ann,3\n1,yes,2026-01-06T08:00,cleo,3\n")
    assert misfit.why.startswith("`approve boss` is not possible: ") and "`cleo`" in misfit.why


def test_answers_the_form_refuses_are_a_misfit(tmp_path: Path):
    [misfit] = replayed(tmp_path, "1,ask,2026-01-05T10:00,ann,31\n")
    assert misfit.why.startswith("the answers cannot be filed: `days`")


def test_the_cases_after_a_misfit_are_replayed_as_well(tmp_path: Path):
    misfit, fits = replayed(tmp_path, "0,yes,2026-01-05T10:00,bob,3\n" + GRANTED)
    assert misfit.why == "the step `boss` (Boss) is not open: nothing was saved or submitted before" and fits is None


# -- a log that cannot be read -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("1,ask,2026-01-05T10:00,ann\n", "log.csv:2: 4 cells where the first line names 5 columns"),
        ("1,ask,yesterday,ann,3\n", "log.csv:2: `yesterday` in column `when` is not a time"),
        (",ask,2026-01-05T10:00,ann,3\n", "log.csv:2: the column `id` is empty"),
        (GRANTED + '1,"ask"x,2026-01-05T10:00,ann,3\n', "log.csv:5: not a line of CSV"),
        (GRANTED + "2,ask,2026-01-05T10:00,ann,3\n" + GRANTED, "log.csv:6: the lines of case `1` do not stand together"),
        ("1,dance,2026-01-05T10:00,ann,3\n", "line 2: the activity `dance` is not in [activities]"),
        ("1,ask,2026-01-05T10:00,zoe,3\n", "line 2: the actor `zoe` is neither in [actors] nor in [people]"),
    ],
)
def test_a_wrong_line_is_named_with_its_place(tmp_path: Path, lines: str, said: str):
    assert said in refused(lambda: replayed(tmp_path, lines))


def test_missing_and_double_columns_are_all_named(tmp_path: Path):
    path = log(tmp_path, "", "id,what,what,who\n")
    said = refused(lambda: list(cases(path, plan().columns, ("days",))))
    assert "no column `when`" in said and "no column `days`" in said and "two columns are called `what`" in said


def test_a_time_needs_an_offset_or_a_zone(tmp_path: Path):
    path = log(tmp_path, GRANTED)
    assert "has no offset" in refused(lambda: list(cases(path, Columns("id", "what", "when", "who"))))


def test_an_empty_log_and_one_in_another_encoding_are_told(tmp_path: Path):
    empty, latin = tmp_path / "empty.csv", tmp_path / "latin.csv"
    empty.write_bytes(b"")
    latin.write_bytes(HEADER.encode() + b"1,ask,2026-01-05T10:00,J\xfcrgen,3\n")
    assert "the file is empty" in refused(lambda: list(cases(empty, plan().columns)))
    assert "latin.csv: the text after line 0 is not UTF-8" in refused(lambda: list(cases(latin, plan().columns)))


def test_a_packed_log_is_read_and_a_damaged_one_is_told(tmp_path: Path):
    packed, damaged = tmp_path / "log.csv.gz", tmp_path / "damaged.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + GRANTED).encode()))
    damaged.write_bytes(packed.read_bytes()[:-10])
    assert len(list(cases(packed, plan().columns))) == 1
    assert "is damaged" in refused(lambda: list(cases(damaged, plan().columns)))


# -- a map that cannot be used -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('actor = "who"', "", "[columns] must name the column of `actor`"),
        ("Europe/Amsterdam", "Europe/Nowhere", "`Europe/Nowhere` is not a time zone"),
        ('zone = "Europe/Amsterdam"', 'colour = "red"', "[columns] cannot have `colour`"),
        ("days = {", "daze = {", "does not ask for a field `daze`"),
        ('{ column = "days" }', '{ colum = "days" }', "[fields] `days` must be one of"),
        ('seen = ["yes", "no"]', 'seen = ["maybe"]', "`checked` speaks of `maybe`, which is not in [activities]"),
        ('"approve boss"', '"approve bos"', "no step `bos` to approve: there are `boss`"),
        ('"approve boss"', '"bless boss"', "`bless boss` is not an act"),
        ("book booked", "book lost", "`book` has no outcome `lost`: there are `booked`, `clash`"),
        ('manager = "bob"', 'manager = "zoe"', "the manager of `ann`, `zoe`, is not in [people]"),
        ('roles = ["clerk"]', 'roles = "clerk"', "[people] `cleo` must be {"),
        ("[people]", "[persons]", "unknown part [persons]"),
        ("[people]", '[actors]\nANN = "anne"\n[people]', "[actors] `ANN` is `anne`, who is not in [people]"),
    ],
)
def test_each_mistake_of_a_map_is_told(old: str, new: str, said: str):
    assert old in MAP and said in refused(lambda: plan(MAP.replace(old, new)))


def test_all_mistakes_of_a_map_are_told_at_once():
    with pytest.raises(Unusable) as said:
        plan(MAP.replace("days = {", "daze = {").replace('"approve boss"', '"approve bos"'))
    assert len(said.value.mistakes) == 2


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "ann", "boss", "approve boss", "days", "Europe/Oslo"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["column", "seen", "head", "ann"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(["columns", "fields", "activities", "actors", "people", "teams", "more"]), st.data())
def test_a_map_is_read_or_its_mistakes_are_told_whatever_is_in_it(part: str, data):
    whole = tomllib.loads(MAP)
    here = whole.setdefault(part, {})
    name = data.draw(st.sampled_from([*here, "teams", "zone"]))
    here[name] = data.draw(ANYTHING)
    try:
        assert isinstance(plan_of(whole, program(), "map.toml").columns.case, str)
    except Unusable as unusable:
        assert unusable.mistakes


@given(st.text(max_size=200))
def test_a_log_is_read_or_its_mistake_is_told_whatever_is_in_it(tmp_path_factory, text: str):
    path = tmp_path_factory.mktemp("log") / "log.csv"
    path.write_bytes((HEADER + GRANTED + text).encode("utf-8", "surrogatepass"))
    try:
        assert next(cases(path, plan().columns))[0].case == "1"
    except Unusable as unusable:
        assert str(path) in unusable.mistakes[0]


# -- the travel declarations ---------------------------------------------------------------------

MISFITS = {
    "declaration95149": ("Request Payment", "draft that was never submitted"),
    "declaration90815": ("Request Payment", "`supervisor` rejected the request"),
    "declaration124535": ("Payment Handled", "waits at `request_payment` (Request the payment), which was not done"),
}


def travel(log_file: Path, *options: str):
    arguments = [str(EXAMPLES / "travel.way"), "--log", str(log_file), "--map", str(EXAMPLES / "travel.map.toml")]
    return CliRunner().invoke(main, ["replay", *arguments, *options], catch_exceptions=False)


@pytest.mark.parametrize(
    ("log_file", "count"), [(EXAMPLES / "travel_sample.csv", 300)] + [(WHOLE_LOG, 10_357)] * WHOLE_LOG.exists()
)
def test_the_real_declarations_fit_but_for_three(log_file: Path, count: int):
    result = travel(log_file, "--json")
    said = json.loads(result.output)
    assert (result.exit_code, said["cases"], said["conforming"]) == (1, count, count - 3)
    assert {misfit["case"] for misfit in said["misfits"]} == set(MISFITS)
    for misfit in said["misfits"]:
        activity, reason = MISFITS[misfit["case"]]
        assert misfit["at"].startswith(activity) and reason in misfit["why"]


def test_the_sample_holds_every_course_of_events():
    read = plan_of(tomllib.loads((EXAMPLES / "travel.map.toml").read_text("utf-8")), travel_program(), "map")
    courses = {tuple(x.activity for x in case) for case in cases(EXAMPLES / "travel_sample.csv", read.columns)}
    assert len(courses) == 90


def travel_program():
    return compile_text((EXAMPLES / "travel.way").read_text("utf-8"))


def test_for_people_each_misfit_is_a_line():
    lines = travel(EXAMPLES / "travel_sample.csv").output.splitlines()
    assert lines[0] == "300 cases, 297 conforming, 3 misfits" and len(lines) == 4


def test_a_wrong_log_ends_with_2_and_its_place(tmp_path: Path):
    path = log(tmp_path, GRANTED)
    result = travel(path)
    assert result.exit_code == 2 and "no column `activity`" in result.stderr
