"""The door of the checker: a process and its libraries in, everything known about it out."""

from __future__ import annotations

from dsl import tree
from dsl.checked import Checked
from dsl.libraries import DEFAULT, Libraries

__all__ = ["Checked", "check"]


def check(process: tree.Process, libraries: Libraries = DEFAULT) -> Checked:
    """Everything the checker finds out about `process`; never raises on a tree the parser can make."""
    return Checked(process, libraries)
