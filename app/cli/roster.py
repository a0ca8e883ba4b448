"""A directory out of CSV files of persons and teams, to try a process with the real people but without a server."""

from __future__ import annotations

import csv
from pathlib import Path

from dsl import types, values
from dsl.libraries import Libraries


def told_by(people: Path, teams: Path | None, libraries: Libraries) -> dict[str, object]:
    """What the files know, by question."""
    persons, told = lines(people), {}
    for line in persons:
        for name, known in libraries.person.items():
            told[f"person:{line['id']}:{name}"] = typed(known.type, line.get(name, ""))
    for column, kind in (("roles", "role"), ("teams", "team")):
        for group in {each for line in persons for each in line.get(column, "").split()}:
            told[f"{kind}:{group}"] = sorted(line["id"] for line in persons if group in line.get(column, "").split())
    told["role:employee"] = sorted(line["id"] for line in persons)
    for line in lines(teams) if teams else []:
        for name, known in libraries.team.items():
            told[f"team:{line['id']}:{name}"] = typed(known.type, line.get(name, ""))
    return told


def typed(kind: types.Type, written: str) -> object:
    """A cell as the directory answers it; None for an empty one."""
    return values.to_json(kind, values.from_json(kind, written)) if written else None


def lines(file: Path) -> list[dict[str, str]]:
    """The lines of a CSV that have an id."""
    with file.open(encoding="utf-8", newline="") as rows:
        found = [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(rows)]
    return [line for line in found if line.get("id")]
