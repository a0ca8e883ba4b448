"""The commands about keeping: erase what is personal in a ticket, hold one, and how long a process keeps its tickets."""

from __future__ import annotations

from collections.abc import Callable

import click

from app.cli.ending import stop
from app.cli.server import running_app, tell

BY = click.option("--by", required=True, help="Id of who does it.")
REASON = click.option("--reason", required=True, help="Why; kept for ever.")
AS_JSON = click.option("--json", "as_json", is_flag=True)
NUMBER = click.IntRange(min=1)


def allowed(verb: str, by: str, reason: str) -> str:
    """The reason as it is kept; ends the command when it is missing, or `by` may not do this."""
    from app.db import reading
    from app.people.permissions import VERBS, may
    from app.people.queries import find

    with reading() as c:
        person = find(c, by)
    if person is None or not may(person, verb):
        roles = " or ".join(sorted(VERBS[verb]))
        raise click.BadParameter(f"`{by}` is nobody active with the role {roles}", param_hint="--by")
    if not reason.strip():
        raise click.BadParameter("say why: it is kept for ever", param_hint="--reason")
    return reason.strip()[:1000]


def done(verb: str, by: str, reason: str, does: Callable[[str], object]) -> object:
    """Do it; ends the command with 1 when something must be kept."""
    from app.tickets.retention import NotAllowed

    with running_app():
        why = allowed(verb, by, reason)
        try:
            return does(why)
        except NotAllowed as no:
            stop(str(no), code=1)


@click.command()
@click.argument("ticket", type=NUMBER)
@BY
@REASON
@AS_JSON
def erase(ticket: int, by: str, reason: str, as_json: bool) -> None:
    """Erase everything personal of TICKET: answers, comments, files. Refused while it must be kept, with the date."""

    def does(why: str) -> int:
        from app.tickets.erase import erase as erasing

        return erasing(ticket, by, why)

    found = done("erase", by, reason, does)
    text = f"ticket {ticket} is erased ({found} events); backups and anchored copies of files are yours to clear"
    tell(as_json, {"ticket": ticket, "events": found}, text)


@click.command()
@click.argument("ticket", type=NUMBER)
@BY
@REASON
@click.option("--release", is_flag=True, help="Take the hold away.")
@AS_JSON
def hold(ticket: int, by: str, reason: str, release: bool, as_json: bool) -> None:
    """Keep TICKET whatever its age: it cannot be erased until the hold is taken away."""

    def does(why: str) -> None:
        from app.db import transaction
        from app.tickets import retention

        with transaction() as c:
            (retention.release if release else retention.put_hold)(c, ticket, by, why)

    done("hold", by, reason, does)
    tell(as_json, {"ticket": ticket, "held": not release}, f"ticket {ticket} is {'free' if release else 'held'}")


@click.command()
@click.argument("process")
@click.argument("years", type=int)
@BY
@REASON
@AS_JSON
def retention(process: str, years: int, by: str, reason: str, as_json: bool) -> None:
    """Keep the tickets of PROCESS for so many YEARS after their end; five unless set."""

    def does(why: str) -> None:
        from app.db import transaction
        from app.tickets import retention as keeping

        with transaction() as c:
            keeping.set_years(c, process, years, by, why)

    done("erase", by, reason, does)
    tell(as_json, {"process": process, "years": years}, f"tickets of `{process}` are kept for {years} years")
