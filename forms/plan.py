"""Plans: a program's form made ready to read, for the whole request or one step, from JSON or a page; made once each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dsl import types
from dsl.program import Access, Check, Field, Program
from forms.fields import kind_of

KEPT = 256
"""Plans kept; the ones unused for longest go first."""
COLLECTIONS = (types.Choices, types.Files, types.Rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """A field or column, ready to read. `path` stands for it in `…_reads`: "amount" or "lines.price". `asked`: it is filled
    in here. `empty` is the value of a blank one, if it has one."""

    field: Field
    name: str
    path: str
    asked: bool
    optional: bool
    empty: tuple | None
    read: Callable | None
    when: Callable | None
    when_reads: frozenset[str]
    computed: Callable | None
    computed_reads: frozenset[str]
    default: Callable | None
    default_reads: frozenset[str]
    checks: tuple[tuple[Check, frozenset[str]], ...]
    columns: tuple[Entry, ...]
    low: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    entries: tuple[Entry, ...]
    asked: Mapping[str, Entry]
    live: frozenset[str]
    """Fields and columns (paths) that a condition, a computed field or a default reads."""


_plans: OrderedDict[tuple[int, str | None, bool], tuple[Program, Plan]] = OrderedDict()


def plan(program: Program, step: str | None, page: bool) -> Plan:
    """The plan of `program`; kept by the program's identity, as two programs may differ in words only."""
    key = (id(program), step, page)
    found = _plans.get(key)
    if found is not None and found[0] is program:
        return found[1]
    made = _plan(program, step, page)
    # The program is kept beside its plan, so that its id cannot be taken over by another one.
    _plans[key] = (program, made)
    while len(_plans) > KEPT:
        _plans.popitem(last=False)
    return made


def access_of(program: Program, step: str) -> Access:
    """What `step` may do with answers."""
    return program.nodes[step].access


def _plan(program: Program, step: str | None, page: bool) -> Plan:
    access = access_of(program, step) if step else None
    entries = tuple(
        _entry(field, _asked(program, field, access), _optional(program, field, access), page)
        for field in program.form.fields.values()
    )
    asked = {entry.name: entry for entry in entries if entry.asked}
    return Plan(entries, asked, _live(program))


def _asked(program: Program, field: Field, access: Access | None) -> bool:
    if field.computed is not None:
        return False
    if access is None:
        return field.name in program.form.requested
    return field.name in access.fills or field.name in access.edits


def _optional(program: Program, field: Field, access: Access | None) -> bool:
    """Whether it may be left blank here: a step's `fills` say so themselves, its `edits` must not blank what was asked."""
    if access is not None and field.name in access.fills:
        return field.name not in access.required
    return field.optional or field.name not in program.form.requested


def _entry(field: Field, asked: bool, optional: bool, page: bool) -> Entry:
    kind = kind_of(field.type)
    low = field.type.low if isinstance(field.type, COLLECTIONS) else 1
    return Entry(
        field=field,
        name=field.name,
        path=field.path,
        asked=asked,
        optional=optional,
        empty=() if low == 0 else None,
        read=(kind.from_page if page else kind.from_json)(field.type),
        when=field.when,
        when_reads=frozenset(field.when_reads),
        computed=field.computed,
        computed_reads=frozenset(field.computed_reads),
        default=field.default,
        default_reads=frozenset(field.default_reads),
        checks=tuple((check, frozenset(check.reads)) for check in field.checks),
        columns=tuple(_entry(column, column.computed is None, column.optional, page) for column in field.columns),
        low=low,
    )


def _live(program: Program) -> frozenset[str]:
    """Paths whose change may show, hide or compute something else. Who reads rows as a whole reads each column."""
    fields = [*program.form.fields.values()]
    fields += [column for field in fields for column in field.columns]
    read = {path for each in fields for path in (*each.when_reads, *each.computed_reads, *each.default_reads)}
    return frozenset(
        each.path for each in fields if each.computed is None and any(_covers(path, each) for path in read)
    )


def _covers(path: str, field: Field) -> bool:
    """Whether something that reads `path` reads `field`: itself, something behind it, or the rows it is a column of."""
    return path == field.path or path.startswith(field.path + ".") or field.path.startswith(path + ".")
