"""Programs: versions compiled once per process and kept, as a version never changes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from app.processes.queries import Version, find_version
from app.recent import of_app
from dsl.compile import compile_text
from dsl.libraries import Libraries
from dsl.libraries_toml import read_libraries
from dsl.problems import Problem
from dsl.program import Program

DESCRIPTION = "libraries.toml"
KEPT = 200
"""Compiled programs kept in memory."""


class BrokenVersion(Exception):
    """A published text does not compile any more: an upgrade broke a promise, nobody may paper over it."""


def libraries(files: Mapping[str, str]) -> tuple[Libraries, tuple[Problem, ...]]:
    """What a text is checked against, and mistakes in it: the directory's attributes as `libraries.toml` beside the text
    describes them (the usual ones without it), and the tables beside it."""
    tables = {name: text for name, text in files.items() if name.endswith(".csv")}
    return read_libraries(files.get(DESCRIPTION, ""), tables)


def program(c: Connection, version: int) -> Program:
    """The program of a version."""
    kept = of_app("waybill.programs", KEPT)
    found = kept.get(version)
    if found is None:
        row = find_version(c, version)
        if row is None:
            raise LookupError(f"no version {version}")
        found = made_from(row)
        kept.put(version, found)
    return found


def made_from(version: Version) -> Program:
    """Compile the text of a version."""
    made = compile_text(version.text, libraries(version.files)[0])
    if not isinstance(made, Program):
        raise BrokenVersion(f"`{version.process}` version {version.number} does not compile: {made}")
    return made
