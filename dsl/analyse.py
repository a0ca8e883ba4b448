"""Analyse: what can be proved about a process, and a ticket for what cannot hold; the door of dsl/analysing."""

from __future__ import annotations

from dsl import tree
from dsl.analysing.findings import Analysis, Finding
from dsl.analysing.tables import Tables
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
    tables = Tables(book, libraries, budget)
    found = list(tables.findings())
    found.sort(key=lambda each: (each.at.line, each.at.column))
    return Analysis(tuple(found), tuple(tables.undecided))
