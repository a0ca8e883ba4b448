"""Makes the auditor's bundle: what the log held at one moment, as one zip file that is the same for the same input."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Container, Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, func, select

from app.audit import papers
from app.audit.alone import verifier
from app.audit.read_out import of_bundle, read_out
from app.audit.rules import rules
from app.audit.trees import told_as_json
from app.audit.verify import FORMAT
from app.journal import chain, export
from app.journal.rows import act, checkpoint, journal, log
from app.people.then import then
from app.processes import plain
from app.processes.evidence import stored
from app.processes.programs import libraries, program
from app.processes.queries import Version, find_version
from app.tickets.erase import attached_in
from app.tickets.storage import path_of
from dsl.check import check
from dsl.checked import Checked
from dsl.compile import compile
from dsl.parse import parse
from dsl.program import Program

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a bundle."""
TOGETHER = 1000
"""Tickets whose numbers share a file."""
PIECE = 256 * 1024
"""Bytes that are sent together, at least."""
Pieces = Generator[bytes, None, None]


class NotExported(Exception):
    """There is nothing to export, or not yet; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: what the log held `at` a moment, of one process or of all, with its tickets or without, and with
    the files people attached to them or without."""

    at: datetime
    process: str | None = None
    tickets: bool = False
    files: bool = True


class Sink:
    """What was written and not sent yet. Nobody can go back in it: a file and an answer of the server are the same bytes."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        """Add to what waits."""
        self.waiting.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self, least: int = 0) -> Iterator[bytes]:
        """What waits, once it is worth sending."""
        if self.size > least:
            found = b"".join(self.waiting)
            self.waiting, self.size = [], 0
            yield found


@dataclass(slots=True)
class Writing:
    """The zip file that is made, with the hashes of what is in it."""

    sink: Sink
    zip: zipfile.ZipFile
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str | bytes) -> None:
        """Add a whole file."""
        data = text if isinstance(text, bytes) else text.encode()
        with self.zip.open(info(name), "w") as out:
            out.write(data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()

    def lines(self, name: str, rows: Iterator[dict]) -> Pieces:
        """Add a file of JSON lines, sent as they come."""
        digest = hashlib.sha256()
        with self.zip.open(info(name), "w", force_zip64=True) as out:
            for row in rows:
                line = f"{written(row)}\n".encode()
                digest.update(line)
                out.write(line)
                yield from self.sink.take(PIECE)
        self.hashes[name] = digest.hexdigest()


def info(name: str) -> zipfile.ZipInfo:
    """A file of a bundle: no clock, no owner."""
    made = zipfile.ZipInfo(name, EPOCH)
    made.compress_type, made.create_system, made.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return made


def written(value: object, indent: int | None = None) -> str:
    """JSON in one way."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, indent=indent, allow_nan=False)


def write(c: Connection, query: Query, path: Path) -> dict:
    """Write the bundle; its manifest. NotExported when something of that moment is not in the log yet."""
    made: dict = {}
    with path.open("wb") as file:
        for piece in pieces(c, query, made):
            file.write(piece)
    return made


