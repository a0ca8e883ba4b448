"""The semantic hash of a process: equal for texts that differ in layout, comments and translations only."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from typing import Any

from dsl import tree
from dsl.format import format_process


def semantic_hash(process: tree.Process) -> str:
    """SHA-256, in hex, of the canonical text without comments, blank lines and `words`."""
    items = tuple(item for item in process.items if not isinstance(item, tree.Words))
    plain = bare(replace(process, items=items, epilogue=()))
    return hashlib.sha256(format_process(plain).encode("utf-8", "surrogatepass")).hexdigest()


def bare(node: Any) -> Any:
    """A copy of `node` and all lines in it without comments and blank lines."""
    changes: dict[str, Any] = {"trivia": tree.NO_TRIVIA}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tree.Line):
            changes[field.name] = bare(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], tree.Line):
            changes[field.name] = tuple(bare(item) for item in value)
    return replace(node, **changes)
