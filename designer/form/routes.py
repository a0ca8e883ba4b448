"""The addresses of the form on trial: the page, the form again while somebody types, and what filing it would come to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from designer.form.trial import Trial, Trials, steps_of
from designer.outside import Outside
from designer.scene import Scene
from designer.views import VIEWS
from forms.answers import Raw, from_page

LANGUAGES = ("en", "zh")


def add_routes(pages: Blueprint, outside: Outside, rooms: Any) -> None:
    """Put the trial's addresses into the designer's."""
    desk = Desk(outside, rooms)
    pages.add_url_rule("/design/<int:id>/form/preview", "preview", desk.page, methods=["GET", "POST"])
    pages.add_url_rule("/design/<int:id>/form/preview/fields", "preview_fields", desk.fields, methods=["POST"])


class Desk:
    """Forms on trial over one outside; `rooms` make scenes from drafts."""

    def __init__(self, outside: Outside, rooms: Any) -> None:
        self.outside, self.rooms = outside, rooms
        self.trials = Trials()

    def scene(self, id: int) -> Scene:
        return self.rooms.scene(self.outside.drafts.find(id), "form")

    def trial(self, scene: Scene) -> Trial | None:
        wanted = request.args.get("language", "")
        language = wanted if wanted in LANGUAGES else scene.language
        return self.trials.of(scene, language, request.args.get("step", ""))

    def raw(self, trial: Trial) -> Raw | None:
        """What was typed; None for the first showing."""
        return from_page(trial.program, request.form, request.files, trial.world) if request.method == "POST" else None

    def page(self, id: int) -> Response:
        """The form on trial; filled in and sent, what is wrong with it or what would be filed."""
        scene = self.scene(id)
        trial = self.trial(scene)
        raw = self.raw(trial) if trial else None
        sent = raw is not None and not raw.rearranged and request.form.get("_act") == "check"
        answers, problems = trial.read(raw) if sent else ({}, {})
        filed = trial.answers(answers) if sent and not problems else None
        values = self.values(scene, trial, raw, problems) | {"filed": filed}
        whole = not self.outside.wants_fragment()
        page = render_template("designer/form_preview.html", scene=scene, whole=whole, views=VIEWS, **values)
        return make_response(page, 422 if problems else 200)

    def fields(self, id: int) -> Response:
        """The form again for what is typed so far; what is missing is said only once it was sent."""
        scene = self.scene(id)
        trial = self.trial(scene)
        if trial is None:
            return make_response("", 204)
        raw = self.raw(trial)
        checked = request.form.get("_checked") and not raw.rearranged
        problems = trial.read(raw)[1] if checked else {}
        return make_response(
            render_template("designer/form_preview_fields.html", scene=scene, **self.values(scene, trial, raw, problems))
        )

    def values(self, scene: Scene, trial: Trial | None, raw: Raw | None, problems: dict[str, str]) -> dict[str, Any]:
        """What the templates show."""
        width = request.values.get("_width", request.args.get("width", ""))
        found = {"trying": True, "trial": trial, "width": "phone" if width == "phone" else "desktop", "filed": None}
        if trial is None:
            return found
        view = trial.view(raw, problems)
        query = f"?language={trial.language}&step={trial.step}"
        address = f"/design/{scene.draft.id}/form/preview"
        return found | {
            "view": view,
            "hidden": trial.hidden(view),
            "steps": steps_of(trial.program),
            "address": address + query,
            "update": f"{address}/fields{query}",
        }
