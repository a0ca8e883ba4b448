"""How far a ticket is: every node of the flow as done, now, to come or not taken, as a picture and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.processes.drawing import Sheet, Stop, draw
from app.processes.picture import Drawn, Part, Say, end_word, is_refusal, kind_of, label_arms, name_of, whole
from dsl.engine import events
from dsl.program import Branch, Parallel, Picture, Program

RESULTS = {"approved": "done", "done": "done", "rejected": "bad", "sent back": "back", "cancelled": "off"}


@dataclass(slots=True)
class Standing:
    """What the events of a ticket say about each node: `states` by node, `chosen` outcomes by branch, whom a step still
    waits for, and who decided it."""

    states: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    decided: dict[str, tuple[str, ...]] = field(default_factory=dict)
    request: str = "now"
    end: str | None = None


def behind(program: Program, node: str | None) -> set[str]:
    """All nodes that can still be reached from `node`, itself included."""
    found: set[str] = set()
    todo = [node]
    while todo:
        name = todo.pop()
        if name is None or name in found or name not in program.nodes:
            continue
        found.add(name)
        this = program.nodes[name]
        todo.append(this.next)
        if isinstance(this, Branch):
            todo += [*this.arms.values(), this.merge]
        elif isinstance(this, Parallel):
            todo += this.arms
    return found


def forget(program: Program, standing: Standing, node: str, sender: str) -> None:
    """After a return to `node` it and all behind it are to come again; the sender stays marked."""
    for name in behind(program, node) - {sender}:
        standing.states.pop(name, None)
        standing.chosen.pop(name, None)
        standing.waiting.pop(name, None)
        standing.decided.pop(name, None)


def take(program: Program, standing: Standing, event: events.Event) -> None:
    """Bring `standing` one event further."""
    match event:
        case events.Submitted():
            standing.states.clear()
            standing.chosen.clear()
            standing.waiting.clear()
            standing.decided.clear()
            standing.request = "done"
        case events.Routed(node=node, outcomes=outcomes):
            standing.states[node], standing.chosen[node] = "done", outcomes
        case events.Asked(step=step, people=people):
            standing.states[step], standing.waiting[step] = "now", people
            standing.decided.pop(step, None)
        case events.Closed(step=step, result=result):
            standing.states[step] = RESULTS.get(result, "done")
        case events.Approved(step=step, by=by) | events.Rejected(step=step, by=by) | events.Completed(step=step, by=by):
            standing.decided[step] = (*standing.decided.get(step, ()), by)
            standing.waiting[step] = tuple(one for one in standing.waiting.get(step, ()) if one != by)
        case events.Transferred(step=step, by=by, to=to):
            standing.waiting[step] = tuple(to if one == by else one for one in standing.waiting.get(step, ()))
        case events.SentBack(step=step, by=by, to=to):
            if to == "request":
                standing.request = "back"
            else:
                forget(program, standing, to, step)
            standing.states[step], standing.decided[step] = "back", (by,)
        case events.TakenBack():
            standing.request = "back"
        case events.Forked(node=node):
            standing.states[node] = "now"
        case events.Joined(node=node) | events.Notified(node=node):
            standing.states[node] = "done"
        case events.Moved(forgotten=steps):
            for step in steps:
                standing.states.pop(step, None)
                standing.decided.pop(step, None)
        case events.Ended(end=end):
            standing.end = end


def standing_of(program: Program, history: Iterable[events.Event]) -> Standing:
    """What all events together say."""
    standing = Standing()
    for event in history:
        take(program, standing, event)
    return standing


def closed_off(standing: Standing, state: str) -> str:
    """A node's state in a ticket that ended or went back: nothing is waited for any more."""
    if standing.end is not None:
        return {"now": "off", "next": "off"}.get(state, state)
    if standing.request == "back":
        return "next" if state == "now" else state
    return state


def place(program: Program, standing: Standing, steps: tuple[Picture, ...], off: bool, sheet: Sheet, who: Callable) -> None:
    """Fill the sheet for these steps and, below them, their arms."""
    for step in steps:
        state = "off" if off else closed_off(standing, standing.states.get(step.node, "next"))
        sheet.stops[step.node] = Stop(state, *who(step, state))
        node = program.nodes.get(step.node)
        names = tuple(node.arms) if isinstance(node, Branch) else ()
        chosen = standing.chosen.get(step.node)
        for number, (_, inner) in enumerate(step.arms):
            skipped = off or (bool(names) and chosen is not None and names[number] not in chosen)
            skipped = skipped or (state == "off")
            sheet.taken[step.node, number] = "off" if skipped else state
            place(program, standing, inner, skipped, sheet, who)


STATE_WORDS = {
    "done": "done",
    "now": "waiting",
    "next": "to come",
    "off": "not taken",
    "bad": "rejected",
    "back": "sent back",
}
"""State -> its word, said in the reader's language."""


def worded(steps: tuple[Picture, ...], sheet: Sheet, say: Say) -> tuple[Part, ...]:
    """The picture as nested lines: name, state, who."""
    parts = []
    for step in steps:
        stop = sheet.stops[step.node]
        text = f"{stop.name}: {say(STATE_WORDS[stop.state])}" + (f" ({stop.who})" if stop.who else "")
        arms = []
        for number, (label, inner) in enumerate(step.arms):
            name = sheet.arms.get((step.node, number), label) or f"{number + 1}"
            state = sheet.taken[step.node, number]
            arms.append(Part(f"{name}: {say(STATE_WORDS[state])}", worded(inner, sheet, say)))
        parts.append(Part(text, tuple(arms)))
    return tuple(parts)


def progress(
    program: Program, history: Iterable[events.Event], names: Mapping[str, str], language: str, say: Say, requester: str
) -> Drawn:
    """Picture and words of a ticket's way; `names` are people's names by id."""
    standing = standing_of(program, history)
    sheet = Sheet({}, {}, {})

    def who(step: Picture, state: str) -> tuple[str, str]:
        return name_of(program, step, language, say), carried_by(program, standing, step, state, names, say)

    place(program, standing, program.picture, False, sheet, who)
    label_arms(program, program.picture, sheet, language)
    sheet.stops["request"] = Stop(standing.request, say("Request"), requester)
    sheet.stops["end"] = ending(program, standing, language, say)
    steps = whole(program)
    return Drawn(draw(steps, sheet, say("Progress of this ticket"), "progress-words"), worded(steps, sheet, say))


def ending(program: Program, standing: Standing, language: str, say: Say) -> Stop:
    """The last stop: the end that was reached, or the one where the flow would run out."""
    if standing.end is not None:
        state = "bad" if is_refusal(program, standing.end) else "done"
        return Stop(state, end_word(program, standing.end, language), say("Ended"))
    return Stop("next", end_word(program, next(iter(program.ends), ""), language), say("End"))


def carried_by(
    program: Program, standing: Standing, step: Picture, state: str, names: Mapping[str, str], say: Say
) -> str:
    """The second line: who decided, who is asked, or what kind of step it will be."""
    decided = [names.get(one, one) for one in standing.decided.get(step.node, ())]
    if state in ("done", "bad", "back") and decided:
        return ", ".join(decided)
    if state == "now":
        waiting = [names.get(one, one) for one in standing.waiting.get(step.node, ())]
        return ", ".join([*(f"✓ {name}" for name in decided), *waiting])
    return kind_of(program, step, say)
