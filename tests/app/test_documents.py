"""The pages of docs/ that state what the code does: limits, settings and the API, compared with the code."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from app.settings import from_environment
from tests.conftest import ROOT

LIMIT = re.compile(r"^\| `([\w.]+)\.([A-Z_]+)` \| ([0-9]+)(?: (minutes|hours|days))? \| (.+) \|$", re.MULTILINE)
BOUNDING = re.compile(r"^((?:LARGEST|LONGEST|SHORTEST|MOST)(?:_[A-Z]+)*)\b.* = ", re.MULTILINE)
WHOLE = ("dsl.limits", "forms.limits")
"""Modules in which every number is a limit."""


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def documented() -> dict[tuple[str, str], object]:
    found = {}
    for module, name, number, unit, _what in LIMIT.findall(text("limits.md")):
        found[module, name] = timedelta(**{unit: int(number)}) if unit else int(number)
    return found


def test_every_limit_on_the_page_is_that_of_the_code():
    has = {place: getattr(import_module(place[0]), place[1]) for place in documented()}
    assert has == documented()


def test_every_limit_of_the_code_is_on_the_page():
    wanted = set()
    for module in WHOLE:
        wanted |= {(module, name) for name, value in vars(import_module(module)).items() if isinstance(value, int)}
    for path in (*(ROOT / "app").rglob("*.py"), *(ROOT / "designer").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        wanted |= {(module, name) for name in BOUNDING.findall(path.read_text("utf-8"))}
    assert wanted <= set(documented())


def test_every_setting_is_on_the_page_and_read():
    code = (Path(from_environment.__code__.co_filename)).read_text("utf-8")
    read = set(re.findall(r'"(WAYBILL_[A-Z]+)"', code))
    told = set(re.findall(r"^\| `(WAYBILL_[A-Z]+)`", text("settings.md"), re.MULTILINE))
    assert told == read


def test_every_address_of_the_api_is_on_the_page(app):
    rules = {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}
    api = {(method, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule)) for method, rule in rules if rule.startswith("/api/")}
    told = set(re.findall(r"^#+ `(GET|POST|PUT|DELETE) (/api/\S+)`", text("api.md"), re.MULTILINE))
    assert told == api
