"""Each limit of the product at its bound and one past it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app import create_app
from app.db import now, reading, transaction
from app.people import changes, rows, sessions
from app.processes.publish import LONGEST_REASON, publish
from app.settings import SECRET_LENGTH, WrongSettings, from_environment
from app.tickets import storage
from app.tickets.acts import MOST_PEOPLE
from app.tickets.rows import TITLE, file
from tests.app.asking import file as file_ticket
from tests.conftest import ROOT

CREATE = "/api/processes/refund/tickets"


class Long(BytesIO):
    """A file of so many bytes that takes no memory."""

    def __init__(self, size: int):
        super().__init__()
        self.left = size

    def read(self, most: int = -1) -> bytes:
        piece = min(self.left, most if most >= 0 else self.left)
        self.left -= piece
        return b"x" * piece


def test_the_largest_file(app):
    with app.app_context():
        assert storage.keep(Long(storage.LARGEST_FILE), "a.txt", "ana").size == storage.LARGEST_FILE
        refused = storage.keep(Long(storage.LARGEST_FILE + 1), "b.txt", "ana")
        assert (refused.code, refused.values["word"]) == ("file-refused", "b.txt")
        with reading() as c:
            assert c.scalar(select(func.count()).select_from(file)) == 1
        kept = [path for path in storage.folder().rglob("*") if path.is_file()]
        assert len(kept) == 1


def test_the_largest_body(sign_in):
    ana = sign_in("ana")
    largest = create_app.LARGEST_BODY
    fill = "student=" + "x" * (largest - len("student="))
    assert ana.post("/start/refund/fields", data=fill, content_type="application/x-www-form-urlencoded").status_code == 200
    fill += "x"
    assert ana.post("/start/refund/fields", data=fill, content_type="application/x-www-form-urlencoded").status_code == 413


def test_the_most_parts_of_a_form(sign_in):
    ana = sign_in("ana")
    for count, status in ((create_app.MOST_PARTS, 200), (create_app.MOST_PARTS + 1, 413)):
        parts = [f'--b\r\nContent-Disposition: form-data; name="n{n}"\r\n\r\nx\r\n' for n in range(count)]
        sent = "".join(parts) + "--b--\r\n"
        answer = ana.post("/start/refund/fields", data=sent, content_type="multipart/form-data; boundary=b")
        assert answer.status_code == status


def test_the_most_people_of_a_reassignment(sign_in):
    number = file_ticket(sign_in("ana"))
    hana = sign_in("hana")
    many = "name 1 to 100 people"
    for count, said in ((MOST_PEOPLE, "nobody has the id"), (MOST_PEOPLE + 1, many), (0, many)):
        people = [f"p{one}" for one in range(count)]
        answer = hana.post(f"/api/tickets/{number}/acts", json={"act": "reassign", "step": "director", "people": people})
        assert answer.status_code == 422 and said in answer.json["detail"]


def test_the_longest_id():
    changes.require_id("a" * rows.ID)
    for wrong in ("a" * (rows.ID + 1), "", "A", "a b", "-a"):
        with pytest.raises(changes.WrongPeople):
            changes.require_id(wrong)


def test_the_most_lines_of_a_csv():
    header = "id,name\n"
    assert len(changes.read_csv(header + "a,b\n" * changes.LARGEST_CSV)) == changes.LARGEST_CSV
    with pytest.raises(changes.WrongPeople, match="at most 20000"):
        changes.read_csv(header + "a,b\n" * (changes.LARGEST_CSV + 1))


@pytest.mark.parametrize(("length", "taken"), [(SECRET_LENGTH, True), (SECRET_LENGTH - 1, False)])
def test_the_shortest_secret(tmp_path, length, taken):
    given = {"WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz"[:length]}
    if taken:
        assert from_environment(given).secret == given["WAYBILL_SECRET"]
    else:
        with pytest.raises(WrongSettings):
            from_environment(given)


def test_the_longest_life_of_a_token(app):
    at = now()
    with app.app_context():
        with transaction() as c:
            for days in (sessions.TOKEN_DAYS, sessions.TOKEN_DAYS + 1):
                sessions.give_token(c, "ana", "script", days, at)
        with reading() as c:
            ends = set(c.scalars(select(sessions.token.c.until)))
    assert ends == {at + timedelta(days=sessions.TOKEN_DAYS)}


def test_what_is_too_long_to_keep_whole_is_cut(app, sign_in):
    """A reason and a title are never refused for their length."""
    with app.app_context():
        text = (ROOT / "tests" / "app" / "vault.way").read_text("utf-8").replace('title "', 'title "' + "x" * 290)
        made = publish(text, "hana", "r" * (LONGEST_REASON + 1))
        assert len(made.reason) == LONGEST_REASON
    ana = sign_in("ana")
    number = file_ticket(ana, {"subject": "y" * 80, "salary": "1.00", "papers": []}, "vault")
    assert ana.get(f"/api/tickets/{number}").json["title"] == "x" * 290 + "y" * (TITLE - 290)
