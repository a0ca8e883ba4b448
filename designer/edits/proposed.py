"""Names proposed from what people write: a label becomes a name, and a name given by itself follows its label."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from designer.names import all_names
from designer.snippets import free_name
from designer.uses import references_to
from dsl import tree
from dsl.limits import RESERVED_FIELDS

LONGEST = 40
"""Characters of a proposed name; people may choose longer ones."""
BY_ITSELF = re.compile(r"(question|value|section|column|option|lines)(_[0-9]+)?")
"""Names given to what was just added, before anybody said what it is."""


def proposed(label: str, otherwise: str) -> str:
    """A name for what has this label: its letters and digits in small letters, `_` between; `otherwise` when it has none."""
    plain = unicodedata.normalize("NFC", label.strip().lower())
    kept = "".join(each if is_part(each) else "_" for each in plain)
    name = re.sub("_+", "_", kept).strip("_")[:LONGEST].strip("_")
    if not name or name[0].isdigit():
        name = f"{otherwise}_{name}".strip("_")
    return f"{name}_" if name in RESERVED_FIELDS else name


def is_part(character: str) -> bool:
    """Whether a name may hold it: a letter of any language or a plain digit."""
    return character in "0123456789" or unicodedata.category(character) in ("Ll", "Lo")


def named_after(process: tree.Process, address: str, node: Any, label: str, taken: frozenset[str] | None = None) -> str:
    """The name of a node that gets a label: its own, unless that was given by itself and nobody says it yet."""
    if not label or not BY_ITSELF.fullmatch(node.name) or references_to(process, address):
        return node.name
    others = (all_names(process) if taken is None else taken) - {node.name}
    return free_name(proposed(label, node.name.partition("_")[0]), others)
