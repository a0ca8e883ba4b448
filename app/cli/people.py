"""The commands about people: add one, disable one, set a password, give a token, load a CSV."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.ending import stop
from app.cli.erase import BY, REASON, done
from app.cli.server import read_text, running_app, tell

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True)


@click.group()
def person() -> None:
    """Persons: who there is, and how they get in."""


def change(does) -> object:
    """Run `does(connection)` in one transaction; ends the command when the people are wrong."""
    from app.db import transaction
    from app.people.changes import WrongPeople

    with running_app():
        try:
            with transaction() as c:
                return does(c)
        except WrongPeople as wrong:
            stop(str(wrong), code=1)


@person.command()
@click.argument("id")
@click.option("--name", help="Needed for somebody new.")
@click.option("--email")
@click.option("--language", help="en or zh; the browser's unless given.")
@click.option("--manager", help="Id of a person.")
@click.option("--department", help="Id of a team.")
@click.option("--team", "teams", multiple=True, help="Again for each team; all of them.")
@click.option("--role", "roles", multiple=True, help="Again for each role; all of them.")
@click.option("--attribute", "attributes", multiple=True, help="name=value, such as level=vip; `level=` forgets it.")
@click.option("--password", help="At least 10 characters; asked for with `--password -`.")
@AS_JSON
def add(id: str, as_json: bool, password: str | None, attributes: tuple[str, ...], **given) -> None:
    """Add the person ID, or change what is known of them: what is not given stays as it is."""
    from app.people import changes

    told = dict(pair(one) for one in attributes)
    told |= {key: " ".join(value) for key, value in given.items() if value and isinstance(value, tuple)}
    told |= {key: value for key, value in given.items() if isinstance(value, str)}
    secret = click.prompt("password", hide_input=True, confirmation_prompt=True) if password == "-" else password

    def does(c) -> None:
        entry = changes.entry(changes.known(c, id) | told)
        if told.get("manager"):
            changes.require_person(c, entry.manager)
        changes.change(c, entry)
        if secret:
            changes.set_password(c, id, secret)

    change(does)
    tell(as_json, {"person": id}, f"`{id}` is known")


def pair(given: str) -> tuple[str, str]:
    """`level=vip` taken apart; wrong use when it is something else."""
    from app.people.changes import COLUMNS

    name, equals, value = given.partition("=")
    if name in COLUMNS:
        raise click.BadParameter(f"`{name}` is no attribute: `waybill person add --help` lists how to say it")
    if not (name and equals):
        raise click.BadParameter(f"`{given}` has no value: write it as {name or 'level'}=…", param_hint="--attribute")
    return name, value


@person.command()
@click.argument("id")
@AS_JSON
def disable(id: str, as_json: bool) -> None:
    """ID has left: all their sessions and tokens end at once, and nobody asks them any more."""
    from app.people import changes

    change(lambda c: changes.disable(c, id))
    tell(as_json, {"person": id}, f"`{id}` is disabled")


@person.command()
@click.argument("id")
@BY
@REASON
@AS_JSON
def erase(id: str, by: str, reason: str, as_json: bool) -> None:
    """Erase name, mail and attributes of ID, who has left. The id stays with what they did; their tickets are kept, and
    erased, by themselves. Refused while work waits for them or a legal hold is on a ticket they have a part in."""

    def does(why: str):
        from app.tickets.erase_person import erase_person

        return erase_person(id, by, why)

    gone = done("erase", by, reason, does)
    told = {"person": id, "acts": gone.acts, "whole": gone.whole, "own": gone.own, "recorded": dict(gone.recorded)}
    lines = [f"`{id}` is erased from the directory and from {len(gone.acts)} acts"]
    if gone.whole:
        lines.append(f"older acts have one commitment for everybody they name; all personal values went: {gone.whole}")
    if gone.own:
        lines.append(f"{gone.own} tickets `{id}` asked for stay until `waybill erase` may take them")
    stays = ", ".join(f"{name} in {count} tickets" for name, count in gone.recorded.items())
    lines += [f"recorded facts stay in tickets until those are erased: {stays}"] if stays else []
    lines.append("backups, and what people wrote about them in tickets, are yours to look through")
    tell(as_json, told, "\n".join(lines))


@person.command()
@click.argument("id")
@click.option("--name", required=True, help="What it is for.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@AS_JSON
def token(id: str, name: str, days: int, as_json: bool) -> None:
    """A bearer token for programs that act as ID; shown this once."""
    from app.db import now
    from app.journal import admin
    from app.people import changes, sessions

    def does(c) -> str:
        changes.require_person(c, id)
        admin.note(c, "token", admin.COMMAND_LINE, id, {"days": days})
        return sessions.give_token(c, id, name[:200], days, now())

    given = change(does)
    tell(as_json, {"person": id, "token": given, "days": days}, str(given))


@person.command("sign-out")
@click.argument("id")
@AS_JSON
def sign_out(id: str, as_json: bool) -> None:
    """End all sessions and tokens of ID, who may sign in again: after a lost computer, or a token that got out."""
    from app.people import changes, sessions

    def does(c) -> None:
        changes.require_person(c, id)
        sessions.end_all(c, id)

    change(does)
    tell(as_json, {"person": id}, f"`{id}` is signed in nowhere")


@click.group()
def people() -> None:
    """The whole directory at once."""


@people.command()
@click.argument("file", type=FILE)
@click.option("--teams", type=FILE, help="CSV of teams: id, name, head.")
@AS_JSON
def load(file: Path, teams: Path | None, as_json: bool) -> None:
    """Add or change the persons of a CSV: id, name, email, language, manager, department, roles, teams; every other
    column is an attribute. All of it or nothing."""
    from app.people import changes

    def does(c) -> dict[str, int]:
        many = changes.load_teams(c, read_text(teams)) if teams else 0
        found = {"teams": many, "people": changes.load_people(c, read_text(file))}
        changes.require_heads(c)
        return found

    found = change(does)
    tell(as_json, found, f"{found['people']} persons and {found['teams']} teams loaded")
