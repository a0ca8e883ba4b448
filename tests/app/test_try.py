"""Trying a process from the command line, with no server: decide, run and examples."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.conftest import EXAMPLES

REFUND = str(EXAMPLES / "refund.way")
LARGE = {
    "requester": "ana", "student": "Li Hua", "course": "english", "paid_on": "2026-03-02", "amount": "5000.01 CNY",
    "reason": "quality",
}  # fmt: skip


@pytest.fixture
def waybill(tmp_path):
    """waybill("run", FILE, answers={…}, script=[…]) writes the files and runs the command; (exit code, its JSON)."""

    def run(command: str, *words: str, **files: object) -> tuple[int, dict]:
        more = []
        for name, value in files.items():
            path = tmp_path / f"{name}.json"
            path.write_text(json.dumps(value), "utf-8")
            more += [f"--{name}", str(path)]
        ran = CliRunner().invoke(main, [command, *words, *more, "--json"])
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        return ran.exit_code, json.loads(ran.stdout)

    return run


def test_a_table_decides_and_says_why(waybill):
    code, said = waybill("decide", REFUND, "desk", answers=LARGE)
    assert (code, said["outcome"], said["rule"]) == (0, "finance", "large")
    assert said["because"][0]["values"] == {"amount": "5000.01 CNY"}
    assert [each["rule"] for each in said["passed_over"]] == ["small"]
    assert {each["outcome"] for each in said["would_change"]} == {"pay", "manager"}


@pytest.mark.parametrize(
    "requester",
    [
        {"requester": {"id": "li", "level": "vip"}},
        {"requester": "li", "requester.level": "vip"},
        {"person:requester:level": "vip"},
    ],
)
@pytest.mark.parametrize("amount", [150, 150.00, "150", "150.00 CNY"])
def test_a_table_needs_only_what_it_reads(waybill, requester, amount):
    code, said = waybill("decide", REFUND, "desk", answers={"amount": amount, **requester})
    assert (code, said["outcome"]) == (0, "pay")


def test_what_a_table_misses_or_cannot_read_is_told(waybill):
    code, said = waybill("decide", REFUND, "desk", answers={"student": "x"})
    assert (code, said["problems"]) == (1, {"amount": "the table `desk` reads `amount`: give an answer for it"})
    code, said = waybill("decide", REFUND, "desk", answers={"amount": "much", "amuont": 3})
    assert code == 1 and set(said["problems"]) == {"amount", "amuont"}
    assert waybill("decide", REFUND, "desks", answers=LARGE)[0] == 2


def test_without_a_script_a_run_says_who_is_asked(waybill):
    code, said = waybill("run", REFUND, answers=LARGE)
    assert (code, said["status"], said["end"]) == (0, "open", None)
    assert said["asked"]["director"] == ["ana.department.head"]
    assert [event["type"] for event in said["events"]] == ["Submitted", "Routed", "Forked", "Asked", "Asked"]


def test_a_script_of_the_right_people_reaches_the_end(waybill):
    script = [
        {"act": "approve", "step": "director", "comment": "fine"},
        "controllers",
        {"by": "finance-2", "act": "approve", "answers": {"amount": "5000.00"}},
        {"by": "finance-1", "act": "Approve"},
        {"act": "complete", "outcome": "paid", "answers": {"payment_ref": "17"}},
    ]
    code, said = waybill("run", REFUND, answers=LARGE, script=script)
    assert (code, said["status"], said["end"], said["refused"]) == (0, "ended", "done", [])
    assert said["answers"]["amount"] == "5000.00" and said["answers"]["payment_ref"] == "17"
    assert {event["type"] for event in said["events"]} >= {"Changed", "Voided", "Joined", "Notified", "Ended"}


def test_the_wrong_person_is_refused_and_nothing_changes(waybill):
    script = [{"by": "gil", "act": "approve", "step": "director"}, {"by": "ana", "act": "approve", "step": "director"}]
    code, said = waybill("run", REFUND, answers=LARGE, script=script)
    assert code == 1
    assert [each["code"] for each in said["refused"]] == ["not-asked", "requester-decides"]
    assert said["refused"][0]["message"] == "`gil` is not asked at `director`; ana.department.head is"
    assert len(said["events"]) == 5


def test_answers_the_form_does_not_take_are_refused(waybill):
    code, said = waybill("run", REFUND, answers=LARGE | {"amount": 0, "course": "dance"})
    assert (code, said["status"]) == (1, "new")
    assert "amount" in said["refused"][0]["message"] and "course" in said["refused"][0]["message"]


def test_a_draft_with_answers_that_cannot_be_read_is_refused(waybill):
    later = {"payment_ref": "17"}
    code, said = waybill("run", REFUND, answers=LARGE | later | {"amount": "much"}, script=[{"act": "save"}])
    assert (code, said["status"]) == (1, "new") and "amount" in said["refused"][0]["message"]
    assert waybill("run", REFUND, answers=LARGE | later, script=[{"act": "save"}])[1]["status"] == "draft"


def test_the_requester_takes_back_files_again_and_withdraws(waybill):
    script = [
        {"act": "take back"}, {"act": "submit", "answers": {"amount": "10.00"}}, {"act": "comment", "text": "sorry"},
        {"act": "reject"}, {"act": "acknowledge"}, {"act": "withdraw"},
    ]  # fmt: skip
    code, said = waybill("run", REFUND, answers=LARGE, script=script)
    assert (code, said["end"]) == (1, "rejected")
    assert [each["code"] for each in said["refused"]] == ["ended"]


def test_a_run_with_the_real_people(waybill):
    people = ("--people", str(EXAMPLES / "people.csv"), "--teams", str(EXAMPLES / "teams.csv"))
    script = [{"by": "carla", "act": "approve", "step": "director"}, "controllers", "controllers", "payment -> paid"]
    code, said = waybill("run", REFUND, *people, answers=LARGE | {"payment_ref": "17"}, script=script)
    assert (code, said["end"]) == (0, "done")
    assert [event["by"] for event in said["events"] if event["type"] == "Approved"] == ["carla", "dan", "eva"]


@pytest.mark.parametrize(
    "script",
    [
        {"acts": 3}, ["a", 5], [{"act": "transfer", "step": "director"}], [{"act": "approve", "answers": "x"}],
        [{"act": "reassign", "people": 5}], [{"step": "director"}], [{"act": "aprove", "step": "director"}],
    ],
)  # fmt: skip
def test_a_script_that_cannot_be_understood_is_wrong_use(waybill, script):
    assert waybill("run", REFUND, answers=LARGE, script=script)[0] == 2


@pytest.mark.parametrize(
    "answers",
    [
        {"requester": ["ana"]},
        {"requester.level": "golden"},
        {"role:finance": 5},
        {"today": "tomorrow"},
        [1],
        {"amount": 1e40},
    ],
)
def test_answers_that_cannot_be_understood_are_wrong_use(waybill, answers):
    given = LARGE | answers if isinstance(answers, dict) else answers
    assert waybill("run", REFUND, answers=given)[0] == waybill("decide", REFUND, "desk", answers=given)[0] == 2


def test_a_process_with_problems_is_not_tried(waybill, tmp_path):
    wrong = tmp_path / "wrong.way"
    wrong.write_text((EXAMPLES / "refund.way").read_text("utf-8").replace("amount > 5000.00", "amuont > 5000.00", 1))
    for words in (["run", str(wrong)], ["decide", str(wrong), "desk"]):
        code, said = waybill(*words, answers=LARGE)
        assert code == 1 and "amuont" in said["error"]
    assert waybill("examples", str(wrong))[0] == 1


def test_all_examples_of_the_examples_pass(waybill):
    code, said = waybill("examples", *map(str, sorted(EXAMPLES.glob("*.way"))))
    assert code == 0 and said["passed"]
    assert len(said["examples"]) > 20


def test_an_example_that_fails_is_told(waybill, tmp_path):
    wrong = tmp_path / "wrong.way"
    wrong.write_text((EXAMPLES / "refund.way").read_text("utf-8").replace("amount > 5000.00 CNY", "amount > 6000.00 CNY", 1))
    code, said = waybill("examples", str(wrong))
    assert code == 1 and not said["passed"]
    failed = [each for each in said["examples"] if not each["passed"]]
    assert failed[0]["message"].startswith("expected `director`, but `line_manager` is asked now")


def test_a_payment_that_bounces_needs_no_reference(waybill):
    script = [
        "director", "controllers", "controllers",
        {"act": "bounced", "step": "payment", "comment": "closed"},
        {"act": "submit", "answers": {"amount": "150.00"}}, "line_manager", "payment",
    ]  # fmt: skip
    code, said = waybill("run", REFUND, answers=LARGE, script=script)
    assert (code, said["status"], said["asked"]) == (1, "open", {"payment": ["cashier-1"]})
    assert said["refused"][0]["message"] == "`payment` needs `payment_ref` filled in before it can go on"