def pieces(c: Connection, query: Query, manifest: dict) -> Pieces:
    """The bytes of the bundle, a piece at a time so that a server can send them as they are made; fills the manifest."""
    entries = sealed(c, query.at)
    carried = c.scalar(select(func.min(checkpoint.c.size)).where(checkpoint.c.size >= entries)) or entries
    ends, versions = held(c, entries, query.process)
    sink = Sink()
    with zipfile.ZipFile(sink, "w") as zip:
        out = Writing(sink, zip)
        for one in versions:
            add_version(out, one)
            yield from sink.take(PIECE)
        known = [told(one) | {"evidence": stored(c, one.id)} for one in versions]
        out.add("versions.json", written(known, 1) + "\n")
        out.add("verify.py", verifier())
        if query.tickets:
            yield from out.lines("log.jsonl", (row for row in export.log_entries(c) if row["number"] <= carried))
            yield from out.lines("acts.jsonl", (row for row in export.acts(c) if 0 < row["leaf"] <= entries))
            yield from out.lines("checkpoints.jsonl", (row for row in export.checkpoints(c) if row["size"] <= carried))
            out.add("keys.json", written(list(export.keys(c)), 1) + "\n")
        seen = Counted({one.id: Counter(tickets=0, events=0, decisions=0) for one in versions})
        yield from add_tickets(c, out if query.tickets else None, ends, seen)
        yield from add_words(c, out, query, entries, ends, versions)
        asked = {"at": chain.moment(query.at), "process": query.process, "tickets": query.tickets}
        if with_files := query.tickets and query.files:
            yield from add_files(out, seen)
        asked |= {"files": with_files, "log": entries, "carried": carried}
        manifest |= {"format": FORMAT, "product": release(), "query": asked, "totals": totals(seen, versions)}
        manifest |= {"erased_since": sorted(seen.since), "files_missing": seen.missing, "files": out.hashes}
        out.add("manifest.json", written(manifest, 1) + "\n")
    yield from sink.take()


def release() -> str:
    """The version of the product."""
    try:
        return version("waybill")
    except PackageNotFoundError:
        return "not installed"


def sealed(c: Connection, at: datetime) -> int:
    """How many entries the log had at a moment."""
    waiting = select(func.count()).select_from(journal).where(journal.c.leaf == 0, journal.c.at <= at)
    acts = select(func.count()).select_from(act).where(act.c.leaf == 0, act.c.at <= at)
    if count := c.scalar(waiting) + c.scalar(acts):
        raise NotExported(f"{count} entries are not in the log yet: run `waybill seal` first")
    entries = c.scalar(select(func.max(log.c.number)).where(log.c.at <= at))
    if not entries:
        raise NotExported("the log held nothing at that time")
    return entries


def held(c: Connection, entries: int, process: str | None) -> tuple[dict[int, int], list[Version]]:
    """The last event of each ticket, and the versions that were published, in so many entries of the log."""
    of_tickets = select(log.c.of, func.max(log.c.last)).where(log.c.kind == "ticket", log.c.number <= entries)
    ends = {ticket: last for ticket, last in c.execute(of_tickets.group_by(log.c.of))}
    acts = select(act.c.body).where(act.c.what == "published", act.c.leaf > 0, act.c.leaf <= entries)
    versions = [find_version(c, body["version"]) for body in c.scalars(acts)]
    gone = [one for one in versions if one is None]
    if gone:
        raise NotExported(f"{len(gone)} published versions are gone: run `waybill verify`")
    found = [one for one in versions if process in (None, one.process)]
    if not found:
        raise NotExported(f"no version of `{process}` was published at that time" if process else "nothing was published")
    return ends, sorted(found, key=lambda one: (one.process, one.number))


def told(one: Version) -> dict:
    """What is known about a version beside its text."""
    row = {"process": one.process, "number": one.number, "id": one.id, "hash": one.hash, "reason": one.reason}
    row |= {"author": one.author, "by": one.by, "at": chain.moment(one.at)}
    return row | {"text": chain.of_text(one.text), "files": chain.of_files(one.files)}


def add_version(out: Writing, one: Version) -> None:
    """The text of a version and what is made of it."""
    start = f"processes/{one.process}/{one.number}"
    out.add(f"{start}.way", one.text)
    for name, text in sorted(one.files.items()):
        out.add(f"{start}/{name}", text)
    for name, text in made_of(one).items():
        out.add(f"{start}.{name}", text)


def made_of(one: Version) -> dict[str, str]:
    """What a bundle carries that follows from the text: for programs, and for people."""
    checked = checked_again(one)
    program = compile(checked, source=one.text)
    made = {f"plain.{language}.html": plain.file(one, language) for language in ("en", "zh")}
    made |= {f"{name}.csv": papers.as_csv(table) for name, table in program.tables.items()}
    return exact(one, checked, program) | made | {"svg": papers.drawn(program)}


