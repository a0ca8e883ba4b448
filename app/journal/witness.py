"""What an anchor is told: a checkpoint and the proof that it continues the one told before; and reading that back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.journal.notes import DASH

SYSLOG = "waybill: checkpoint "
"""What a line of syslog has before what was told."""
OLD = "old "
"""Begins what is told with a proof, as C2SP tlog-witness writes it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A checkpoint as somebody outside has it; `proof` shows that it continues the one of `old` entries."""

    place: str
    note: str
    old: int = 0
    proof: tuple[bytes, ...] = ()


def message(note: str, old: int, proof: Sequence[bytes]) -> str:
    """What is sent: the note alone when the anchor has none before it."""
    if not old:
        return note
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)
    return f"{OLD}{old}\n{hashes}\n{note}"


def read(lines: Iterable[str], name: str) -> Iterator[Told]:
    """What is in a file to which messages were appended, or lines of syslog with them."""
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        line, place = line.rstrip("\r\n"), f"{name}, line {number}"
        if SYSLOG in line:
            yield unfolded(place, line.split(SYSLOG, 1)[1].split())
        elif line or found:
            found.append(line)
        if line.startswith(f"{DASH} "):
            yield parted(place, found)
            found = []
    if any(found):
        yield Told(f"{name}, at its end", "\n".join(found))


def parted(place: str, lines: list[str]) -> Told:
    """One message, from its lines."""
    if not lines[0].startswith(OLD) or "" not in lines:
        return Told(place, "\n".join(lines) + "\n")
    end = lines.index("")
    note = "\n".join(lines[end + 1 :]) + "\n"
    return headed(place, note, [lines[0].removeprefix(OLD), *lines[1:end]])


def unfolded(place: str, words: list[str]) -> Told:
    """One message that was sent as one line."""
    end = words.index(DASH) if DASH in words else 0
    if end < 7 or len(words) != end + 3:
        return Told(place, " ".join(words))
    origin, size, root, *times = words[end - 7 : end]
    text = "\n".join((origin, size, root, " ".join(times[:2]), " ".join(times[2:])))
    note = f"{text}\n\n{' '.join(words[end:])}\n"
    return headed(place, note, words[1 : end - 7]) if end > 7 else Told(place, note)


def headed(place: str, note: str, head: list[str]) -> Told:
    """A note with the size and the hashes before it; what cannot be read of them is no proof and holds nowhere."""
    try:
        return Told(place, note, int(head[0]), tuple(base64.b64decode(each, validate=True) for each in head[1:]))
    except (ValueError, binascii.Error):
        return Told(place, f"{' '.join(head)}\n\n{note}")
