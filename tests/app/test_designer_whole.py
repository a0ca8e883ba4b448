"""Every construct of the language can be seen and edited in the designer, walked over the text that has them all."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from app.db import reading
from app.people import queries
from app.processes.drafts import new_draft
from designer.address import walk
from designer.scene import view_of
from designer.views import VIEWS
from dsl import tree
from dsl.parse import parse
from tests.conftest import ON_ONE_ENGINE, ROOT
from tests.designer.random_edits import inside

pytestmark = ON_ONE_ENGINE
EVERYTHING = (Path(__file__).parent.parent / "designer" / "everything.way").read_text("utf-8")
FORM = re.compile(r'<form [^>]*action="/design/\d+/[^"]*"[^>]*>.*?</form>', re.DOTALL)
VALUE = re.compile(r'name="(?:address|list)" value="([^"]*)"')
CLAUSES = {
    tree.By: "set-pick",
    tree.Decide: "set-decide",
    tree.Reject: "set-reject",
    tree.May: "set-may",
    tree.Due: "set-due",
    tree.Nobody: "set-nobody",
    tree.SamePerson: "set-same-person",
    tree.Void: "set-void",
    tree.Outcome: "set-outcome",
}
"""Clauses are edited as controls of their step: the edit that must be there for each."""
INSIDE = (*CLAUSES, tree.Access, tree.Option, tree.Word, tree.Answers, tree.Requester, tree.Expect)
"""Lines that are edited where the line around them is."""


@pytest.fixture
def designer(app, sign_in):
    """show(view, at) is the page hana gets for the text with everything."""
    hana = sign_in("hana")
    with app.app_context():
        with reading() as c:
            me = queries.find(c, "hana")
        draft = new_draft(me, EVERYTHING).id

    @cache
    def show(view: str, at: str) -> str:
        answer = hana.get(f"/design/{draft}/{view}?at={at}")
        assert answer.status_code == 200, (view, at, answer.status_code)
        return answer.get_data(as_text=True)

    return show


def edited(page: str) -> set[str]:
    """The addresses that the page's edits are about."""
    return {unescape(value) for form in FORM.findall(page) for value in VALUE.findall(form)}


def owner(address: str, line: tree.Line) -> str:
    """The line whose properties hold the controls: a clause is edited at its step, an option at its field…"""
    if isinstance(line, INSIDE) and address.count(".") > 1:
        return address.rpartition(".")[0].rpartition(".")[0]
    return address


def test_every_line_has_controls(designer):
    process = parse(EVERYTHING).process
    missing = []
    for address, line in walk(process):
        place = owner(address, line)
        known = edited(designer(view_of(process, place, "about"), place))
        if not any(each in (address, place) or each.startswith(f"{address}.") for each in known):
            missing.append((address, type(line).__name__))
    assert missing == []


def test_every_clause_has_its_edit(designer):
    process = parse(EVERYTHING).process
    for address, line in walk(process):
        if type(line) in CLAUSES and address.startswith("items.9"):
            assert f'name="_edit" value="{CLAUSES[type(line)]}"' in designer("flow", owner(address, line)), address


def test_every_expression_has_controls(designer):
    process = parse(EVERYTHING).process
    missing = []
    for address, line in walk(process):
        at = owner(address, line)
        page = designer(view_of(process, at, "about"), at)
        known = edited(page)
        if isinstance(line, tree.Row) and 'name="_edit" value="set-cell"' in page:
            continue  # compared in the columns of the grid, one cell each; what fits no column has a builder
        for place in inside(address, line):
            if isinstance(line, tree.Due) and place.endswith(".length"):
                continue  # two boxes of its clause: how many, and of what
            if place not in known and not any(place.startswith(f"{each}.") for each in known if len(each) > len(address)):
                missing.append((place, type(line).__name__))
    assert missing == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.way")), ids=lambda path: path.stem)
def test_opening_every_view_of_an_example_changes_nothing(app, sign_in, path):
    hana, text = sign_in("hana"), path.read_text("utf-8")
    files = {beside.name: beside.read_text("utf-8") for beside in path.parent.glob("*.csv")}
    with app.app_context():
        with reading() as c:
            me = queries.find(c, "hana")
        draft = new_draft(me, text, files).id
    for view in VIEWS:
        assert hana.get(f"/design/{draft}/{view}").status_code == 200
    stored = hana.get(f"/api/drafts/{draft}").json
    assert (stored["text"], stored["revision"]) == (text, 1)
    assert edited(hana.get(f"/design/{draft}/flow").get_data(as_text=True))
