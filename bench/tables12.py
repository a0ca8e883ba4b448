"""A table of twelve rules beside the same rules as a Python function and as a table of zen-engine."""

from __future__ import annotations

from bench import approval
from bench.ground import ROOT, facts, program_of
from bench.measure import Line, faster, interleaved, plain, times

TICKETS = 2000


def lines() -> list[Line]:
    route = program_of((ROOT / "bench/texts/approval.way").read_text("utf-8")).tables["route"]
    zen = approval.zen()
    tickets = approval.tickets(TICKETS)
    ours = [(answers, facts(**requester)) for answers, requester in tickets]
    theirs = [approval.for_zen(*ticket) for ticket in tickets]
    agree(route, zen, tickets, ours, theirs)
    stored: list = []
    found = interleaved(
        {
            "hand": lambda: each(approval.by_hand, tickets),
            "pick": lambda: each(route.pick, ours),
            "choose": lambda: kept(route.choose, ours, stored),
            "zen": lambda: each_zen(zen, theirs, {"trace": False}),
            "zen trace": lambda: each_zen(zen, theirs, {"trace": True}),
        }
    )
    return [
        plain("tables12", "hand-written Python", found["hand"]),
        times("tables12", "outcome, to hand-written", found["pick"], found["hand"], 2),
        times("tables12", "outcome and stored trace, to hand-written", found["choose"], found["hand"], 3),
        plain("tables12", "zen-engine", found["zen"]),
        faster("tables12", "zen-engine with trace, to ours with trace", found["zen trace"], found["choose"], 20),
    ]


def agree(route, zen, tickets, ours, theirs) -> None:
    """All ways must say the same before they are compared."""
    for ticket, own, their in zip(tickets, ours, theirs, strict=True):
        said = approval.by_hand(*ticket)
        assert route.pick(*own) == (said,) and route.choose(*own)[1] == (said,), (ticket, said)
        assert zen.evaluate("table", their)["result"] == {"outcome": said}


def each(way, inputs) -> int:
    for first, second in inputs:
        way(first, second)
    return len(inputs)


def kept(way, inputs, stored: list) -> int:
    """As `each`, and the trace is kept, as the journal would."""
    stored.clear()
    for first, second in inputs:
        stored.append(way(first, second))
    return len(inputs)


def each_zen(zen, inputs, options) -> int:
    for context in inputs:
        zen.evaluate("table", context, options)
    return len(inputs)
