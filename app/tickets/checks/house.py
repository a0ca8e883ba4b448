"""Versions, processes, people and files: what is stored is what the acts of administrators made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import select

from app.journal import chain
from app.people.rows import holding, member, person
from app.processes.evidence import digest
from app.processes.programs import BrokenVersion, made_from
from app.processes.queries import Version, version_of
from app.processes.rows import process, version
from app.tickets.checks.breach import Breach, Look
from app.tickets.checks.log import raw_acts
from app.tickets.rows import file
from app.tickets.storage import PIECE, path_of

FEW, MANY = 20, 500
"""Rows read at once: versions, which are large, and files."""
LIFE = {"four-eyes": ("four_eyes", True), "two-eyes": ("four_eyes", False), "retired": ("retired", True)}
LIFE |= {"back": ("retired", False), "covered": ("covered", True), "uncovered": ("covered", False)}
"""Acts that switch something of a process: which column, and to what."""


def versions(look: Look) -> Iterator[Breach]:
    """Versions count without a gap, have just the text that was published, and still mean what they meant."""
    acts = {(row["subject"], row["body"]["number"]): row for row in raw_acts(look) if row["what"] == "published"}
    counted: dict[str, int] = {}
    newest: dict[str, int] = {}
    every = select(version).order_by(version.c.process, version.c.number)
    for row in look.c.execute(every.execution_options(yield_per=FEW)):
        one = version_of(row)
        look.seen["versions"] += 1
        counted[one.process] = counted.get(one.process, 0) + 1
        newest[one.process] = one.id
        if one.number != counted[one.process]:
            yield Breach("versions", f"`{one.process}` version {counted[one.process]}", "it is missing")
            counted[one.process] = one.number
        act = acts.pop((one.process, one.number), None)
        if wrong := changed(one, act) or forgotten(row.evidence, act):
            yield Breach("versions", f"`{one.process}` version {one.number}", wrong)
    for name, number in sorted(acts):
        yield Breach("versions", f"`{name}` version {number}", "it was published, and it is gone")
    for row in look.c.execute(select(process).order_by(process.c.id)):
        if (row.number, row.version) != (counted.get(row.id, 0), newest.get(row.id)):
            yield Breach("versions", f"`{row.id}`", "new tickets would get another version than the newest")


def changed(one: Version, act: Mapping[str, object] | None) -> str | None:
    """What is wrong with a version, or None."""
    if act is None:
        return "no act published it"
    body = act["body"]
    if (chain.of_text(one.text), chain.of_files(one.files)) != (body["text"], body["files"]):
        return "its text or tables are not those that were published"
    said = one.id, one.hash, one.reason, one.author, one.by, one.at
    if said != (body["version"], body["hash"], body["reason"], body["author"], act["by"], act["at"]):
        return "who published it, when, why, or its hash is not what was kept"
    try:
        return None if made_from(one).hash == one.hash else "it does not mean what it meant"
    except BrokenVersion as broken:
        return str(broken)


def forgotten(known: Mapping[str, object] | None, act: Mapping[str, object]) -> str | None:
    """What is wrong with what was known when a version was published, or None. Acts from before it was kept name none."""
    if (said := act["body"].get("evidence")) is None:
        return None if known is None else "no act tells what was known when it was published"
    if known is None:
        return "what was known when it was published is gone"
    return None if digest(known) == said else "what was known when it was published is not what was kept"


def processes(look: Look) -> Iterator[Breach]:
    """Four eyes, full coverage, retiring and retention are as the last act about them left them."""
    wanted: dict[str, dict[str, object]] = {}
    for row in raw_acts(look):
        if row["what"] in LIFE:
            column, value = LIFE[row["what"]]
            wanted.setdefault(row["subject"], {})[column] = value
        if row["what"] == "retention":
            wanted.setdefault(row["subject"], {})["retention"] = row["body"]["years"]
    for row in look.c.execute(select(process).order_by(process.c.id)):
        has = {"four_eyes": row.four_eyes, "covered": row.covered, "retired": row.retired is not None}
        has |= {"retention": row.retention}
        said = {"four_eyes": False, "covered": False, "retired": False, "retention": 5} | wanted.get(row.id, {})
        for column in sorted(name for name in has if has[name] != said[name]):
            yield Breach("processes", f"`{row.id}`", f"no act left `{column}` as it is")


def people(look: Look) -> Iterator[Breach]:
    """Roles, teams, managers and who may sign in are as the acts left them, of everybody an act is about."""
    wanted: dict[str, dict[str, object]] = {}
    erased: set[str] = set()
    for row in raw_acts(look):
        if row["what"] == "people":
            wanted |= {one["id"]: one | {"active": True} for one in row["body"]["people"]}
            erased -= {one["id"] for one in row["body"]["people"]}
        elif row["what"] == "disabled" and row["subject"] in wanted:
            wanted[row["subject"]] = wanted[row["subject"]] | {"active": False}
        elif row["what"] == "erased-person":
            erased.add(row["subject"])
    roles, teams = grouped(look, holding.c.role, holding.c.person), grouped(look, member.c.team, member.c.person)
    for row in look.c.execute(select(person).order_by(person.c.id)):
        look.seen["people"] += 1
        said = wanted.pop(row.id, None)
        has = {"id": row.id, "manager": row.manager, "department": row.department, "active": row.active}
        has |= {"roles": roles.get(row.id, []), "teams": teams.get(row.id, [])}
        if said is not None and has != said:
            different = ", ".join(sorted(name for name in has if has[name] != said.get(name)))
            yield Breach("people", f"`{row.id}`", f"no act left this as it is: {different}")
        if (row.erased is not None) != (row.id in erased):
            yield Breach("people", f"`{row.id}`", "whether this person was erased is not what the acts say")
        elif row.erased and (row.name or row.email or row.attributes):
            yield Breach("people", f"`{row.id}`", "this person was erased, and something personal is left")
    for id in sorted(wanted):
        yield Breach("people", f"`{id}`", "an act made this person, who is gone")


def grouped(look: Look, what, who) -> dict[str, list[str]]:
    """Roles or teams by person, sorted."""
    found: dict[str, list[str]] = {}
    for name, id in look.c.execute(select(what, who).order_by(what)):
        found.setdefault(id, []).append(name)
    return {id: sorted(names) for id, names in found.items()}


def files(look: Look) -> Iterator[Breach]:
    """The content of every known file is there and has the hash it is called by."""
    every = select(file.c.hash, file.c.size).distinct().order_by(file.c.hash)
    for row in look.c.execute(every.execution_options(yield_per=MANY)):
        look.seen["files"] += 1
        path = path_of(row.hash)
        if not path.is_file():
            yield Breach("files", f"{row.hash[:12]}…", "its content is gone")
        elif (path.stat().st_size, hash_of(path)) != (row.size, row.hash):
            yield Breach("files", f"{row.hash[:12]}…", "its content is not what was brought")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with open(path, "rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
