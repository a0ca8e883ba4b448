"""A version or a draft as a document in plain language: as a page that prints well, and as a file that stands alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from app import times
from app.db import reading
from app.htmx import wants_fragment
from app.i18n import language, translate
from app.i18n import translate as _
from app.people import queries as people
from app.people.permissions import require
from app.people.sessions import current_person
from app.processes import design, queries
from app.processes.api import visible_one
from app.processes.drafts import StoredDrafts, opened
from app.processes.queries import Version
from app.recent import of_app
from designer.drafts import Draft
from designer.look import look
from designer.outside import Names, Outside
from designer.plain.document import Document
from designer.plain.whole import document, every_page, shown, standing_alone
from designer.scene import Scene

KEPT = 20
"""Documents kept in memory: to tell large tables takes a while."""
SHORT = 60
"""Characters from which on a value is cut at the top of a printed page: a hash has 64."""
Lines = list[tuple[str, str]]


def add_rules(pages: Blueprint) -> None:
    """Put the addresses into the pages of processes."""
    pages.add_url_rule("/processes/<name>/<int:number>/plain", "plain", of_version)
    pages.add_url_rule("/processes/drafts/<int:id>/plain", "plain_draft", of_draft)
    pages.add_url_rule("/processes/plain.css", "plain_style", style)


def of_version(name: str, number: int) -> str:
    """A version in the reader's language, for everybody who may read its text."""
    with reading() as c:
        visible_one(c, current_person(), name)
        found = queries.numbered(c, name, number) or abort(404)
        names = people.names(c, [who for who in (found.by, found.author) if who])
    about = head(found, names, times.full(found.at), _)
    return page(kept(found), about, f"/processes/{name}/{number}", _("version {number}", number=number))


def of_draft(id: int) -> str:
    """A draft as it stands; while it cannot be read, as it was when it last could."""
    me = current_person()
    with reading() as c:
        draft = opened(c, me, id).draft
        require(me, "design")
    told = document(Scene(draft, look(draft), design.outside(), "plain"))
    revision = _("draft, revision {number}", number=draft.revision)
    about = [(_("Version"), _("not published")), (_("Draft"), revision), (_("Last changed"), times.full(draft.at))]
    return page(told, about, f"/processes/drafts/{id}/publish", revision)


def page(told: Document, about: Lines, back: str, short: str) -> str:
    """The page; what stands at the top of each printed page comes from an address of its own."""
    values = {"about": about, "back": back, "short": short, "running": running(told.title, about), "place": "processes"}
    return render_template("processes/plain.html", title=told.title, name=told.name, body=Markup(shown(told)), **values)


def style() -> Response:
    """The line at the top of every printed page; it is only ever text."""
    return Response(every_page(request.args.get("line", "")[:500]), mimetype="text/css")


def running(title: str, about: Lines) -> str:
    """Which text it is, in one line."""
    short = [value if len(value) < SHORT else f"{value[:12]}…" for _word, value in about[:4]]
    return " · ".join([title, *(f"{word} {value}" for (word, _value), value in zip(about, short, strict=False))])


def kept(version: Version) -> Document:
    """A version's document; people, roles and teams are called as the directory calls them today."""
    outside = design.outside()
    names = outside.directory()
    found = of_app("waybill.plain", KEPT)
    key = version.id, language(), hash((names.people, names.roles, names.teams))
    told = found.get(key)
    if told is None:
        told = written(version, outside)
        found.put(key, told)
    return told


def written(version: Version, outside: Outside) -> Document:
    """What a version's text says."""
    draft = Draft(0, version.text, version.text, version.number, version.by, version.at, version.files, version.process)
    return document(Scene(draft, look(draft), outside, "plain"))


def head(version: Version, names: dict[str, str], at: str, say: Callable[..., str]) -> Lines:
    """Which version it is: its number, its hash, who published it and when, who wrote it and why."""
    lines = [
        (say("Version"), f"{version.process} {version.number}"),
        (say("Hash"), version.hash),
        (say("Published by"), names.get(version.by, version.by)),
        (say("Published on"), at),
        (say("Reason"), version.reason),
    ]
    if version.author and version.author != version.by:
        lines.insert(2, (say("Written by"), names.get(version.author, version.author)))
    return lines


def file(version: Version, to: str) -> str:
    """The document as a file of a bundle: roles, teams and people by their ids, so that it is the same for ever."""
    say = partial(translated, to)
    outside = Outside(StoredDrafts(), say, lambda: to, wants_fragment, Names)
    told, about = written(version, outside), head(version, {}, version.at.strftime("%Y-%m-%d %H:%M UTC"), say)
    return standing_alone(told, about, running(told.title, about))


def translated(to: str, sentence: str, **values: object) -> str:
    """A sentence in a language that nobody's settings decide."""
    return translate(sentence, to, **values)
