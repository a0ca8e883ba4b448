"""What the examples of a draft exercise, as the page that publishes it shows that; and whether it must be everything."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import language
from app.i18n import translate as _
from designer.address import find_line
from designer.edits.proving import key_of
from designer.look import Look
from designer.scene import view_of
from dsl import tree
from dsl.coverage import Covering
from dsl.covering.said import said
from dsl.covering.things import SORTS, Thing
from dsl.libraries import Libraries
from dsl.program import Program

SHOWN = 40
"""Missing things that are listed with a button each; the others are counted."""
NAMED = 5
"""Missing things that a refusal names."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something no example does; `key` names it to the edit that writes one."""

    line: int
    text: str
    link: str
    key: str


@dataclass(frozen=True, slots=True)
class Exercised:
    """`counts` are (what, how many, of how many); of the `missing` the first are listed, `more` are not. `never` no ticket
    can do."""

    counts: tuple[tuple[str, int, int], ...]
    missing: tuple[Missing, ...]
    more: int
    never: tuple[Missing, ...]

    @property
    def full(self) -> bool:
        return not self.missing


def exercised(seen: Look, id: int) -> Exercised | None:
    """What the examples exercise; None while the text has problems."""
    found = seen.coverage
    if found is None:
        return None
    words = {
        "row": _("Rows"),
        "arm": _("Outcomes of branches"),
        "step": _("Steps"),
        "decision": _("Decisions"),
        "end": _("Ends"),
        "border": _("Borders"),
    }
    counts = found.counts()
    missing = [missed(each, seen, id) for each in found.missing[:SHOWN]]
    never = [missed(each, seen, id) for each in sorted(found.never, key=lambda each: each.at.line)[:SHOWN]]
    told = tuple((words[sort], *counts[sort]) for sort in SORTS if sort in counts)
    return Exercised(told, tuple(missing), len(found.missing) - len(missing), tuple(never))


def missed(thing: Thing, seen: Look, id: int) -> Missing:
    at = find_line(seen.process, thing.at.start)
    link = f"/design/{id}/{view_of(seen.process, at)}?at={at}"
    return Missing(thing.at.line, said(seen.process, thing, language()), link, key_of(thing))


def lacking(process: tree.Process, made: Program, outside: Libraries) -> str:
    """What examples do not exercise, as a sentence that refuses; "" when that is nothing."""
    missing = Covering(process, made, outside).coverage().missing
    if not missing:
        return ""
    named = ", ".join(said(process, each, language()) for each in missing[:NAMED])
    more = _(" and {count} more", count=len(missing) - NAMED) if len(missing) > NAMED else ""
    return _(
        "this process wants examples that exercise everything, and these are missing: {named}{more}", named=named, more=more
    )
