"""The picture of a flow: every step as a card with what people need to know about it, nested as in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from designer.flow.told import Teller
from designer.scene import Scene
from dsl import tree

Bar = tuple[int, int] | None
SORTS = {
    tree.Approve: "approve",
    tree.Notify: "notify",
    tree.Finish: "end",
    tree.Branch: "branch",
    tree.Parallel: "parallel",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A way out of a step that is no line: `text` says it, `to` is the id of the card it leads to."""

    text: str
    to: str
    icon: str = "back"


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm: `lines` say when it is taken; `out` whether the flow goes on behind it; `fork` and `join` are where, in
    percent of its width, the lines run that lead to it and on from it."""

    at: str
    id: str
    title: str
    lines: tuple[str, ...]
    steps: tuple[Card, ...]
    out: bool
    wide: int
    mark: str = ""
    fork: Bar = None
    join: Bar = None
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Card:
    """One step. `out` tells whether the flow goes on behind it, `wide` over how many columns it spreads, `mark` is the level
    of its worst problem, `span` where its text stands."""

    at: str
    id: str
    sort: str
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    chips: tuple[Chip, ...] = ()
    arms: tuple[Arm, ...] = ()
    out: bool = True
    wide: int = 1
    mark: str = ""
    name: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole: `list` is the address of the flow's own steps, `ends` are id, title and name of its ends."""

    list: str
    cards: tuple[Card, ...]
    out: bool
    ends: tuple[tuple[str, str, str], ...]
    started: str
    count: int = 0


def picture(scene: Scene, teller: Teller) -> Picture | None:
    """The picture of the scene's flow; None when the text has no flow yet."""
    found = next(((n, item) for n, item in enumerate(scene.process.items) if isinstance(item, tree.Flow)), None)
    if found is None:
        return None
    home = f"items.{found[0]}.steps"
    cards = draw_all(teller, found[1].steps, home)
    return Picture(home, cards, goes_on(cards), teller.ends(), teller.started(), teller.count)


def draw_all(teller: Teller, steps: tuple[tree.Step, ...], home: str) -> tuple[Card, ...]:
    """The cards of a list of steps."""
    return tuple(draw(teller, step, f"{home}.{number}") for number, step in enumerate(steps))


def goes_on(cards: tuple[Card, ...]) -> bool:
    """Whether the flow goes on behind the last card."""
    return all(card.out for card in cards)


def draw(teller: Teller, step: tree.Step, at: str) -> Card:
    """The card of one step."""
    teller.count += 1
    same = {"at": at, "mark": teller.mark(at), "span": (step.at.start, step.at.end)}
    match step:
        case tree.Approve() | tree.Task():
            sort = SORTS.get(type(step)) or ("call" if step.calls else "task")
            lines, chips = teller.told_of(step)
            chips_made = tuple(Chip(*chip) for chip in chips)
            return Card(**same, id=f"step-{step.name}", sort=sort, title=teller.label(step), lines=lines, chips=chips_made,
                        name=step.name)  # fmt: skip
        case tree.Notify(people):
            return Card(
                **same, id=f"at-{at}", sort="notify", title=teller.notice(step), lines=(("whom", teller.people(people)),)
            )
        case tree.Finish(end):
            return Card(**same, id=f"at-{at}", sort="end", title=teller.end(end), out=False, chips=(), name=end)
        case tree.Branch(table):
            return split(
                teller, step, at, {**same, "id": f"at-{at}", "sort": "branch", "title": teller.table(table), "name": table}
            )
        case tree.Parallel(name):
            title = teller.label(step)
            return split(teller, step, at, {**same, "id": f"step-{name}", "sort": "parallel", "title": title, "name": name,
                                            "lines": (("join", teller.join(step)),)})  # fmt: skip
    raise TypeError(step)


def split(teller: Teller, step: tree.Branch | tree.Parallel, at: str, values: dict[str, Any]) -> Card:
    """A branch or a parallel with its arms."""
    arms = []
    for number, arm in enumerate(step.arms):
        place = f"{at}.arms.{number}"
        cards = draw_all(teller, arm.steps, f"{place}.steps")
        title, lines = teller.arm(step, arm, number)
        wide = max([1, *(card.wide for card in cards)])
        arms.append((place, title, lines, cards, goes_on(cards), wide, arm))
    wides = [wide for *_, wide, _ in arms]
    forks = bars(wides, [True] * len(arms))
    joins = bars(wides, [out for *_, out, _, _ in arms])
    made = tuple(
        Arm(place, f"at-{place}", title, lines, cards, out, wide, teller.mark(place), fork, join, (arm.at.start, arm.at.end))
        for (place, title, lines, cards, out, wide, arm), fork, join in zip(arms, forks, joins, strict=True)
    )
    out = any(arm.out for arm in made) or not made
    return Card(**values, arms=made, out=out, wide=max(1, sum(arm.wide for arm in made)))


def bars(wides: list[int], on: list[bool]) -> list[Bar]:
    """The horizontal line that ties arms to the middle of all, cut into the arms' parts: it spans the middles of the arms
    that are `on` and the middle of the whole, and no more."""
    edges = [sum(wides[:number]) for number in range(len(wides))]
    ties = [edge + wide / 2 for edge, wide, one in zip(edges, wides, on, strict=True) if one]
    if not ties:
        return [None] * len(wides)
    low, high = min(*ties, sum(wides) / 2), max(*ties, sum(wides) / 2)
    found: list[Bar] = []
    for edge, wide in zip(edges, wides, strict=True):
        start, end = (min(max((x - edge) / wide, 0), 1) for x in (low, high))
        found.append((round(100 * start), round(100 * end)) if end > start else None)
    return found
