"""Analyse: what can be proved about a process, and a ticket for what cannot hold; the door of dsl/analysing."""

from __future__ import annotations

from dsl import tree
from dsl.analysing.claims import claim_findings, keys_of_claims
from dsl.analysing.findings import Analysis, Finding
from dsl.analysing.flow import flow_findings
from dsl.analysing.tables import Tables
from dsl.analysing.tried import Tried
from dsl.analysing.walk import FlowWalk
from dsl.check import examined
from dsl.checking.book import Book
from dsl.libraries import DEFAULT, Libraries

__all__ = ["Analysis", "Finding", "analyse"]

BUDGET = 200_000
"""Steps a proof about one table, or about the flow, may take unless told otherwise."""


def analyse(
    process: tree.Process, libraries: Libraries = DEFAULT, budget: int = BUDGET, book: Book | None = None
) -> Analysis:
    """All findings about a process; `book` is what the checker wrote down, when somebody has it already."""
    book = book or examined(process, libraries)
    walk = FlowWalk(book, budget, keys_of_claims(book))
    walk.start()
    tables = Tables(book, libraries, budget, walk.grids)
    tried = Tried(book, libraries)
    found = [*map(tried.promised, tables.findings()), *flow_findings(walk, tried), *claim_findings(walk, tried)]
    found += [
        Finding("not-decided", process.at, {"name": name, "what": "which steps are reached"}, "note")
        for name in sorted(walk.undecided - set(tables.undecided))
    ]
    found.sort(key=lambda each: (each.at.line, each.at.column))
    undecided = dict.fromkeys([*tables.undecided, *sorted(walk.undecided)])
    return Analysis(tuple(found), tuple(undecided))
