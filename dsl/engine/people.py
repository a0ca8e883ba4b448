"""People: who is asked at a step, and what happens when nobody, or not enough, are found."""

from __future__ import annotations

from dsl.engine.claims import kept_away
from dsl.engine.facts import Facts
from dsl.engine.state import State
from dsl.engine.voting import needed
from dsl.program import Approve, Program, Step


def asked_at(program: Program, state: State, node: Step, facts: Facts) -> tuple[str, ...] | None:
    """Who is asked at `node`; None when the people of the step are not enough, the requester never counted."""
    people = fit(program, state, node, node.people.find(state.answers, facts), facts)
    return picked(node, people, facts) if enough(node, people) else None


def asked_instead(program: Program, state: State, node: Step, facts: Facts) -> tuple[str, ...]:
    """Who is asked by the `nobody` policy: those found beside those the policy names; () when still not enough."""
    found = node.people.find(state.answers, facts)
    others = node.nobody.people.find(state.answers, facts) if node.nobody.people else ()
    people = fit(program, state, node, tuple(dict.fromkeys((*found, *others))), facts)
    return picked(node, people, facts) if enough(node, people) else ()


def fit(program: Program, state: State, node: Step, people: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """`people` without the requester, who never decides the own request but may do tasks, and without those whom a claim
    keeps away."""
    away = kept_away(program, state, node, facts) if program.claims else {}
    own = state.requester if isinstance(node, Approve) else None
    if own not in people and away.keys().isdisjoint(people):
        return people
    return tuple(each for each in people if each != own and each not in away)


def enough(node: Step, people: tuple[str, ...]) -> bool:
    """Whether `people` could ever settle the step: N of them are never lowered to fewer."""
    return len(people) >= needed(node, len(people))


def picked(node: Step, people: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """Those of `people` whom the step's `pick` chooses: as many as must decide; all without a pick."""
    many = node.number if isinstance(node, Approve) and node.rule == "count" else 1
    match node.pick:
        case "first":
            return people[:many]
        case "least busy" if len(people) > many:
            order = sorted(range(len(people)), key=lambda at: (facts.ask(f"load:{people[at]}"), at))
            return tuple(people[at] for at in sorted(order[:many]))
    return people
