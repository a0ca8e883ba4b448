"""What a bundle says of claims: those in force at its moment, asked of every ticket in it; worked out again to verify it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from app.journal.entries import Entry
from app.people.then import Act, Then
from app.tickets.hindsight import Programs, World, blank, look
from app.tickets.verdicts import sentence

FORMAT = "waybill invariants 1"
ALL = 10**9
"""A bundle names every ticket."""


class Upheld:
    """The claims of the newest version of each process, counted ticket by ticket. `versions` are those of the bundle, each
    with id, process and number."""

    def __init__(self, versions: Iterable[Mapping[str, object]], programs: Programs, then: Then):
        self.of = {one["id"]: one["process"] for one in versions}
        self.newest: dict[str, tuple[int, int]] = {}
        for one in versions:
            key = one["number"], one["id"]
            self.newest[one["process"]] = max(key, self.newest.get(one["process"], key))
        self.programs, self.then = programs, then
        self.world = World(programs, {one["id"]: one["number"] for one in versions}, then)
        self.results = {process: blank(programs(id), ALL) for process, (_number, id) in self.newest.items()}

    def add(self, entries: list[Entry]) -> None:
        """Ask a ticket, if it was ever filed."""
        if any(each.body["type"] == "Submitted" for each in entries):
            process = self.of[entries[0].version]
            asker = self.programs(self.newest[process][1])
            look(self.results[process], asker, entries[0].ticket, entries, self.world)

    def told(self) -> dict[str, object]:
        """Everything, as the bundle has it."""
        processes = [self.of_process(process) for process in sorted(self.results)]
        return {"format": FORMAT, "everybody_recorded": self.then.whole, "processes": processes}

    def of_process(self, process: str) -> dict[str, object]:
        """One process, each claim with its sentence."""
        (number, id), result = self.newest[process], self.results[process]
        asker = self.programs(id)
        pairs = zip(asker.claims, result.claims, strict=True)
        claims = [each | {"sentence": sentence(asker, claim, each["tickets"], "en")} for claim, each in pairs]
        return {"process": process, "version": number, "looked_at": result.tickets, "claims": claims}


def entry(row: Mapping[str, object]) -> Entry:
    """A line of a bundle as the journal had it."""
    names = "ticket", "number", "version", "by", "body", "facts", "digest", "erased"
    return Entry(at=datetime.fromisoformat(row["at"]), **{name: row[name] for name in names})


def acts_of(rows: Iterable[Mapping[str, object]], whole: bool) -> Then:
    """What the acts in a bundle tell about people; `whole` when they tell of everybody."""
    return Then((Act(row["what"], row["subject"], row["body"], datetime.fromisoformat(row["at"])) for row in rows), whole)
