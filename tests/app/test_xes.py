"""The XES log read by pm4py: the same tickets, events, people and times in the same order as in the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pm4py
import pytest
from click.testing import CliRunner
from lxml import etree
from sqlalchemy import select

from app.cli.convert import xes as command
from app.db import reading
from app.journal.rows import journal
from app.tickets.rows import ticket
from app.tickets.xes import AT_ONCE, HEAD, Wanted, concept, xes
from tests.app.asking import REFUND, act, file
from tests.app.test_import import bring

pytestmark = pytest.mark.filterwarnings("ignore:Install the optional requirement")
EVERYTHING = Wanted()


def written(wanted: Wanted = EVERYTHING) -> str:
    with reading() as c:
        return "".join(xes(c, wanted))


def kept(process: str | None = None) -> list:
    """The events of the journal, ticket by ticket."""
    with reading() as c:
        asked = select(journal, ticket.c.process).join(ticket, ticket.c.id == journal.c.ticket)
        rows = c.execute(asked.order_by(journal.c.ticket, journal.c.number)).all()
    return [row for row in rows if process in (None, row.process)]


def read_by_pm4py(text: str, tmp_path):
    path = tmp_path / "log.xes"
    path.write_text(text, "utf-8")
    return pm4py.read_xes(str(path), show_progress_bar=False)


def assert_same(log, rows) -> None:
    assert list(log["case:concept:name"]) == [str(row.ticket) for row in rows]
    assert list(log["waybill:type"]) == [row.type for row in rows]
    assert list(log["waybill:number"]) == [row.number for row in rows]
    assert list(log["org:resource"]) == [row.by for row in rows]
    assert list(log["concept:name"]) == [concept(row.type, row.body) for row in rows]
    whole = [row.at - timedelta(microseconds=row.at.microsecond % 1000) for row in rows]
    assert [at.to_pydatetime() for at in log["time:timestamp"]] == whole


def test_pm4py_finds_the_imported_cases(app, tmp_path):
    with app.app_context():
        bring(60)
        log, rows = read_by_pm4py(written(Wanted("travel")), tmp_path), kept("travel")
    assert log["case:concept:name"].nunique() == 60 and len(log) == len(rows) > AT_ONCE
    assert_same(log, rows)
    assert set(pm4py.get_event_attribute_values(log, "concept:name")) >= {"request", "supervisor", "approvals", "paid"}


def test_pm4py_finds_played_tickets_with_the_rules_that_decided(app, sign_in, tmp_path):
    ana, bruno = sign_in("ana"), sign_in("bruno")
    first = file(ana, REFUND | {"amount": "300.00"})
    act(bruno, first, "approve", step="line_manager")
    file(ana, REFUND | {"amount": "5500.00"})
    with app.app_context():
        log, rows = read_by_pm4py(written(), tmp_path), kept()
    assert_same(log, rows)
    assert list(log[log["waybill:type"] == "Routed"]["waybill:rules"]) == ["otherwise", "large"]
    approved = log[log["waybill:type"] == "Approved"].iloc[0]
    assert (approved["concept:name"], approved["lifecycle:transition"], approved["org:resource"]) == (
        "line_manager", "complete", "bruno",
    )  # fmt: skip


def test_neither_answers_nor_names_are_in_it_unless_asked(app, sign_in):
    file(sign_in("ana"), REFUND)
    with app.app_context():
        plain, named = written(), written(Wanted(names=True))
    assert "waybill:person" not in plain and "waybill:person" in named
    assert not any(str(value) in named for value in REFUND.values() if isinstance(value, str) and len(value) > 5)


def test_the_same_journal_gives_the_same_bytes(app, sign_in):
    file(sign_in("ana"), REFUND)
    with app.app_context():
        assert written() == written()


def test_a_period_has_only_what_happened_in_it(app):
    with app.app_context():
        bring(20)
        rows = kept("travel")
        middle = sorted(row.at for row in rows)[len(rows) // 2]
        before, after = written(Wanted("travel", until=middle)), written(Wanted("travel", since=middle))
    counts = [text.count("<event>") for text in (before, after)]
    assert counts == [sum(row.at < middle for row in rows), sum(row.at >= middle for row in rows)] and all(counts)


def test_an_empty_log_is_a_log(app):
    with app.app_context():
        text = written(Wanted(since=datetime(2200, 1, 1, tzinfo=UTC)))
    assert text == HEAD + "</log>\n" and len(etree.fromstring(text.encode())) == 7


@pytest.fixture
def command_line(app, monkeypatch):
    monkeypatch.setattr("app.cli.server.made_app", lambda: app)
    return CliRunner()


def test_the_command_writes_a_file_and_refuses_an_unknown_process(command_line, app, sign_in, tmp_path):
    file(sign_in("ana"), REFUND)
    out = tmp_path / "log.xes"
    told = command_line.invoke(command, ["--process", "refund", "--out", str(out), "--json"])
    assert told.exit_code == 0, told.output
    assert f'"events": {out.read_text("utf-8").count("<event>")}' in told.output
    assert command_line.invoke(command, ["--process", "refnd", "--out", str(out)]).exit_code == 2
