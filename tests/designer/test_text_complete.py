"""Completion offers what can stand where the cursor is, also in a text that is being written."""

from __future__ import annotations

import pytest

from designer.text.complete import complete
from designer.text.places import quotes_around
from dsl.lexing import scan
from tests.designer.text_worlds import REFUND, offered, refund, world


def test_a_new_line_begins_with_what_its_block_holds():
    assert [word for word in offered(refund("  flow {\n", "    |\n")) if "…" not in word] == [
        "approve", "task", "call", "notify", "end", "branch", "parallel",
    ]  # fmt: skip
    assert "table" in offered(refund('nobody ask role("process-admin")\n', "  |\n"))
    assert "table" not in offered(refund("  flow {\n", "    |\n"))


def test_a_step_is_offered_only_the_clauses_it_can_have():
    approval = offered(refund("by requester.manager\n", "          |\n"))
    task = offered(refund('by role("cashier") pick least busy\n', "      |\n"))
    assert "reject" in approval and "outcome" not in approval
    assert "outcome" in task and "reject" not in task


@pytest.mark.parametrize(
    "before, typed, first",
    [
        ("reject ", "|", ["end", "return"]),
        ("reject end ", "|", ["done", "rejected", "withdrawn"]),
        ("bounced \"Bank refused it\" -> return to ", "|", ["request", "line_manager"]),
        ("large when amount > 5000.00 CNY -> ", "|", ["pay", "finance", "manager"]),
        ("large when amount > 5000.00 ", "|", ["CNY"]),
        ("details: long text 2000 \"Tell us more\" when reason = ", "|", ["schedule", "quality", "other"]),
        ("requester.level = ", "|", ["regular", "vip"]),
        ("by requester.", "|", ["manager", "department", "level"]),
        ("sum(each line in lines: line.", "|", ["item", "quantity", "price", "net"]),
        ("sum(each line in ", "|", ["lines"]),
        ("\"Net\" = ", "|", ["item", "quantity", "price", "net"]),
        ("void when ", "|", ["student", "course"]),
        ("branch by ", "|", ["desk"]),
        ("finance_sees_large: ", "|", ["line_manager"]),
        ("expect ", "|", ["line_manager"]),
        ("payment -> ", "|", ["paid", "bounced"]),
        ("controllers -> ", "|", ["approve", "reject", "return"]),
        ("expect ", "request -> |", ["withdraw", "take_back"]),
        ("expect ", "director, request { |", ["student", "course"]),
        ("expect ", "director, request { course |", ["english", "maths", "art"]),
        ("expect ", "director, request { amount 5.00 CNY }, |", ["line_manager"]),
        ("requester li, ", "|", ["manager", "department", "level"]),
        ("requester li, level ", "|", ["regular", "vip"]),
        ("course ", "|", ["english", "maths", "art"]),
    ],
)  # fmt: skip
def test_a_name_is_one_of_those_that_fit(before, typed, first):
    assert offered(refund(before, typed))[: len(first)] == first


def test_people_are_the_requester_roles_and_teams_of_the_directory():
    found = offered(refund('        approve line_manager "Line manager" {\n', "          by |\n"))
    assert found[:4] == ["requester", 'role("cashier")', 'role("finance")', 'team("staff")']


def test_who_may_start_is_never_the_requester():
    assert "requester" not in offered(refund("started by ", "|"))


def test_inside_the_quotes_of_a_role_stand_the_roles_there_are():
    assert offered(refund('seen by role("', "|")) == ["cashier", "finance"]


def test_inside_the_braces_of_a_title_stand_the_fields():
    assert offered(refund('title "{', "|"))[:3] == ["student", "course", "paid_on"]
    assert offered(refund('title "', "|")) == []


def test_the_kind_of_a_field_comes_with_the_size_it_needs():
    text = refund("  form {\n", "    extra: |\n")
    offset = text.index("|")
    choices = {one.label: one for one in complete(text.replace("|", ""), offset, world(REFUND))[1]}
    assert choices["text"].put == "text ${80}" and choices["yes/no"].put == "yes/no"
    assert "amount" not in choices


def test_a_branch_is_offered_whole_with_an_arm_for_every_outcome():
    text = refund("  flow {\n", "    br|\n")
    offset = text.index("|")
    begin, choices = complete(text.replace("|", ""), offset, world(REFUND))
    branch = next(one for one in choices if one.label == "branch by desk …")
    assert text[begin:offset] == "br"
    assert all(f"  {outcome} {{" in branch.put for outcome in ("pay", "finance", "manager"))


def test_the_arms_of_a_branch_are_the_outcomes_of_its_table():
    assert offered(refund("branch by desk {\n", "      |\n")) == ["pay", "finance", "manager"]


def test_names_that_a_mistake_has_hidden_are_taken_from_the_last_text_that_read_well():
    broken = refund('      amount: money CNY [0.01 .. 200000.00] "Amount"', " =\n").replace(
        "small when amount", "small when |"
    )
    assert "amount" in offered(broken, good=REFUND)


def test_in_a_comment_nothing_is_offered():
    assert offered("# Cou|\n" + REFUND) == []


def test_what_stands_in_quotes_is_seen_on_its_line_alone():
    for text in (REFUND, REFUND.replace('"', "“"), 'title "a \\" b" # "c"\r\ntitle "open'):
        pieces = [piece for piece in scan(text).pieces if piece.kind in ("text", "open")]
        for offset in range(len(text) + 1):
            around = next((piece for piece in pieces if piece.start < offset <= piece.end), None)
            found = quotes_around(text, offset)
            assert (found and (found.start, found.text)) == (around and (around.start, around.text)), offset


def test_translations_are_offered_for_every_path():
    found = offered(refund("words zh {\n", "    |\n"))
    assert {"refund", "course.english", "desk.large", "payment.bounced"} <= set(found)


def test_every_place_of_a_text_can_be_asked_about():
    for offset in range(0, len(REFUND), 23):
        complete(REFUND[:offset] + REFUND[offset + 3 :], offset, world(REFUND[:offset]))
