"""Reads a map (TOML) into a plan, and checks it against the process it speaks of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.bring.plan import Act, Columns, Constant, FromColumn, Plan, Seen, Somebody, Source
from app.bring.problems import Unusable
from dsl.program import Approve, Program, Task
from dsl.types import Files, Rows

PARTS = {"columns": True, "fields": True, "activities": True, "actors": False, "people": False, "teams": False}
"""The tables of a map, and whether each must be there."""

VERBS = {"save": 0, "submit": 0, "withdraw": 0, "take back": 0, "acknowledge": 0, "approve": 1, "reject": 1}
"""Verb -> how many words follow; `complete` and `return` are read on their own."""

SHAPES = (
    "save, submit, withdraw, take back, acknowledge, approve STEP, reject STEP, return STEP to STEP, "
    "complete STEP [OUTCOME]"
)


def read_plan(path: Path, program: Program) -> Plan:
    """The plan in the file at `path`. Raises Unusable with everything that is wrong in it."""
    return plan_of(toml(path), program, str(path))


def toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"{path}: cannot be opened: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path}: the text is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"{path}: not TOML: {error}") from None


def plan_of(raw: dict, program: Program, place: str) -> Plan:
    """The plan a map means for `program`. Raises Unusable with everything that is wrong in it."""
    mistakes = list(wrong_parts(raw))
    if not mistakes:
        mistakes = [*wrong_columns(raw), *wrong_fields(raw, program), *wrong_people(raw), *wrong_acts(raw, program)]
    if mistakes:
        raise Unusable(*(f"{place}: {mistake}" for mistake in mistakes))
    return Plan(
        columns=columns_of(raw["columns"]),
        fields={name: source_of(spec) for name, spec in raw["fields"].items()},
        activities={name: tuple(act_of(text) for text in texts_of(spec)) for name, spec in raw["activities"].items()},
        actors=raw.get("actors", {}),
        people={key: somebody(key, spec) for key, spec in raw.get("people", {}).items()},
        heads={key: spec.get("head") for key, spec in raw.get("teams", {}).items()},
    )


def wrong_parts(raw: dict) -> Iterator[str]:
    """Tables a map must have, and ones it cannot have."""
    for name in raw:
        if name not in PARTS:
            yield f"unknown part [{name}]: a map has {', '.join(f'[{part}]' for part in PARTS)}"
    for name, required in PARTS.items():
        if not isinstance(raw.get(name, {}), dict) or (required and name not in raw):
            yield f"the part [{name}] is missing"


def wrong_columns(raw: dict) -> Iterator[str]:
    columns = raw["columns"]
    for name in ("case", "activity", "at", "actor"):
        if not isinstance(columns.get(name), str):
            yield f"[columns] must name the column of `{name}`"
    for name in columns.keys() - {"case", "activity", "at", "actor", "zone"}:
        yield f"[columns] cannot have `{name}`: it has case, activity, at, actor, zone"
    if "zone" in columns and not zone_of(columns["zone"]):
        yield f"[columns] `{columns['zone']}` is not a time zone such as Europe/Amsterdam"


def zone_of(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def columns_of(spec: dict) -> Columns:
    return Columns(spec["case"], spec["activity"], spec["at"], spec["actor"], zone_of(spec.get("zone")))


def wrong_fields(raw: dict, program: Program) -> Iterator[str]:
    for name, spec in raw["fields"].items():
        if name not in program.form.requested:
            yield f"[fields] the process `{program.name}` does not ask for a field `{name}`"
        elif isinstance(program.form.fields[name].type, Files | Rows):
            yield f"[fields] `{name}` holds files or rows, which a log cannot give"
        if not is_source(spec):
            yield f"[fields] `{name}` must be one of {{ column = … }}, {{ seen = [activities] }}, {{ value = … }}"
        elif "seen" in spec:
            for activity in set(spec["seen"]) - raw["activities"].keys():
                yield f"[fields] `{name}` speaks of `{activity}`, which is not in [activities]"


def is_source(spec: object) -> bool:
    match spec:
        case {"column": str(), **rest}:
            values = rest.get("values", {})
            right = all_texts(rest.get("absent", [])) and isinstance(values, dict) and all_texts(list(values.values()))
            return right and rest.keys() <= {"absent", "values"}
        case {"seen": list(seen), **rest}:
            return all_texts(seen) and not rest
        case {"value": _, **rest}:
            return not rest
    return False


def all_texts(items: object) -> bool:
    return isinstance(items, list) and all(isinstance(item, str) for item in items)


def source_of(spec: dict) -> Source:
    match spec:
        case {"column": column}:
            return FromColumn(column, frozenset(spec.get("absent", [])) | {""}, spec.get("values"))
        case {"seen": seen}:
            return Seen(frozenset(seen))
    return Constant(spec["value"])


def wrong_people(raw: dict) -> Iterator[str]:
    people, teams = raw.get("people", {}), raw.get("teams", {})
    for value, person in raw.get("actors", {}).items():
        if not is_one_of(person, people):
            yield f"[actors] `{value}` is `{person}`, who is not in [people]"
    for key, spec in people.items():
        if not is_person(spec):
            yield f"[people] `{key}` must be {{ name = …, manager = …, department = …, roles = […], teams = […] }}"
        elif "manager" in spec and not is_one_of(spec["manager"], people):
            yield f"[people] the manager of `{key}`, `{spec['manager']}`, is not in [people]"
    for key, spec in teams.items():
        if not isinstance(spec, dict) or ("head" in spec and not is_one_of(spec["head"], people)):
            yield f"[teams] `{key}` must be {{ head = … }} with a head who is in [people]"


def is_one_of(name: object, known: dict) -> bool:
    return isinstance(name, str) and name in known


def is_person(spec: object) -> bool:
    if not isinstance(spec, dict):
        return False
    words = [spec[name] for name in ("name", "department") if name in spec]
    return all_texts(words) and all_texts(spec.get("roles", [])) and all_texts(spec.get("teams", []))


def somebody(key: str, spec: dict) -> Somebody:
    known = {"name", "manager", "department", "roles", "teams"}
    return Somebody(
        id=key,
        name=spec.get("name", key),
        manager=spec.get("manager"),
        department=spec.get("department"),
        roles=tuple(spec.get("roles", ())),
        teams=tuple(spec.get("teams", ())),
        attributes={name: value for name, value in spec.items() if name not in known},
    )


def texts_of(spec: object) -> list[str]:
    return [spec] if isinstance(spec, str) else spec if all_texts(spec) else []


def wrong_acts(raw: dict, program: Program) -> Iterator[str]:
    for activity, spec in raw["activities"].items():
        if not texts_of(spec):
            yield f"[activities] `{activity}` must be an act or a list of acts: {SHAPES}"
        for text in texts_of(spec):
            act = act_of(text)
            if act is None:
                yield f"[activities] `{activity}`: `{text}` is not an act: {SHAPES}"
            elif mistake := wrong_act(act, program):
                yield f"[activities] `{activity}`: {mistake}"


def wrong_act(act: Act, program: Program) -> str | None:
    """What is wrong with the step or the outcome of an act."""
    if not act.step:
        return None
    node = program.nodes.get(act.step)
    kind = Task if act.verb == "complete" else Approve
    if not isinstance(node, kind):
        steps = ", ".join(f"`{name}`" for name, node in program.nodes.items() if isinstance(node, kind))
        return f"no step `{act.step}` to {act.verb}: there are {steps}"
    outcomes = [outcome.name for outcome in node.outcomes] if isinstance(node, Task) else []
    if act.verb == "complete" and act.word not in (outcomes or ["done"]):
        return f"`{act.step}` has no outcome `{act.word}`: there are {', '.join(f'`{name}`' for name in outcomes)}"
    if act.verb == "return" and act.word != "request" and act.word not in program.nodes:
        return f"no step `{act.word}` to return to"
    return None


def act_of(text: str) -> Act | None:
    """The act a text such as `approve supervisor` means, or None."""
    match text.split():
        case ["take", "back"]:
            return Act("take back")
        case ["complete", step]:
            return Act("complete", step, "done")
        case ["complete", step, outcome]:
            return Act("complete", step, outcome)
        case ["return", step, "to", to]:
            return Act("return", step, to)
        case [verb, *rest] if VERBS.get(verb) == len(rest):
            return Act(verb, *rest)
    return None
