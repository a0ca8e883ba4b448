"""The edits of what a step may do with answers: the levels of the matrix, written as the shortest clause that says them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer.edit import CannotEdit
from designer.edits.clauses import clause_of, step_at
from dsl import tree
from dsl.checking.names import fields_of

LEVELS = ("hidden", "sees", "edits", "fills", "required")
"""What a step may do with one field, from nothing to having to fill it."""


def level_of(clauses: list[tree.Access], name: str) -> str:
    """The level that the clauses of a step give a field."""
    for clause in clauses:
        for need in clause.fills:
            if need.name == name:
                return "required" if need.required else "fills"
        if name in clause.edits:
            return "edits"
    seen = [clause.sees for clause in clauses if clause.sees is not None]
    return "sees" if not seen or "*" in seen[0] or name in seen[0] else "hidden"


@dataclass(frozen=True, slots=True)
class SetAccess:
    """Set what `steps` (their addresses) may do with `fields`: hidden, sees, edits, fills or required. A field that is
    worked out can only be hidden or seen."""

    steps: tuple[str, ...]
    fields: tuple[str, ...]
    level: str

    def on(self, process: tree.Process) -> tree.Process:
        if self.level not in LEVELS:
            raise LookupError(self.level)
        known = {field.name: field for form in process.all(tree.Form) for field in fields_of(form)}
        fields = [known[name] for name in self.fields if name in known]
        if len(fields) != len(self.fields):
            raise LookupError(", ".join(self.fields))
        for step in self.steps:
            process = with_levels(process, step, known, fields, self.level)
        return process


@dataclass(frozen=True, slots=True)
class TurnAccess:
    """The next level for one field in one step, in a circle; `cell` is the step's address, a bar, and the field's name."""

    cell: str

    def on(self, process: tree.Process) -> tree.Process:
        step, _, name = self.cell.partition("|")
        clauses = [clause for clause in step_at(process, step).clauses if isinstance(clause, tree.Access)]
        field = next((f for form in process.all(tree.Form) for f in fields_of(form) if f.name == name), None)
        if field is None:
            raise LookupError(name)
        levels = levels_for(field)
        level = levels[(levels.index(level_of(clauses, name)) + 1) % len(levels)]
        return SetAccess((step,), (name,), level).on(process)


def levels_for(field: tree.Field) -> tuple[str, ...]:
    """The levels a field can have."""
    return LEVELS[:2] if field.value is not None else LEVELS


def with_levels(
    process: tree.Process, address: str, known: dict[str, tree.Field], fields: list[tree.Field], level: str
) -> tree.Process:
    """The process with fields at a level in one step; fields that are worked out and cannot be written are only shown."""
    step = step_at(process, address)
    clauses = [clause for clause in step.clauses if isinstance(clause, tree.Access)]
    before = {name: level_of(clauses, name) for name in known}
    after = {**before, **{f.name: level if level in levels_for(f) else "sees" for f in fields}}
    if after == before:
        return process
    return rewritten(process, address, clauses, merged(clauses, after))


def merged(clauses: list[tree.Access], levels: dict[str, str]) -> tree.Access:
    """One clause that says the levels; names that were written keep their order, `sees all` stays where it is written."""
    written = [name for clause in clauses for name in clause.edits]
    edits = in_order(written, [name for name, at_ in levels.items() if at_ == "edits"])
    named = [need.name for clause in clauses for need in clause.fills]
    fills = in_order(named, [name for name, at_ in levels.items() if at_ in ("fills", "required")])
    needs = tuple(tree.Need(name, levels[name] == "required") for name in fills)
    return tree.Access(seen(clauses, levels), tuple(edits), needs)


def seen(clauses: list[tree.Access], levels: dict[str, str]) -> tuple[str, ...] | None:
    """The `sees` part: nothing, or `all` where it was written, while no field is hidden; else what is only seen."""
    written = next((clause.sees for clause in clauses if clause.sees is not None), None)
    if "hidden" not in levels.values():
        return ("*",) if written == ("*",) else None
    old = [name for name in written or () if name != "*"]
    only = [name for name, level in levels.items() if level == "sees"]
    shown = [name for name, level in levels.items() if level != "hidden"]
    names = in_order(old, [name for name in shown if name in old or name in only])
    return tuple(names or shown[:1]) if shown else nothing()


def nothing() -> tuple[str, ...]:
    """A step that sees nothing has no clause that says so."""
    raise CannotEdit("a step has to see at least one field: let it see one first", "level")


def in_order(old: list[str], wanted: list[str]) -> list[str]:
    """The wanted names, those that were there already first and in their order."""
    kept = [name for name in old if name in wanted]
    return kept + [name for name in wanted if name not in kept]


def rewritten(process: tree.Process, address: str, clauses: list[tree.Access], new: tree.Access) -> tree.Process:
    """The step with one clause of access instead of those it had; an empty one is no clause."""
    empty = new.sees is None and not new.edits and not new.fills
    place, old = clause_of(step_at(process, address), tree.Access)
    if old is None:
        return process if empty else at.insert(process, f"{address}.clauses", place, (new,))
    step = step_at(process, address)
    others = [clause for clause in clauses if clause is not old]
    above = old.trivia.above + tuple(comment for clause in others for comment in said_at(clause))
    kept = replace(new, trivia=replace(old.trivia, above=above))
    rest = tuple(
        kept if clause is old else clause
        for clause in step.clauses
        if not isinstance(clause, tree.Access) or (clause is old and not empty)
    )
    return at.put(process, address, replace(step, clauses=rest))


def said_at(clause: tree.Access) -> tuple[str, ...]:
    """The comments at a clause that becomes part of another."""
    return clause.trivia.above + ((clause.trivia.behind,) if clause.trivia.behind is not None else ())
