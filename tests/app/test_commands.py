"""The commands of the product, run as a person runs them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.conftest import EXAMPLES, ROOT, SECRET

LEAVE = """
process leave "Leave" {
  form {
    days: whole [1 .. 60] "Days"
  }
  table desk first -> { boss, none } from "desk.csv" {
    otherwise -> none
  }
  flow {
    branch by desk {
      boss {
        approve manager "Manager" {
          by requester.manager
        }
      }
      none {
      }
    }
  }
  ends {
    done "Done"
    rejected "Rejected"
    withdrawn "Withdrawn"
  }
}
"""
GRADES = """
[person]
manager = { type = "person", optional = true }
grade = { type = "choice", options = ["junior", "senior"] }
"""
NOTHING_ELSE = {"WAYBILL_DEMO": None, "WAYBILL_ADDRESS": None, "WAYBILL_ZONE": None, "WAYBILL_SYNCHRONOUS": None}
HEAD = max(path.name for path in (ROOT / "migrations" / "versions").glob("0*.py"))[:4]
"""The newest migration."""


@pytest.fixture
def waybill(databases, worker, tmp_path):
    """waybill("doctor", …) runs the command on an empty database; (exit code, output)."""
    name = f"{worker}_cli"
    url = databases.make(name)
    set_to = {"WAYBILL_DATABASE": url, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET, **NOTHING_ELSE}

    def run(*words: str, **more: str) -> tuple[int, str]:
        ran = CliRunner().invoke(main, words, env=set_to | more)
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        return ran.exit_code, ran.output

    yield run
    databases.drop(name)


def test_from_nothing_to_a_published_process(waybill, tmp_path):
    """migrate, people load, publish, doctor: each tells what it did, and a second time changes nothing."""
    code, said = waybill("serve")
    assert code == 2 and "run `waybill migrate` first" in said
    assert json.loads(waybill("migrate", "--json")[1]) == {"before": None, "now": HEAD}
    assert waybill("migrate")[1].strip() == f"the database is at {HEAD}"
    teams = ("--teams", str(EXAMPLES / "teams.csv"))
    loaded = json.loads(waybill("people", "load", str(EXAMPLES / "people.csv"), *teams, "--json")[1])
    assert loaded == {"teams": 6, "people": 12}
    refund = ("publish", str(EXAMPLES / "refund.way"), "--reason", "policy FIN-12", "--json")
    code, said = waybill(*refund, "--by", "ana")
    assert code == 2 and "not an active process admin" in said
    first, again = (json.loads(waybill(*refund, "--by", "hana")[1]) for _ in range(2))
    assert (first["process"], first["version"]) == ("refund", 1) and again == first | {"new": False}
    assert "nothing was published, the reason is not kept" in waybill(*refund[:-1], "--by", "hana")[1]
    points = json.loads(waybill("doctor", "--json")[1])["points"]
    # The server of the tests does not wait for the disk, and the test tool loads Python's own SQLite: doctor says so.
    assert {point["name"] for point in points if not point["good"]} <= {"commits last", "one SQLite library"}


def test_a_text_with_problems_is_not_published(waybill, tmp_path):
    waybill("migrate")
    waybill("people", "load", str(EXAMPLES / "people.csv"))
    wrong = tmp_path / "wrong.way"
    wrong.write_text((EXAMPLES / "refund.way").read_text("utf-8").replace("amount > 5000.00 CNY", "amuont > 5000.00 CNY", 1))
    code, said = waybill("publish", str(wrong), "--by", "hana", "--reason", "  ")
    assert code == 2 and "say why this version" in said
    code, said = waybill("publish", str(wrong), "--by", "hana", "--reason", "test")
    assert code == 1 and "amuont" in said and f"{wrong}:" in said
    lying = tmp_path / "lying.way"
    lying.write_text((EXAMPLES / "refund.way").read_text("utf-8").replace("amount > 5000.00 CNY", "amount > 6000.00 CNY", 1))
    code, said = waybill("publish", str(lying), "--by", "hana", "--reason", "test")
    assert code == 1 and "example:" in said


def test_a_process_with_a_table_and_attributes_beside_it(waybill, tmp_path):
    """Tables and the description of the directory are published with the text: later changes on disk change nothing."""
    waybill("migrate")
    waybill("people", "load", str(EXAMPLES / "people.csv"))
    (tmp_path / "leave.way").write_text(LEAVE, "utf-8")
    (tmp_path / "desk.csv").write_text("name,requester.grade =,days >,outcome\nsenior,senior,,none\nlong,,5,boss\n", "utf-8")
    publish = ("publish", str(tmp_path / "leave.way"), "--by", "hana", "--reason", "test")
    code, said = waybill(*publish)
    assert code == 1 and "grade" in said
    (tmp_path / "libraries.toml").write_text(GRADES, "utf-8")
    code, said = waybill(*publish)
    assert code == 0, said
    (tmp_path / "desk.csv").unlink()
    points = {point["name"]: point for point in json.loads(waybill("doctor", "--json")[1])["points"]}
    assert points["published versions"]["good"], points


def test_files_that_are_no_text_are_refused(waybill, tmp_path):
    waybill("migrate")
    (tmp_path / "bad").write_bytes(b"\xff\xfe\x00")
    assert waybill("people", "load", str(tmp_path / "bad"))[0] == 2
    (tmp_path / "nul").write_bytes(b"id,name\na\0b,c\n")
    assert waybill("people", "load", str(tmp_path / "nul"))[0] == 1
    assert waybill("publish", str(tmp_path / "bad"), "--by", "hana", "--reason", "x")[0] == 2


def test_the_doctor_names_a_database_that_does_not_answer(waybill):
    nowhere = "postgresql://waybill@127.0.0.1:1/none"
    code, said = waybill("doctor", "--json", WAYBILL_DATABASE=nowhere)
    assert code == 1 and {"database": False}.items() <= {p["name"]: p["good"] for p in json.loads(said)["points"]}.items()


def test_persons_one_by_one(waybill):
    waybill("migrate")
    ada = ("ada", "--name", "Ada", "--role", "process-admin", "--team", "staff", "--attribute", "level=vip")
    code, said = waybill("person", "add", *ada, "--password", "a long enough one", "--json")
    assert (code, json.loads(said)) == (0, {"person": "ada"})
    assert waybill("person", "add", "Ada!", "--name", "Ada")[0] == 1
    assert waybill("person", "add", "bob", "--name", "Bob", "--manager", "ghost")[0] == 1
    assert waybill("person", "add", "bob", "--name", "Bob", "--manager", "ada", "--password", "short")[0] == 1
    assert waybill("person", "token", "bob", "--name", "script")[0] == 1
    given = json.loads(waybill("person", "token", "ada", "--name", "script", "--json")[1])
    assert given["token"].startswith("wb_")
    assert waybill("person", "sign-out", "ada")[0] == 0
    assert waybill("person", "sign-out", "ghost")[0] == 1
    assert waybill("person", "disable", "ada")[0] == 0
    assert waybill("person", "disable", "ghost")[0] == 1


def test_what_is_not_said_of_a_person_stays_as_it_is(waybill):
    waybill("migrate")
    waybill("people", "load", str(EXAMPLES / "people.csv"), "--teams", str(EXAMPLES / "teams.csv"))
    publish = ("publish", str(EXAMPLES / "refund.way"), "--by", "hana", "--reason", "first")
    assert waybill("person", "add", "hana", "--password", "a long enough one")[0] == 0
    assert waybill(*publish)[0] == 0
    assert waybill("person", "add", "hana", "--role", "auditor", "--attribute", "level=")[0] == 0
    assert waybill(*publish)[0] == 2
    for wrong in ("level", "=vip", "roles=process-admin"):
        assert waybill("person", "add", "hana", "--attribute", wrong)[0] == 2
    assert waybill("person", "add", "hana", "--language", "klingon")[0] == 1
    assert waybill("person", "add", "somebody.new")[0] == 1


def test_the_demo_is_made_once(waybill, tmp_path):
    demo = ("demo", "--json")
    first, again = (json.loads(waybill(*demo, WAYBILL_SECRET="")[1]) for _ in range(2))
    assert first == again
    changed = tmp_path / "refund.way"
    changed.write_text((EXAMPLES / "refund.way").read_text("utf-8") + "# changed here\n", "utf-8")
    demo_again = {"WAYBILL_DEMO": "1", "WAYBILL_SECRET": ""}
    assert waybill("publish", str(changed), "--by", "hana", "--reason", "ours", **demo_again)[0] == 0
    assert json.loads(waybill(*demo, WAYBILL_SECRET="")[1]) == first
    assert "# changed here" in waybill("pull", "refund", **demo_again)[1]
    assert set(first["processes"]) == {path.stem for path in EXAMPLES.glob("*.way")}
    assert first["history"] == 300
    assert first["tickets"] == 10 and {"ana", "hana"} <= {one["id"] for one in first["people"]}
    code, said = waybill("rebuild", "--json", WAYBILL_DEMO="1")
    assert (code, json.loads(said)) == (0, {"tickets": 10 + first["history"], "different": []})


def test_no_start_without_a_secret(waybill):
    code, said = waybill("doctor", WAYBILL_SECRET="short")
    assert code == 2 and "WAYBILL_SECRET" in said


def test_checking_a_text_never_loads_the_server():
    """`waybill check` works where no Flask is."""
    code = "import sys, atexit; atexit.register(lambda: print('flask' in sys.modules)); from app.cli import main; main()"
    command = [sys.executable, "-c", code, "check", str(EXAMPLES / "refund.way")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "False"), ran.stderr


WRONG_USE = (
    ("check", "missing.way"), ("check",), ("format", "binary.way"), ("examples", "binary.way"), ("nonsense",),
    ("decide", "refund.way", "desk", "--answers", "binary.way"),
    ("decide", "refund.way", "nonsense", "--answers", "answers.json"),
    ("run", "refund.way", "--answers", "."), ("replay", "refund.way", "--log", "binary.way", "--map", "binary.way"),
)  # fmt: skip


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_a_program_gets_one_json_document_also_when_a_command_cannot_be_used_so(tmp_path, monkeypatch, words):
    (tmp_path / "binary.way").write_bytes(b"\xff\xfe\0")
    (tmp_path / "refund.way").write_text((EXAMPLES / "refund.way").read_text("utf-8"), "utf-8")
    (tmp_path / "answers.json").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*words, "--json"])
    assert done.exit_code == 2
    assert json.loads(done.stdout).keys() == {"error"}
    assert "Error" in done.stderr or "binary" in done.stderr or "nonsense" in done.stderr
    silent = CliRunner().invoke(main, words)
    assert (silent.exit_code, silent.stdout) == (2, "")


def test_a_program_gets_one_json_document_of_a_text_with_problems(tmp_path):
    file = tmp_path / "cut.way"
    file.write_text('process cut "Cut" {\n  flow {', "utf-8")
    done = CliRunner().invoke(main, ["examples", str(file), "--json"])
    assert done.exit_code == 1
    assert "never-closed" in json.loads(done.stdout)["error"]
