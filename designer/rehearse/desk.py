"""The desk of a rehearsal: what was posted becomes the next rehearsal, and what is typed but not sent stays typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from designer.rehearse.opened import opened
from designer.rehearse.people import asked_of_requester
from designer.rehearse.play import (
    ACTS,
    LARGEST,
    LONGEST_WORD,
    MOST_MOVES,
    Move,
    Play,
    is_clock,
    moved_clock,
    plain,
    to_text,
)
from designer.rehearse.played import Played, Stage, Stopped, perform
from designer.rehearse.seats import Seat, chosen, seats
from designer.rehearse.sensible import filled
from dsl import tree
from dsl.fragments import read_block
from forms.answers import from_page

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A rehearsal in hand: what was played, whose seat one sits in, raw answers typed but not sent, and what is wrong."""

    stage: Stage
    played: Played
    seat: Seat | None
    raw: Mapping[str, object] | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    refused: Stopped | None = None
    comment: str = ""
    notice: str = ""

    @property
    def play(self) -> Play:
        return self.played.play

    @property
    def step(self) -> str | None:
        """The step whose fields are asked; None for the request."""
        return (self.seat.step or None) if self.seat else None


def seated(stage: Stage, play: Play, seat: str = "", **more: object) -> Desk:
    """The desk with a rehearsal played."""
    played = perform(stage, play)
    return Desk(stage, played, chosen(seats(stage.program, played.state), seat), **more)


def posted(stage: Stage, process: tree.Process, play: Play, form, files, say: Say) -> Desk:
    """The desk after what a page posted."""
    act, _, rest = form.get("_act", "").partition(" ")
    play, seat = with_head(stage, process, play, form), form.get("_seat", "")
    raw = from_page(stage.program, form, files, stage.world)
    typed = plain(raw.values) if any(not name.startswith("_") for name in form) else None
    here = seated(stage, play, seat, raw=typed, comment=form.get("_comment", "")[:4000])
    match act:
        case "do" if not raw.rearranged:
            return done(here, rest, typed or {}, form, say)
        case "seat":
            return seated(stage, play, rest)
        case "fill":
            return replace(here, raw=with_values(here, typed or {}))
        case "undo":
            return seated(stage, here.played.kept.until(max(len(here.played.done) - 1, 0)))
        case "back":
            return seated(stage, play.until(int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 4 else 0))
        case "on":
            return seated(stage, here.played.kept)
        case "restart":
            return seated(stage, replace(play, moves=(), turns={}, at=play.moves[0].at if play.moves else play.at))
        case "open":
            example = next((each for each in stage.program.examples if each.name == rest), None)
            return seated(stage, opened(stage, example)) if example else here
        case "ticket":
            example = example_in(form.get("_example", ""))
            return seated(stage, opened(stage, example)) if example else here
    return here


def example_in(text: str) -> tree.Example | None:
    """An example that stands in no text, as a finding shows one."""
    found = read_block("process", text)
    return found[0] if found and isinstance(found[0], tree.Example) else None


def with_head(stage: Stage, process: tree.Process, play: Play, form) -> Play:
    """The clock, and before the first move who files and what the directory is told."""
    at = f"{form.get('_day', play.at[:10])}T{form.get('_time', play.at[11:])[:5]}"
    at = at if is_clock(at) else play.at
    match form.get("_act", ""):
        case "day":
            at = moved_clock(at, 1)
        case "business-day":
            at = moved_clock(at, 1, business=True)
    at = max([at, *(move.at for move in play.moves[-1:])])
    play = replace(play, at=at)
    kind, _, by = form.get("_by", "").partition(" ")
    if play.moves or not by or len(by) > LONGEST_WORD:
        return play
    names = asked_of_requester(process, stage.libraries)
    told = {name: form.get(f"_told_{name}", "").strip()[:LONGEST_WORD] for name in names}
    return replace(play, by=by, real=kind == "real", told={name: raw for name, raw in told.items() if raw})


def with_values(desk: Desk, typed: Mapping[str, object]) -> dict[str, object]:
    """What is typed, with sensible values where nothing is."""
    played = desk.played
    facts = desk.stage.facts(played.play, played.state.requester)
    return plain(filled(desk.stage, played.play, facts, typed, desk.step, played.state.answers))


def too_long(say: Say) -> str:
    """What to say when there is no room for another move."""
    size = LARGEST // 1024
    return say(
        "a rehearsal has at most {count} moves, and {size} KiB: start over, or undo some", count=MOST_MOVES, size=size
    )


def done(here: Desk, what: str, typed: Mapping[str, object], form, say: Say) -> Desk:
    """The desk after one act; what is refused changes nothing and says why."""
    act, _, outcome = what.partition(":")
    act = act.replace("-", " ")
    before, seat = here.played.kept, here.seat
    if act not in ACTS or (act == "transfer" and not form.get("_over", "").strip()):
        return here
    by = seat.person if seat else before.by
    step = seat.step if seat else ""
    if act in ("submit", "withdraw", "take back", "acknowledge"):
        step, by = "", here.played.state.requester or before.by
    with_answers = act in ("submit", "approve", "complete")
    to = form.get("_over" if act == "transfer" else "_to", "").strip()[:LONGEST_WORD]
    raw = typed if with_answers else {}
    move = Move(act, by, before.at, step, to, outcome[:LONGEST_WORD], here.comment, raw)
    after = before.and_then(move)
    if after is before or len(to_text(after)) > LARGEST:
        return replace(here, notice=too_long(say))
    tried = perform(here.stage, after)
    if tried.stopped is not None:
        return replace(here, problems=tried.stopped.problems, refused=tried.stopped)
    return seated(here.stage, tried.kept)
