"""What a name at a place refers to: fields, steps, outcomes, attributes …, by the statement and what stands before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designer.text.outline import Outline, Thing
from designer.text.places import Place
from dsl import types
from dsl.libraries import Attribute, Libraries


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names of one sort: `of` says of which table, field, task or kind of holder."""

    sort: str
    of: str | None = None


PEOPLE = ("started_by", "seen_by", "by", "notify", "nobody")
EXPRESSIONS = (*PEOPLE, "field", "section", "row", "due", "rule", "expression", "people")
ACTS = ("approve", "reject", "return")
OF_REQUESTER = ("withdraw", "take_back")


def wanted(place: Place, names: Outline, libraries: Libraries) -> tuple[Wanted, ...]:
    """What a name at the place can be; empty where a new name is made up."""
    before = place.written
    match place.start:
        case "branch":
            return (Wanted("table"),)
        case "finish":
            return (Wanted("end"),)
        case "arm" if not before:
            head = place.around[-1].head
            return (Wanted("outcome", head[-1].text if head else None),)
        case "calendar" | "words":
            return (Wanted(place.start),)
        case "row" | "otherwise" if before and before[-1] == "->":
            return (Wanted("outcome", place.around[-1].called),)
        case "access" | "void":
            return (Wanted("field"),)
        case "table" if "{" in before:
            return (Wanted("outcome", before[1]),)
        case "requester" | "answers" | "expect" | "word":
            return _in_example(place, names)
    return _target(before) or _rule(place, before) or _expression(place, names, libraries)


def _target(before: Sequence[str]) -> tuple[Wanted, ...]:
    """Where a reject, an outcome or a lack of people leads."""
    if before and before[-1] == "end" and len(before) > 1:
        return (Wanted("end"),)
    if before[-2:] == ("return", "to"):
        return (Wanted("request"), Wanted("step"))
    return ()


def _rule(place: Place, before: Sequence[str]) -> tuple[Wanted, ...]:
    if place.start != "rule" or "when" in before or ("never" in before and "decides" not in before):
        return ()
    return (Wanted("step"),) if len(before) > 1 else ()


# -- examples and translations


def _in_example(place: Place, names: Outline) -> tuple[Wanted, ...]:
    before = place.written
    if place.start == "word":
        return (Wanted("path", "".join(before)),)
    if place.start == "expect":
        inside = _inside(before)
        if inside is not None:
            return _given(place, names, inside)
        if before[-1:] == ("->",):
            return (Wanted("act", before[-2]),)
        return (Wanted("step"), Wanted("end"), Wanted("request"))
    if place.start == "requester" and len(before) == 1:
        return (Wanted("person"),)
    return _given(place, names, before[2:] if place.start == "requester" else before)


def _inside(before: Sequence[str]) -> Sequence[str] | None:
    """What is written of the answers an act changes, behind its `{`; None outside."""
    deep, start = 0, 0
    for number, word in enumerate(before):
        if word == "{":
            start = start if deep else number + 1
        deep += (word == "{") - (word == "}")
    return before[start:] if deep else None


def _given(place: Place, names: Outline, before: Sequence[str]) -> tuple[Wanted, ...]:
    """A name or a value among answers such as `a 3, lines { b 4, c x }`."""
    outer: list[str] = []
    name, at_name = "", True
    for word in before:
        if word == "{":
            outer, name, at_name = [*outer, name], "", True
        elif word == "}":
            name, outer, at_name = (outer[-1], outer[:-1], False) if outer else ("", [], True)
        elif word == ",":
            at_name = True
        elif at_name:
            name, at_name = word, False
    path = ".".join(filter(None, [*outer, "" if at_name else name]))
    if place.start == "requester":
        return (Wanted("attribute", "person"),) if at_name else (Wanted("level", name),)
    if not at_name:
        return (Wanted("option", path), *_truth(names, path)) if before[-1] != "}" else ()
    return (Wanted("column", path), Wanted("option", path)) if outer else (Wanted("field"),)


def _truth(names: Outline, path: str) -> tuple[Wanted, ...]:
    """Yes and no, where a field wants them."""
    rows, _, name = path.rpartition(".")
    thing = names.find("column", name, rows) if rows else names.find("field", name)
    return (Wanted("truth"),) if thing is not None and thing.node.kind.word == "yes/no" else ()


# -- expressions


def _expression(place: Place, names: Outline, libraries: Libraries) -> tuple[Wanted, ...]:
    before = place.written
    if place.start not in EXPRESSIONS or (place.start in ("field", "section") and not _has_begun(before)):
        return ()
    if before[-1:] == (".",):
        return _behind_dot(place, names, libraries)
    if before[-2:-1] == ("each",) or before[-1:] == ("each",):
        return ()
    if "each" in before and before[-3:-2] == ("each",) and before[-1] == "in":
        return (Wanted("rows"),)
    found = tuple(options_wanted(place, names, libraries))
    if place.start in PEOPLE:
        return found + _people(place)
    return (*found, *_of_row(place), Wanted("field"), *_loops(before), Wanted("fact"), Wanted("function"), *_folds(before))


def _has_begun(before: Sequence[str]) -> bool:
    """Whether the value or a condition of a field begins before the place."""
    return any(word in ("=", "when", "check", "default") for word in before)


def _people(place: Place) -> tuple[Wanted, ...]:
    who = (Wanted("people"), Wanted("function", "people"))
    return (
        who if place.start in ("started_by", "seen_by") else (Wanted("fact", "requester"), *who, Wanted("field", "people"))
    )


