"""Edits around form, rules and flow: title, ends, claims, comments, translations and examples, as changes of the text."""

from __future__ import annotations

from designer.about.examples import case
from designer.about.view import claims
from designer.about.words import chosen, left_over, wordings
from designer.edits.about import (
    AddClaim,
    AddEnd,
    AddLanguage,
    AllowPeople,
    RemoveLanguage,
    SetCalendar,
    SetClaim,
    SetPolicyForNobody,
    SetTitle,
)
from designer.edits.cases import AddAct, AddExample, SetAct, SetActs, SetAnswer, SetAttribute, SetRequester
from designer.edits.comments import SetComment
from designer.edits.words import SetWord
from designer.journey import edited
from dsl.check import check
from dsl.compile import compile as compiled
from dsl.examples import examples
from dsl.parse import parse
from tests.designer.desk import REFUND, change, refusal, scene_of

DESK, ENDS, ALWAYS, LARGE = "items.6", "items.8", "items.9", "items.10"
BARE = 'process leave "Leave" {\n  flow {\n  }\n}\n'


# -- one line each


def test_title_and_calendar_are_one_line_and_go_when_they_are_empty():
    assert change(SetTitle("{student}")) == ['-title "{student}: {amount}"', '+title "{student}"']
    assert change(SetTitle(" ")) == ['-title "{student}: {amount}"']
    assert change(SetCalendar("plant")) == ["-calendar office", "+calendar plant"]
    assert change(SetCalendar("")) == ["-calendar office"]
    assert change(SetTitle("{student}: {amount}"), SetCalendar("office")) == []


def test_lines_that_are_missing_come_in_the_usual_order():
    given = (AddEnd("All done"), SetCalendar("office"), AllowPeople("seen"), SetTitle("A leave"), AllowPeople("started"))
    assert edited(BARE, given)[0].split("\n")[1:6] == [
        '  title "A leave"',
        '  started by team("staff")',
        '  seen by role("process-admin")',
        "  calendar office",
        "  flow {",
    ]


def test_when_nobody_is_found():
    assert change(SetPolicyForNobody("end")) == ['-nobody ask role("process-admin")', "+nobody end rejected"]
    assert change(SetPolicyForNobody("end", "done"))[1] == "+nobody end done"
    assert change(SetPolicyForNobody("")) == ['-nobody ask role("process-admin")']
    assert change(SetPolicyForNobody("ask")) == []
    assert refusal(SetPolicyForNobody("end"), text=BARE) == "the process has no end yet: add one first"


# -- comments


def test_comments_are_written_above_a_line_and_stay_as_they_are_where_nothing_changed():
    assert change(SetComment(DESK, "Policy FIN-13\nsee the handbook")) == [
        "-# Policy FIN-12: from 5000 up, finance decides.",
        "+# Policy FIN-13",
        "+# see the handbook",
    ]
    assert change(SetComment(DESK, "Policy FIN-12: from 5000 up, finance decides.")) == []
    assert change(SetComment(DESK, "")) == ["-# Policy FIN-12: from 5000 up, finance decides."]
    assert change(SetComment(f"{DESK}.rows.1", "the board said so")) == ["+# the board said so"]
    assert change(SetComment("", "Refunds."))[1] == "+# Refunds."


def test_a_comment_behind_a_line_is_changed_there():
    text = REFUND.replace("  calendar office", "  calendar office # since May")
    assert change(SetComment("items.3", "since June", "behind"), text=text) == [
        "-calendar office # since May",
        "+calendar office # since June",
    ]
    assert change(SetComment("items.3", "", "behind"), text=text)[1] == "+calendar office"


def test_comments_at_the_end_of_a_block_and_of_the_text():
    text = REFUND.replace("    otherwise -> manager\n", "    otherwise -> manager\n    # no more\n") + "# bye\n"
    assert change(SetComment(DESK, "that is all", "inside_end"), text=text) == ["-# no more", "+# that is all"]
    assert change(SetComment("", "", "epilogue"), text=text) == ["-# bye"]


# -- ends and claims


def test_an_end_gets_a_name_of_its_label():
    assert change(AddEnd("Not granted")) == ['+not_granted "Not granted"']
    assert change(AddEnd("驳回"))[0] == "+驳回"
    assert change(AddEnd("Done")) == ['+done_2 "Done"']


def test_claims():
    assert change(AddClaim("before")) == ["+in_order: line_manager before payment"]
    assert change(AddClaim()) == ["+not_the_own_request: never requester decides any step"]
    assert change(SetClaim(f"{ALWAYS}.rules.0", then="director"))[1] == (
        "+finance_sees_large: controllers before director when amount > 5000.00 CNY"
    )
    assert change(SetClaim(f"{ALWAYS}.rules.1", step="payment"))[1] == (
        "+nobody_approves_own: never requester decides payment"
    )
    assert refusal(AddClaim("before"), text=BARE) == "the flow needs two steps first"


