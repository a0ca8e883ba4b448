"""The addresses of rule tables beside their view: rows to look at before they are taken over, and a table as a file."""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request

from designer import address as at
from designer.look import Looks
from designer.outside import Outside
from designer.scene import Scene
from designer.tables import sheet
from designer.tables.labels import operator_label
from dsl import tree

LARGEST = 2_000_000
"""Characters of a file that is read."""


def add_routes(pages: Blueprint, outside: Outside, looks: Looks) -> None:
    """Adds them to the designer's pages."""

    def scene_of(id: int) -> tuple[Scene, tree.Table]:
        draft, place = outside.drafts.find(id), request.values.get("at", "")
        scene = Scene(draft, looks.of(draft), outside, "tables", place)
        try:
            table = at.get(scene.process, place)
        except LookupError:
            abort(404)
        return (scene, table) if isinstance(table, tree.Table) else abort(404)

    def rows(id: int) -> str:
        """Rows to paste or to upload, and what they mean."""
        scene, table = scene_of(id)
        text, how = given_text(), request.values.get("how", "append")
        reading = sheet.read(scene, table, text) if text.strip() else None
        whole = not outside.wants_fragment()
        name = "designer/tables_rows.html" if whole else "designer/tables_reading.html"
        return render_template(
            name, scene=scene, table=table, address=scene.at, text=text, how=how, reading=reading, whole=whole
        )

    def file(id: int) -> Response:
        """The table as CSV."""
        scene, table = scene_of(id)
        answer = Response("\ufeff" + sheet.sheet(scene, table), mimetype="text/csv")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(table.name)}.csv"
        return answer

    for function in (outcome_label, outcome_options, operator_label, rows_as_text):
        pages.add_app_template_global(function, function.__name__)
    pages.add_url_rule("/design/<int:id>/tables/rows", "table_rows", rows, methods=["GET", "POST"])
    pages.add_url_rule("/design/<int:id>/tables/file", "table_file", file)


def outcome_label(scene: Scene, table: tree.Table, name: str) -> str:
    """What an outcome is called for the reader."""
    return scene.word((table.name, name), name)


def outcome_options(scene: Scene, table: tree.Table) -> str:
    """The outcomes as the grid's editor reads them."""
    return json.dumps([[name, outcome_label(scene, table, name)] for name in table.outcomes], ensure_ascii=False)


def rows_as_text(scene: Scene, table: tree.Table) -> str:
    """The rows of a table's file as the text would write them."""
    return sheet.read(scene, table, sheet.sheet(scene, table)).text


def given_text() -> str:
    """The text of the form, or of the file that came with it."""
    upload = request.files.get("file")
    if upload and upload.filename:
        return upload.read(LARGEST).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return request.values.get("text", "")[:LARGEST].replace("\r\n", "\n")
