"""The addresses of the designer: a draft's views, its edits, and going back and forth in its history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from designer import address as addresses
from designer import findings, journey
from designer.about import routes as about
from designer.conditions import routes as conditions
from designer.drafts import Conflict, Draft
from designer.edit import CannotEdit, from_json, from_values
from designer.edits import EDITS
from designer.form import routes as form
from designer.look import Looks
from designer.outside import Outside
from designer.rehearse import routes as rehearse
from designer.scene import Scene
from designer.tables import routes as tables
from designer.text import routes as text_pane
from designer.views import VIEWS

MOST_EDITS = 100
"""Edits that one request may carry."""


class Rooms:
    """The designer over one outside: its pages share the looks made lately."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.looks = Looks()

    # -- looking

    def show(self, id: int, view: str) -> Response:
        draft = self.outside.drafts.find(id)
        return self.page(draft, view, request.args.get("at", ""))

    def page(self, draft: Draft, view: str, at: str, notice: str = "", status: int = 200) -> Response:
        """A view rendered: whole, or for htmx only the part that changes."""
        if view not in VIEWS:
            raise NotFound
        scene = self.scene(draft, view, at, notice)
        values = VIEWS[view].show(scene)
        whole = not self.outside.wants_fragment()
        page = render_template(f"designer/{view}.html", scene=scene, whole=whole, views=VIEWS, **values)
        answer = make_response(page, status)
        if not whole:
            address = url_for("designer.show", id=draft.id, view=view, at=scene.at or None)
            # Drawn again where it is, as after typing: no further step for the browser's back button.
            if not request.headers.get("HX-Current-URL", "").endswith(address):
                answer.headers["HX-Push-Url"] = address
        return answer

    def scene(self, draft: Draft, view: str, at: str = "", notice: str = "") -> Scene:
        """The scene; of a part of a line the line is selected, and nothing when the address leads nowhere any more."""
        look = self.looks.of(draft)
        try:
            at = addresses.line_of(look.process, at)
        except LookupError:
            at = ""
        return Scene(draft, look, self.outside, view, at, notice)

    # -- editing

    def edit(self, id: int) -> Response:
        """One gesture: its edit is done and the view shown as it is then."""
        draft = self.outside.drafts.find(id)
        view, at = request.form.get("_view", "flow"), request.form.get("_at", "")
        try:
            base = number(request.form.get("_revision", ""))
            kind = EDITS.get(request.form.get("_edit", "")) or unknown(request.form.get("_edit", ""))
            edit = from_values(kind, {name: request.form.getlist(name) for name in request.form})
            done = journey.apply(self.outside, draft, base, (edit,), request.form["_edit"])
        except CannotEdit as refused:
            return self.refused(refused, draft, view, at)
        return self.answered(done, view, at)

    def answered(self, done: journey.Done | Conflict, view: str, at: str) -> Response:
        """The view after an edit; 409 with both texts when a colleague was faster."""
        if isinstance(done, Conflict):
            return self.conflict(done, view, at)
        notice = self.outside.say("A colleague changed other lines meanwhile; both are kept.") if done.merged else ""
        selected = at if done.selected is None else done.selected
        if not self.outside.wants_fragment():
            return redirect(url_for("designer.show", id=done.draft.id, view=view, at=selected or None), 303)
        return self.page(done.draft, view, selected, notice)

    def refused(self, refused: CannotEdit, draft: Draft, view: str, at: str) -> Response:
        """422: the sentence for the control it is about; without script the page with the sentence on top."""
        told = refused.told(self.outside.say, self.outside.language())
        if not self.outside.wants_fragment():
            return self.page(draft, view, at, told, 422)
        answer = make_response(render_template("designer/refused.html", told=told, part=refused.part or ""), 422)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#edit-refused", "innerHTML"
        return answer

    def conflict(self, found: Conflict, view: str, at: str) -> Response:
        """409: what is stored now and what was not saved, beside one another."""
        scene = self.scene(found.theirs, view, at)
        answer = make_response(render_template("designer/conflict.html", scene=scene, mine=found.mine), 409)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#edit-refused", "innerHTML"
        return answer

    def back(self, id: int) -> Response:
        """Undo the newest change of the draft, whoever made it in whichever view."""
        return self.turned(id, self.outside.drafts.undo)

    def forth(self, id: int) -> Response:
        return self.turned(id, self.outside.drafts.redo)

    def turned(self, id: int, turn: Any) -> Response:
        view, at = request.form.get("_view", "flow"), request.form.get("_at", "")
        draft = self.outside.drafts.find(id)
        try:
            base = number(request.form.get("_revision", ""))
        except CannotEdit as refused:
            return self.refused(refused, draft, view, at)
        match turn(id, base):
            case Conflict() as conflict:
                return self.page(conflict.theirs, view, at, self.outside.say("The draft has changed meanwhile."))
            case saved:
                return self.answered(journey.Done(saved.draft), view, at)

    def edits(self, id: int) -> Response | tuple[dict, int]:
        """The same edits for programs: `{"revision": 7, "edits": [{"edit": "set-line", …}]}`, all or none."""
        draft = self.outside.drafts.find(id)
        given = request.get_json()
        try:
            several = given["edits"] if isinstance(given, dict) and isinstance(given.get("edits"), list) else []
            if not 0 < len(several) <= MOST_EDITS or not all(isinstance(one, dict) for one in several):
                raise CannotEdit("send `edits`, a list of one to {limit} edits", "edits", limit=MOST_EDITS)
            made = tuple(from_json(EDITS.get(str(one.get("edit"))) or unknown(one.get("edit")), one) for one in several)
            done = journey.apply(self.outside, draft, number(str(given.get("revision"))), made, str(several[0]["edit"]))
        except CannotEdit as refused:
            return {"error": refused.told(self.outside.say, self.outside.language()), "part": refused.part}, 422
        if isinstance(done, Conflict):
            return {"error": "conflict", "revision": done.theirs.revision, "text": done.theirs.text, "mine": done.mine}, 409
        return {"revision": done.draft.revision, "text": done.draft.text, "merged": done.merged}, 200


