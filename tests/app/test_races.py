"""Several people at the same moment, on real threads and real connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from sqlalchemy import func, select

from app.db import now, reading
from app.journal.rows import journal
from app.people.queries import find
from app.processes import queries as processes
from app.tickets import acts, once
from app.tickets.perform import Wish, perform
from app.tickets.rows import done, ticket
from dsl.engine import commands
from dsl.engine.refused import Refused
from tests.app.asking import REFUND, act, file


def together(*calls):
    """Run the calls at the same moment; their results in order."""
    start = Barrier(len(calls))

    def one(call):
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_of_two_who_decide_at_the_same_moment_one_decides(sign_in):
    """`decide any`: the second gets a clear no, and the journal holds one decision."""
    carla, bruno = sign_in("carla"), sign_in("bruno")
    for _ in range(5):
        ticket = file(sign_in("ana"), REFUND | {"amount": "800.00"})
        act(bruno, ticket, "transfer", step="line_manager", to="carla")

        def decide(act, ticket=ticket):
            return carla.post(f"/api/tickets/{ticket}/acts", json={"act": act, "step": "line_manager"})

        answers = together(*(partial(decide, act) for act in ("approve", "reject", "approve", "reject")))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert all(answer.json["title"] for answer in answers if answer.status_code == 409)
        events = carla.get(f"/api/tickets/{ticket}/history").json["events"]
        assert sum(event["type"] in ("Approved", "Rejected") for event in events) == 1


def test_all_who_are_needed_may_decide_at_the_same_moment(app, sign_in):
    """Two of finance and the head of department at once: nobody's decision is lost."""
    carla, dan, eva = map(sign_in, ("carla", "dan", "eva"))
    for _ in range(5):
        ticket = file(sign_in("ana"))
        step = {"carla": "director", "dan": "controllers", "eva": "controllers"}

        def decide(who, client, ticket=ticket, step=step):
            return client.post(f"/api/tickets/{ticket}/acts", json={"act": "approve", "step": step[who]})

        answers = together(
            lambda: decide("carla", carla), lambda: decide("dan", dan), lambda: decide("eva", eva)
        )
        assert [answer.status_code for answer in answers] == [200, 200, 200], [answer.json for answer in answers]
        events = carla.get(f"/api/tickets/{ticket}/history").json["events"]
        assert sum(event["type"] == "Approved" for event in events) == 3
        assert [event["number"] for event in events] == list(range(1, len(events) + 1))


def test_many_comments_at_the_same_moment_are_all_kept(app, sign_in):
    """More conflicts than tries without a lock: the last try takes it."""
    number = file(sign_in("ana"))

    def comment(text):
        with app.app_context():
            return perform(Wish(commands.Comment(by="ana", text=text), ticket=number))

    together(*(lambda text=str(one): comment(text) for one in range(16)))
    events = sign_in("ana").get(f"/api/tickets/{number}/history").json["events"]
    said = {event["text"] for event in events if event["type"] == "Commented"}
    assert said == {str(one) for one in range(16)}


def test_the_same_submission_ten_times_at_once_is_one_ticket(app, sign_in):
    ana = sign_in("ana")

    def send():
        key = {"Idempotency-Key": "one"}
        return ana.post("/api/processes/refund/tickets", json={"answers": REFUND}, headers=key)

    answers = together(*[send] * 10)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_data() for answer in answers}) == 1
    with app.app_context(), reading() as c:
        assert c.scalar(select(func.count()).select_from(ticket)) == 1
        assert c.scalar(select(func.count()).select_from(done)) == 1


def test_what_is_refused_leaves_nothing_behind(app, sign_in):
    """A refusal, a wrong answer and a key used twice write no row anywhere."""
    ana = sign_in("ana")
    number = file(ana)

    def count():
        with app.app_context(), reading() as c:
            return [c.scalar(select(func.count()).select_from(table)) for table in (journal, ticket, done)]

    before = count()
    act(ana, number, "approve", 403, step="director")
    assert ana.post("/api/processes/refund/tickets", json={"answers": {}}).status_code == 422
    assert count() == before


def test_numbers_in_the_journal_have_no_gap_and_no_double(app, sign_in):
    number = file(sign_in("ana"))
    with app.app_context(), reading() as c:
        highest, count = c.execute(
            select(func.max(journal.c.number), func.count()).where(journal.c.ticket == number)
        ).one()
        assert highest == count == c.scalar(select(ticket.c.count).where(ticket.c.id == number))


def test_a_key_used_inside_one_transaction_is_found_by_the_next(app):
    """What `perform` answers the second time is what it answered the first time."""
    with app.test_request_context():
        with reading() as c:
            ana, process = find(c, "ana"), processes.find(c, "refund")
            command = acts.first(c, ana, process.version, REFUND)
        wish = Wish(command, version=process.version, once=once.of("k", "asked"), at=now())
        first, second = perform(wish), perform(wish)
    assert (first.answer, first.repeated, second.repeated) == (second.answer, False, True)


def test_a_refusal_says_why(app, sign_in):
    number = file(sign_in("ana"))
    with app.app_context():
        try:
            perform(Wish(commands.Approve(by="ana", step="director"), ticket=number))
        except Refused as refused:
            assert refused.code == "requester-decides"
        else:
            raise AssertionError("the requester decided")
