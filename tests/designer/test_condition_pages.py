"""The builder's markup for every expression of the worked processes, in both languages: it renders, and ids are its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import render_template_string

from app.create_app import create_app
from designer import address as at
from dsl import tree
from tests.conftest import settings
from tests.designer.desk import EVERY, ROOT, scene_of

FILES = sorted((ROOT / "examples").rglob("*.way"))
PAGE = """
{% from "designer/conditions.html" import condition_slot, value_slot, people_slot with context %}
{% if kind == "people" %}{{ people_slot(scene, address, "Who") }}
{% elif kind == "value" %}{{ value_slot(scene, address, "Is") }}
{% else %}{{ condition_slot(scene, address, "When") }}{% endif %}"""

Draw = Callable[[object, str, str], str]


@pytest.fixture(scope="module")
def draw(tmp_path_factory) -> Draw:
    """The markup of one slot of a scene."""
    folder = tmp_path_factory.mktemp("drawn")
    app = create_app(settings(f"sqlite:///{folder / 'none.db'}", folder))

    def drawn(scene, kind: str, address: str) -> str:
        with app.test_request_context(headers={"Accept-Language": scene.language}):
            return render_template_string(PAGE, scene=scene, kind=kind, address=address)

    return drawn


def slots(process: tree.Process) -> Iterator[tuple[str, str]]:
    """(kind, address) of every place of a process that the builder stands for, also where nothing stands yet."""
    for address, line in at.walk(process):
        for part in ("when", "value", "default"):
            if part in line.__dataclass_fields__ and isinstance(line, tree.Field | tree.Section | tree.Row):
                yield "value" if part in ("value", "default") else "condition", f"{address}.{part}"
        if isinstance(line, tree.Field):
            yield from (("condition", f"{address}.checks.{number}.condition") for number in range(len(line.checks)))
        if getattr(line, "people", ()):
            yield "people", f"{address}.people"


def sound(html: str) -> None:
    """Ids are given once, labels have their control, and every option has a text to send or a name."""
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [one for one, count in ids.items() if count > 1] == []
    assert set(re.findall(r'<label for="([^"]+)"', html)) <= set(ids)
    assert "None" not in re.findall(r'aria-label="([^"]*)"', html)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_expression_of_a_worked_process_is_drawn(draw: Draw, path: Path, language: str):
    scene = scene_of(path.read_text("utf-8"), language)
    for kind, address in slots(scene.process):
        sound(draw(scene, kind, address))


def test_every_field_of_every_kind_takes_a_condition_and_a_default(draw: Draw):
    scene = scene_of(EVERY)
    for kind, address in slots(scene.process):
        html = draw(scene, kind, address)
        sound(html)
        assert 'name="_edit"' in html


def test_a_text_with_mistakes_is_drawn_all_the_same(draw: Draw):
    """Whatever the checker could not read: unknown names, wrong types, functions that do not exist."""
    wrong = 'nowhere > 3 and amount > "x" and foo(nights, 2) and course = nothing and any(each x in purpose: x) and not 5'
    scene = scene_of(EVERY.replace("amount > 5000.00 CNY", wrong))
    html = draw(scene, "condition", "items.3.rows.0.when")
    sound(html)
    assert html.count("said problem") >= 3
