"""The pages of the flow and of the matrix: every step and every clause of the language is shown and has its control."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from designer.address import walk
from dsl import tree
from dsl.parse import parse
from tests.conftest import ON_ONE_ENGINE

pytestmark = ON_ONE_ENGINE
ROOT = Path(__file__).parent.parent.parent
EVERYTHING = (ROOT / "tests/designer/everything.way").read_text("utf-8")
TEXTS = sorted([*(ROOT / "examples").glob("*.way"), *(ROOT / "examples/gallery").glob("*.way")])
CONTROLS = {
    tree.By: ("set-pick", "by"),
    tree.Decide: ("set-decide", "rule"),
    tree.Reject: ("set-reject", "target"),
    tree.May: ("set-may", "actions"),
    tree.Due: ("set-due", "count"),
    tree.Nobody: ("set-nobody", "how"),
    tree.SamePerson: ("set-same-person", "how"),
    tree.Void: ("set-void", "fields"),
    tree.Outcome: ("set-outcome", "target"),
}
"""The edit that each class of clause is changed with; what a step sees and fills has a view of its own."""


@pytest.fixture
def hana(sign_in):
    return sign_in("hana")


def page(client, draft: int, at: str = "", view: str = "flow") -> str:
    answer = client.get(f"/design/{draft}/{view}", query_string={"at": at})
    assert answer.status_code == 200
    return answer.text


def drafted(client, text: str) -> int:
    return client.post("/api/drafts", json={"text": text}).json["id"]


def test_every_clause_has_its_control(hana):
    draft, process = drafted(hana, EVERYTHING), parse(EVERYTHING).process
    for address, step in walk(process):
        if not isinstance(step, tree.Approve | tree.Task):
            continue
        shown = page(hana, draft, address)
        for clause in step.clauses:
            if isinstance(clause, tree.Access):
                assert 'id="step-access"' in shown
            else:
                assert f'name="_edit" value="{CONTROLS[type(clause)][0]}"' in shown, (address, clause)


def test_a_control_shows_what_the_clause_says(hana):
    draft, process = drafted(hana, EVERYTHING), parse(EVERYTHING).process
    at = {step.name: address for address, step in walk(process) if isinstance(step, tree.Approve | tree.Task)}
    manager = page(hana, draft, at["manager"])
    for chosen in (
        'value="first" selected',
        'value="any" selected',
        'value="end rejected" selected',
        'value="asks" selected',
    ):
        assert chosen in manager
    assert re.search(r'id="due-remind" name="reminders" value="50, 80"', manager)
    assert re.search(r'id="void-amount" checked', manager) and re.search(r'id="may-3" checked', manager)
    head = page(hana, draft, at["head"])
    assert 'value="to request" selected' in head and 'name="limit" inputmode="numeric" value="3"' in head
    assert 'value="counts" selected' in head and 'id="step-nobody-end"' in head
    assert 'value="order" selected' in page(hana, draft, at["finance"])
    assert 'value="reassign" selected' in page(hana, draft, at["finance"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_line_of_every_kind_opens(hana, path):
    text = path.read_text("utf-8")
    draft, process = drafted(hana, text), parse(text).process
    kinds = (tree.Arm, tree.Branch, tree.Parallel, tree.Notify, tree.Finish, tree.Approve, tree.Task)
    one_of_each = {type(line): address for address, line in walk(process) if isinstance(line, kinds)}
    for address in one_of_each.values():
        assert f'data-panel="{address}"' in page(hana, draft, address)
    page(hana, draft, view="access")


def test_a_reader_of_chinese_sees_chinese_cards(hana):
    draft = drafted(hana, (ROOT / "examples/refund.way").read_text("utf-8"))
    chinese = hana.get(f"/design/{draft}/flow", headers={"Accept-Language": "zh"}).text
    for told in ("直属上级审批", "退费金额大于", "退费 {amount} 即将到账"):
        assert told in chinese


def test_what_people_write_is_shown_as_text(hana):
    text = EVERYTHING.replace('"Manager"', '"<script>alert(1)</script>"')
    draft = drafted(hana, text)
    assert "<script>alert" not in page(hana, draft)
    assert "<script>alert" not in page(hana, draft, view="access")