def _of_row(place: Place) -> tuple[Wanted, ...]:
    """The columns of the rows the place stands in."""
    rows = rows_around(place)
    return (Wanted("column", rows),) if rows else ()


def rows_around(place: Place) -> str | None:
    """The rows whose columns stand around the place."""
    around = place.around[-1]
    is_rows = around.name == "fields" and around.statement is not None and around.statement.start == "field"
    return around.head[0].text if is_rows else None


def _folds(before: Sequence[str]) -> tuple[Wanted, ...]:
    return () if before[-1:] == (".",) else (Wanted("fold"),)


def loops(before: Sequence[str]) -> dict[str, str]:
    """The variables of the folds that are open: `each line in lines` -> {"line": "lines"}."""
    spots = [i for i, word in enumerate(before) if word == "each" and before[i + 2 : i + 3] == ("in",)]
    return {before[i + 1]: before[i + 3] for i in spots if i + 3 < len(before)}


def _loops(before: Sequence[str]) -> Iterator[Wanted]:
    yield from (Wanted("loop", f"{name} {rows}") for name, rows in loops(before).items())


def path_before(words: Sequence[str]) -> tuple[str, ...]:
    """The path that ends at the end of the words, such as `requester.manager`; a closing bracket ends none."""
    found: list[str] = []
    i = len(words)
    while i and (words[i - 1][0].isalpha() or words[i - 1][0] == "_"):
        found.append(words[i - 1])
        if i < 2 or words[i - 2] != ".":
            break
        i -= 2
    return tuple(reversed(found))


def _behind_dot(place: Place, names: Outline, libraries: Libraries) -> tuple[Wanted, ...]:
    """Columns behind a loop's variable, attributes behind a person or a team."""
    before = place.written
    path = path_before(before[:-1])
    if len(path) == 1 and path[0] in loops(before):
        return (Wanted("column", loops(before)[path[0]]),)
    kind = kind_of(path, place, names, libraries) if path else called(before[:-1])
    holder = {types.Person: "person", types.Team: "team"}.get(type(kind))
    return (Wanted("attribute", holder),) if holder else ()


def called(words: Sequence[str]) -> types.Type | None:
    """What `person("ana")` or `team("it")` in front of a dot is."""
    if words[-1:] != (")",) or len(words) < 4:
        return None
    return {"person": types.Person(), "team": types.Team()}.get(words[-4])


def kind_of(path: Sequence[str], place: Place, names: Outline, libraries: Libraries) -> types.Type | None:
    """Whether a path is a person, a team or a choice; None for everything else."""
    kind, rest = _first_kind(path, place, names)
    for part in rest:
        known = {types.Person: libraries.person, types.Team: libraries.team}.get(type(kind), {})
        attribute: Attribute | None = known.get(part)
        kind = attribute.type if attribute else None
    return kind


def _first_kind(path: Sequence[str], place: Place, names: Outline) -> tuple[types.Type | None, Sequence[str]]:
    if path[:1] == ("requester",):
        return types.Person(), path[1:]
    thing, used = field_of(path, place, names)
    if thing is None:
        return None, ()
    word = thing.node.kind.word
    if word in ("choice", "choices"):
        return types.Choice(tuple(option.name for option in thing.node.options)), path[used:]
    return {"person": types.Person(), "team": types.Team()}.get(word), path[used:]


def field_of(path: Sequence[str], place: Place, names: Outline) -> tuple[Thing | None, int]:
    """The field or column a path begins with, and how many of its parts that takes."""
    variables, rows = loops(place.written), rows_around(place)
    if len(path) > 1 and path[0] in variables:
        return names.find("column", path[1], variables[path[0]]), 2
    column = names.find("column", path[0], rows) if rows and path else None
    return column or (names.find("field", path[0]) if path else None), 1


def compared(words: Sequence[str]) -> tuple[str, ...]:
    """The path that is compared with what comes next: behind `a =`, `a !=`, `a in {x,`; () when none is."""
    i = len(words)
    if "{" in words and set(words[_last(words, "{") + 1 :: 2]) | {","} != {","}:
        inside = words[_last(words, "{") + 1 :]
        if all(word == "," for word in inside[1::2]):
            i = _last(words, "{")
    elif words[-1:] == ("{",):
        i = len(words) - 1
    if words[i - 1 : i] in (("=",), ("!=",)):
        return path_before(words[: i - 1])
    if i < len(words) and words[i - 1 : i] == ("in",):
        return path_before(words[: i - 2] if words[i - 2 : i - 1] == ("not",) else words[: i - 1])
    return ()


def _last(words: Sequence[str], word: str) -> int:
    return len(words) - 1 - list(words)[::-1].index(word)


def options_wanted(place: Place, names: Outline, libraries: Libraries) -> Iterator[Wanted]:
    """The options of the field that is compared, defaulted, or asked for."""
    path = compared(place.written)
    if place.start == "field" and place.written[-1:] == ("default",):
        own = ".".join(filter(None, (rows_around(place), place.written[0])))
        yield from (Wanted("option", own), *_truth(names, own))
        return
    if not path:
        return
    thing, used = field_of(path, place, names)
    if thing is not None and used == len(path):
        yield Wanted("option", ".".join(filter(None, (thing.of, thing.name))))
        yield from _truth(names, ".".join(filter(None, (thing.of, thing.name))))
    elif isinstance(kind := kind_of(path, place, names, libraries), types.Choice):
        yield from (Wanted("word", option) for option in kind.options)
