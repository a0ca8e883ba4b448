"""Which tickets go elsewhere under a new text, for a page: each kind in words, its ways, and a ticket of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.i18n import language
from app.i18n import translate as _
from app.processes.design import outside
from app.processes.picture import end_word, step_word
from app.recent import of_app
from designer.conditions.sentences import sentence
from designer.drafts import Draft
from designer.look import Look, look
from designer.scene import Scene
from dsl.analysing.joint import BEFORE
from dsl.analysing.routes import Route
from dsl.analysing.tickets import example
from dsl.checking.book import Box
from dsl.format import format_line
from dsl.format_expression import format_expression
from dsl.impact import Impact, Region, impact
from dsl.program import Program

BUDGET = 100_000
"""Steps a page waits for: half a second or so."""
KEPT = 40
MOST_CONDITIONS = 8


@dataclass(frozen=True, slots=True)
class Kind:
    """Tickets that go elsewhere: `said` are sentences, `written` the same as the text would say it, `more` are not told;
    `ticket` is one of them as an example of the text, "" when none was found."""

    before: str
    after: str
    said: tuple[str, ...]
    written: tuple[str, ...]
    more: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`decided` is False when there may be more than `kinds`."""

    kinds: tuple[Kind, ...]
    decided: bool
    undecided: tuple[str, ...]


def elsewhere(old: str, old_files: Mapping[str, str], new: str, new_files: Mapping[str, str]) -> Elsewhere | None:
    """Compare two texts; None when one of them cannot be run."""
    before, after = look_of(old, old_files), look_of(new, new_files)
    if before is None or after is None:
        return None
    found = impact_of(before, after)
    scene = Scene(draft(new, new_files), after, outside(), "flow")
    kinds = tuple(kind(each, scene, before.program, after.program) for each in found.regions)
    return Elsewhere(kinds, found.decided, found.undecided)


def look_of(text: str, files: Mapping[str, str]) -> Look | None:
    """A text that can be run, as the designer sees it."""
    seen = look(draft(text, files))
    return seen if seen.good and seen.program is not None else None


def draft(text: str, files: Mapping[str, str]) -> Draft:
    """A text that is nobody's draft."""
    return Draft(0, text, text, 0, "", datetime.now(UTC), files)


def impact_of(before: Look, after: Look) -> Impact:
    """The regions, kept for the next look at the same page."""
    kept = of_app("waybill.impacts", KEPT)
    key = (before.program.source, before.libraries.version, after.program.source, after.libraries.version)
    key += tuple(tuple(sorted(each.libraries.files.items())) for each in (before, after))
    found = kept.get(key)
    if found is None:
        found = impact(before.process, after.process, before.libraries, after.libraries, BUDGET)
        kept.put(key, found)
    return found


def kind(region: Region, scene: Scene, before: Program, after: Program) -> Kind:
    ticket = ""
    if region.ticket is not None:
        ticket = format_line(example(after.form.fields, region.ticket, "goes_elsewhere"))
    shown = tuple(zip(region.boxes, region.conditions, strict=True))[:MOST_CONDITIONS]
    said = tuple(sentence(scene, each) if each is not None else _("always") for _box, each in shown)
    told = tuple(one + (_(" (“before”: as the old version works it out)") if is_old(box) else "") for one, (box, _e) in
                 zip(said, shown, strict=True))  # fmt: skip
    written = tuple(format_expression(each) if each is not None else "" for _box, each in shown)
    more = len(region.boxes) - len(shown)
    return Kind(way(before, region.before), way(after, region.after), told, written, more, ticket)


def is_old(box: Box) -> bool:
    """Whether something in it is meant as the old version has it."""
    return any(isinstance(key, str) and key.startswith(f"{BEFORE}.") for key in box)


def way(program: Program, route: Route) -> str:
    """A way by the labels of its steps and its end."""
    words = [each if each in "()" else word(program, each) for each in route]
    return " → ".join(words).replace("( → ", "(").replace(" → )", ")")


def word(program: Program, name: str) -> str:
    return end_word(program, name, language()) if name in program.ends else step_word(program, name, language())
