"""Questions to the facts, as expressions ask them: attributes of persons and teams, members of teams, holders of roles."""

from __future__ import annotations

from collections.abc import Callable

from dsl import types
from dsl.checked import Hop
from dsl.engine.facts import Facts, Unknown
from dsl.values import Unfit, from_json

AS_IT_IS = (types.Person, types.Team, types.YesNo)


def attribute(f: Facts, hop: Hop, holder: str | None) -> object:
    """The attribute of one person or team as a value; None when the directory does not know it or there is no holder."""
    if holder is None:
        return None
    question = f"{hop.of}:{holder}:{hop.name}"
    raw = f.ask(question)
    kind = hop.attribute.type
    return raw if raw is None or isinstance(kind, AS_IT_IS) else usable(kind, raw, question)


def reader(hop: Hop, surely: bool = False) -> Callable[[Facts, str | None], object]:
    """`attribute` (or, `surely`, `known` of it) made ready for one hop: quick, the same answers."""
    before, behind, kind = f"{hop.of}:", f":{hop.name}", hop.attribute.type
    options = frozenset(kind.options) if isinstance(kind, types.Choice) else frozenset()
    plain = isinstance(kind, AS_IT_IS)
    # One ticket asks about the same few holders again and again: the last question is kept, as one value, so that
    # threads cannot mix two of them.
    last = (None, "")

    def read(f: Facts, holder: str | None) -> object:
        nonlocal last
        held, question = last
        if held != holder or holder is None:
            if holder is None:
                return known(None, hop) if surely else None
            question = before + holder + behind
            last = (holder, question)
        used = f.used
        raw = used[question] if question in used else f.ask(question)
        if raw.__class__ is str and (plain or raw in options):
            return raw
        if raw is None:
            return known(None, hop) if surely else None
        return usable(kind, raw, question)

    return read


def usable(kind: types.Type, raw: object, question: str) -> object:
    """What the directory says, as a value; a directory that says nonsense does not know."""
    try:
        return from_json(kind, raw)
    except Unfit:
        raise Unknown(question) from None


def known(value: object, hop: Hop) -> object:
    """A value the checker took for present; a directory that does not know it cannot be decided upon."""
    if value is None:
        raise Unknown(f"{hop.of}:…:{hop.name}")
    return value


def members(f: Facts, team: str | None) -> tuple[str, ...]:
    """The active members of a team, nobody when there is no team."""
    return () if team is None else tuple(f.ask(f"team:{team}"))


def holders(f: Facts, role: str) -> tuple[str, ...]:
    """Everyone active who holds a role."""
    return tuple(f.ask(f"role:{role}"))
