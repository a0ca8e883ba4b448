"""What lies beside a process on disk: `libraries.toml` and the CSV files its tables may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from dsl.libraries import Libraries
from dsl.libraries_toml import read_libraries
from dsl.problems import Problem


def description(path: str | Path) -> Path:
    """Where the libraries of the process at `path` are described, if they are."""
    return Path(path).parent / "libraries.toml"


def tables(path: str | Path, text: str, read: Callable[[Path], str]) -> dict[str, str]:
    """The CSV files beside the process at `path`: those its `text` names as `read` reads them. Of the others only the
    names, for the hint at a name that was mistyped: what they hold is nobody's business here."""
    found = sorted(each for each in Path(path).parent.glob("*.csv") if each.is_file())
    return {each.name: read(each) if f'"{each.name}"' in text else "" for each in found}


def described(path: str | Path, files: Mapping[str, str]) -> tuple[Libraries, tuple[Problem, ...]]:
    """The libraries for the process at `path` with these CSV files, and the mistakes in `libraries.toml`."""
    toml = description(path)
    return read_libraries(toml.read_text("utf-8", "replace") if toml.is_file() else "", files)
