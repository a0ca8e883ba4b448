"""The command `waybill doctor`: whether this installation is fit to be trusted, point by point."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator

import click
from flask import current_app

from app.cli.server import head_and_current, running_app, tell

Finding = tuple[str, bool | None, str]
"""A point, whether it is good (None: not wrong, but somebody should look), and what is so."""
MARKS = {True: "ok ", None: "LOOK", False: "BAD"}
LATE = 3
"""Times the longest wait for a checkpoint, after which something is wrong."""
SILENT = "database"
"""The point about a database that does not answer."""


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Check settings, database and what is stored; ends with 1 when something is wrong."""
    with running_app():
        found = list(findings())
    sound = all(good is not False for _name, good, _text in found)
    lines = [f"{MARKS[good]} {name}: {text}" for name, good, text in found]
    points = [{"name": name, "good": good is not False, "look": good is None, "detail": text} for name, good, text in found]
    tell(as_json, {"good": sound, "points": points}, "\n".join(lines))
    sys.exit(0 if sound else 1)


def findings() -> Iterator[Finding]:
    """Every point; those that need the tables only when they are there."""
    yield secret()
    yield data_folder()
    reached = database()
    yield from reached
    if not any(name == SILENT for name, _good, _text in reached):
        behind = migrations()
        yield behind
        if behind[1]:
            yield from (check() for check in STORED)


def secret() -> Finding:
    """Settings with a short secret never come this far."""
    settings = current_app.extensions["waybill"]
    if settings.demo:
        return "secret", True, "set; this is a demo: anybody who reaches it may sign in as anybody without a password"
    return "secret", True, "set"


def data_folder() -> Finding:
    """Whether files can be written."""
    folder = current_app.extensions["waybill"].data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return "data folder", True, f"{folder} can be written"
    except OSError as error:
        return "data folder", False, f"{folder} cannot be written ({error.strerror}): change its owner, or WAYBILL_DATA"


def database() -> list[Finding]:
    """Whether the database answers, and keeps what it is given."""
    from sqlalchemy.exc import OperationalError

    from app.db import db, reading

    try:
        with reading() as c:
            return sqlite(c) if c.dialect.name == "sqlite" else postgresql(c)
    except OperationalError as error:
        return [(SILENT, False, f"{db.engine.url.render_as_string()} does not answer: {error.orig}")]


def sqlite(c) -> list[Finding]:
    """The library, how it writes, and that there is only one of it."""
    import pysqlite3

    from app.db import wal_is_safe

    def pragma(name: str) -> object:
        return c.exec_driver_sql(f"PRAGMA {name}").scalar()

    mode, level, safe = pragma("journal_mode"), pragma("synchronous"), wal_is_safe(pysqlite3.sqlite_version_info)
    ways = {1: "NORMAL", 2: "FULL", 3: "EXTRA"}
    alone = "_sqlite3" not in sys.modules
    return [
        ("SQLite", True, f"{pysqlite3.sqlite_version}" + ("" if safe else ": WAL is not safe with it and is not used")),
        ("journal", mode == ("wal" if safe else "delete"), f"mode {mode}, synchronous {ways.get(level, level)}"),
        ("foreign keys", pragma("foreign_keys") == 1, "are kept" if pragma("foreign_keys") else "are not kept"),
        ("one SQLite library", alone, "no other is loaded" if alone else "Python's own is loaded too: it may lose locks"),
    ]


def postgresql(c) -> list[Finding]:
    """The server, and that a commit is durable."""
    version = c.exec_driver_sql("SHOW server_version").scalar()
    durable = {name: c.exec_driver_sql(f"SHOW {name}").scalar() for name in ("fsync", "synchronous_commit")}
    good = durable["fsync"] == "on" and durable["synchronous_commit"] != "off"
    told = ", ".join(f"{name} {value}" for name, value in durable.items())
    return [("PostgreSQL", True, str(version)), ("commits last", good, told)]


def migrations() -> Finding:
    """Whether the tables are those of this release."""
    head, current = head_and_current()
    behind = "" if head == current else f", needs {head}: run `waybill migrate`"
    return "migrations", head == current, f"at {current}{behind}"


def versions() -> Finding:
    """Whether every published text still means what it meant, and none is missing."""
    from sqlalchemy import func, select

    from app.db import reading
    from app.processes.programs import BrokenVersion, made_from
    from app.processes.queries import PLAIN, version_of
    from app.processes.rows import version

    with reading() as c:
        found = [version_of(row) for row in c.execute(select(*PLAIN))]
        newest = c.execute(select(version.c.process, func.max(version.c.number), func.count()).group_by(version.c.process))
        gaps = [name for name, number, count in newest if number != count]
    wrong = [f"`{name}` misses a version" for name in gaps]
    for one in found:
        try:
            if made_from(one).hash != one.hash:
                wrong.append(f"`{one.process}` version {one.number} does not mean what it meant")
        except BrokenVersion as broken:
            wrong.append(str(broken))
    return "published versions", not wrong, "; ".join(wrong) or f"{len(found)}, all as published"


def process_admins() -> Finding:
    """Whether somebody is there for steps that find nobody."""
    from app.db import now, reading
    from app.people.directory import Directory

    with reading() as c:
        admins = Directory(c, now(), "UTC", lambda _c, _id: 0)("role:process-admin")
    return "process admins", bool(admins), ", ".join(admins) or "nobody: give somebody the role `process-admin`"


def proof() -> Finding:
    """Whether what was committed is signed soon, by a key nobody else reads, and told to the anchors."""
    from app.db import now, reading
    from app.journal import anchoring, checkpoints, restored, sequence

    key = current_app.extensions["waybill"].key
    with reading() as c:
        last, size, behind, told = checkpoints.newest(c), sequence.size(c), anchoring.behind(c), restored.acts(c)
    wrong = [f"{key} can be read by others"] if key.exists() and key.stat().st_mode & 0o077 else []
    for one in behind:
        tries = f"{one.failures} tries failed, the next at {one.due:%H:%M:%S} UTC"
        wrong.append(f"{one.name}: {one.said} ({tries}; it has {one.size} entries)")
    unsigned = size - (last.size if last else 0)
    if last and unsigned and now() - last.at > LATE * checkpoints.EVERY:
        wrong.append(f"{unsigned} entries of the log are not signed since {last.at:%Y-%m-%d %H:%M}: is `serve` running?")
    signed = f"{size} entries, the last checkpoint {last.at:%Y-%m-%d %H:%M} UTC" if last else "nothing is signed yet"
    back = f"; put back from a backup, as act {told[-1].number} says" if told else ""
    anchors = ", ".join(sorted(last.anchored if last else ())) or "none"
    return "proof", not wrong, "; ".join(wrong) or f"{signed}; anchors: {anchors}{back}"


def verified() -> Finding:
    """Whether somebody looked lately that everything stored is what happened, and what they found."""
    from app.db import now, reading
    from app.journal import verifications

    with reading() as c:
        last = verifications.newest(c)
    if last is None:
        return "verified", None, "never: run `waybill verify --keep`, best every night"
    said = "everything held" if last.good else f"{last.result['count']} breaches"
    when = f"{last.at:%Y-%m-%d %H:%M} UTC"
    if not last.good:
        return "verified", False, f"{when}: {said}: run `waybill verify` to see them"
    old = now() - last.at > verifications.OLD
    return "verified", None if old else True, f"{when}: {said}" + ("; that is long ago" if old else "")


STORED: tuple[Callable[[], Finding], ...] = (versions, process_admins, proof, verified)
