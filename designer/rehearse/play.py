"""A rehearsal as a value: who files, what the directory is told, the clock, the moves so far. The page carries it along."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dsl.types import FileRef
from forms.fields.file import carried

MOST_MOVES = 100
LARGEST = 64 * 1024
"""Characters of a rehearsal as text."""
LONGEST_WORD = 200
ACTS = (
    "submit", "approve", "reject", "complete", "return", "transfer", "withdraw", "take back", "acknowledge", "comment"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One act of somebody: `raw` are answers as a page posts them, `at` the clock, `then` what it led to when made first."""

    act: str
    by: str
    at: str
    step: str = ""
    to: str = ""
    outcome: str = ""
    comment: str = ""
    raw: Mapping[str, object] = field(default_factory=dict)
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Play:
    """A rehearsal. `told` are attributes of the requester as typed; with `real` the directory of the house answers, else a
    pretend one in which `turns` says how many people each step has."""

    by: str = "ana"
    at: str = "2026-03-05T09:00"
    real: bool = False
    told: Mapping[str, str] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()

    def and_then(self, move: Move) -> Play:
        """One move more; as it is when there are too many."""
        return replace(self, moves=(*self.moves, move)) if len(self.moves) < MOST_MOVES else self

    def until(self, count: int) -> Play:
        """Only the first moves; the clock goes back with them."""
        left = self.moves[:count]
        gone = self.moves[count : count + 1]
        return replace(self, moves=left, at=gone[0].at if gone else self.at)


def clock_of(text: str, zone: datetime.tzinfo = datetime.UTC) -> datetime.datetime:
    """The moment a clock in a zone shows."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(datetime.UTC)


def is_clock(text: str) -> bool:
    """Whether a text is a moment to the minute."""
    try:
        return len(text) == 16 and text[10] == "T" and 1900 < datetime.datetime.fromisoformat(text).year < 2500
    except ValueError:
        return False


def moved_clock(at: str, days: int, business: bool = False) -> str:
    """The clock so many days on; business days leave out Saturdays and Sundays."""
    moment = datetime.datetime.fromisoformat(at)
    for _ in range(days):
        moment += datetime.timedelta(days=1)
        while business and moment.weekday() > 4:
            moment += datetime.timedelta(days=1)
    later = moment.isoformat(timespec="minutes")
    return later if is_clock(later) else at


# -- as text ---------------------------------------------------------------------------------------


def to_text(play: Play) -> str:
    """One line of JSON."""
    moves = [{key: value for key, value in as_json(move).items() if value} for move in play.moves]
    head = {"by": play.by, "at": play.at, "real": play.real, "told": dict(play.told), "turns": dict(play.turns)}
    return json.dumps({**head, "moves": moves}, ensure_ascii=False, separators=(",", ":"))


def as_json(move: Move) -> dict[str, object]:
    return {name: getattr(move, name) for name in move.__dataclass_fields__} | {"then": list(move.then)}


def plain(value: object) -> object:
    """Raw answers as JSON: a file is the text that a page carries it in."""
    match value:
        case FileRef():
            return carried(value)
        case Mapping():
            return {key: plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case str() | bool() | int() | None:
            return value
    return str(value)


def from_text(text: str) -> Play | None:
    """The opposite of `to_text`; None for what is no rehearsal."""
    if not text or len(text) > LARGEST:
        return None
    try:
        given = json.loads(text)
        moves = tuple(move_of(each) for each in given["moves"][:MOST_MOVES])
        told, turns = words_of(given["told"]), {str(step): int(count) for step, count in given["turns"].items()}
        by, at = word(given["by"]) or "ana", word(given["at"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    turns = {step: min(max(count, 1), 20) for step, count in turns.items()}
    play = Play(by, at, given.get("real") is True, told, turns, moves)
    return play if is_clock(play.at) and all(is_clock(move.at) for move in moves) else None


def move_of(given: Mapping[str, object]) -> Move:
    """A move; ValueError for what is none."""
    words = {name: word(given.get(name, "")) for name in ("by", "at", "step", "to", "outcome")}
    if given["act"] not in ACTS:
        raise ValueError(given["act"])
    raw, then = shaped(given.get("raw", {}), 2), given.get("then", [])
    if not isinstance(raw, dict) or not isinstance(then, list):
        raise ValueError(raw)
    comment = given.get("comment", "")
    return Move(given["act"], raw=raw, then=tuple(map(word, then)), comment=str(comment)[:4000], **words)


def shaped(given: object, deep: int) -> object:
    """Answers as pages post them: texts, lists of texts, rows as lists of such; ValueError for anything else."""
    match given:
        case str():
            return given
        case list() if deep < 2 and not any(isinstance(each, list) for each in given):
            return [shaped(each, deep) for each in given]
        case dict() if deep > 0:
            return {word(name): shaped(value, deep - 1) for name, value in given.items()}
    raise ValueError(given)


def words_of(given: Mapping[str, object]) -> dict[str, str]:
    return {word(name): word(value) for name, value in list(given.items())[:50]}


def word(given: object) -> str:
    """A short text; ValueError for what is none."""
    if not isinstance(given, str) or len(given) > LONGEST_WORD:
        raise ValueError(given)
    return given