def checked_again(one: Version) -> Checked:
    """The text of a version as it was published: without a mistake."""
    checked = check(parse(one.text).process, libraries(one.files)[0])
    if not checked.ok:
        raise NotExported(f"`{one.process}` version {one.number} does not compile any more: run `waybill verify`")
    return checked


def exact(one: Version, checked: Checked, program: Program) -> dict[str, str]:
    """What verifiers compare: the rules and the tree as JSON."""
    made = {"rules.json": written({"text": chain.of_text(one.text), **rules(checked, program)}) + "\n"}
    return made | {"tree.json": written(told_as_json(checked.process), 1) + "\n"}


@dataclass(slots=True)
class Counted:
    """What went by: numbers by version, tickets erased later than the bundle reaches, files that events name, and those of
    them whose content is not here any more."""

    counts: dict[int, Counter]
    since: set[int] = field(default_factory=set)
    attached: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)


def add_tickets(c: Connection, out: Writing | None, ends: dict[int, int], seen: Counted) -> Pieces:
    """Count all tickets, and write them."""
    for piece, rows in groupby(events_of(c, ends, seen.counts), lambda row: row["ticket"] // TOGETHER):
        counted = count(rows, seen)
        if out is None:
            for _ in counted:
                pass
        else:
            yield from out.lines(f"tickets/{piece:07}.jsonl", counted)


def events_of(c: Connection, ends: dict[int, int], versions: Container[int]) -> Iterator[dict]:
    """The events of these versions, as far as the bundle reaches."""
    return (row for row in export.events(c) if row["number"] <= ends.get(row["ticket"], 0) and row["version"] in versions)


def add_words(
    c: Connection, out: Writing, query: Query, entries: int, ends: dict[int, int], versions: list[Version]
) -> Pieces:
    """What came of the claims in force, and with tickets each of their decisions in words."""
    acts = [row for row in export.acts(c) if 0 < row["leaf"] <= entries]
    upheld = of_bundle([told(one) for one in versions], partial(program, c), acts, then(c).whole)
    rows = events_of(c, ends, {one.id for one in versions})
    for name, text in read_out(rows, TOGETHER, upheld, partial(program, c), query.tickets):
        out.add(name, text)
        yield from out.sink.take(PIECE)


def count(rows: Iterator[dict], seen: Counted) -> Iterator[dict]:
    """The same rows, counted on their way."""
    for row in rows:
        counts = seen.counts[row["version"]]
        counts["events"] += 1
        counts["tickets"] += row["number"] == 1
        counts["decisions"] += row["type"] == "Routed"
        seen.attached.update(hash for hash, _name in attached_in(row["body"]))
        if row["erased"]:
            seen.since.add(row["ticket"])
        if row["type"] == "Erased":
            seen.since.discard(row["ticket"])
        yield row


def totals(seen: Counted, versions: list[Version]) -> dict:
    """The control totals of the manifest."""
    by_version = {f"{one.process} {one.number}": dict(seen.counts[one.id]) for one in versions}
    found = {name: sum(each[name] for each in seen.counts.values()) for name in ("tickets", "events", "decisions")}
    return found | {"versions": dict(Counter(one.process for one in versions)), "by_version": by_version}


def add_files(out: Writing, seen: Counted) -> Pieces:
    """Every attached file once, by the SHA-256 of its content; what is gone or spoilt on the disk is named instead."""
    for hash in sorted(seen.attached):
        try:
            data = path_of(hash).read_bytes()
        except OSError:
            data = b""
        if hashlib.sha256(data).hexdigest() == hash:
            out.add(f"files/{hash}", data)
        else:
            seen.missing.append(hash)
        yield from out.sink.take(PIECE)
