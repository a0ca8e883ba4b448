"""The doors of the floor: what a person or a program sends in becomes typed answers, or a problem per field, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dsl.engine.facts import Facts
from dsl.program import Check, Program
from forms.answers import Raw, from_page, raw_of
from forms.build import view
from forms.json_body import load_json
from forms.look import show
from forms.messages import Wrong, say, word
from forms.plan import Entry, Plan, plan
from forms.reading import Reading, read_form, unknown
from forms.schema import schema, schema_problems, schema_text
from forms.world import ALONE, World

TEMPLATES = Path(__file__).parent / "templates"
"""Templates of the floor, to be loaded under the prefix `forms`."""


def read(
    program: Program,
    raw: object,
    facts: Facts,
    language: str = "en",
    step: str | None = None,
    before: Mapping[str, object] | None = None,
    world: World = ALONE,
) -> tuple[dict[str, object], dict[str, str]]:
    """Answers and problems (path -> sentence; "" for the form as a whole); the answers are whole only without problems.

    `raw` is a Raw, a MultiDict as a page posts it, or JSON. For the request, answers are all of the form. At a `step`, only
    what it fills and edits is read, `before` are the ticket's answers, and what comes back are the *changes*: values that
    differ from `before`, None for what is blanked or vanishes, computed ones included.
    """
    kept = (before or {}) if step else {}
    reading, read_plan = _read(program, raw, facts, step, kept, world, draft=False)
    problems = {path: _sentence(wrong, language) for path, wrong in reading.problems.items()}
    if step is None or "" in problems:
        return reading.answers, problems
    return changes(kept, reading), problems | _newly_needed(reading, read_plan, kept, language)


def read_draft(
    program: Program,
    raw: object,
    facts: Facts,
    language: str = "en",
    world: World = ALONE,
) -> tuple[dict[str, object], dict[str, str]]:
    """As `read`, but what is missing is no problem and checks wait; what cannot be read is left out, with its problem."""
    reading, _ = _read(program, raw, facts, None, {}, world, draft=True)
    return reading.answers, {path: _sentence(wrong, language) for path, wrong in reading.problems.items()}


def _read(
    program: Program, raw: object, facts: Facts, step: str | None, before: Mapping, world: World, draft: bool
) -> tuple[Reading, Plan]:
    given = raw_of(program, raw, world)
    read_plan = plan(program, step, given.page)
    reading = Reading(facts, world, given.page, draft, before)
    if not isinstance(given.values, Mapping):
        reading.problems[""] = Wrong("not-a-form", {"word": word(given.values)})
        return reading, read_plan
    read_form(reading, read_plan, given.values)
    if not given.page:
        unknown(reading, given.values, read_plan.asked, "", read_plan.entries)
    return reading, read_plan


def _sentence(wrong: Wrong | Check, language: str) -> str:
    return wrong.said(language) if isinstance(wrong, Check) else say(wrong, language)


def changes(before: Mapping[str, object], reading: Reading) -> dict[str, object]:
    """What differs between `before` and what was read; what could not be read is no change."""
    after = reading.answers
    changed = {name: value for name, value in after.items() if name not in before or before[name] != value}
    gone = {name: None for name in before if name not in after and name not in reading.bad}
    return changed | gone


def _newly_needed(reading: Reading, read_plan: Plan, before: Mapping, language: str) -> dict[str, str]:
    """A change may uncover a field that must be filled and is not asked here: then the change cannot be made here."""
    answers, found = reading.answers, {}
    for entry in read_plan.entries:
        if not _may_be_uncovered(entry) or entry.name in answers or not reading.bad.isdisjoint(entry.when_reads):
            continue
        changed = [name for name in sorted(entry.when_reads) if answers.get(name) != before.get(name)]
        if changed and entry.when(answers, reading.facts):
            values = {"word": entry.name, "fields": ", ".join(changed)}
            place = next((name for name in changed if name in read_plan.asked), entry.name)
            found[place] = say(Wrong("needed-by-change", values), language)
    return found


def _may_be_uncovered(entry: Entry) -> bool:
    return entry.when is not None and not entry.asked and entry.computed is None and not entry.optional


__all__ = [
    "ALONE",
    "TEMPLATES",
    "Raw",
    "World",
    "from_page",
    "load_json",
    "read",
    "read_draft",
    "say",
    "schema",
    "schema_problems",
    "schema_text",
    "show",
    "view",
]
