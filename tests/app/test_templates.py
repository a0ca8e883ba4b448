"""Rules of templates, script and style: the content policy by construction, every sentence in Chinese, and small."""

from __future__ import annotations

import ast
import gzip
import json
import re
from itertools import chain
from pathlib import Path

import pytest

import hatch_build
from app.assets import BUILT, asset, manifest
from app.errors import DETAILS, TITLES
from app.tickets.asks import DONE
from app.tickets.lists import WORDS
from app.tickets.progress import STATE_WORDS

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("app", "designer", "forms")
TEMPLATES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.html"))
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
SCRIPTS = sorted((ROOT / "static" / "src" / "js").rglob("*.js"))
TAG = re.compile(r"<[a-z][a-z0-9-]*\b(?:\{[%{#].*?[%}#]\}|\"[^\"]*\"|'[^']*'|[^>\"'{])*>", re.DOTALL)
SENTENCE = re.compile(r"""(?<![\w.])_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
PLACE = re.compile(r"\{[a-z_]+\}")
SPEAKERS = {"_", "translate", "told", "say", "CannotEdit", "View"}
"""Functions whose first argument is a sentence."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tags(path: Path) -> list[str]:
    """The opening tags of a template, comments left out."""
    return TAG.findall(re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL))


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    hatch_build.build()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_written_inline(path):
    for tag in tags(path):
        assert not re.search(r"\sstyle\s*=", tag), f"{tag}: use a class"
        assert not re.search(r"\s(on[a-z]+|hx-on[\w:.-]*|hx-prompt|hx-vars)\s*=", tag), f"{tag}: use static/src/js"
        assert "js:" not in tag and "javascript:" not in tag, f"{tag}: nothing is evaluated"
        assert not tag.startswith("<style"), "use static/src/css"
        assert not tag.startswith("<script") or "src=" in tag, "use static/src/js"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_element_of_htmx_says_when_where_and_how(path):
    for tag in tags(path):
        trigger = re.search(r'hx-trigger="([^"]*)"', tag)
        assert not (trigger and "[" in trigger[1]), f"{tag}: filters fire on everything when nothing is evaluated"
        if re.search(r"\shx-(get|post|put|patch|delete)=", tag):
            assert "hx-target=" in tag and "hx-swap=" in tag, f"{tag}: name target and swap"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_comes_from_elsewhere(path):
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", path.read_text("utf-8"))


def sentences() -> dict[str, str]:
    """Every sentence the product says -> where it first says it."""
    tables = (TITLES, DETAILS, DONE, STATE_WORDS, WORDS)
    found = dict.fromkeys(chain(*(each.values() for each in tables)), "a table of sentences")
    for path in TEMPLATES:
        for double, single in SENTENCE.findall(path.read_text("utf-8")):
            found.setdefault((double or single).replace('\\"', '"').replace("\\'", "'"), name_of(path))
    for path in MODULES:
        for sentence in spoken(ast.parse(path.read_text("utf-8"))):
            found.setdefault(sentence, name_of(path))
    return found


def spoken(module: ast.Module) -> list[str]:
    """The sentences a module says, written in place or as a constant of its own."""
    own = {
        each.targets[0].id: each.value.value
        for each in module.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and isinstance(each.value, ast.Constant)
    }
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKERS)
    first = (call.args[0] for call in calls if call.args)
    said = (own.get(each.id) if isinstance(each, ast.Name) else getattr(each, "value", None) for each in first)
    return [sentence for sentence in said if isinstance(sentence, str)]


def chinese() -> dict[str, str]:
    return json.loads((ROOT / "app" / "languages" / "zh.json").read_text("utf-8"))


def test_every_sentence_is_said_in_chinese():
    known = chinese()
    assert {sentence: where for sentence, where in sentences().items() if sentence not in known} == {}


def test_no_chinese_sentence_is_left_over():
    written = {each for path in MODULES for each in constants(path)} | {"This did not work"}
    assert set(chinese()) - set(sentences()) - written == set()


def constants(path: Path) -> set[str]:
    """Every text in quotes of a module: tables of sentences are spoken elsewhere."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_both_languages_have_the_same_places():
    different = {en: zh for en, zh in chinese().items() if set(PLACE.findall(en)) != set(PLACE.findall(zh))}
    assert different == {}


def test_icons_in_use_are_in_the_sprite_and_no_others():
    texts = [path.read_text("utf-8") for path in (*TEMPLATES, *MODULES, *SCRIPTS)]
    used = {name for text in texts for name in re.findall(r"""(?:icon\(|"icon": )["']([a-z0-9-]+)["']""", text)}
    named = {name for text in texts for name in re.findall(r"""["'#]([a-z0-9-]+)["'`]""", text)}
    sprite = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (BUILT / manifest()["icons.svg"]).read_text("utf-8")))
    assert (used - sprite, sprite - used - named) == (set(), set())


def test_script_and_style_of_employees_stay_small():
    size = sum(len(gzip.compress((BUILT / manifest()[name]).read_bytes(), 9)) for name in ("app.js", "app.css"))
    assert size <= 40_000


def test_what_others_wrote_is_named_with_its_licence():
    notices = (BUILT / "THIRD_PARTY.txt").read_text("utf-8")
    for name in ("htmx.org", "idiomorph", "lucide-static"):
        assert f"\n{name} " in f"\n{notices}"


def test_the_lock_file_holds_marks_of_content_and_no_addresses():
    lock = json.loads((ROOT / "static" / "package-lock.json").read_text("utf-8"))
    packages = [one for name, one in lock["packages"].items() if name]
    assert packages and all("integrity" in one and "resolved" not in one for one in packages)


def test_a_built_file_may_be_kept_for_ever_and_no_other(client):
    with client.get(f"/static/{manifest()['app.css']}") as marked, client.get("/static/manifest.json") as plain:
        assert "immutable" in marked.headers["Cache-Control"] and "max-age=31536000" in marked.headers["Cache-Control"]
        assert "immutable" not in plain.headers["Cache-Control"]


def test_script_and_style_are_sent_as_small_as_the_browser_can_read_them(client):
    for name in manifest():
        whole = client.get(asset(name))
        packed = client.get(asset(name), headers={"Accept-Encoding": "gzip, deflate"})
        smallest = client.get(asset(name), headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        assert [each.content_encoding for each in (whole, packed, smallest)] == [None, "gzip", "br"]
        assert gzip.decompress(packed.data) == whole.data and len(smallest.data) < len(packed.data) < len(whole.data)
        assert {each.content_type for each in (packed, smallest)} == {whole.content_type}
        assert {each.headers["Vary"] for each in (whole, packed, smallest)} == {"Accept-Encoding"}
