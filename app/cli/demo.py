"""The command `waybill demo`: an installation to look at, with people, processes and a few tickets."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import click

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SHOWN = ("ana", "li", "bruno", "carla", "dan", "eva", "fay", "gil", "hana", "judith", "kai")
"""People worth signing in as, in the order of a story."""
DAY = re.compile(r"today\+([0-9]{1,3})")


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
        history = add_history()
        tickets = add_tickets()
    found = {"address": os.environ["WAYBILL_ADDRESS"], "processes": processes, "tickets": tickets, "history": history}
    found["people"] = people
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
    """The processes of the examples; one that is there already stays as somebody may have changed it, one that cannot be
    published is told and left out."""
    from app.cli.server import complain, tables_beside
    from app.db import reading
    from app.processes.beginnings import own_name
    from app.processes.publish import NotPublished, publish
    from app.processes.queries import find

    for path in sorted(EXAMPLES.glob("*.way")):
        text = path.read_text("utf-8")
        with reading() as c:
            there = find(c, own_name(text) or "")
        made = there or publish(text, "hana", "example of the demo", tables_beside(path))
        if there:
            yield there.id
        elif isinstance(made, NotPublished):
            complain(path, made, as_json=False)
        else:
            yield made.process


def add_tickets() -> int:
    """The tickets of the examples; each is keyed, so that a second time makes none. Returns how many there are."""
    from app.db import reading
    from app.processes.queries import find

    told = json.loads((EXAMPLES / "tickets.json").read_text("utf-8"))
    with reading() as c:
        processes = {one["process"]: find(c, one["process"]) for one in told}
    story = [one for one in told if processes[one["process"]]]
    for number, one in enumerate(story):
        add_ticket(number, one, processes[one["process"]].version)
    return len(story)


def add_history() -> int:
    """Tickets of past years: the sample of a real log, where it is there (it is not part of the wheel)."""
    from app.cli.bring import brought

    sample = EXAMPLES / "travel_sample.csv"
    return brought(sample, EXAMPLES / "travel.map.toml", "travel", quiet=True)[0].total() if sample.exists() else 0


def add_ticket(number: int, one: dict, version: int) -> None:
    """File a ticket and do what was done with it."""
    from app.db import reading
    from app.people.queries import find
    from app.tickets import acts, once
    from app.tickets.perform import Wish, perform

    key = once.of(f"demo-{number}", one["process"])
    with reading() as c:
        person = find(c, one["by"])
        if person is None or once.find(c, person.id, key):
            return
        command = acts.first(c, person, version, dated(one["answers"]))
    done = perform(Wish(command, version=version, once=key))
    for given in one["acts"]:
        do(done.ticket, given["by"], {name: value for name, value in given.items() if name != "by"})


def do(ticket: int, who: str, given: dict) -> None:
    """One act of the story."""
    from app.db import reading
    from app.people.queries import find
    from app.tickets import acts, show
    from app.tickets.perform import Wish, perform

    with reading() as c:
        person = find(c, who)
        view = show.view(c, person, ticket)
        act = acts.Act(action=given.pop("act"), **given)
        command = acts.command(c, person, view.program, view.known, act)
    perform(Wish(command, ticket=ticket))


def dated(answers: dict) -> dict:
    """Answers whose days are counted from today: `today+30`."""
    def day(value: object) -> object:
        found = DAY.fullmatch(value) if isinstance(value, str) else None
        return (date.today() + timedelta(days=int(found[1]))).isoformat() if found else value

    return {name: day(value) for name, value in answers.items()}
