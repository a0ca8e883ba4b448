"""The chain of a ticket: what is hashed, that each change shows, and that the journal of an older release is chained."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, select, text, update

from app.db import db, reading, transaction
from app.journal import admin, chain
from app.journal.rows import act as acts
from app.journal.rows import journal
from app.tickets import rebuild
from app.tickets.known import know
from tests.app.asking import act, file

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROW = {
    "number": 1,
    "version": 3,
    "at": AT,
    "by": "ana",
    "body": {"type": "Submitted", "by": "ana", "round": 1, "answers": {"student": "李华", "amount": "12.50"}},
    "facts": {"person:ana:manager": "bruno"},
}


def test_a_value_is_written_in_one_way():
    assert chain.canonical({"b": [1, True, None], "a": "é"}) == b'{"a":"\\u00e9","b":[1,true,null]}'
    assert chain.canonical({"a": "e\u0301"}) != chain.canonical({"a": "\u00e9"})
    assert chain.canonical("\ud800") == b'"\\ud800"'


def test_a_number_of_the_directory_is_written_as_its_shortest_text():
    """A fact may hold one; no decision is refused for it, and it reads the same as a number."""
    assert chain.canonical({"rate": [0.1, 2.0, 1e22]}) == b'{"rate":["0.1","2.0","1e+22"]}'


@pytest.mark.parametrize("value", [{1: "a"}, {"a": AT}, float("nan"), [b"a"]])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(chain.NotCanonical):
        chain.canonical(value)


def test_a_moment_is_the_same_in_every_zone():
    assert chain.moment(AT.astimezone(timezone(timedelta(hours=8)))) == chain.moment(AT) == "2026-03-02T09:00:00.000000Z"


def test_a_digest_can_be_computed_without_our_code():
    """As the documents describe it, with nothing but SHA-256 and JSON."""
    made = chain.sealed(chain.START, ROW)
    private = {"answers": ROW["body"]["answers"], "facts": ROW["facts"]}
    body = {"type": "Submitted", "by": "ana", "round": 1}

    def written(value) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()

    salted = b"waybill/private/1\n" + bytes.fromhex(made["salt"]) + written(private)
    commitment = hashlib.sha256(salted).hexdigest()
    entry = {"number": 1, "version": 3, "at": "2026-03-02T09:00:00.000000Z", "by": "ana", "first": True, "body": body}
    entry["private"] = commitment
    digest = hashlib.sha256(b"waybill/event/1\n" + bytes(32) + written(entry)).hexdigest()
    assert (made["private"], made["digest"]) == (commitment, digest)


def test_the_same_value_is_committed_to_differently_each_time():
    one, two = chain.sealed(chain.START, ROW), chain.sealed(chain.START, ROW)
    assert one["salt"] != two["salt"] and one["private"] != two["private"]


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2}, {"version": 4}, {"at": AT + timedelta(microseconds=1)}, {"by": "bruno"}, {"facts": None},
        {"facts": {"person:ana:manager": "carla"}}, {"body": ROW["body"] | {"round": 2}}, {"salt": "0" * 32},
        {"body": ROW["body"] | {"answers": {}}}, {"private": "0" * 64}, {"digest": "0" * 64}, {"salt": None},
    ],
)  # fmt: skip
def test_every_change_of_an_event_shows(change):
    made = chain.sealed(chain.START, ROW)
    assert chain.fault(chain.START, made) is None
    assert chain.fault(chain.START, made | change)


def test_an_erased_event_still_fits_the_chain_and_holds_nothing_personal():
    made = chain.sealed(chain.START, ROW)
    erased = made | {"salt": None, "facts": {}, "body": chain.blank(made["body"])}
    assert erased["body"] == {"type": "Submitted", "by": "ana", "round": 1, "answers": {}}
    assert chain.is_erased(erased) and chain.fault(chain.START, erased) is None
    assert "something personal" in chain.fault(chain.START, erased | {"facts": {"today": "2026-03-02"}})


def faults(ticket: int) -> list[tuple[int, str]]:
    head, found = chain.START, []
    with reading() as c:
        for row in c.execute(select(journal).where(journal.c.ticket == ticket).order_by(journal.c.number)).mappings():
            if wrong := chain.fault(head, row):
                found.append((row["number"], wrong))
            head = row["digest"]
    return found


def test_everything_that_happens_to_a_ticket_is_one_chain(app, sign_in):
    ticket = file(sign_in("ana"))
    act(sign_in("carla"), ticket, "approve", step="director", comment="fine by me")
    with app.app_context():
        assert faults(ticket) == []
        with reading() as c:
            rows = c.execute(select(journal.c.leaf, journal.c.digest).where(journal.c.ticket == ticket)).all()
            assert know(c, ticket).head == rows[-1].digest
        assert [row.leaf for row in rows].count(0) == 2 and rows[-1].leaf == 0
        with transaction() as c:
            c.execute(update(journal).where(journal.c.ticket == ticket, journal.c.number == 3).values(by="dan"))
        assert [number for number, _why in faults(ticket)] == [3]
        with transaction() as c:
            c.execute(delete(journal).where(journal.c.ticket == ticket, journal.c.number == 2))
        assert [number for number, _why in faults(ticket)] == [3]


def test_acts_of_administrators_are_a_chain_of_their_own(app):
    with app.app_context(), reading() as c:
        rows = c.execute(select(acts).order_by(acts.c.number)).mappings().all()
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["what"] for row in rows[:3]] == ["teams", "people", "published"]
    head = chain.START
    for row in rows:
        assert admin.fault(head, row) is None
        assert admin.fault(head, dict(row) | {"by": "dan"})
        head = row["digest"]
    parts = rows[1]["personal"]
    assert admin.fault(rows[0]["digest"], dict(rows[1]) | {"personal": {"ana": parts["ana"]}})
    assert admin.fault(rows[0]["digest"], dict(rows[1]) | {"personal": parts | {"ana": {"gone": "0" * 64}}})
    assert admin.fault(rows[0]["digest"], dict(rows[1]) | admin.without(rows[1], "ana")) is None


def test_the_journal_of_an_older_release_is_chained_by_the_migration(app, sign_in):
    ticket = file(sign_in("ana"))
    act(sign_in("carla"), ticket, "approve", step="director")
    with app.app_context():
        with reading() as c:
            before = c.execute(select(journal.c.number, journal.c.leaf).where(journal.c.ticket == ticket)).all()
        downgrade(revision="0002")
        upgrade()
        assert faults(ticket) == []
        with reading() as c:
            after = c.execute(select(journal.c.number, journal.c.leaf).where(journal.c.ticket == ticket)).all()
            kept = c.execute(select(acts.c.what, acts.c.subject, acts.c.by).order_by(acts.c.number)).all()
        assert sorted(map(tuple, after)) == sorted(map(tuple, before))
        assert ("published", "refund", "hana") in [tuple(row) for row in kept]
        assert not any(changed for _id, changed in rebuild.rebuild())
        with db.engine.connect() as c:
            assert c.execute(text("SELECT count(*) FROM wb_lock")).scalar() == 2
