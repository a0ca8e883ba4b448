"""Why a step asked whom it asked, for the page of a ticket: in the reader's language, and first about the reader."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import translate as _
from app.people.queries import Person
from app.tickets.story import Voice
from app.tickets.whys import open_to
from dsl.engine.events import Asked, Event, NobodyFound
from dsl.engine.facts import Facts
from dsl.engine.state import State
from dsl.explaining.asked import WhyAsked, why_asked
from dsl.explaining.sentences import left_sentence
from dsl.program import Program, Step


@dataclass(frozen=True, slots=True)
class Asking:
    """One step that asked people. `expression` is the text that finds them; `own` says why the reader was asked or not;
    `left` names those who were found and left out. `differs`: it comes to `again` with what was stored."""

    step: str
    people: str
    expression: str
    own: str
    left: tuple[str, ...]
    need: int
    instead: str
    end: str
    partly: bool
    differs: bool
    again: str
    asking: bool = True


def is_asking(program: Program, event: Event) -> bool:
    """Whether an event is the answer to whom a step asks: a step that ends when nobody is found asks nobody."""
    node = program.nodes.get(getattr(event, "step", ""))
    ends = isinstance(node, Step) and node.nobody.end is not None
    return isinstance(event, Asked) or (isinstance(event, NobodyFound) and ends)


def asking(voice: Voice, me: Person, state: State, event: Asked | NobodyFound, facts: Facts) -> Asking:
    """The reasons in the reader's language, without what the reader may not see; `state` is that before the event."""
    why = why_asked(voice.program, state, event, facts)
    clear = open_to(voice.hidden, why.reads)
    left = [(each.who, left_sentence(each, why, voice.program, voice.language, voice.person)) for each in why.left_out]
    return Asking(
        step=voice.step(why.step),
        people=voice.people(why.people),
        expression=why.expression,
        own=own(why, me.id, clear, dict(left)),
        left=tuple(said for who, said in left if who != me.id) if clear else (),
        need=why.need if clear else 0,
        instead=why.instead if clear else "",
        end=voice.end(why.end) if why.end else "",
        partly=not clear,
        differs=not why.same,
        again=voice.people(why.again) if why.again else "",
    )


def own(why: WhyAsked, me: str, clear: bool, left: dict[str, str]) -> str:
    """Why the reader was asked, or was not."""
    if not why.same:
        return ""
    if me in why.people:
        return _("You were asked: {expression} found you.", expression=why.instead or why.expression)
    if not clear:
        return _("You were not asked.")
    if me in left:
        return _("You were not asked. {why}.", why=left[me])
    return _("You were not asked: {expression} did not find you.", expression=why.expression)
