"""The command `waybill demo`: an installation to look at, with people, processes and a few tickets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SHOWN = ("ana", "li", "bruno", "carla", "dan", "gil", "hana", "judith", "kai")
"""People worth signing in as, in the order of a story."""

REFUND = {"course": "english", "paid_on": "2026-03-02", "reason": "quality", "receipts": [], "lines": []}
LINES = [{"item": "Chairs", "quantity": 4, "price": "120.00"}]
STORY: tuple[tuple[str, str, dict, tuple[tuple[str, dict], ...]], ...] = (
    ("ana", "refund", REFUND | {"student": "Li Hua 李华", "amount": "5000.01"}, ()),
    ("li", "refund", REFUND | {"student": "Li Hua 李华", "amount": "120.00"}, ()),
    (
        "ana",
        "refund",
        REFUND | {"student": "Max Weber", "amount": "800.00"},
        (("bruno", {"action": "approve", "step": "line_manager", "comment": "fine with me"}),),
    ),
    (
        "ana",
        "refund",
        REFUND | {"student": "Wang Min 王敏", "amount": "12000.00"},
        (
            ("carla", {"action": "approve", "step": "director"}),
            ("dan", {"action": "approve", "step": "controllers", "comment": "receipts checked"}),
        ),
    ),
)
"""Tickets of the demo: who files which process with what, and who does what then."""


@click.command()
@click.option("--serve", "serving", is_flag=True, help="Serve it afterwards.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--json", "as_json", is_flag=True)
def demo(serving: bool, host: str, port: int, as_json: bool) -> None:
    """Make a demo (once; again it changes nothing) and say who to sign in as."""
    from app.cli.server import THREADS, bring_up, running_app, start, tell

    os.environ["WAYBILL_DEMO"] = "1"
    os.environ.setdefault("WAYBILL_ADDRESS", f"http://{host}:{port}")
    with running_app() as app, app.test_request_context():
        bring_up()
        people = add_people()
        processes = list(add_processes())
        tickets = add_tickets()
    found = {"address": os.environ["WAYBILL_ADDRESS"], "processes": processes, "tickets": tickets, "people": people}
    tell(as_json, found, told(found))
    if serving:
        start(host, port, 2, THREADS)


def told(found: dict) -> str:
    """What to do now, for a person."""
    lines = [f"open {found['address']} and sign in as one of (no password in a demo):"]
    lines += [f"  {one['id']:<7} {one['name']:<18} {one['what']}" for one in found["people"]]
    return "\n".join(lines)


def add_people() -> list[dict[str, str]]:
    """The people of the examples, unless somebody is there already; returns those worth signing in as."""
    from app.db import reading, transaction
    from app.people import changes, queries

    with reading() as c:
        empty = not queries.everyone(c)
    if empty:
        with transaction() as c:
            changes.load_teams(c, (EXAMPLES / "teams.csv").read_text("utf-8"))
            changes.load_people(c, (EXAMPLES / "people.csv").read_text("utf-8"))
    with reading() as c:
        found = [person for id in SHOWN if (person := queries.find(c, id))]
    return [{"id": one.id, "name": one.name, "what": ", ".join(sorted(one.roles) or sorted(one.teams))} for one in found]


def add_processes() -> Iterator[str]:
    """The processes of the examples; one that cannot be published is told and left out."""
    from app.cli.server import complain, tables_beside
    from app.processes.publish import NotPublished, publish

    for path in sorted(EXAMPLES.glob("*.way")):
        made = publish(path.read_text("utf-8"), "hana", "example of the demo", tables_beside(path))
        if isinstance(made, NotPublished):
            complain(path, made, as_json=False)
        else:
            yield made.process


def add_tickets() -> int:
    """The tickets of the story; each is keyed, so that a second time makes none."""
    from app.db import reading
    from app.people.queries import find
    from app.processes import queries as processes
    from app.tickets import acts, once, show
    from app.tickets.perform import Wish, perform

    made = 0
    for number, (who, name, answers, then) in enumerate(STORY):
        with reading() as c:
            person, process = find(c, who), processes.find(c, name)
            if person is None or process is None:
                continue
            command = acts.first(c, person, process.version, answers)
        done = perform(Wish(command, version=process.version, once=once.of(f"demo-{number}", name)))
        made += 1
        for actor, given in () if done.repeated else then:
            with reading() as c:
                person = find(c, actor)
                view = show.view(c, person, done.ticket)
                command = acts.command(c, person, view.program, view.known, acts.Act(**given))
            perform(Wish(command, ticket=done.ticket))
    return made
