"""The page on what was known about a version when it was published: its evidence, and whether it is what was kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort
from sqlalchemy import Connection, select

from app.audit.pages_rules import COLUMNS, written
from app.db import reading
from app.i18n import language
from app.i18n import translate as _
from app.journal.rows import act
from app.processes import evidence
from app.processes.programs import program
from app.processes.rows import version
from app.tickets.backtest_view import Words
from dsl.analyse import Finding
from dsl.messages_findings import FINDINGS
from dsl.tree import NOWHERE

Page = Callable[..., str]
SHOWN = 25
"""Kinds of tickets that are shown; the document has more."""


SORTS = {
    "row": "rules",
    "arm": "ways of branches",
    "step": "steps",
    "decision": "decisions of people",
    "end": "ends",
    "border": "borders of conditions",
}
"""What examples exercise, as people read it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in the reader's language where the catalogue still knows it, else as it was told then."""

    code: str
    level: str
    line: int
    message: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Tickets that go elsewhere: both ways by label, when, and how many."""

    before: str
    after: str
    when: tuple[str, ...] = ()
    count: int = 0


def add_rules(pages: Blueprint, page: Page) -> None:
    """Put the address into the pages of the audit."""

    def known(process: str, number: int) -> str:
        with reading() as c:
            found = c.execute(select(*COLUMNS).where(version.c.process == process, version.c.number == number)).first()
            row = found or abort(404)
            (one,) = written(c, [row], None)
            kept, said = evidence.stored(c, row.id), act_of(c, row.id)
            told = about(c, row.id, kept) if kept else {}
        return page("known", one=one, kept=kept, said=said, good=is_good(kept, said), **told)

    pages.add_url_rule("/versions/<process>/<int:number>", "known", known)


def act_of(c: Connection, id: int) -> Mapping[str, object] | None:
    """The act that published a version: its number, and the hash of the evidence it names."""
    rows = c.execute(select(act.c.number, act.c.body).where(act.c.what == "published"))
    row = next((row for row in rows if row.body["version"] == id), None)
    return {"number": row.number, "hash": row.body.get("evidence")} if row else None


def is_good(kept: Mapping[str, object] | None, said: Mapping[str, object] | None) -> bool:
    """Whether the evidence is what the act says; of an old version there is none."""
    if said is None:
        return False
    return said["hash"] is None if kept is None else evidence.digest(kept) == said["hash"]


def about(c: Connection, id: int, kept: Mapping) -> dict[str, object]:
    """What the page says about evidence."""
    say = Words((program(c, id),))
    went, tried = kept["impact"], kept["backtest"]
    return {
        "findings": [finding(each) for each in kept["findings"]],
        "elsewhere": [kind(each, say) for each in went.get("kinds", ())[:SHOWN]],
        "moves": [kind(each, say) for each in tried.get("kinds", ())[:SHOWN]],
        "reached": [(_(SORTS.get(sort, sort)), each) for sort, each in kept["coverage"]["counts"].items()],
        "failed": [each for each in kept["examples"] if not each["passed"]],
        "hash": evidence.digest(kept),
        "document": json.dumps(kept, ensure_ascii=False, indent=1),
    }


def finding(each: Mapping) -> Found:
    """A finding in the reader's language; in the words of then when the catalogue has others by now."""
    known = Finding(each["code"], NOWHERE, each["values"], surely=each["surely"])
    same = each["code"] in FINDINGS and known.said("en") == each["message"]
    message = known.said(language()) if same else each["message"]
    return Found(each["code"], each["level"], each["line"], message, each["example"] or "")


def kind(each: Mapping, say: Words) -> Kind:
    when = tuple(one for one in each.get("when", ()) if one)
    return Kind(way(each["before"], say), way(each["after"], say), when, each.get("count", 0))


def way(names: list[str], say: Words) -> str:
    """A way by labels; brackets stand around what is asked together."""
    words = [each if each in "()|" else say(each) for each in names]
    return " → ".join(words).replace("( → ", "(").replace(" → )", ")").replace(" → | → ", " | ")


