"""A database that was put back from a backup: known by what was signed before, told by an act, never passed over.

What was signed last lies beside the key and in the file anchor. When the log is shorter than that, the first node that
notices writes the act `restored` with the signed note; history goes on behind it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, select

from app.db import reading, transaction
from app.journal import admin, chain, keys, merkle, notes, sequence, witness
from app.journal.notes import Note
from app.journal.rows import act, checkpoint

TAIL, MANY = 262_144, 200
"""Bytes at the end of a file anchor that are looked at, and how many of the checkpoints in them."""


@dataclass(frozen=True, slots=True)
class Restored:
    """An act that says so: of `size` signed entries the first `kept` are left."""

    number: int
    at: str
    kept: int
    size: int
    root: str
    note: str

    def explains(self, note: Note) -> bool:
        """Whether what this note signs is of the history that is gone."""
        is_same = note.size != self.size or note.root.hex() == self.root
        return self.kept < note.size <= self.size and note.at < self.at and is_same

    def told(self) -> str:
        """What became of that history."""
        which = f"entries {self.kept + 1}\u2013{self.size} of that history are gone, said so by act {self.number}"
        return f"a history that was put back on {self.at[:16]}Z to size {self.kept}; {which}"


def restored(row: Mapping[str, object]) -> Restored:
    """The act in a stored row."""
    body = row["body"]
    at = row["at"] if isinstance(row["at"], str) else chain.moment(row["at"])
    return Restored(row["number"], at, body["kept"], body["size"], body["root"], body["note"])


def acts(c: Connection) -> list[Restored]:
    """All of them."""
    rows = c.execute(select(act).where(act.c.what == "restored").order_by(act.c.number)).mappings()
    return [restored(row) for row in rows]


def beside(key: Path) -> Path:
    """The file that holds what this key signed last."""
    return key.with_name(f"{key.name}.signed")


def remember(key: Path, note: str) -> None:
    """Keep what was just signed beside the key; whole or as it was."""
    draft = beside(key).with_name(f"{key.name}.signed.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, beside(key))


def remembered(anchored: int) -> Iterator[tuple[Path, str]]:
    """(file, note) of what is known to have been signed, whatever the database says: beside the key, and so many of the
    last notes in the file anchor."""
    settings = current_app.extensions["waybill"]
    own, anchor = beside(settings.key), settings.anchors.get("file") if anchored else None
    if os.access(own, os.R_OK):
        yield own, own.read_text("utf-8", "replace")
    if anchor:
        with contextlib.suppress(OSError):  # sending to it fails as well then, and that is told
            yield from [(Path(anchor), each.note) for each in last_of(Path(anchor))[-anchored:]]


def last_of(file: Path) -> list[witness.Told]:
    """The last checkpoints in a file anchor, those that are whole."""
    with open(file, "rb") as content:
        content.seek(max(content.seek(0, os.SEEK_END) - TAIL, 0))
        lines = content.read().decode("utf-8", "replace").splitlines()
    return [each for each in witness.read(lines, file.name) if each.note.rstrip().count("\n") >= 6]


def opened(c: Connection, found: Iterable[tuple[Path, str]]) -> Iterator[tuple[Note, str]]:
    """What a key of ours has signed of it, the most entries first, and how it is written."""
    known, every = ours(c), []
    for _file, text in found:
        with contextlib.suppress(notes.Forged):
            every.append((notes.opened(text, known), text))
    return iter(sorted(every, key=lambda each: -each[0].size))


def ours(c: Connection) -> dict[str, bytes]:
    """The public keys of the log, and that of the key file, which a database that was put back may not know."""
    key, known = current_app.extensions["waybill"].key, keys.known(c)
    with contextlib.suppress(keys.WrongKey):
        own = notes.public_of(keys.private(key)) if key.exists() else None
        known |= {notes.id_of(own): own} if own else {}
    return known


def notice(anchored: int = MANY) -> list[int]:
    """Write an act for what was signed and is not there any more; numbers of the acts. Nothing when all of it is."""
    found = list(remembered(anchored))
    with reading() as c:
        texts = {text for _file, text in found}
        same = set(c.scalars(select(checkpoint.c.note).where(checkpoint.c.note.in_(texts)))) if texts else set()
        found = [each for each in found if each[1] not in same]
        if not any(left(c, note) is not None for note, _text in opened(c, found)):
            return []
    with transaction() as c:
        if not sequence.is_ours(c):
            return []
        return [number for each in list(opened(c, found)) if (number := noted(c, *each))]


def noted(c: Connection, note: Note, text: str) -> int | None:
    """The act about one note, unless there is nothing to say."""
    kept = left(c, note)
    if kept is None:
        return None
    body = {"kept": kept, "size": note.size, "root": note.root.hex(), "note": text}
    return admin.note(c, "restored", admin.COMMAND_LINE, body=body)


def left(c: Connection, note: Note) -> int | None:
    """How many entries are left of the history a note is about; None when all of it is there or it was told already.
    None as well for a log that is long enough and another: no backup explains that, and nothing more is signed."""
    size = sequence.size(c)
    if is_there(c, note, size):
        return None
    told = acts(c)
    if any(each.explains(note) for each in told):
        return None
    same = [each.kept for each in told if each.kept < note.size and note.at < each.at]
    return min(same) if same else (size if note.size > size else None)


def is_there(c: Connection, note: Note, size: int) -> bool:
    """Whether the log begins with what a note signs."""
    try:
        return note.size <= size and merkle.root(note.size, sequence.kept(c)) == note.root
    except LookupError:
        return False


def unexplained(c: Connection) -> Note | None:
    """Something that was signed, is not in the log, and no act says why. keys.WrongKey when what lies beside the key is
    not what a key of ours has signed."""
    size, told, own = sequence.size(c), acts(c), beside(current_app.extensions["waybill"].key)
    if own.exists() and not list(opened(c, [(own, own.read_text("utf-8", "replace"))])):
        raise keys.WrongKey(f"{own} is no checkpoint of ours: run `waybill verify`, then move it away")
    for note, _text in opened(c, remembered(1)):
        if not is_there(c, note, size) and not any(each.explains(note) for each in told):
            return note
    return None
