"""Lists as files: no cell is ever a formula, workbooks are typed and the same bytes twice, and 10 000 tickets add up."""

from __future__ import annotations

import ast
import csv
import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook
from sqlalchemy import select

from app.audit import lists
from app.db import now, transaction
from app.journal.rows import journal
from app.processes.rows import version
from app.sheets import cell, sheet, workbook
from app.tickets.checks.breach import moment
from app.tickets.rows import ticket
from tests.app.asking import REFUND, act, file
from tests.test_house import MODULES, name_of

WRITES_CSV = {"app/sheets.py", "designer/tables/sheet.py"}
"""The second one writes tables that are read back: a blank goes before what could begin a formula, and reading strips it."""


def test_there_is_one_place_that_writes_lists():
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "csv":
                found |= {name_of(path)} if node.attr in ("writer", "DictWriter") else set()
    assert found == WRITES_CSV


ROWS = (
    ("what", "number", "amount", "day", "moment", "none"),
    ("=1+1", 5, Decimal("-12.50"), date(2026, 3, 1), datetime(2026, 3, 1, 9, 30, tzinfo=UTC), None),
    ("@SUM(A1)", -7, Decimal("12345678901234567.89"), None, None, ""),
    ("http://a.example/", 10**17, Decimal("0.01"), None, None, True),
    ("x" * 40_000, 0, Decimal(0), None, None, "12"),
)


def made(most: int = 1000) -> bytes:
    out = io.BytesIO()
    workbook(out, (("List", iter(ROWS)), ("Empty", iter([("head",)]))), most)
    return out.getvalue()


def test_a_workbook_has_types_and_no_formulas_and_is_the_same_twice():
    assert made() == made()
    book = load_workbook(io.BytesIO(made()))
    assert book.sheetnames == ["List", "Empty"] and book["Empty"]["A1"].value == "head"
    page = book["List"]
    assert [each.data_type for row in page.iter_rows(min_row=2) for each in row if each.value is not None].count("f") == 0
    assert [page.cell(2, column).data_type for column in range(1, 7)] == ["s", "n", "n", "d", "d", "n"]
    assert page["A2"].value == "=1+1" and page["C2"].value == -12.5 and page["D2"].value == datetime(2026, 3, 1)
    assert page["E2"].value == datetime(2026, 3, 1, 9, 30)
    assert page["C3"].value == "12345678901234567.89" and page["B4"].value == str(10**17), "too long to be a number there"
    assert page["A4"].value == "http://a.example/" and page["A4"].hyperlink is None
    assert len(page["A5"].value) == 32_767 and page["F5"].value == "12" and page["F5"].data_type == "s"


def test_rows_that_do_not_fit_go_on_in_another_sheet():
    book = load_workbook(io.BytesIO(made(most=3)))
    assert book.sheetnames == ["List", "List 2", "Empty"]
    assert [book[name]["A1"].value for name in ("List", "List 2")] == ["what", "what"]
    assert book["List 2"]["A2"].value == "http://a.example/"


def test_the_cells_of_csv_are_values():
    text = "".join(sheet(ROWS))
    assert text.startswith("\ufeffwhat,") and "\r\n'=1+1,5,-12.50,2026-03-01,2026-03-01 09:30:00,\r\n" in text
    assert cell(Decimal("1E+3")) == "1000"


def test_every_ticket_and_every_decision_as_files(app, sign_in):
    ana, carla, judith = (sign_in(who) for who in ("ana", "carla", "judith"))
    one = file(ana, REFUND | {"student": '=HYPERLINK("http://a.example")'})
    act(carla, one, "approve", step="director")
    found = list(csv.DictReader(io.StringIO(judith.get("/audit/tickets.csv").text[1:])))
    assert found[0]["ticket"] == str(one) and found[0]["title"].startswith("'=HYPERLINK")
    decided = list(csv.DictReader(io.StringIO(judith.get("/audit/decisions.csv").text[1:])))
    assert (decided[0]["table"], decided[0]["rules"], decided[0]["outcomes"]) == ("desk", "large", "finance")
    for name in lists.LISTS:
        book = load_workbook(io.BytesIO(judith.get(f"/audit/{name}.xlsx").data))
        assert book.sheetnames[-1] == "Totals" and book["Totals"]["B2"].value == 1
        assert not [each for page in book for row in page.iter_rows() for each in row if each.data_type == "f"]
    assert {sign_in("bruno").get(f"/audit/{name}.xlsx").status_code for name in lists.LISTS} == {403}


MANY = 10_000


def fill(c) -> None:
    """Many tickets as rows: filed, then changed by a step."""
    of, at = c.scalar(select(version.c.id).where(version.c.process == "refund")), now()
    row = {"process": "refund", "version": of, "requester": "ana", "title": "Li Hua", "status": "open", "round": 1}
    row |= {"acknowledged": False, "stuck": False, "count": 2, "created": at, "changed": at}
    c.execute(ticket.insert(), [row | {"id": id} for id in range(1, MANY + 1)])
    event = {"version": of, "at": at, "by": "ana", "facts": None, "digest": "", "leaf": None}
    filed = {"number": 1, "type": "Submitted", "body": {"answers": {"amount": "10.00"}}}
    changed = {"number": 2, "type": "Changed", "body": {"changes": {"amount": "0.01"}}}
    c.execute(journal.insert(), [event | one | {"ticket": id} for id in range(1, MANY + 1) for one in (filed, changed)])


def test_ten_thousand_tickets_add_up_and_are_never_all_in_memory(app):
    with app.app_context(), transaction() as c:
        fill(c)
    with app.test_request_context():
        tracemalloc.start()
        count = sum(piece.count("Li Hua") for piece in sheet(lists.at_one_moment(lists.tickets)))
        text = "".join(sheet(lists.at_one_moment(lists.population)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        with moment() as c:
            totals = dict(lists.control(c))
    assert {count, *(totals[f"tickets {name}"] for name in ("stored", "in the journal", "with status open"))} == {MANY}
    assert f"amount,CNY,{MANY},100.00\r\n" in text and f"events in the journal,{2 * MANY}\r\n" in text
    assert peak < 8_000_000, f"{peak} bytes at once"
