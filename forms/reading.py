"""Reading raw values field by field, in the order of the text: what is hidden is dropped, what is computed is computed,
every mistake is kept at its place, and what depends on a mistake is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl.engine.facts import Facts
from dsl.program import Check
from forms import limits
from forms.fields import kind_of
from forms.messages import Wrong, word
from forms.plan import Entry, Plan
from forms.world import World

MISSING = object()


@dataclass(slots=True)
class Reading:
    """One reading. `bad` holds the paths of fields whose value is not known because of a mistake; `shown` the paths
    ("lines.2.price") of what is not hidden; `rows` for each `rows` field its posted rows: number -> values read; `counted`
    those that are not blank, each with what is bad in it."""

    facts: Facts
    world: World
    page: bool
    draft: bool = False
    before: Mapping[str, object] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)
    problems: dict[str, Wrong | Check] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    rows: dict[str, dict[int, dict[str, object]]] = field(default_factory=dict)
    counted: dict[str, list[tuple[int, dict[str, object], set[str]]]] = field(default_factory=dict)

    def wrong(self, entry: Entry, path: str, wrong: Wrong, bad: set[str]) -> None:
        """`entry` cannot be known. In a draft what is missing is no mistake yet."""
        bad.add(entry.path)
        if not (self.draft and wrong.code in ("required", "required-choice")):
            self.problems[path] = wrong


def read_form(reading: Reading, plan: Plan, given: Mapping[str, object]) -> None:
    """Reads `given` into `reading.answers` and `reading.problems`."""
    answers, bad, args = reading.answers, reading.bad, (reading.answers, reading.facts)
    for entry in plan.entries:
        if not entry.asked and entry.computed is None:
            _carry(reading, entry, args)
        else:
            read_entry(reading, entry, given, answers, args, "", bad)
    if not reading.draft:
        check_form(reading, plan)


def _carry(reading: Reading, entry: Entry, args: tuple) -> None:
    """A field not filled in here stays as it was, unless it is hidden now; what should be there and is not is unknown."""
    if entry.when is not None:
        if not reading.bad.isdisjoint(entry.when_reads):
            reading.bad.add(entry.path)
            return
        if not entry.when(*args):
            return
    if entry.name in reading.before:
        reading.answers[entry.name] = reading.before[entry.name]
    elif not entry.optional:
        reading.bad.add(entry.path)


def read_entry(reading: Reading, entry: Entry, given: Mapping, scope: dict, args: tuple, prefix: str, bad: set) -> None:
    """Reads one field, or one column of a row, into `scope`."""
    if entry.when is not None:
        if bad and not bad.isdisjoint(entry.when_reads):
            # Nobody can tell whether it is shown: say nothing about it, and let nothing be computed from it.
            if reading.draft:
                _keep_typed(reading, entry, given, scope, args, prefix)
            bad.add(entry.path)
            return
        if not entry.when(*args):
            return
    path = prefix + entry.name
    reading.shown.add(path)
    if entry.computed is not None:
        value = None
        if bad and not bad.isdisjoint(entry.computed_reads):
            bad.add(entry.path)
        else:
            value = entry.computed(*args)
        if value is not None:
            scope[entry.name] = value
        return
    value = read_value(reading, entry, given.get(entry.name, MISSING), scope, args, path, bad)
    if value.__class__ is Wrong:
        reading.wrong(entry, path, value, bad)
    elif value is not None:
        scope[entry.name] = value


def _keep_typed(reading: Reading, entry: Entry, given: Mapping, scope: dict, args: tuple, prefix: str) -> None:
    raw = given.get(entry.name, MISSING)
    value = None if raw is MISSING else read_value(reading, entry, raw, scope, args, prefix + entry.name, set())
    if value is not None and value.__class__ is not Wrong:
        scope[entry.name] = value


def read_value(reading: Reading, entry: Entry, raw: object, scope: dict, args: tuple, path: str, bad: set):
    """The value, None for an absent one, or Wrong."""
    if raw is MISSING or (raw is None and not entry.optional):
        if not path.count(".") and entry.name in reading.before:
            return reading.before[entry.name]
        if entry.default is not None:
            if not bad or bad.isdisjoint(entry.default_reads):
                return entry.default(*args)
            bad.add(entry.path)
            return None
        value = None
    elif raw is None:
        return None
    elif entry.columns:
        value = read_rows(reading, entry, raw, path)
    else:
        value = entry.read(raw, reading.world)
    if value is not None or entry.optional:
        return value
    return entry.empty if entry.empty is not None else _required(entry)


def _required(entry: Entry) -> Wrong:
    return Wrong("required-choice" if entry.field.options else "required")


def read_rows(reading: Reading, entry: Entry, raw: object, path: str):
    """The rows as a tuple of dicts, None for no rows on a page, or Wrong when there is no list or not the right number."""
    listed = entry.read(raw, reading.world)
    if listed.__class__ is Wrong:
        return listed
    kept, found = [], set()
    numbered = reading.rows.setdefault(entry.name, {})
    for number, given in enumerate(listed):
        if reading.page and is_blank(reading, entry, given):
            numbered[number] = _aside(reading, entry, given, f"{path}.{number}.")
        elif given.__class__ is not dict:
            reading.problems[f"{path}.{number}"] = Wrong("not-a-row", {"word": word(given)})
            found.add(entry.path)
        else:
            # What is bad above is bad in every row; a bad cell does not reach the next row, but whoever looks at all rows.
            bad = set(reading.bad)
            numbered[number] = read_row(reading, entry, given, f"{path}.{number}.", bad)
            kept.append((number, numbered[number], bad))
            found |= bad
    reading.counted[entry.name] = kept
    reading.bad |= found
    return _counted(reading, entry, [row for _number, row, _bad in kept])


def _counted(reading: Reading, entry: Entry, rows: list):
    high = entry.field.type.high
    if len(rows) > high:
        return Wrong("too-many", {"count": len(rows), "high": high})
    if len(rows) < entry.low and not reading.draft and not (reading.page and not rows and entry.optional):
        return Wrong("too-few", {"count": len(rows), "low": entry.low})
    return tuple(rows) if rows or not reading.page else None


def read_row(reading: Reading, entry: Entry, given: dict, prefix: str, bad: set[str]) -> dict[str, object]:
    """One row; `bad` takes the columns that are not known in it."""
    row: dict[str, object] = {}
    args = (reading.answers, reading.facts, row)
    for column in entry.columns:
        read_entry(reading, column, given, row, args, prefix, bad)
    if not reading.page:
        unknown(reading, given, {each.name: each for each in entry.columns if each.asked}, prefix, entry.columns)
    return row


def _aside(reading: Reading, entry: Entry, given: dict, prefix: str) -> dict:
    """A blank row for showing: defaults and conditions, but no mistakes and no place among the answers."""
    own = Reading(reading.facts, reading.world, page=True, draft=True, answers=reading.answers)
    row: dict[str, object] = {}
    bad = set(reading.bad)
    for column in entry.columns:
        read_entry(own, column, given, row, (reading.answers, reading.facts, row), prefix, bad)
    reading.shown |= own.shown
    return row


def is_blank(reading: Reading, entry: Entry, given: object) -> bool:
    """A row nobody typed into: every cell is empty or still holds its default."""
    if given.__class__ is not dict:
        return False
    return all(not column.asked or _untouched(reading, column, given.get(column.name)) for column in entry.columns)


def _untouched(reading: Reading, column: Entry, raw: object) -> bool:
    if raw is None or (raw.__class__ is str and not raw.strip()) or raw in ([], [""]):
        return True
    if column.default is None or column.default_reads:
        return False
    value = column.default(reading.answers, reading.facts, {})
    return kind_of(column.field.type).to_page(column.field.type, value) == raw


def check_form(reading: Reading, plan: Plan) -> None:
    """`check … else` of every field that is there and whose other values are known; the first that fails speaks."""
    args = (reading.answers, reading.facts)
    for entry in plan.entries:
        if entry.name not in reading.answers:
            continue
        _check(reading, entry, entry.name, args, reading.bad)
        if any(column.checks for column in entry.columns):
            _check_rows(reading, entry)


def _check_rows(reading: Reading, entry: Entry) -> None:
    """The checks of columns; what is bad in one row does not silence the others."""
    whole = [(number, row, set()) for number, row in enumerate(reading.answers[entry.name])]
    above = reading.bad - {column.path for column in entry.columns}
    for number, row, bad in reading.counted.get(entry.name, whole):
        for column in entry.columns:
            if column.name in row:
                path, args = f"{entry.name}.{number}.{column.name}", (reading.answers, reading.facts, row)
                _check(reading, column, path, args, above | bad)


def _check(reading: Reading, entry: Entry, path: str, args: tuple, bad: set[str]) -> None:
    if path in reading.problems:
        return
    for check, reads in entry.checks:
        if bad.isdisjoint(reads) and not check.holds(*args):
            reading.problems[path] = check
            return


def unknown(
    reading: Reading, given: Mapping, asked: Mapping[str, Entry], prefix: str, entries: tuple[Entry, ...]
) -> None:
    """Keys that name nothing to fill in here, each with what to do about it; not more than a few."""
    if given.keys() <= asked.keys():
        return
    fields = {entry.name: entry for entry in entries}
    for key in [key for key in given if key not in asked][: limits.UNKNOWN]:
        entry = fields.get(key)
        if entry is None:
            wrong = _unknown(key, asked)
        else:
            wrong = Wrong("computed-field" if entry.computed is not None else "not-asked-here", {"word": word(key)})
        reading.problems[f"{prefix}{word(key)}"] = wrong


def _unknown(key: str, asked: Mapping[str, Entry]) -> Wrong:
    from difflib import get_close_matches

    near = get_close_matches(word(key), asked, n=1)
    if near:
        return Wrong("unknown-field-near", {"word": word(key), "near": near[0]})
    return Wrong("unknown-field", {"word": word(key)})
