"""Signing in, staying signed in, and being thrown out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.db import now, reading, transaction
from app.people import changes, passwords, sessions, sign_in
from app.people.directory import Directory
from app.people.permissions import VERBS, may
from app.people.queries import find
from app.people.rows import session
from app.tickets.queries import load


def test_a_person_who_is_signed_in_is_known(sign_in):
    me = sign_in("li").get("/api/me").json
    assert (me["id"], me["name"], me["teams"]) == ("li", "Li Hua 李华", ["students"])


def test_a_disabled_person_is_out_with_the_next_request(app, sign_in):
    ana = sign_in("ana")
    assert ana.get("/api/me").status_code == 200
    with app.app_context(), transaction() as c:
        changes.disable(c, "ana")
    assert ana.get("/api/me").status_code == 401


def test_a_row_of_a_disabled_person_opens_nothing_even_when_it_stays(app, sign_in):
    ana = sign_in("ana")
    with app.app_context(), transaction() as c:
        c.execute(update(changes.person).where(changes.person.c.id == "ana").values(active=False))
    assert ana.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    "used", [{"seen": sessions.IDLE}, {"started": sessions.ABSOLUTE, "seen": timedelta(0)}], ids=["idle", "old"]
)
def test_a_session_ends_by_itself(app, sign_in, used):
    ana = sign_in("ana")
    for more, status in ((timedelta(seconds=-60), 200), (timedelta(seconds=60), 401)):
        ago = {column: now() - limit - more for column, limit in used.items()}
        with app.app_context(), transaction() as c:
            c.execute(update(session).values(ago))
        assert ana.get("/api/me").status_code == status


def test_the_cookie_is_not_in_the_database(app, sign_in):
    ana = sign_in("ana")
    cookie = ana.get_cookie("waybill").value
    with app.app_context(), reading() as c:
        stored = c.scalar(select(session.c.hash))
    assert stored != cookie and stored == sessions.digest(cookie)


def test_every_sign_in_has_a_new_session(app):
    with app.test_request_context(), reading() as c:
        ana = find(c, "ana")
    seen = set()
    for _ in range(3):
        with app.test_request_context():
            seen.add(sign_in.sign_in(ana, app.make_response("")).headers["Set-Cookie"])
    assert len(seen) == 3
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in seen)


def test_a_password_opens_and_a_wrong_one_does_not(app):
    with app.test_request_context():
        with transaction() as c:
            changes.set_password(c, "ana", "correct horse battery")
        assert sign_in.check("ana", "correct horse battery").id == "ana"
        assert sign_in.check("ana", "correct horse batterY") is None
        assert sign_in.check("ana", "") is None
        assert sign_in.check("nobody", "correct horse battery") is None


def test_after_many_wrong_passwords_the_right_one_waits_too(app):
    with app.test_request_context():
        with transaction() as c:
            changes.set_password(c, "ana", "correct horse battery")
        for _ in range(sign_in.TRIES):
            assert sign_in.check("ana", "wrong wrong wrong") is None
        assert sign_in.check("ana", "correct horse battery") is None
        with transaction() as c:
            c.execute(update(changes.person).values(failed=now() - sign_in.PAUSE))
        assert sign_in.check("ana", "correct horse battery").id == "ana"


@pytest.mark.parametrize(("length", "taken"), [(9, False), (10, True), (256, True), (257, False)])
def test_the_length_of_passwords_has_bounds(length, taken):
    assert (passwords.problem_of("x" * length) is None) == taken


def test_a_bearer_token_opens_until_it_ends(app, client):
    with app.app_context(), transaction() as c:
        token = sessions.give_token(c, "kai", "monitoring", 30, now())
    kai = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/me", headers=kai).json["id"] == "kai"
    assert client.get("/api/me", headers={"Authorization": "Bearer wb_nonsense"}).status_code == 401
    with app.app_context(), transaction() as c:
        c.execute(update(sessions.token).values(until=now() - timedelta(seconds=1)))
    assert client.get("/api/me", headers=kai).status_code == 401


def test_the_directory_answers_from_active_people_only(app):
    with app.app_context():
        with transaction() as c:
            changes.disable(c, "eva")
            changes.disable(c, "bruno")
        with reading() as c:
            ask = Directory(c, now(), "Asia/Shanghai", load)
            assert ask("role:finance") == ["dan", "fay"]
            assert ask("person:ana:manager") is None
            assert ask("person:li:level") == "vip"
            assert ask("person:ana:department") == "student-affairs"
            assert ask("team:finance:head") == "dan"
            assert ask("load:dan") == 0
            with pytest.raises(LookupError):
                ask("weather:here")


def test_today_is_the_day_in_the_zone_of_the_installation(app):
    from datetime import UTC, datetime

    late = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    with app.app_context(), reading() as c:
        assert Directory(c, late, "Asia/Shanghai", load)("today") == "2026-03-05"
        assert Directory(c, late, "UTC", load)("today") == "2026-03-04"


def test_who_may_what(app):
    with app.app_context(), reading() as c:
        people = {id: find(c, id) for id in ("ana", "hana", "ivo", "judith")}
    allowed = {verb: {id for id, person in people.items() if may(person, verb)} for verb in VERBS}
    everyone = {"ana", "hana", "ivo", "judith"}
    assert allowed == {
        "start": everyone,
        "see every ticket": {"hana", "judith"},
        "see every process": {"hana", "judith"},
        "see incidents": {"hana"},
        "reassign": {"hana"},
        "design": {"hana"},
        "audit": {"hana", "judith"},
        "publish": {"hana"},
        "erase": {"hana"},
        "hold": {"hana", "judith"},
        "see people": {"hana", "ivo", "judith"},
    }


def test_a_csv_of_people_is_taken_as_a_whole_or_not_at_all(app):
    wrong = "id,name,manager\nnew,New One,\nnew two,New Two,\n,Nameless,\n"
    with app.app_context():
        with pytest.raises(changes.WrongPeople) as raised, transaction() as c:
            changes.load_people(c, wrong)
        assert str(raised.value).splitlines()[0].startswith("line 3: `new two` cannot be an id")
        assert len(str(raised.value).splitlines()) == 2
        with pytest.raises(changes.WrongPeople, match="unknown manager `ghost`"), transaction() as c:
            changes.load_people(c, "id,name,manager\nnew,New One,ghost\n")
        with pytest.raises(changes.WrongPeople, match="more cells"), transaction() as c:
            changes.load_people(c, "id,name\nnew,New One,finance\n")
        with pytest.raises(changes.WrongPeople, match="unknown column `haed`"), transaction() as c:
            changes.load_teams(c, "id,name,haed\nnew,New,ana\n")
        with pytest.raises(changes.WrongPeople, match="unknown head `ghost`"), transaction() as c:
            changes.load_teams(c, "id,name,head\nnew,New,ghost\n")
            changes.require_heads(c)
        with reading() as c:
            assert find(c, "new") is None


def test_loading_the_same_people_again_changes_nothing(app):
    with app.app_context():
        with reading() as c:
            before = [find(c, id) for id in ("ana", "gil")]
        text = "id,name,email,manager,department,roles,teams,level\n" + "\n".join(
            f"{p.id},{p.name},{p.email},{p.manager},{p.department},{' '.join(p.roles)},{' '.join(p.teams)},regular"
            for p in before
        )
        with transaction() as c:
            changes.load_people(c, text)
        with reading() as c:
            assert [find(c, id) for id in ("ana", "gil")] == before
