"""The values of the form's view: what stands on the canvas, what the palette offers, and the panel of what is selected."""

from __future__ import annotations

from typing import Any

from designer.edits.fields import form_of
from designer.form.canvas import parts_of
from designer.form.kinds import by_word, groups
from designer.form.panel import kinds_for, panel_of
from designer.scene import Scene


def show(scene: Scene) -> dict[str, Any]:
    """The form's view."""
    say = scene.outside.say
    panel = panel_of(scene)
    home = form_of(scene.process)
    parts = parts_of(scene)
    return {
        "parts": parts,
        "home": f"{home}.items" if home else "",
        "groups": groups(say),
        "sorts": by_word(say),
        "panel": panel,
        "kinds": kinds_for(scene, panel) if panel else (),
        "chosen": panel.address if panel else "",
        "empty": not parts,
    }
