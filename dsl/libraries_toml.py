"""Libraries as TOML: what the directory knows about persons and teams, and which roles, teams and calendars there are.

    version = "2026-03"
    roles = ["finance", "cashier"]            # left out: any name is accepted; the same for teams and calendars
    [person]                                  # left out: manager, department and level
    manager = { type = "person", optional = true }
    level = { type = "choice", options = ["regular", "vip"] }
    grade = { type = "whole", low = 1, high = 20 }
    [team]
    head = { type = "person", optional = true }
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping

from dsl import types
from dsl.checking.book import nearest
from dsl.checking.limits import CURRENCIES, LONGEST_TEXT, MOST_PLACES, SCALED, USUAL_TEXT, WHOLE
from dsl.libraries import PERSON, TEAM, Attribute, Libraries
from dsl.problems import Problem
from dsl.tree import NOWHERE, Span

ENTRIES = ("version", "roles", "teams", "calendars", "person", "team")
PLAIN = {"person": types.Person, "team": types.Team, "yes/no": types.YesNo, "date": types.Date, "e-mail": types.Email,
         "link": types.Link, "phone": types.Phone}
SIZES = {"text": ("size",), "whole": ("low", "high"), "decimal": ("places",), "money": ("currency",), "choice": ("options",)}
NAME = re.compile(r"[^\W\d]\w*")


def read_libraries(text: str, files: Mapping[str, str] | None = None) -> tuple[Libraries, tuple[Problem, ...]]:
    """The libraries a TOML text describes, and its mistakes; what is mistaken is left out."""
    problems: list[Problem] = []
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        return Libraries(files=files or {}), (Problem("not-toml", _where(str(mistake)), {"reason": str(mistake)}),)
    for name in raw:
        if name not in ENTRIES:
            _tell(problems, "unknown-entry", name=name, guess=nearest(name, ENTRIES))
    return Libraries(
        version=_version(raw.get("version", "default"), problems),
        person=_attributes("person", raw.get("person"), PERSON, problems),
        team=_attributes("team", raw.get("team"), TEAM, problems),
        roles=_names("roles", raw.get("roles"), problems),
        teams=_names("teams", raw.get("teams"), problems),
        calendars=_names("calendars", raw.get("calendars"), problems),
        files=files or {},
    ), tuple(problems)


def write_libraries(libraries: Libraries) -> str:
    """The opposite of `read_libraries`; files are not part of it."""
    lines = [f"version = {_quoted(libraries.version)}"]
    for name in ("roles", "teams", "calendars"):
        names = getattr(libraries, name)
        if names is not None:
            lines.append(f"{name} = [{', '.join(map(_quoted, sorted(names)))}]")
    for name in ("person", "team"):
        lines += ["", f"[{name}]"]
        for key, each in getattr(libraries, name).items():
            lines.append(f"{key if key.isascii() else _quoted(key)} = {_entry(each)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _entry(attribute: Attribute) -> str:
    kind = attribute.type
    parts: dict[str, object] = {}
    match kind:
        case types.Choice(options):
            parts = {"type": "choice", "options": list(options)}
        case types.Whole(low, high):
            parts = {"type": "whole", "low": low, "high": high}
        case types.Decimal(places):
            parts = {"type": "decimal", "places": places}
        case types.Money(currency):
            parts = {"type": "money", "currency": currency}
        case types.Text(limit):
            parts = {"type": "text", "size": limit}
        case _:
            parts = {"type": next(word for word, each in PLAIN.items() if isinstance(kind, each))}
    if attribute.optional:
        parts["optional"] = True
    written = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in parts.items())
    return f"{{ {', '.join(written)} }}"


def _where(message: str) -> Span:
    found = re.search(r"line (\d+), column (\d+)", message)
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    return Span(line, column, line, column, 0, 0) if line else NOWHERE


def _tell(problems: list[Problem], code: str, **values: object) -> None:
    problems.append(Problem(code, NOWHERE, {key: str(value) for key, value in values.items() if value is not None}))


def _version(raw: object, problems: list[Problem]) -> str:
    if isinstance(raw, str) and raw:
        return raw
    _tell(problems, "bad-entry", name="version", wanted="text in quotes")
    return "default"


def _names(entry: str, raw: object, problems: list[Problem]) -> frozenset[str] | None:
    if raw is None:
        return None
    if isinstance(raw, list) and all(isinstance(each, str) and each for each in raw):
        return frozenset(raw)
    _tell(problems, "bad-entry", name=entry, wanted='a list of names: ["one", "other"]')
    return None


def _attributes(entry: str, raw: object, usual: Mapping[str, Attribute], problems: list[Problem]) -> Mapping[str, Attribute]:
    if raw is None:
        return usual
    if not isinstance(raw, dict):
        _tell(problems, "bad-entry", name=entry, wanted=f"a part of its own: [{entry}]")
        return usual
    named = {unicodedata.normalize("NFC", name): each for name, each in raw.items()}
    found = {name: _attribute(f"{entry}.{name}", each, problems) for name, each in named.items()}
    return {name: each for name, each in found.items() if each is not None}


def _attribute(name: str, raw: object, problems: list[Problem]) -> Attribute | None:
    """One attribute: `"person"` or `{ type = "person", optional = true }`."""
    table = {"type": raw} if isinstance(raw, str) else raw
    if not isinstance(table, dict) or not isinstance(table.get("type"), str):
        _tell(problems, "bad-entry", name=name, wanted='`{ type = "…" }`')
        return None
    if not NAME.fullmatch(name.split(".", 1)[1]):
        _tell(problems, "bad-entry", name=name, wanted="a name of letters, digits and _")
        return None
    word, optional = table["type"], table.get("optional", False)
    allowed = ("type", "optional", *SIZES.get(word, ()))
    for key in table:
        if key not in allowed:
            _tell(problems, "unknown-entry", name=f"{name}.{key}", guess=nearest(key, allowed))
    if not isinstance(optional, bool):
        _tell(problems, "bad-entry", name=f"{name}.optional", wanted="true or false")
    kind = _type(name, word, table, problems)
    return None if kind is None else Attribute(kind, optional is True)


def _is_name(raw: object) -> bool:
    return isinstance(raw, str) and NAME.fullmatch(raw) is not None


def _type(name: str, word: str, table: dict, problems: list[Problem]) -> types.Type | None:
    match word:
        case "choice":
            options = table.get("options")
            if isinstance(options, list) and options and all(map(_is_name, options)):
                return types.Choice(tuple(dict.fromkeys(options)))
            return _tell(problems, "bad-entry", name=f"{name}.options", wanted='a list of names: ["one", "other"]')
        case "whole":
            low, high = table.get("low", -WHOLE), table.get("high", WHOLE)
            if type(low) is type(high) is int and -WHOLE <= low <= high <= WHOLE:
                return types.Whole(low, high)
            return _tell(problems, "bad-entry", name=name, wanted="low and high, whole numbers in order")
        case "decimal":
            places = table.get("places", 2)
            if type(places) is int and 1 <= places <= MOST_PLACES:
                return types.Decimal(places, -SCALED, SCALED)
            return _tell(problems, "bad-entry", name=f"{name}.places", wanted=f"1 to {MOST_PLACES}")
        case "money":
            if table.get("currency") in CURRENCIES:
                return types.Money(table["currency"], -SCALED, SCALED)
            return _tell(problems, "bad-entry", name=f"{name}.currency", wanted="a currency such as CNY")
        case "text":
            size = table.get("size", USUAL_TEXT)
            if type(size) is int and 1 <= size <= LONGEST_TEXT:
                return types.Text(size)
            return _tell(problems, "bad-entry", name=f"{name}.size", wanted=f"1 to {LONGEST_TEXT}")
    if word in PLAIN:
        return PLAIN[word]()
    return _tell(problems, "attribute-type", name=name, got=word, guess=nearest(word, [*PLAIN, *SIZES]))
