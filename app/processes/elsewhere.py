"""Which tickets go elsewhere under a new text, for a page: each kind in words, its ways, and a ticket of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from designer.sources import SOURCES
from dsl import tree
from dsl.analysing.drive import Driver
from dsl.analysing.routes import Route, in_line
from dsl.analysing.tickets import example
from dsl.examples import run_example
from dsl.format import format_line
from dsl.impact import Impact, Region, impact
from dsl.program import Program

BUDGET = 100_000
"""Steps a page waits for: half a second or so."""
KEPT = 40
MOST_CONDITIONS = 8


@dataclass(frozen=True, slots=True)
class Kind:
    """Tickets that go elsewhere: `said` are sentences, `more` are not told; `ticket` is one of them as an example of the
    text, called `name`, "" when none was found. `keeps`: the example passes in the new version."""

    before: str
    after: str
    said: tuple[str, ...]
    more: int
    ticket: str
    name: str
    keeps: bool


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
    scene = Scene(draft(new, new_files), knowing(after, before), outside(), "flow")
    kinds = tuple(kind(each, scene, before.program, after) for each in found.regions)
    return Elsewhere(kinds, found.decided, found.undecided)


def knowing(after: Look, before: Look) -> Look:
    """The new text, which also knows what fields are called that only the old one has."""
    fields = {**before.checked.fields, **after.checked.fields}
    process = replace(after.process, items=(*before.process.all(tree.Words), *after.process.items))
    return replace(after, process=process, checked=replace(after.checked, fields=fields))


def look_of(text: str, files: Mapping[str, str]) -> Look | None:
    """A text that can be run, as the designer sees it; None as well where there is no process in it."""
    if SOURCES.of(text).process is None:
        return None
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


def kind(region: Region, scene: Scene, before: Program, after: Look) -> Kind:
    ticket, keeps = shown(region, after) if region.ticket is not None else ("", False)
    said = tuple(sentence(scene, each) if each is not None else _("always") for each in region.conditions[:MOST_CONDITIONS])
    more = len(region.boxes) - len(said)
    return Kind(way(before, region.before), way(after.program, region.after), said, more, ticket, name_for(after), keeps)


def shown(region: Region, after: Look) -> tuple[str, bool]:
    """The ticket as an example of the new text, with what it goes through there; and whether that holds."""
    driver = Driver(after.checked, after.libraries)
    form, answers, told = driver.program.form, region.ticket.answers, {key for box in region.boxes for key in box}
    filed = replace(region.ticket, answers={name: answers[name] for name in answers if name in form.requested})
    later = {name: answers[name] for name in answers if name not in filed.answers and name in told}
    fills = dict.fromkeys(driver.program.nodes, later)
    found = example(form.fields, replace(filed, answers={**filed.answers, **later}), name_for(after))
    acts = tuple(driver.drive(filed, fills).acts)
    if acts:
        found = replace(found, items=(*found.items, tree.Expect(acts)))
    line = format_line(found)
    return line, bool(acts) and run_example(after.program, found, after.libraries).passed


def name_for(look: Look) -> str:
    """A name no example has."""
    taken = {each.name for each in look.process.all(tree.Example)}
    names = ("goes_elsewhere", *(f"goes_elsewhere_{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def way(program: Program, route: Route) -> str:
    """A way by the labels of its steps and its end."""
    return in_line(route, lambda name: word(program, name), " → ", _("; at the same time: "))


def word(program: Program, name: str) -> str:
    return end_word(program, name, language()) if name in program.ends else step_word(program, name, language())
