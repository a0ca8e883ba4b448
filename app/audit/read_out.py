"""What people read of a bundle's tickets: each decision in words, in both languages, and what came of the claims."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from app.audit.upheld import Upheld, acts_of, entry
from app.journal.entries import Entry
from app.processes.programs import BrokenVersion
from app.tickets.checks.tickets import UNREADABLE
from app.tickets.explained import Reader, in_words
from app.tickets.hindsight import Programs, happened
from dsl.hindsight import Happened
from dsl.retold import Retold, retold

LANGUAGES = ("en", "zh")
WORDS = {
    "en": {"ticket": "Ticket {ticket}", "event": "event {number}, {at}",
           "erased": "erased: there is nothing left to explain", "unreadable": "cannot be read"},
    "zh": {"ticket": "单据 {ticket}", "event": "事件 {number}，{at}",
           "erased": "已清除：没有可以解释的内容", "unreadable": "无法读取"},
}  # fmt: skip


def read_out(
    rows: Iterable[dict], together: int, upheld: Upheld, programs: Programs, worded: bool
) -> Iterator[tuple[str, str]]:
    """(name, text) of the files: `reasons/…` of so many ticket numbers together, and `invariants.json` at the end."""
    for piece, of_piece in groupby(rows, lambda row: row["ticket"] // together):
        pages: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        for _ticket, of_one in groupby(of_piece, lambda row: row["ticket"]):
            entries = [entry(row) for row in of_one]
            upheld.add(entries)
            for language in LANGUAGES if worded else ():
                pages[language] += told(entries, programs, language)
        for language in LANGUAGES:
            if pages[language]:
                yield f"reasons/{piece:07}.{language}.txt", "\n".join(pages[language]) + "\n"
    yield "invariants.json", json.dumps(upheld.told(), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def told(entries: list[Entry], programs: Programs, language: str) -> list[str]:
    """The decisions of a ticket in words; nothing when it made none."""
    words = WORDS[language]
    head = words["ticket"].format(ticket=entries[0].ticket)
    try:
        history = happened(entries, programs)
        lines = [line for each in retold(history, language) for line in of_decision(each, language)]
    except (*UNREADABLE, BrokenVersion):
        return [f"{head}: {words['unreadable']}", ""]
    if is_erased(history):
        return [f"{head}: {words['erased']}", ""]
    return [head, *lines, ""] if lines else []


def is_erased(history: list[Happened]) -> bool:
    return any(each.erased for each in history)


def of_decision(one: Retold, language: str) -> list[str]:
    """One decision: where it stands, and its sentences."""
    head = WORDS[language]["event"].format(number=one.number, at=one.at.isoformat(timespec="seconds"))
    return [f"  {head}", *(f"    {line}" for line in in_words(one, Reader(language)))]


def of_bundle(versions: Iterable[Mapping[str, object]], programs: Programs, acts: Iterable[dict], whole: bool) -> Upheld:
    """The claims to ask, with what the acts in the bundle tell about people."""
    return Upheld([*versions], programs, acts_of(acts, whole))