def number(text: str) -> int:
    """A revision."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise CannotEdit("this page is too old: load it again")


def unknown(kind: object) -> type:
    raise CannotEdit("there is no edit `{kind}`", kind=str(kind)[:40])


def permitted(outside: Outside) -> None:
    """Ask for the draft before anything else is read: whoever may not see it gets the same answer at every address."""
    if "id" in (request.view_args or {}):
        outside.drafts.find(request.view_args["id"])


def blueprint(outside: Outside) -> Blueprint:
    """The designer over what the app hands in."""
    pages, rooms = Blueprint("designer", __name__), Rooms(outside)
    pages.before_request(lambda: permitted(outside))
    pages.add_url_rule("/design/<int:id>", "first", lambda id: redirect(url_for("designer.show", id=id, view="flow")))
    pages.add_url_rule("/design/<int:id>/<view>", "show", rooms.show)
    pages.add_url_rule("/design/<int:id>/edit", "edit", rooms.edit, methods=["POST"])
    pages.add_url_rule("/design/<int:id>/undo", "undo", rooms.back, methods=["POST"])
    pages.add_url_rule("/design/<int:id>/redo", "redo", rooms.forth, methods=["POST"])
    pages.add_url_rule("/api/drafts/<int:id>/edits", "edits", rooms.edits, methods=["POST"])
    conditions.add_routes(pages, outside)
    about.add_routes(pages)
    findings.add_routes(pages, outside, rooms.scene)
    tables.add_routes(pages, outside, rooms.looks)
    text_pane.add_routes(pages, outside, rooms.looks)
    rehearse.add_routes(pages, outside, rooms.page, rooms.scene)
    form.add_routes(pages, outside, rooms)
    return pages
