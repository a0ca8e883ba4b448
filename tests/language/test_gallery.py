"""The processes of the gallery: each is sound, proves itself at its limits, speaks Chinese, does what its comment says."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dsl import tree
from dsl.check import check
from dsl.compile import compile_text
from dsl.engine import commands as c
from dsl.examples import Result, examples
from dsl.format import format_text
from dsl.messages import render
from dsl.parse import parse
from dsl.pretend import Pretend
from dsl.program import Approve, Program, Task
from dsl.rehearsal import Rehearsal
from dsl.translatable import things
from forms.form import schema, schema_text
from tests.language.random_answers import NOW

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = sorted((EXAMPLES / "gallery").glob("*.way"))
NOTES = {"not-enforced-yet", "call-by-hand"}
"""What the check may tell: both are said in the comments of the files."""


def program(name: str) -> Program:
    made = compile_text((EXAMPLES / "gallery" / f"{name}.way").read_text("utf-8"))
    assert isinstance(made, Program), made
    return made


def test_there_are_at_least_eight():
    assert len(TEXTS) >= 8


def test_each_is_called_like_its_file_and_like_no_other():
    names = [parse(path.read_text("utf-8")).process.name for path in (*TEXTS, *sorted(EXAMPLES.glob("*.way")))]
    assert names[: len(TEXTS)] == [path.stem for path in TEXTS] and len(set(names)) == len(names)


def test_the_list_of_the_gallery_names_each_once_in_both_languages():
    page = (EXAMPLES / "gallery" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \[`(.+?)`\]\((.+?)\) \| (.+?) \| (.+?) \|$", page, re.M)
    assert sorted(name for name, *_ in rows) == [path.name for path in TEXTS]
    for name, address, english, chinese in rows:
        assert name == address and english.isascii() and re.search(r"[一-鿿]", chinese)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
class TestEach:
    def test_its_comment_says_in_both_languages_what_it_shows_and_what_to_adapt(self, path: Path):
        above = path.read_text("utf-8").split("\nprocess ")[0].replace("\n# ", "\n").removeprefix("# ")
        said = above.split("\n#\n")
        chinese = [each for each in said if re.search(r"[一-鿿]", each)]
        english = [each for each in said if each not in chinese]
        assert said == english + chinese
        assert [part.split()[0] for part in english if part.split()[0] in ("Shows:", "Adapt:")] == ["Shows:", "Adapt:"]
        assert [part[:2] for part in chinese if part[:2] in ("演示", "可调")] == ["演示", "可调"]

    def test_it_has_no_problems(self, path: Path):
        source = parse(path.read_text("utf-8"))
        assert source.problems == ()
        assert [render(each) for each in check(source.process).problems if each.code not in NOTES] == []

    def test_it_is_written_as_the_formatter_writes(self, path: Path):
        assert format_text(path.read_text("utf-8")) == path.read_text("utf-8")

    def test_its_examples_hold(self, path: Path):
        results = examples(program(path.stem))
        assert len(results) >= 5 and [(one.name, one.message) for one in results if not one.passed] == []

    def test_one_of_them_is_refused_or_sent_back(self, path: Path):
        made = program(path.stem)
        assert [one.name for one in examples(made) if went_wrong(made, one)]

    def test_every_end_is_reached_by_one_of_them(self, path: Path):
        made = program(path.stem)
        assert {one.happened[-1] for one in examples(made)} >= made.ends.keys() - {"withdrawn"}

    def test_it_claims_something_of_every_ticket(self, path: Path):
        assert program(path.stem).rules

    def test_everything_people_read_is_translated(self, path: Path):
        process = parse(path.read_text("utf-8")).process
        [zh] = [block for block in process.all(tree.Words) if block.language == "zh"]
        assert {name for name, _ in things(process)} == {".".join(word.path) for word in zh.items}
        assert [word.text for word in zh.items if not re.search(r"[一-鿿]|^\{", word.text)] == []

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_its_forms_have_schemas(self, path: Path, language: str):
        made = program(path.stem)
        for step in (None, *made.order):
            Draft202012Validator.check_schema(json.loads(schema_text(schema(made, step, language))))

    def test_the_people_of_the_demo_hold_every_role_and_team_it_names(self, path: Path):
        text = path.read_text("utf-8")
        with (EXAMPLES / "people.csv").open(encoding="utf-8", newline="") as file:
            held = {role for line in csv.DictReader(file) for role in line["roles"].split()}
        with (EXAMPLES / "teams.csv").open(encoding="utf-8", newline="") as file:
            teams = {line["id"] for line in csv.DictReader(file)}
        assert set(re.findall(r'role\("([^"]+)"\)', text)) <= held
        assert set(re.findall(r'team\("([^"]+)"\)', text)) <= teams


def went_wrong(made: Program, result: Result) -> bool:
    """Whether an example is rejected or sent back somewhere on its way."""
    for written in result.expected:
        step, _, how = written.partition(" -> ")
        node = made.nodes.get(step)
        if isinstance(node, Approve) and how in ("reject", "return"):
            return True
        if isinstance(node, Task) and any(one.name == how and one.target and one.target.to for one in node.outcomes):
            return True
    return False


class TestWhatTheCommentsSay:
    """Promises of the comments that no example of a text can show."""

    def test_a_corrected_amount_asks_finance_again_and_nobody_else(self):
        made = program("course_refund")
        ticket = Rehearsal(made, Pretend(made, told={"role:finance": ["dan", "eva", "fay"]}), NOW)
        answers = {
            "student": "Li Hua", "course": "english", "paid_on": NOW.date(), "paid": 800_000, "lessons": 40, "attended": 0,
            "amount": 700_000, "reason": "schedule", "receipts": (), "account_holder": "Li Hua", "account": "62220000",
        }  # fmt: skip
        ticket.do(c.Submit(by="ana", answers=answers))
        ticket.do(c.Approve(by="ana.manager", step="supervisor"))
        ticket.do(c.Approve(by="dan", step="controllers"))
        ticket.do(c.Approve(by="eva", step="controllers"))
        ticket.do(c.Complete(by="student-affairs-1", step="calculation", outcome="right", changes={"amount": 600_000}))
        assert list(ticket.state.open) == ["controllers"]

    def test_two_rows_want_a_vip_in_danger(self):
        text = (EXAMPLES / "gallery" / "customer_complaint.way").read_text("utf-8")
        broken = text.replace('"Urgency" first', '"Urgency" unique')
        found = [each for each in compile_text(broken) if each.code == "rows-overlap"]
        assert {(each.values["one"], each.values["other"]) for each in found} >= {("vip", "danger")}

    def test_an_owner_of_two_cost_centres_signs_once(self):
        made = program("purchase_requisition")
        heads = {"team:it:head": "ivo", "team:office:head": "ivo", "team:finance:head": "dan"}
        ticket = Rehearsal(made, Pretend(made, told=heads), NOW)
        line = {"item": "Cable", "supplier": None, "quantity": 1, "price": 100}
        lines = ({**line, "centre": "computing"}, {**line, "centre": "house"})
        answers = {"what_for": "Office", "needed_by": NOW.date(), "why_now": None, "quotes": (), "lines": lines}
        ticket.do(c.Submit(by="ana", answers=answers))
        assert ticket.state.open["owners"].waiting == ("ivo",)

    def test_without_a_manager_the_head_and_the_office_are_asked(self):
        made = program("office_supplies")
        told = {"person:ana:manager": None, "team:ana.department:head": "carla", "team:office": ["hana", "judith"]}
        ticket = Rehearsal(made, Pretend(made, told=told), NOW)
        line = {"kind": "paper", "item": "Paper", "quantity": 1, "price": 10_001}
        answers = {"purpose": "Exams", "place": "main", "needed_by": NOW.date(), "urgent": False, "lines": (line,)}
        ticket.do(c.Submit(by="ana", answers=answers))
        assert ticket.state.open["line_manager"].waiting == ("carla", "hana", "judith")

    def test_the_model_of_a_gateway_that_records_changes_the_desk(self):
        routed = {one.happened[0] for one in examples(program("product_enquiry")) if one.name == "mistaken"}
        assert routed == {"ask_network -> answered"}
        routed = {one.happened[0] for one in examples(program("product_enquiry_by_model")) if one.name == "mistaken"}
        assert routed == {"ask_storage -> answered"}
