"""The pages of processes: what one may start, and each process with its text, versions and examples."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection

from app import times
from app.db import reading
from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes import design_pages, exports, plain, publish_pages, queries
from app.processes.api import visible, visible_one
from app.processes.lead import drafts, lead
from app.processes.picture import flow
from app.processes.programs import libraries, program
from app.processes.source import lines
from app.recent import of_app
from dsl.examples import Result, examples
from dsl.program import Program

KEPT = 200
"""Versions whose looks are kept in memory."""


@dataclass(frozen=True, slots=True)
class Card:
    """A process to choose: `note` says what it asks for."""

    id: str
    label: str
    note: str
    number: int
    startable: bool = True
    retired: bool = False


def blueprint() -> Blueprint:
    """Pages of processes."""
    pages = Blueprint("processes", __name__)
    pages.add_url_rule("/catalogue", "catalogue", catalogue)
    pages.add_url_rule("/processes", "list", show_list)
    pages.add_url_rule("/processes/<name>", "show", show)
    pages.add_url_rule("/processes/<name>/<int:number>", "version", show_version)
    design_pages.add_rules(pages)
    publish_pages.add_rules(pages)
    exports.add_rules(pages)
    plain.add_rules(pages)
    return pages


def notice() -> str:
    """What was done a moment ago, as a sentence."""
    match request.args.get("did", ""):
        case "retire":
            return _("The process is retired.")
        case "bring-back":
            return _("The process can be started again.")
        case "four-eyes":
            return _("Four eyes are on.")
        case "ask-two-eyes":
            return _("You asked to switch four eyes off. Another process admin has to agree.")
        case "two-eyes":
            return _("Four eyes are off.")
        case "covered":
            return _("From now on the examples have to exercise everything before a version is published.")
        case "uncovered":
            return _("Versions are published again whatever their examples exercise.")
        case "publish":
            return _("The new version is published. Tickets under way stay on theirs.")
        case "roll-back":
            return _("The old text is published as a new version.")
        case "discarded":
            return _("The draft is thrown away.")
    return ""


def card(made: Program, one: queries.Process, startable: bool) -> Card:
    """A process in the reader's language; its note are the first questions of its form."""
    fields = [made.form.fields[name] for name in made.form.requested]
    asked = [made.word(field.path, field.label or field.name, language()) for field in fields]
    note = ("、" if language() == "zh" else ", ").join(asked[:4]) + (" …" if len(asked) > 4 else "")
    return Card(one.id, made.word(one.id, one.label, language()), note, one.number, startable, one.retired is not None)


def cards(c: Connection, me: Person) -> list[Card]:
    """Every process the person may start or read, by label."""
    found = [card(made, one, start) for one, made, start in visible(c, me)]
    return sorted(found, key=lambda each: each.label)


def catalogue() -> str:
    """What one may start; `q` narrows by name and questions."""
    q = request.args.get("q", "").strip()[:100]
    with reading() as c:
        found = [each for each in cards(c, current_person()) if each.startable]
    fitting = [each for each in found if q.casefold() in f"{each.label} {each.id} {each.note}".casefold()]
    return render_template("processes/catalogue.html", processes=fitting, q=q, place="catalogue")


def show_list() -> str:
    """Every process one may start or read; the drafts for who designs."""
    me = current_person()
    with reading() as c:
        found = cards(c, me)
        rows = drafts(c, me, {one.id: one.label for one in found})
    return render_template("processes/list.html", processes=found, drafts=rows, notice=notice(), place="processes")


def show(name: str) -> Response:
    """The published version."""
    with reading() as c:
        process, _made, _start = visible_one(c, current_person(), name)
    return redirect(url_for("processes.version", name=name, number=process.number, did=request.args.get("did")))


def show_version(name: str, number: int) -> str:
    """One version: its text with lines to point at, all versions, and what its examples came to."""
    with reading() as c:
        process, _made, startable = visible_one(c, current_person(), name)
        every = queries.versions(c, name)
        chosen = next((each for each in every if each.number == number), None) or abort(404)
        made = program(c, chosen.id)
        names = people.names(c, [each.by for each in every] + [each.author for each in every if each.author])
        leads = lead(c, current_person(), process)
    shown = shown_of(made, chosen)
    return render_template(
        "processes/show.html",
        process=process,
        label=made.word(made.name, made.label, language()),
        chosen=chosen,
        versions=[(each, names[each.by], times.full(each.at)) for each in every],
        lines=shown.lines,
        flow=flow(made, language(), _),
        results=[(each, made.word(each.name, each.label, language())) for each in shown.results],
        authors={each.number: names[each.author] if each.author not in (None, each.by) else "" for each in every},
        startable=startable,
        lead=leads,
        notice=notice(),
        place="processes",
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What is worked out once for a version: its lines with colours, and what its examples came to."""

    lines: list[Markup]
    results: tuple[Result, ...]


def shown_of(made: Program, version: queries.Version) -> Shown:
    """The same version looks the same for ever."""
    kept = of_app("waybill.shown", KEPT)
    found = kept.get(version.id)
    if found is None:
        found = Shown(lines(version.text), examples(made, libraries(version.files)[0]))
        kept.put(version.id, found)
    return found
