"""Verifies a bundle with the whole product.

That is what the stand-alone verifier checks, and beyond it that the rules are those of the text, and every decision of the
engine, not only those of tables.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from app.audit.bundle import NotExported, checked_again, exact
from app.audit.read_out import of_bundle
from app.audit.upheld import Upheld, entry
from app.audit.verify import Bad, Check, need
from app.journal import notes
from app.processes.programs import BrokenVersion, made_from
from app.processes.queries import Version
from app.tickets.checks.rerun import rerun
from app.tickets.checks.tickets import UNREADABLE
from dsl.compile import compile
from dsl.program import Program

Placed = tuple[str, dict]
"""Where a line stands, and what it says."""


def verified(path: Path, keys: Sequence[str] = (), anchors: Sequence[Path] = ()) -> Check:
    """The check after everything held; raises Bad at the first place that does not."""
    check = Check(str(path), keys, [str(each) for each in anchors])
    check.run()
    versions = {id: version_in(check, one) for id, one in check.known.items()}
    for one in versions.values():
        same_rules(check, one)
    if check.query["tickets"]:
        signatures(check)
        programs = {id: made_from(one) for id, one in versions.items()}
        check.seen["batches"] = 0
        upheld = claims_of(check, programs)
        for rows in tickets(check):
            decided_again(check, programs.__getitem__, rows)
            upheld.add([entry(row) for _place, row in rows])
        same = check.bundle.json("invariants.json") == upheld.told()
        need(same, "invariants.json", "it is not what the claims in force come to, asked of the tickets")
    return check


def claims_of(check: Check, programs: dict[int, Program]) -> Upheld:
    """The claims in force, nothing asked yet; who held which role is told by the acts in the bundle."""
    acts = (row for _place, row in check.bundle.lines("acts.jsonl"))
    whole = check.bundle.json("invariants.json")["everybody_recorded"]
    return of_bundle(check.known.values(), programs.__getitem__, acts, whole)


def version_in(check: Check, one: dict) -> Version:
    """A version as the bundle has it."""
    start = f"processes/{one['process']}/{one['number']}"
    try:
        files = {name: check.bundle.data(f"{start}/{name}").decode() for name in one["files"]}
        text = check.bundle.data(f"{start}.way").decode()
        at = datetime.fromisoformat(one["at"])
    except ValueError as error:
        raise Bad(f"{start}.way", f"it cannot be read ({error})") from None
    return Version(one["id"], one["process"], one["number"], text, files, one["hash"], one["by"], at, one["reason"])


def same_rules(check: Check, one: Version) -> None:
    """The rules and the tree as JSON are those that follow from the text."""
    start = f"processes/{one.process}/{one.number}"
    try:
        checked = checked_again(one)
        made = exact(one, checked, compile(checked, source=one.text))
    except (NotExported, AttributeError) as error:
        raise Bad(f"{start}.way", f"it is no text without problems ({error})") from None
    told = {"rules.json": "they are not the rules of the text", "tree.json": "it is not the tree of the text"}
    for name, wrong in told.items():
        need(json.loads(made[name]) == check.bundle.json(f"{start}.{name}"), f"{start}.{name}", wrong)


def signatures(check: Check) -> None:
    """All signatures once more, by the library the product signs with."""
    for place, row in check.bundle.lines("checkpoints.jsonl"):
        try:
            notes.opened(row["note"], check.keys)
        except notes.Forged as forged:
            raise Bad(place, str(forged)) from None


def tickets(check: Check) -> Iterator[list[Placed]]:
    """The lines of each ticket."""
    rows: list[Placed] = []
    for name in check.bundle.named("tickets/"):
        for place, row in check.bundle.lines(name):
            if rows and rows[-1][1]["ticket"] != row["ticket"]:
                yield rows
                rows = []
            rows.append((place, row))
    if rows:
        yield rows


def decided_again(check: Check, programs, rows: list[Placed]) -> None:
    """Everything the engine decided on a ticket comes out as it did, and was allowed."""
    if any(row["erased"] for _place, row in rows):
        return
    seen: Counter = Counter()
    try:
        for number, wrong in rerun(programs, [entry(row) for _place, row in rows], seen):
            place, row = rows[number - 1]
            raise Bad(place, f"ticket {row['ticket']}, event {number}: {wrong}")
    except (*UNREADABLE, BrokenVersion) as error:
        place, row = rows[0]
        raise Bad(place, f"ticket {row['ticket']} cannot be decided again ({type(error).__name__}: {error})") from None
    check.seen["batches"] += seen["decisions"]
