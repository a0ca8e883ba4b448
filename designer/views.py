"""The views of a draft by name, in the order of the tabs: each makes the values of its template from a scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from designer.about import view as about
from designer.access import matrix
from designer.flow import scene as flow
from designer.form import show as form
from designer.rehearse import view as rehearse
from designer.scene import Scene
from designer.tables import view as tables


@dataclass(frozen=True, slots=True)
class View:
    """`label` is the English sentence on its tab; `show(scene)` gives the values of `designer/<name>.html`."""

    label: str
    icon: str
    show: Callable[[Scene], dict[str, Any]]


def nothing(scene: Scene) -> dict[str, Any]:
    """A view that needs no values but the scene."""
    return {}


VIEWS: dict[str, View] = {
    "form": View("Form", "list-checks", form.show),
    "flow": View("Flow", "workflow", flow.scene_of),
    "tables": View("Rules", "table", tables.show),
    "access": View("Fields by step", "grid-3x3", matrix.scene_of),
    "about": View("Process", "settings-2", about.show),
    "rehearse": View("Rehearse", "play", rehearse.show),
}
