"""What was kept elsewhere: each checkpoint is about this log, or about one an act says was put back from a backup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.journal import keys, merkle, notes, restored
from app.journal.notes import Note
from app.journal.witness import Told
from app.tickets.checks.breach import Breach, Look


@dataclass(frozen=True, slots=True)
class Signed:
    """A root that was signed, the check that wants it in the log, and where it says so; `note` when kept elsewhere."""

    check: str
    place: str
    root: str
    note: Note | None = None


def anchored(look: Look) -> Iterator[Signed | Breach]:
    """What anchors say must be in the log, and what is wrong with them themselves."""
    known, before = keys.known(look.c), {}
    for told in look.anchored:
        look.seen["anchored"] += 1
        try:
            note = notes.opened(told.note, known)
        except notes.Forged as forged:
            yield Breach("anchors", told.place, str(forged))
            continue
        if told.old and not continues(note, told, before.get(told.old, [])):
            yield Breach("anchors", told.place, f"it does not continue the checkpoint of {told.old} entries before it")
        before.setdefault(note.size, []).append(note.root)
        yield Signed("anchors", told.place, note.root.hex(), note)


def continues(note: Note, told: Told, roots: list[bytes]) -> bool:
    """Whether the proof that came with a note starts at one that is kept as well; nothing can be said of any other."""
    if not roots:
        return True
    return any(merkle.consistent(told.old, note.size, root, note.root, told.proof) for root in roots)


def fault(look: Look, one: Signed, wrong: str) -> Iterator[Breach]:
    """A root that the log does not have: wrong, unless an act says where it went."""
    for each in restored.acts(look.c) if one.note else ():
        if each.explains(one.note):
            look.told.append(f"{one.place}: this checkpoint of {one.note.size} entries is of {each.told()}")
            return
    yield Breach(one.check, one.place, wrong)


def put_back(look: Look) -> Iterator[Breach]:
    """Every act that says so is told, and names what was really signed."""
    known = keys.known(look.c)
    for each in restored.acts(look.c):
        look.seen["put back"] += 1
        look.told.append(f"act {each.number}: {each.told()}")
        try:
            note = notes.opened(each.note, known)
            is_said = (note.size, note.root.hex()) == (each.size, each.root) and each.kept < each.size
        except notes.Forged:
            is_said = False
        if not is_said:
            yield Breach("acts", f"act {each.number}", "it says that the log was put back, and what it names was not signed")
