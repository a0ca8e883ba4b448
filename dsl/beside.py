"""What lies beside a process on disk: `libraries.toml` and the CSV files its tables may read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dsl.libraries import Libraries
from dsl.libraries_toml import read_libraries
from dsl.problems import Problem

LARGEST = 8 * 1024 * 1024
"""CSV files of more bytes are no tables of a process and are not read."""


class BadLibraries(ValueError):
    """`libraries.toml` has mistakes: `problems`."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]):
        super().__init__(f"{path} has mistakes")
        self.path, self.problems = path, problems


def beside(path: str | Path) -> tuple[Libraries, tuple[Problem, ...]]:
    """The libraries for the process at `path`, and the mistakes in `libraries.toml`."""
    tables = sorted(Path(path).parent.glob("*.csv"))
    small = (each for each in tables if each.is_file() and each.stat().st_size <= LARGEST)
    return described(path, {each.name: each.read_text("utf-8-sig", "replace") for each in small})


def description(path: str | Path) -> Path:
    """Where the libraries of the process at `path` are described, if they are."""
    return Path(path).parent / "libraries.toml"


def described(path: str | Path, files: Mapping[str, str]) -> tuple[Libraries, tuple[Problem, ...]]:
    """The same with `files` instead of every CSV file there is."""
    toml = description(path)
    return read_libraries(toml.read_text("utf-8", "replace") if toml.is_file() else "", files)


def libraries_for(path: str | Path) -> Libraries:
    """The libraries for the process at `path`; raises BadLibraries when `libraries.toml` has mistakes."""
    libraries, problems = beside(path)
    if problems:
        raise BadLibraries(description(path), problems)
    return libraries
