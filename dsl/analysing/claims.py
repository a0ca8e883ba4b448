"""Findings about claims: proved over all ways through the flow, refuted by a ticket the engine confirms, or neither."""

from __future__ import annotations

from collections.abc import Iterator

from dsl import tree
from dsl.analysing.drive import Drive
from dsl.analysing.findings import Finding
from dsl.analysing.tables import in_words
from dsl.analysing.tried import Tried
from dsl.analysing.walk import FlowWalk, Standing
from dsl.checking.book import Book, Box, Scope
from dsl.checking.presence import View, merged
from dsl.engine import events

FEW_TRIES = 20
MOST_STANDINGS = 20
"""Standings in which a ticket against a claim is looked for."""


def conditions(book: Book, rule: tree.Rule) -> list[Box]:
    """The boxes of a claim's condition; one of all tickets without any."""
    if not isinstance(rule.claim, tree.Before) or rule.claim.when is None:
        return [{}]
    return View(book, Scope(book.fields_by_name(), flow=True)).boxes(rule.claim.when)


def rules(process: tree.Process) -> list[tree.Rule]:
    return [rule for always in process.all(tree.Always) for rule in always.rules]


def keys_of_claims(book: Book) -> set[object]:
    """The keys that claims ask about."""
    sound = not any(problem.level == "problem" for problem in book.problems)
    return {key for rule in rules(book.process) for box in conditions(book, rule) for key in box} if sound else set()


def claim_findings(walk: FlowWalk, tried: Tried) -> Iterator[Finding]:
    """A finding for each claim of a text that can run."""
    if not tried.runs:
        return
    for rule in rules(walk.book.process):
        if isinstance(rule.claim, tree.Before):
            yield before(walk, tried, rule, rule.claim)
        else:
            yield never(walk, tried, rule, rule.claim)


# -- first before then


def before(walk: FlowWalk, tried: Tried, rule: tree.Rule, claim: tree.Before) -> Finding:
    """Proved when no standing at `then` lacks `first` where the condition can hold."""
    against = broken(walk, rule, claim)
    if not against:
        return Finding("claim-proved", rule.at, {"name": rule.name}, "proved")

    def against_it(drive: Drive) -> bool:
        return breaks(drive, rule.name)

    for standing in against[:MOST_STANDINGS]:
        found = tried.find(standing, against_it, claim.then, FEW_TRIES, last=claim.first)
        if found is not None:
            ticket, drive = found
            path = (*drive.path, claim.then)
            values = {"name": rule.name, "first": claim.first, "then": claim.then}
            values |= {"example": in_words(walk.book, standing.box), "way": " → ".join(path)}
            return tried.made("claim-refuted", rule.at, "problem", values, ticket, path, changes=tried.changes(standing))
    return Finding("claim-not-decided", rule.at, {"name": rule.name, "then": claim.then}, "note", surely=True)


def broken(walk: FlowWalk, rule: tree.Rule, claim: tree.Before) -> list[Standing]:
    """The standings at `then` in which the claim may not hold, narrowed to its condition."""
    node = walk.book.steps[claim.then].node
    found = []
    for standing in walk.at.get(id(node), ()):
        if claim.first not in standing.done:
            for box in conditions(walk.book, rule):
                both = merged(walk.book, standing.box, box)
                if both is not None:
                    found.append(walk.narrowed(standing, both))
    return found


def breaks(drive: Drive, name: str) -> bool:
    refused = drive.refused
    return refused is not None and refused.code == "claim-before" and refused.values["claim"] == name


# -- never who decides


def never(walk: FlowWalk, tried: Tried, rule: tree.Rule, claim: tree.NeverDecides) -> Finding:
    """The requester never approves anyway; everybody else a claim bars is left out, which a ticket shows."""
    steps = [claim.step] if claim.step else [name for name, sheet in walk.book.steps.items() if is_approval(sheet.node)]
    approvals = all(is_approval(walk.book.steps[name].node) for name in steps)
    if claim.who == tree.Path(("requester",)) and approvals:
        return Finding("claim-proved", rule.at, {"name": rule.name}, "proved")
    values = {"name": rule.name, "steps": ", ".join(f"`{name}`" for name in steps)}
    for name in steps:
        for standing in walk.at.get(id(walk.book.steps[name].node), [])[:3]:
            found = tried.find(standing, lambda drive, name=name: bool(asked(drive, name)), name, 3, claims=False)
            if found is None:
                continue
            who = asked(found[1], name)[0]
            extra = {f"{sort}:{group}": [who] for sort, group in groups(claim.who)}
            shown = tried.find(
                standing, lambda drive, name=name, who=who: who in asked(drive, name), name, 3, claims=False, told=extra
            )
            if shown and extra and who not in asked(tried.driver.drive(shown[0], first=name), name):
                path = tried.path_of(shown[0], name)
                more = {**values, "who": f"`{who}`", "example": in_words(walk.book, standing.filed)}
                return tried.made("claim-kept", rule.at, "proved", more, shown[0], path)
    return Finding("claim-kept", rule.at, values, "proved")


def is_approval(node: tree.Step) -> bool:
    return isinstance(node, tree.Approve)


def asked(drive: Drive, step: str) -> tuple[str, ...]:
    """Who was asked at a step."""
    return next((event.people for event in drive.events if isinstance(event, events.Asked) and event.step == step), ())


def groups(who: tree.Expression) -> list[tuple[str, str]]:
    """The role or team that is barred, as the directory is asked for it."""
    match who:
        case tree.Call(("role" | "team") as sort, (tree.Text(name),)):
            return [(sort, name)]
    return []
