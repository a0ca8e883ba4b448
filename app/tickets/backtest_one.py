"""One recorded ticket beside its way under a draft: step by step, and why at the first place where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.i18n import language
from app.i18n import translate as _
from app.journal import entries
from app.people import queries as people
from app.processes.picture import end_word, result_word, step_word
from app.processes.queries import find_version
from app.tickets.backtest import history
from app.tickets.backtest_view import difference, why_not
from app.tickets.show import View
from app.tickets.whys import Why, why
from dsl.backtest import SOMEBODY, Recorded, reason, told, trial
from dsl.engine import events as e
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused, render
from dsl.engine.state import NEW
from dsl.program import Program

RESULTS = {"approved": "approved", "rejected": "rejected", "sent back": "sent back", "cancelled": "called off"}
"""What a closed step came to, as people read it; that of a task is its outcome."""


@dataclass(slots=True)
class Stop:
    """A step that was asked, or an end: who decided, and what it came to ("" while nobody decided)."""

    step: str
    label: str
    is_end: bool = False
    who: tuple[str, ...] = ()
    result: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Both ways; they part at `first`, which is None when they do not. `whys` are the decisions that led there, recorded
    and under the draft. `stopped` says why the draft went no further, `waits` that it waits for a decision nobody made."""

    before: tuple[Stop, ...]
    after: tuple[Stop, ...]
    first: int | None
    whys: tuple[tuple[str, Why], ...] = ()
    stopped: str = ""
    waits: bool = False
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """A routing decision with what it was made from."""

    program: Program
    routed: e.Routed
    answers: dict[str, object]
    facts: Facts


def beside(c: Connection, view: View, made: Program, source: str) -> Beside:
    """The ticket as it went and as it would go under the draft's program `made`, whose text stands at `source`."""
    recorded = entries.read(c, view.listed.id)
    if any(each.erased for each in recorded):
        return Beside((), (), None, stopped=why_not("erased"))
    was = history(c, recorded)
    under = trial(made, was)
    would = [(made, batch) for batch in under.done]
    names = people.names(c, {event.by for _old, batch in was for event in batch.events if getattr(event, "by", "")})
    found = told(under, [event for _old, batch in was for event in batch.events])
    before, after = stops(was, names), stops(would, names)
    for each in after:
        each.waits = each.step in found.waits
    first = difference(list(map(told_apart, before)), list(map(told_apart, after)))
    parts = first < max(len(before), len(after)) and (found.moves or bool(found.waits) or bool(found.why_not))
    return Beside(
        before=tuple(before),
        after=tuple(after),
        first=first if parts else None,
        whys=both_whys(view, was, would, first, (written_at(c, view), source)) if parts else (),
        stopped=refusal(under.refused, made, names) if under.refused is not None else "",
        waits=bool(found.waits),
        assumed=found.assumed,
    )


def written_at(c: Connection, view: View) -> str:
    """Where the text of the ticket's version stands."""
    version = find_version(c, view.listed.version)
    return f"/processes/{view.listed.process}/{version.number}" if version else ""


def told_apart(stop: Stop) -> tuple[str, bool]:
    return stop.step, stop.is_end


def refusal(refused: Exception, made: Program, names: dict[str, str]) -> str:
    """What stopped the replay, in the reader's language."""
    if not isinstance(refused, Refused):
        return why_not(reason(refused))
    return render(refused, language(), lambda id: names.get(id, id), lambda name: place(made, name))


def place(made: Program, name: str) -> str:
    """A step or an end as people call it."""
    return end_word(made, name, language()) if name in made.ends else step_word(made, name, language())


def stops(happened: Sequence[Recorded], names: dict[str, str]) -> list[Stop]:
    """The steps that asked people, each time they did, and the end."""
    found: list[Stop] = []
    latest: dict[str, Stop] = {}
    for made, event in ((made, event) for made, batch in happened for event in batch.events):
        match event:
            case e.Asked(step=step):
                latest[step] = Stop(step, step_word(made, step, language()))
                found.append(latest[step])
            case e.Ended(end=end):
                found.append(Stop(end, end_word(made, end, language()), is_end=True))
            case e.Approved(step=step, by=by) | e.Rejected(step=step, by=by) | e.SentBack(step=step, by=by):
                note(latest[step], names.get(by, _("somebody") if by == SOMEBODY else by))
            case e.Completed(step=step, by=by, outcome=outcome):
                note(latest[step], names.get(by, by))
                latest[step].result = result_word(made, step, outcome, language())
            case e.Closed(step=step, result=result) if not latest[step].result:
                latest[step].result = _(RESULTS.get(result, result))
    return found


def note(stop: Stop, who: str) -> None:
    """Somebody acted there."""
    if who not in stop.who:
        stop.who = (*stop.who, who)


# -- why -------------------------------------------------------------------------------------------


def both_whys(
    view: View, was: Sequence[Recorded], would: Sequence[Recorded], first: int, sources: tuple[str, str]
) -> tuple[tuple[str, Why], ...]:
    """The last decisions of tables before the ways part: as recorded, and under the draft."""
    found = []
    for title, happened, source in ((_("As it was"), was, sources[0]), (_("Under the draft"), would, sources[1])):
        one = routing(happened, first)
        if one is not None:
            # A field the ticket's version does not have is hidden from whoever does not see everything.
            added = frozenset(one.program.form.fields) - frozenset(view.program.form.fields)
            hidden = view.hidden | added if view.hidden else view.hidden
            found.append((title, why(one.program, one.routed, one.answers, one.facts, hidden, source)))
    return tuple(found)


def routing(happened: Sequence[Recorded], first: int) -> Routing | None:
    """The last decision of a table with no more than `first` stops before it."""
    found, state, count = None, NEW, 0
    for program, batch in happened:
        for event in batch.events:
            state = replay(program, (event,), state)
            if isinstance(event, e.Asked | e.Ended):
                count += 1
            if isinstance(event, e.Routed) and count <= first:
                facts = Facts(batch.at, dict(batch.facts), requester=state.requester)
                found = Routing(program, event, dict(state.answers), facts)
    return found
