"""The values of the view of a process itself: who, ends, claims, examples and translations."""

from __future__ import annotations

from typing import Any

from flask import request

from designer import address as at
from designer.about.words import PAGE, blocks, chosen, left_over, wordings
from designer.conditions.sentences import people_sentence, sentence
from designer.rehearse.results import results
from designer.scene import Scene
from designer.uses import uses
from dsl import tree
from dsl.checking.names import all_steps

ONE = {
    "title": tree.Title,
    "started": tree.StartedBy,
    "seen": tree.SeenBy,
    "calendar": tree.Calendar,
    "nobody": tree.Nobody,
    "ends": tree.Ends,
    "always": tree.Always,
}


def show(scene: Scene) -> dict[str, Any]:
    """The values of `designer/about.html`."""
    process = scene.process
    places = {
        name: next((f"items.{n}" for n, item in enumerate(process.items) if isinstance(item, kind)), None)
        for name, kind in ONE.items()
    }
    find, missing = request.values.get("_find", "")[:80], request.values.get("_missing", "") == "yes"
    asked = request.values.get("_page", "")
    found = wordings(process)
    shown = chosen(found, find, missing)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(int(asked), pages) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1
    return {
        "places": places,
        "ends": [(f"{places['ends']}.items.{n}", end) for n, end in enumerate(at.get(process, places["ends"]).items)]
        if places["ends"]
        else [],
        "claims": claims(scene, places["always"]),
        "examples": listed(scene),
        "wordings": shown[(page - 1) * PAGE : page * PAGE],
        "counted": {
            "all": len(found),
            "missing": sum(one.missing for one in found),
            "shown": len(shown),
            "page": page,
            "pages": pages,
        },
        "languages": list(blocks(process)),
        "left_over": left_over(process),
        "find": find,
        "missing": missing,
        "used": used(scene),
    }


def claims(scene: Scene, place: str | None) -> list[tuple[str, tree.Rule, str]]:
    """The claims with their addresses and as sentences."""
    rules = at.get(scene.process, place).rules if place else ()
    return [(f"{place}.rules.{n}", rule, told(scene, rule.claim)) for n, rule in enumerate(rules)]


def told(scene: Scene, claim: tree.Before | tree.NeverDecides) -> str:
    """A claim as people say it."""
    say, steps = scene.outside.say, dict(step_names(scene))
    match claim:
        case tree.Before(first, then, None):
            return say("{first} always decides before {then}", first=steps.get(first, first), then=steps.get(then, then))
        case tree.Before(first, then, when):
            names = {"first": steps.get(first, first), "then": steps.get(then, then)}
            return say("{first} always decides before {then} when {condition}", **names, condition=sentence(scene, when))
        case tree.NeverDecides(who, None):
            return say("{who} never decides any step", who=people_sentence(scene, (who,)))
        case tree.NeverDecides(who, step):
            return say("{who} never decides {step}", who=people_sentence(scene, (who,)), step=steps.get(step, step))


def step_names(scene: Scene) -> list[tuple[str, str]]:
    """The steps in which somebody acts, as (name, label)."""
    steps = [step for flow in scene.process.all(tree.Flow) for step in all_steps(flow.steps)]
    named = [step for step in steps if isinstance(step, tree.Approve | tree.Task)]
    return [(step.name, scene.word((step.name,), step.label or step.name)) for step in named]


def end_names(scene: Scene) -> list[tuple[str, str]]:
    """The ends, as (name, label); `withdrawn` is always there."""
    found = {end.name: end.label or end.name for item in scene.process.all(tree.Ends) for end in item.items}
    found.setdefault("withdrawn", "withdrawn")
    return [(name, scene.word((name,), label)) for name, label in found.items()]


def listed(scene: Scene) -> list[tuple[str, tree.Example, Any]]:
    """The examples with their addresses and results."""
    came = results(scene.look)
    items = enumerate(scene.process.items)
    return [(f"items.{n}", item, came.get(item.name)) for n, item in items if isinstance(item, tree.Example)]


def used(scene: Scene) -> int:
    """In how many lines the selected end is named."""
    return len(uses(scene.process, scene.at)) if isinstance(scene.selected, tree.EndPoint) else 0
