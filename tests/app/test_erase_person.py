"""Erasing a person who left: nothing of name, mail and attributes is left, ids stay, and everything that proves holds."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from app.audit.bundle import Query, write
from app.audit.verified import verified
from app.cli import main
from app.db import now, reading, transaction
from app.journal import admin, chain, checkpoints, prove
from app.journal.rows import act as acts
from app.people import changes, queries
from app.people.rows import person
from app.tickets.checks.breach import moment
from app.tickets.checks.every import looked
from app.tickets.erase_person import erase_person
from app.tickets.retention import NotAllowed, put_hold
from tests.app.asking import act, file
from tests.app.test_erase import everything
from tests.conftest import SECRET

NAMES = ("Xiomara Vanterpool", "xv@example.org", "platinum-tier")


def known(c, *ids: str) -> None:
    """Somebody new, among others whose names must stay."""
    name, mail, level = NAMES
    changes.load_people(c, "\n".join(["id,name,email,level", *(f"{id},{name} {id},{id}-{mail},{level}" for id in ids)]))


def found_by_verify() -> list[str]:
    _look, *found = looked()
    return [str(one) for one in found]


def left(*ids: str) -> None:
    with transaction() as c:
        for id in ids:
            changes.disable(c, id)


def test_nothing_of_a_person_who_left_is_there_any_more_and_all_proofs_hold(app, tmp_path):
    with app.app_context():
        with transaction() as c:
            known(c, "xio")
            changes.change(c, changes.entry(changes.known(c, "xio") | {"email": f"two-{NAMES[1]}"}))
        checkpoints.make()
        left("xio")
        with transaction() as c:
            changes.load_people(c, "id,name\nyan,Yan Stays")
        gone = erase_person("xio", "hana", "asked to", now())
        assert len(gone.acts) == 2 and gone.whole == [] and (gone.own, dict(gone.recorded)) == (0, {})
        for name in NAMES:
            assert name.encode() not in everything(app)
        assert b"Yan Stays" in everything(app)
        with reading() as c:
            assert queries.names(c, ["xio", "yan"]) == {"xio": "xio (erased)", "yan": "Yan Stays"}
        assert found_by_verify() == []
        checkpoints.make()
        assert found_by_verify() == []
        with moment() as c:
            write(c, Query(now(), None, True), tmp_path / "b.zip")
            assert prove.act_of(c, gone.acts[0], None, True)["rows"][0]["personal"]["xio"].keys() == {"gone"}
        assert verified(tmp_path / "b.zip").seen["acts"] > 3
        with pytest.raises(NotAllowed, match="nothing personal is left"):
            erase_person("xio", "hana", "again")


def test_other_people_of_the_same_act_keep_their_names(app):
    with app.app_context():
        with transaction() as c:
            known(c, "xio", "yan")
        left("xio")
        (number,) = erase_person("xio", "hana", "asked to").acts
        with reading() as c:
            parts = c.scalar(select(acts.c.personal).where(acts.c.number == number))
        assert parts["xio"].keys() == {"gone"} and parts["yan"]["value"]["email"] == f"yan-{NAMES[1]}"
        assert found_by_verify() == []


def test_an_act_from_before_has_one_commitment_and_loses_all_of_it(app):
    """As 0003 made them: then the command says which acts, and `verify` knows why they are empty."""
    with app.app_context():
        with transaction() as c:
            known(c, "xio", "yan")
            rechained(c)
        assert found_by_verify() == []
        left("xio")
        gone = erase_person("xio", "hana", "asked to")
        assert gone.whole == gone.acts and len(gone.whole) == 1
        assert found_by_verify() == []
        with pytest.raises(NotAllowed, match="active"):
            erase_person("yan", "hana", "not left")


def rechained(c) -> None:
    """Make all acts again as an older release did: one salt and one commitment for all that is personal."""
    head = chain.START
    for row in c.execute(select(acts).order_by(acts.c.number)).mappings().all():
        values = {name: part["value"] for name, part in (row["personal"] or {}).items()} or None
        salt = chain.new_salt() if values else None
        private = chain.commitment(salt, values) if values else None
        head = chain.link(head, admin.entry(row, private), chain.ACT)
        made = {"personal": values, "salt": salt, "private": private, "digest": head}
        c.execute(update(acts).where(acts.c.number == row["number"]).values(made))


def test_it_is_refused_while_somebody_may_have_to_ask_who_that_is(app, sign_in):
    ticket = file(sign_in("ana"))

    def refused(id: str, why: str) -> None:
        with app.app_context(), pytest.raises(NotAllowed, match=why):
            erase_person(id, "hana", "asked to")

    refused("nobody", "nobody has the id")
    refused("carla", "`waybill person disable carla` first")
    with app.app_context():
        left("carla", "ana")
    refused("carla", f"work waits for `carla` on ticket {ticket}: reassign it first")
    refused("ana", f"asked for something that has not ended: ticket {ticket}")
    with app.app_context(), transaction() as c:
        c.execute(update(person).where(person.c.id.in_(("ana", "carla"))).values(active=True))
    act(sign_in("carla"), ticket, "reject", step="director", comment="no")
    with app.app_context(), transaction() as c:
        c.execute(update(person).where(person.c.id.in_(("ana", "carla"))).values(active=False))
        put_hold(c, ticket, "judith", "case 17")
    for id in ("ana", "carla"):
        refused(id, f"under a legal hold: ticket {ticket}")


def test_the_command_names_what_stays_and_pages_say_erased(app, sign_in, database, tmp_path):
    ticket = file(sign_in("ana"))
    act(sign_in("carla"), ticket, "reject", step="director", comment="no")
    with app.app_context():
        left("ana")
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}
    words = ["person", "erase", "ana", "--by", "hana", "--reason", "asked"]
    ran = CliRunner().invoke(main, [*words, "--json"], env=given)
    told = json.loads(ran.output)
    assert (ran.exit_code, told["own"], told["recorded"]) == (0, 1, {"department": 1})
    assert CliRunner().invoke(main, words, env=given).exit_code == 1
    judith = sign_in("judith")
    page = judith.get(f"/tickets/{ticket}").text
    assert "ana (erased)" in page and "Ana Weber" not in page
    assert "Ana Weber" not in judith.get("/audit/access").text
    kept = judith.get("/audit/kept").text
    assert "ana (erased)" in kept and "asked" in kept
