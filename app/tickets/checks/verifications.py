"""Kept results of `verify`: each is just what the act said that kept it, and none is gone."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from app.journal.rows import verification
from app.journal.verifications import digest
from app.tickets.checks.breach import Breach, Look
from app.tickets.checks.log import raw_acts


def verifications(look: Look) -> Iterator[Breach]:
    """Results are as they were kept."""
    acts = {row["body"]["verification"]: row for row in raw_acts(look) if row["what"] == "verified"}
    for row in look.c.execute(select(verification).order_by(verification.c.id)):
        act = acts.pop(row.id, None)
        said = (act["by"], act["at"], act["body"]["good"], act["body"]["result"]) if act else None
        if said != (row.by, row.at, row.good, digest(row.result)):
            wrong = "it is not what was kept" if act else "no act kept it"
            yield Breach("verifications", f"verification {row.id}", wrong)
    for id in sorted(acts):
        yield Breach("verifications", f"verification {id}", "it was kept, and it is gone")
