"""The addresses of a rehearsal: a move is posted and the page comes back; nothing is ever stored."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from designer.outside import Outside
from designer.rehearse.view import show
from designer.scene import Scene


def add_routes(pages: Blueprint, outside: Outside, page: Callable[..., Response], scene: Callable[..., Scene]) -> None:
    """The rehearsal, and its form while it is filled in. `page` and `scene` are those of the designer."""

    def play(id: int) -> Response:
        opening = request.form.get("_act", "").startswith(("open ", "ticket"))
        return page(outside.drafts.find(id), "rehearse", "" if opening else request.form.get("_at", ""))

    def fields(id: int) -> Response:
        """The form's body for what is typed so far."""
        here = scene(outside.drafts.find(id), "rehearse", "")
        found = show(here).get("form")
        update = f"/design/{id}/rehearse/fields"
        return make_response(render_template("designer/rehearse_fields.html", view=found, update=update))

    pages.add_url_rule("/design/<int:id>/rehearse", "rehearse", play, methods=["POST"])
    pages.add_url_rule("/design/<int:id>/rehearse/fields", "rehearse_fields", fields, methods=["POST"])
