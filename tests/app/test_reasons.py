"""Explanations in exports: each decision with why, why not, what would have changed it, and if it comes out so again."""

from __future__ import annotations

import csv
import io
import json

from click.testing import CliRunner
from sqlalchemy import update

from app.cli import main
from app.db import transaction
from app.journal.rows import journal
from app.tickets.known import forget
from tests.app.asking import REFUND, file
from tests.conftest import SECRET


def listed(client, language: str = "en") -> list[dict[str, str]]:
    answer = client.get("/audit/reasons.csv", headers={"Accept-Language": language})
    assert answer.status_code == 200
    body = answer.get_data(as_text=True).removeprefix("\ufeff").split("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(body)))


def test_the_list_says_why_why_not_and_what_would_have_changed_it(sign_in):
    ticket = file(sign_in("ana"))
    file(sign_in("ana"), draft=True)
    rows = [row for row in listed(sign_in("judith")) if row["ticket"] == str(ticket)]
    table = next(row for row in rows if row["kind"] == "table")
    assert (table["process"], table["version"], table["of"], table["outcome"]) == ("refund", "1", "desk", "finance")
    assert table["why"].endswith("because amount > 5000.00 CNY: amount is 5000.01 CNY")
    assert "amount <= 200.00 CNY does not hold" in table["why not"]
    assert "it would be manager if amount in [200.01 CNY .. 5000.00 CNY]" in table["what would have changed it"]
    assert {row["comes out the same"] for row in rows} == {"yes"}
    assert [row["of"] for row in rows if row["kind"] == "step"] == ["director", "controllers"]


def test_the_list_speaks_the_readers_language_and_is_for_auditors_alone(sign_in):
    file(sign_in("ana"))
    assert any("结果会是 manager" in row["what would have changed it"] for row in listed(sign_in("judith"), "zh"))
    assert sign_in("ana").get("/audit/reasons.csv").status_code == 403


def test_the_command_explains_a_ticket_and_ends_with_1_when_the_record_was_changed(app, sign_in, monkeypatch):
    ticket = file(sign_in("ana"), REFUND | {"amount": "800.00"})
    for name, value in (("DATABASE", app.extensions["waybill"].database), ("SECRET", SECRET), ("DEMO", "1")):
        monkeypatch.setenv(f"WAYBILL_{name}", value)
    monkeypatch.setenv("WAYBILL_DATA", str(app.extensions["waybill"].data))
    asked = ["explain", "--ticket", str(ticket)]
    good = CliRunner().invoke(main, asked)
    assert good.exit_code == 0 and "it would be finance if amount > 5000.00 CNY" in good.output
    with app.app_context(), transaction() as c:
        where = journal.c.ticket == ticket, journal.c.type == "Routed"
        body = c.execute(journal.select().where(*where)).first().body
        c.execute(update(journal).where(*where).values(body=body | {"rules": ["small"], "outcomes": ["pay"]}))
        forget(ticket)
    bad = CliRunner().invoke(main, [*asked, "--json"])
    table = json.loads(bad.output.splitlines()[0])
    assert bad.exit_code == 1 and (table["comes out the same"], table["comes to"]) == ("NO", "manager")
    assert "ALARM" in table["why"]
