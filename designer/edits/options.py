"""The edits of a question's options: added one at a time, or as a list that was pasted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.edits.checks import field_at
from designer.edits.proposed import proposed
from designer.snippets import free_name
from dsl import tree

MOST = 500
"""Options in one list: more cannot be read by anybody who fills in a form."""


@dataclass(frozen=True, slots=True)
class AddOption:
    """Put an option behind the others, named after its label."""

    address: str
    label: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        field = options_of(process, self.address)
        label = " ".join(self.label.split())
        taken = {option.name for option in field.options}
        name = free_name(proposed(label, "option") if label else f"option_{len(taken) + 1}", taken)
        return at.put(process, self.address, replace(field, options=(*field.options, tree.Option(name, label or None))))


@dataclass(frozen=True, slots=True)
class SetOptions:
    """Replace the options by a list of lines: `name<TAB>label`, or only a label, whose name is proposed. An option that is
    in the list by its name, or by its label alone, stays what it is."""

    address: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        field = options_of(process, self.address)
        new = tuple(self.listed(field))
        if not new:
            raise CannotEdit("a list needs at least one option: write one in each line", "text")
        if len(new) > MOST:
            raise CannotEdit("that is more than {limit} options: ask in another way", "text", limit=MOST)
        if [id(one) for one in new] == [id(one) for one in field.options]:
            return process
        return at.put(process, self.address, replace(field, options=new))

    def listed(self, field: tree.Field) -> Iterator[tree.Option]:
        """The options in the order of the lines."""
        by_name = {option.name: option for option in field.options}
        by_label = {option.label or option.name: option for option in reversed(field.options)}
        taken: set[str] = set()
        lines = [line.strip() for line in self.text.split("\n") if line.strip()]
        spoken_for = {line.partition("\t")[0].strip() for line in lines if "\t" in line} & set(by_name)
        for line in lines:
            written, tab, behind = line.partition("\t")
            written, label = written.strip(), " ".join((behind if tab else written).split())
            old = by_name.get(written) if tab else by_label.get(label)
            if old is None:
                others = taken | spoken_for
                name = snippets.name(written, "text") if tab else free_name(proposed(label, "option"), others)
                old = tree.Option(name, label or None)
            elif tab and (old.label or "") != label:
                old = replace(old, label=label or None)
            if old.name in taken:
                raise CannotEdit("`{word}` is in the list twice: take one away", "text", word=old.name)
            taken.add(old.name)
            yield old


def as_list(field: tree.Field) -> str:
    """The options as such a list."""
    return "\n".join(f"{option.name}\t{option.label or ''}" for option in field.options)


def options_of(process: tree.Process, address: str) -> tree.Field:
    """A field with options; LookupError for another one."""
    field = field_at(process, address)
    if field.kind.word not in ("choice", "choices"):
        raise LookupError(address)
    return field
