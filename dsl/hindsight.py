"""Claims asked of a recorded ticket: whether each held, where it was first broken, or why nobody can tell.

Only what was recorded is looked at: the answers as they stood at a decision, the facts written down with it, and what else
was recorded of that moment (`ask`). Each event is read with the program of its own version; the claims are those of `asker`,
which may be another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dsl import types
from dsl.engine import events as e
from dsl.engine.claims import about
from dsl.engine.evolve import evolve
from dsl.engine.facts import Facts, Unknown
from dsl.engine.state import NEW, State
from dsl.engine.ways import leads_back
from dsl.program import Before, Claim, Never, Program, Step

HELD, BROKEN, UNASKED, SILENT = "held", "broken", "unasked", "silent"
"""What comes of a claim on a ticket; `silent`: the ticket never came to what the claim speaks of."""
WORST = (BROKEN, UNASKED, HELD, SILENT)
Ask = Callable[[str, datetime], object]
"""What was recorded of a question at a moment; raises Unknown."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A recorded event with its number on the ticket, its moment, the facts of its batch, and its version's program."""

    number: int
    at: datetime
    event: e.Event
    program: Program
    facts: Mapping[str, object] = field(default_factory=dict)
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one claim. `number`, `at`, `by`, `step`: the first event where it came to that.

    `why` of a broken one: `skipped` (`about` was not decided before), `not-there` (that version has no step `about`), or
    `decided` (by whom the claim bars). Of one that could not be asked: `erased`, `no-field`, `other-kind`, `no-answer`,
    `no-fact`, `no-step`, about that.
    """

    what: str
    number: int = 0
    at: datetime | None = None
    by: str = ""
    step: str = ""
    why: str = ""
    about: str = ""


NOTHING = Found(SILENT)


class Gap(Exception):
    """Something a claim reads was not there to be read."""

    def __init__(self, why: str, about: str):
        super().__init__(why, about)
        self.why, self.about = why, about


def nobody_knows(question: str, at: datetime) -> object:
    """Of a moment nothing is recorded but what stands with the ticket."""
    raise Unknown(question)


def hindsight(asker: Program, happened: Sequence[Happened], ask: Ask = nobody_knows) -> tuple[Found, ...]:
    """What came of each claim of `asker` on one ticket."""
    found: list[Found] = [NOTHING for _ in asker.claims]
    state = NEW
    for each in happened:
        if isinstance(each.event, e.Approved | e.Rejected | e.Completed):
            for place, claim in enumerate(asker.claims):
                if found[place].what != BROKEN:
                    found[place] = worse(found[place], asked_of(asker, claim, state, each, ask))
        state = evolve(each.program, state, each.event)
    return tuple(absent(claim, one, happened) for claim, one in zip(asker.claims, found, strict=True))


def worse(first: Found, second: Found) -> Found:
    """Of two decisions the one that counts for the ticket; of two equal ones the first."""
    return min(first, second, key=lambda each: WORST.index(each.what))


def absent(claim: Claim, found: Found, happened: Sequence[Happened]) -> Found:
    """Nobody can ask about a step that none of the ticket's versions has."""
    step = claim.then if isinstance(claim, Before) else claim.step
    if found is not NOTHING or step is None or any(step in each.program.nodes for each in happened):
        return found
    return Found(UNASKED, why="no-step", about=step)


def asked_of(asker: Program, claim: Claim, state: State, each: Happened, ask: Ask) -> Found:
    """What a claim comes to at one decision; `state` is that before it."""
    event, node = each.event, each.program.nodes.get(each.event.step)
    place = {"number": each.number, "at": each.at, "by": event.by, "step": event.step}
    try:
        match claim:
            case Before():
                what, why = before(asker, claim, state, each, ask)
                return Found(what, **place, why=why, about=claim.first if why else "")
            case Never() if isinstance(node, Step) and about(claim, node):
                barred = claim.who.find(carried(asker, claim, state, each), recorded(state, each, ask))
                return Found(BROKEN, **place, why="decided") if event.by in barred else Found(HELD, **place)
    except Gap as gap:
        return Found(UNASKED, **place, why=gap.why, about=gap.about)
    except Unknown as unknown:
        return Found(UNASKED, **place, why="erased" if each.erased else "no-fact", about=str(unknown))
    except KeyError as missing:
        # An answer this claim counts on, which that version did not ask for at that time.
        return Found(UNASKED, **place, why="no-answer", about=str(missing.args[0]))
    return NOTHING


def before(asker: Program, claim: Before, state: State, each: Happened, ask: Ask) -> tuple[str, str]:
    """Whether `first` was decided before `then`, as the engine asks when it keeps the claim."""
    event, node = each.event, each.program.nodes.get(each.event.step)
    back = isinstance(event, e.Completed) and isinstance(node, Step) and leads_back(node, event.outcome)
    if event.step != claim.then or isinstance(event, e.Rejected) or back:
        return SILENT, ""
    if claim.when is not None and not claim.when(carried(asker, claim, state, each), recorded(state, each, ask)):
        return SILENT, ""
    if claim.first in state.done:
        return HELD, ""
    return BROKEN, "skipped" if claim.first in each.program.nodes else "not-there"


def recorded(state: State, each: Happened, ask: Ask) -> Facts:
    """The facts written down with a decision, then what else was recorded; nobody is asked now, nor what day it is."""
    return Facts(each.at, dict(each.facts), lambda question: ask(question, each.at), state.requester)


# -- answers of another version ------------------------------------------------------------------


def carried(asker: Program, claim: Claim, state: State, each: Happened) -> Mapping[str, object]:
    """The answers a claim reads, as the asker's form writes them; Gap where that cannot be."""
    own, other = asker.form.fields, each.program.form.fields
    names = [name for name in claim.reads if name.split(".")[0] in own]
    if each.erased and names:
        raise Gap("erased", names[0])
    if own is other:
        return state.answers
    found = dict(state.answers)
    for name in names:
        head, _, column = name.partition(".")
        if head not in other:
            raise Gap("no-field", head)
        if head in state.answers:
            found[head] = as_now(own[head].type, other[head].type, state.answers[head], name, column)
    return found


def as_now(mine: types.Type, theirs: types.Type, value: object, name: str, column: str = "") -> object:
    """A value of one type as a value of another that says the same; ranges do not count. Gap where there is none."""
    match mine, theirs:
        case _ if mine == theirs:
            return value
        case types.Rows(columns=new), types.Rows(columns=old):
            had, has = dict(old), dict(new)
            if column and column not in had:
                raise Gap("no-field", name)
            return tuple(
                {key: as_now(has[key], had[key], each, f"{name}") for key, each in row.items() if key in has}
                for row in value
            )
        case ((types.Whole() | types.Decimal()), (types.Whole() | types.Decimal())):
            units, rest = divmod(value * 10 ** types.scale_of(mine), 10 ** types.scale_of(theirs))
            if rest == 0:
                return units
        case types.Money(currency=new), types.Money(currency=old) if new == old:
            return value
        case _ if type(mine) is type(theirs) and not isinstance(mine, types.Money):
            return value
    raise Gap("other-kind", name)
