"""The page on which claims are asked of recorded tickets: begin, a second of work at a time, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound

from app import times
from app.audit.pages_moments import day_of, next_day
from app.db import reading
from app.htmx import wants_fragment
from app.i18n import language, number
from app.i18n import translate as _
from app.people import queries as people
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.programs import program
from app.processes.queries import every_process, find, find_version
from app.tickets import inquiry, verdicts
from app.tickets.inquiry import LONGEST, Inquiry
from app.tickets.rows import ticket
from app.tickets.sight import sight, visible
from dsl.messages import render
from dsl.problems import Problem
from dsl.program import Claim, Program

Page = Callable[..., str]
LEGEND = (("held", "good", "held"), ("broken", "bad", "broken"), ("unasked", "wait", "could not be asked"),
          ("silent", "", "does not speak of"))  # fmt: skip
"""What may come of a claim, its tone, and its word."""


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket in which a claim was broken, and where first. `seen` when the reader may open it."""

    ticket: int
    seen: bool
    version: int
    event: int
    at: str
    iso: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Upheld:
    """What came of one claim: its sentence, (word, tone, count, from, width) of the picture, and where it was broken."""

    name: str
    label: str
    text: str
    sentence: str
    bars: tuple[tuple[str, str, str, int, int], ...]
    unasked: tuple[tuple[str, tuple[int, ...]], ...]
    broken: tuple[Place, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Told:
    """An inquiry written out for its page."""

    id: int
    process: str
    label: str
    number: int
    own: bool
    since: str
    until: str
    looked_at: int
    total: int
    done: bool
    by: str
    at: str
    claims: tuple[Upheld, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What was asked; `wrong` with (line, column, sentence) of the claims, or a sentence about the rest."""

    process: str = ""
    since: str = ""
    until: str = ""
    claims: str = ""
    wrong: tuple[tuple[int, int, str], ...] = ()
    problem: str = ""
    names: tuple[tuple[str, str], ...] = field(default=())


def add_rules(pages: Blueprint, page: Page) -> None:
    """Put the addresses into the pages of the audit."""
    start = "/invariants"
    pages.add_url_rule(start, "invariants", lambda: shown(page))
    pages.add_url_rule(start, "ask_invariants", lambda: ask(page), methods=["POST"])
    pages.add_url_rule(f"{start}/<int:inquiry>", "invariants_of", lambda inquiry: one(page, inquiry))
    pages.add_url_rule(f"{start}/<int:inquiry>", "go_on_invariants", lambda inquiry: go_on(inquiry), methods=["POST"])


def shown(page: Page, form: Form | None = None) -> str:
    """The form, and what the person asked lately."""
    form = form or Form(process=request.args.get("process", "")[:200])
    with reading() as c:
        latest = [brief(c, each) for each in inquiry.latest(c, current_person())]
        names = choices(c)
    return page("invariants", form=form, names=names, latest=latest, found=None, longest=LONGEST)


def choices(c: Connection) -> list[tuple[str, str]]:
    """Processes to choose from, by label in the reader's language."""
    found = [(one.id, program(c, one.version).word(one.id, one.label, language())) for one in every_process(c)]
    return sorted(found, key=lambda each: each[1])


def ask(page: Page) -> Response | str | tuple[str, int]:
    """Begin to ask, and work for a second."""
    given = {name: request.form.get(name, "").strip() for name in ("process", "since", "until")}
    form = Form(**given, claims=request.form.get("claims", "")[: LONGEST + 1])
    since, until = day_of(given["since"]), day_of(given["until"])
    with reading() as c:
        process = find(c, given["process"][:200])
    if process is None:
        return shown(page, replaced(form, problem=_("Choose a process."))), 422
    if (given["since"] and since is None) or (given["until"] and until is None):
        return shown(page, replaced(form, problem=_("This day cannot be read."))), 422
    if len(form.claims) > LONGEST:
        return shown(page, replaced(form, problem=_("At most {count} characters.", count=number(LONGEST)))), 422
    text = form.claims if form.claims.strip() else None
    begun = inquiry.start(current_person(), process.id, process.version, text, since, next_day(until) if until else None)
    if not isinstance(begun, int):
        return shown(page, replaced(form, wrong=told_problems(begun))), 422
    inquiry.go_on(begun)
    return redirect(f"/audit/invariants/{begun}", 303)


def replaced(form: Form, **more: object) -> Form:
    return Form(form.process, form.since, form.until, form.claims, **more)


def told_problems(problems: tuple[Problem, ...]) -> tuple[tuple[int, int, str], ...]:
    """Line, column and sentence of what the checker found."""
    return tuple((each.at.line, each.at.column, render(each, language())) for each in problems)


def one(page: Page, id: int) -> str:
    """What came of an inquiry so far."""
    with reading() as c:
        found = of(c, current_person(), id)
        names = choices(c)
        kept = inquiry.find(c, id)
    form = Form(found.process, date(kept.since), date(kept.until, last=True), kept.text or "")
    return page("invariants", form=form, names=names, latest=(), found=found, longest=LONGEST)


def date(at: datetime | None, last: bool = False) -> str:
    """A day as the form has it; as the last one, the day before its end, where the inquiry ended with a day."""
    if at is None:
        return ""
    here = at.astimezone(ZoneInfo(times.zone()))
    whole = (here.hour, here.minute, here.second, here.microsecond) == (0, 0, 0, 0)
    return (here - timedelta(days=last)).date().isoformat() if whole else ""


def go_on(id: int) -> Response | str:
    """Work for another second; the part for htmx, else the page."""
    inquiry.go_on(id)
    if not wants_fragment():
        return redirect(f"/audit/invariants/{id}", 303)
    with reading() as c:
        found = of(c, current_person(), id)
    return render_template("audit/invariants_part.html", found=found)


def of(c: Connection, me: Person, id: int) -> Told:
    """The inquiry for its reader; 404 when it is not there any more."""
    kept = inquiry.find(c, id)
    if kept is None:
        raise NotFound
    return told(c, me, kept)


def told(c: Connection, me: Person, kept: Inquiry) -> Told:
    asker = inquiry.asker(c, kept.version, kept.text)
    version = find_version(c, kept.version)
    places = [each for claim in kept.result["claims"] for each in claim["broken"]]
    names = people.names(c, {each["by"] for each in places} | {kept.by})
    may = open_to(c, me, {each["ticket"] for each in places})
    pairs = zip(asker.claims, kept.result["claims"], strict=True)
    return Told(
        id=kept.id,
        process=kept.process,
        label=asker.word(asker.name, asker.label, language()),
        number=version.number if version else 0,
        own=kept.text is not None,
        since=times.full(kept.since) if kept.since else "",
        until=times.full(kept.until) if kept.until else "",
        looked_at=kept.result["looked_at"],
        total=kept.total,
        done=kept.done,
        by=names[kept.by],
        at=times.full(kept.at),
        claims=tuple(upheld(asker, claim, each, names, may, kept.result["looked_at"]) for claim, each in pairs),
    )


def brief(c: Connection, kept: Inquiry) -> dict[str, object]:
    """A line of those asked lately."""
    counts = verdicts.counted(kept.result)
    when = {"since": times.full(kept.since) if kept.since else "", "until": times.full(kept.until) if kept.until else ""}
    return {"id": kept.id, "process": kept.process, "own": kept.text is not None, "at": times.full(kept.at),
            "done": kept.done, "broken": counts["broken"], "looked_at": kept.result["looked_at"]} | when  # fmt: skip


def open_to(c: Connection, me: Person, ids: set[int]) -> set[int]:
    """Those of the tickets the reader may open."""
    has = sight(c, me)
    return set(c.scalars(select(ticket.c.id).where(visible(*has.shape), ticket.c.id.in_(ids)), has.values))


def upheld(asker: Program, claim: Claim, kept: dict, names: dict[str, str], may: set[int], looked_at: int) -> Upheld:
    """One claim written out."""
    counts = kept["tickets"]
    return Upheld(
        name=claim.name,
        label=verdicts.label(asker, claim.name, language()),
        text=claim.text,
        sentence=verdicts.sentence(asker, claim, counts, language()),
        bars=bars(counts, looked_at),
        unasked=tuple((verdicts.not_asked(asker, each, language()), tuple(each["tickets"])) for each in kept["unasked"]),
        broken=tuple(place(asker, each, names, may) for each in kept["broken"]),
        more=counts["broken"] - len(kept["broken"]),
    )


def bars(counts: dict[str, int], whole: int) -> tuple[tuple[str, str, str, int, int], ...]:
    """The parts of the picture, a thousand wide; what there is at all is at least a hair."""
    found, start = [], 0
    for name, tone, word in LEGEND:
        width = max(round(1000 * counts[name] / whole), 4) if counts[name] else 0
        found.append((_(word), tone, number(counts[name]), min(start, 1000 - width), width))
        start += width
    return tuple(found)


def place(asker: Program, kept: dict, names: dict[str, str], may: set[int]) -> Place:
    at = datetime.fromisoformat(kept["at"])
    return Place(
        ticket=kept["ticket"],
        seen=kept["ticket"] in may,
        version=kept["version"],
        event=kept["event"],
        at=times.full(at),
        iso=at.isoformat(timespec="minutes"),
        who=names.get(kept["by"], kept["by"]),
        what=verdicts.how_broken(asker, kept, language()),
    )
