"""The findings about a draft as the designer lists them: each leads to its line, and its ticket to Rehearse or the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request

from designer import address as at
from designer.edits.about import place_of
from designer.outside import Outside
from designer.scene import Scene, view_of
from designer.views import VIEWS
from dsl import tree
from dsl.analyse import Finding
from dsl.format import format_line


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding: its sentence, its line and the address of it, and its ticket as an example of the text."""

    level: str
    line: int
    told: str
    place: str
    view: str
    path: str
    ticket: str
    playable: bool


def listed(scene: Scene) -> list[Listed]:
    """All findings, what refuses publishing first; none while the text does not read."""
    if not scene.look.good:
        return []
    order = {"problem": 0, "note": 1, "proved": 2}
    found = sorted(scene.look.analysis.findings, key=lambda each: order[each.level])
    return [line(scene, each) for each in found]


def line(scene: Scene, finding: Finding) -> Listed:
    place, told, path = at.find_line(scene.process, finding.at.start), finding.said(scene.language), " → ".join(finding.path)
    return Listed(
        finding.level,
        finding.at.line,
        told,
        place,
        view_of(scene.process, place, scene.view),
        "" if path in told else path,
        format_line(finding.example) if finding.example else "",
        scene.look.program is not None,
    )


def add_routes(pages: Blueprint, outside: Outside, scene: Callable[..., Scene]) -> None:
    """The list, loaded when it is opened; `scene` is that of the designer."""

    def findings(id: int) -> Response:
        view = request.args.get("view", "flow")
        here = scene(outside.drafts.find(id), view if view in VIEWS else "flow")
        values = {"scene": here, "findings": listed(here), "index": place_of(here.process, tree.Example)}
        name = "findings_list" if outside.wants_fragment() else "findings_page"
        return make_response(render_template(f"designer/{name}.html", **values))

    pages.add_url_rule("/design/<int:id>/findings", "findings", findings)