def test_claims_are_told_as_sentences():
    scene = scene_of(REFUND, view="about")
    told = [sentence for _, _, sentence in claims(scene, ALWAYS)]
    assert told[0].startswith("Finance always decides before Pay out when") and "5,000.00" in told[0]
    assert told[1].endswith("never decides any step")


# -- translations


def test_every_thing_with_words_is_listed_with_what_the_text_says():
    found = {one.path: one for one in wordings(parse(REFUND).process)}
    assert found["course.english"].source == "English"
    assert found["desk.large"].source == "large" and found["desk.pay"].source == "pay"
    assert found["paid_on.check"].source == "This date is in the future"
    assert dict(found["refund"].texts) == {"zh": "课程退费"}


def test_what_is_missing_is_found():
    text, _ = edited(REFUND, (SetWord("zh", "course.english", ""), AddLanguage("de")))
    found = wordings(parse(text).process)
    assert all(one.missing for one in found)
    assert [one.path for one in chosen(wordings(parse(REFUND).process), "finance", False)][:2] == [
        "desk.finance",
        "controllers",
    ]
    only = [
        one.path
        for one in chosen(wordings(parse(edited(REFUND, (SetWord("zh", "course.english", ""),))[0]).process), "", True)
    ]
    assert "course.english" in only


def test_translations_of_what_is_gone_can_be_taken_away():
    text = REFUND.replace('    desk.pay "', '    desk.nothing "x"\n    desk.pay "')
    [(address, word)] = left_over(parse(text).process)
    assert word.path == ("desk", "nothing") and address.startswith("items.")


def test_a_language_comes_and_goes():
    text, _ = edited(REFUND, (AddLanguage("de"), SetWord("de", "amount", "Betrag")))
    assert '  words de {\n    amount "Betrag"\n  }\n' in text
    assert (
        change(RemoveLanguage("de"), text=text)[0] == "-"
        and edited(text, (RemoveLanguage("de"),))[0].rstrip() == REFUND.rstrip()
    )
    assert refusal(AddLanguage("zh")) == "`zh` exists already: choose another name"


# -- examples


def test_an_example_is_changed_answer_by_answer():
    given = (
        SetRequester(LARGE, "bo"),
        SetAttribute(LARGE, "level", "vip"),
        SetAnswer(LARGE, "amount", "7,000", suffix="CNY"),
        SetAnswer(LARGE, "student", 'Wang "Max" Min', quoted=True),
        SetAnswer(LARGE, "course", ""),
        SetAnswer(LARGE, "lines", '{ item "Brush", price 2.00 CNY }'),
    )
    assert change(*given) == [
        "-requester ana",
        "-course english, amount 5000.01 CNY, reason quality, paid_on 2026-03-02, student \"Li Hua\"",
        "+requester bo, level vip",
        '+amount 7000 CNY, reason quality, paid_on 2026-03-02, student "Wang \\"Max\\" Min"',
        '+lines { item "Brush", price 2.00 CNY }',
    ]  # fmt: skip


def test_several_options_and_files_are_written_with_commas():
    assert change(SetAnswer(LARGE, "receipts", "bill.pdf, second one.pdf", quoted=True, listed=True)) == [
        '+receipts { "bill.pdf", "second one.pdf" }'
    ]


def test_acts_come_before_the_end_and_the_end_is_replaced():
    assert change(AddAct(LARGE, "payment -> bounced"))[1] == (
        "+expect director, controllers, controllers, payment -> paid, payment -> bounced, done"
    )
    assert change(AddAct(LARGE, "rejected"), SetAct(LARGE, 0))[1] == (
        "+expect controllers, controllers, payment -> paid, rejected"
    )
    assert change(SetActs(LARGE, ("line_manager -> reject", "rejected")))[1] == "+expect line_manager -> reject, rejected"
    assert refusal(SetActs(LARGE, ())) == "an example has to expect something: an end at least"


def test_a_new_example_passes_at_once():
    new, selected = edited(REFUND, (AddExample("A usual one"),))
    results = {one.name: one for one in examples(compiled(check(parse(new).process)))}
    assert selected == "items.16" and results["a_usual_one"].passed
    assert results["a_usual_one"].expected == ("line_manager", "payment", "done")


def test_an_example_as_a_form():
    shown = case(scene_of(REFUND, view="about"), LARGE)
    asked = {one.name: one for one in shown.answers}
    assert (asked["amount"].text, asked["amount"].suffix, asked["amount"].editor) == ("5000.01", "CNY", "number")
    assert (asked["student"].text, asked["student"].quoted) == ("Li Hua", True)
    assert asked["course"].text == "english" and asked["course"].options[0] == ("english", "English")
    assert [label for _, label in shown.acts] == ["Head of department", "Finance", "Finance", "Pay out: Paid", "Refunded"]
    assert shown.result.passed
