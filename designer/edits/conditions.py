"""The edits of conditions, values and people."""

from __future__ import annotations

from dataclasses import dataclass

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from dsl import tree


@dataclass(frozen=True, slots=True)
class SetPeople:
    """Replace the people of a clause by what `text` names."""

    address: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        old = at.get(process, self.address)
        if not isinstance(old, tuple) or self.address.rpartition(".")[2] != "people":
            raise LookupError(self.address)
        if not self.text.strip():
            raise CannotEdit("somebody has to stand here: name at least one", "text")
        return at.put(process, self.address, snippets.people(self.text, "text"))
