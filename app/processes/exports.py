"""A published version in the notations of others: its tables as DMN, its flow as BPMN."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from app.db import reading
from app.errors import Invalid
from app.i18n import language
from app.people.sessions import current_person
from app.processes.api import visible_one
from app.processes.programs import libraries
from app.processes.queries import numbered
from dsl.check import check
from dsl.exporting.bpmn import bpmn
from dsl.exporting.dmn import dmn
from dsl.exporting.refusals import Exported
from dsl.parse import parse


def add_rules(pages: Blueprint) -> None:
    pages.add_url_rule("/processes/<name>/<int:number>/<any(dmn, bpmn):kind>", "export", export)


def export(name: str, number: int, kind: str) -> Response:
    """A version as a file for other tools; 422 with the reasons when nothing of it can be said there."""
    with reading() as c:
        visible_one(c, current_person(), name)
        found = numbered(c, name, number)
    if found is None:
        raise NotFound
    checked = check(parse(found.text).process, libraries(found.files)[0])
    made = dmn(checked) if kind == "dmn" else bpmn(checked)
    if made.text is None:
        raise Invalid([(kind, each.said(language())) for each in made.refusals])
    given = Response(whole(made), mimetype="application/xml")
    given.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}.{kind}"
    return given


def whole(made: Exported) -> str:
    """The document, and behind it what is not in it."""
    said = [each.said(language()).replace("--", "- -") for each in made.refusals]
    return made.text + "".join(f"<!-- {each} -->\n" for each in said)
