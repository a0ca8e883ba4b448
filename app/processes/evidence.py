"""Evidence: what was known about a text when it was published, kept with the version, its hash in the act."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as release_of

from sqlalchemy import Connection, select

from app.journal import chain
from app.processes.elsewhere import impact_of, look_of
from app.processes.queries import Version
from app.processes.rows import process, version
from dsl import tree
from dsl.analyse import Analysis, Finding
from dsl.coverage import Covering
from dsl.covering.said import said
from dsl.examples import Result
from dsl.format_expression import format_expression
from dsl.impact import Region
from dsl.libraries import Libraries
from dsl.program import Program

FORMAT = 1
MOST = 100
"""Kinds of tickets that go elsewhere, or of moves in a backtest, that are written down; the others are counted."""
MOST_FINDINGS = 500
"""Findings that are written down; problems among them refuse publishing, so that these are notes and proofs."""
NONE: Mapping[str, object] = {"state": "none"}
"""What stands for what nobody did, or what could not be done."""
DOMAIN = b"waybill/evidence/1\n"


@dataclass(frozen=True, slots=True)
class Examined:
    """A text that may be published, with what was found out about it."""

    program: Program
    process: tree.Process
    libraries: Libraries
    analysis: Analysis
    results: tuple[Result, ...]


def evidence(
    made: Examined, before: Version | None, files: Mapping[str, str], backtest: Mapping[str, object] | None
) -> dict[str, object]:
    """What is known about a text: of itself, beside the version `before`, and from trying it on recorded tickets."""
    return {
        "format": FORMAT,
        "product": release(),
        "findings": [finding(each) for each in made.analysis.findings[:MOST_FINDINGS]],
        "found": len(made.analysis.findings),
        "undecided": list(made.analysis.undecided),
        "examples": [example(each) for each in made.results],
        "coverage": coverage(made),
        "impact": impact(made, before, files) if before else dict(NONE),
        "backtest": dict(backtest or NONE),
    }


def checks(c: Connection, name: str) -> dict[str, bool]:
    """What had to hold before it could be published."""
    row = c.execute(select(process.c.four_eyes, process.c.covered).where(process.c.id == name)).one()
    return {"four_eyes": row.four_eyes, "covered": row.covered}


def digest(found: Mapping[str, object]) -> str:
    """The SHA-256 of evidence, written in one way."""
    return hashlib.sha256(DOMAIN + chain.canonical(found)).hexdigest()


def stored(c: Connection, id: int) -> dict[str, object] | None:
    """The evidence of a version; None of one from before evidence was kept."""
    return c.scalar(select(version.c.evidence).where(version.c.id == id))


def release() -> str:
    """The release that found it out."""
    try:
        return release_of("waybill")
    except PackageNotFoundError:
        return "not installed"


def finding(each: Finding) -> dict[str, object]:
    """A finding with its ticket; its place as lines of the text."""
    told = each.to_json("en")
    return {name: told[name] for name in ("code", "level", "line", "message", "values", "surely", "path", "example")}


def example(each: Result) -> dict[str, object]:
    """An example and what came of it."""
    return {"name": each.name, "passed": each.passed, "happened": list(each.happened)}


def coverage(made: Examined) -> dict[str, object]:
    """How much of the process its examples exercise, and what they do not."""
    found = Covering(made.process, made.program, made.libraries).coverage()
    counts = {sort: {"exercised": done, "of": of} for sort, (done, of) in found.counts().items()}
    return {"full": found.full, "counts": counts, "missing": [said(made.process, each) for each in found.missing[:MOST]]}


def impact(made: Examined, before: Version, files: Mapping[str, str]) -> dict[str, object]:
    """Which tickets go elsewhere than in the version before, as far as that was found out within its budget."""
    old, new = look_of(before.text, before.files), look_of(made.program.source, files)
    if old is None or new is None:
        return dict(NONE)
    found = impact_of(old, new)
    kinds = [region(each) for each in found.regions[:MOST]]
    state = "decided" if found.decided else "undecided"
    told = {"state": state, "than": before.number, "count": len(found.regions), "kinds": kinds}
    return told | {"undecided": list(found.undecided)}


def region(each: Region) -> dict[str, object]:
    """Tickets that go elsewhere: the way before and after, and when."""
    when = [format_expression(one) if one is not None else "" for one in each.conditions]
    return {"before": list(each.before), "after": list(each.after), "when": when, "surely": each.surely}
