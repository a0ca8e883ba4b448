"""Edits of a form: a gesture and the lines of the text it changes, nothing else."""

from __future__ import annotations

import pytest

from designer.edit import CannotEdit, Edit
from designer.edits.answers import AnswerExamples
from designer.edits.checks import AddCheck, MoveCheck, RemoveCheck
from designer.edits.fields import KINDS, AddField, Dissolve, Nudge, RemoveSection, SetLabel, SetOptional
from designer.edits.generic import Duplicate, Move, Remove
from designer.edits.kinds import SetKind, SetMeasure
from designer.edits.options import AddOption, SetOptions, as_list
from designer.edits.proposed import proposed
from designer.journey import edited
from dsl.check import check
from dsl.libraries import DEFAULT
from dsl.parse import parse
from tests.designer.desk import REFUND, change

FORM = "items.5"
REQUEST, LINES, LISTED = f"{FORM}.items.0", f"{FORM}.items.1.fields.0", f"{FORM}.items.2"
STUDENT, COURSE, PAID_ON, AMOUNT = (f"{REQUEST}.fields.{n}" for n in range(4))
EMPTY = 'process leave "Leave" {\n  title "Leave"\n\n  flow {\n  }\n}\n'


def refused(*edits: Edit, text: str = REFUND) -> CannotEdit:
    with pytest.raises(CannotEdit) as found:
        edited(text, edits)
    return found.value


# -- adding


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_language_can_be_added_and_is_right_as_it_is(kind):
    new, selected = edited(REFUND, (AddField(REQUEST + ".fields", kind, 1),))
    assert selected == REQUEST + ".fields.1"
    before = {problem.code for problem in check(parse(REFUND).process, DEFAULT).problems}
    assert {problem.code for problem in check(parse(new).process, DEFAULT).problems} <= before


def test_a_question_is_one_new_line():
    assert change(AddField(REQUEST + ".fields", "date", 1)) == ["+question: date optional"]
    assert change(AddField(LINES + ".columns", "money", 4)) == ["+column: money CNY optional"]
    assert change(AddField(REQUEST + ".fields", "choice", 1, one="Yes, please", two="No")) == [
        '+question: choice optional { option_1 "Yes, please", option_2 "No" }'
    ]


def test_a_computed_value_begins_as_the_sum_of_the_lines():
    assert change(AddField("", "computed")) == ["+value: money CNY = sum(each line in lines: line.net)"]


def test_the_first_question_makes_the_form():
    assert change(AddField("", "text", label="Your name"), text=EMPTY) == [
        "+", "+form {", '+your_name: text "Your name" optional', "+}",
    ]  # fmt: skip


def test_a_table_stands_in_no_table_and_a_section_in_no_section():
    assert refused(AddField(LINES + ".columns", "rows", 0)).part == "kind"
    assert refused(AddField(REQUEST + ".fields", "section", 0)).part == "kind"


# -- labels and names


def test_a_new_question_is_named_after_its_label():
    assert change(AddField("", "text"), SetLabel(f"{FORM}.items.4", "Student ID (10 digits)")) == [
        '+student_id_10_digits: text "Student ID (10 digits)" optional'
    ]


def test_a_name_that_somebody_chose_stays_when_the_label_changes():
    assert change(SetLabel(STUDENT, "Name of the student")) == [
        '-student: text 80 "Student"', '+student: text 80 "Name of the student"',
    ]  # fmt: skip


def test_names_may_be_chinese():
    assert proposed("学生姓名（全名）", "question") == "学生姓名_全名"
    assert proposed("All", "question") == "all_"
    assert proposed("2nd parent?", "question") == "question_2nd_parent"
    assert proposed("???", "question") == "question"


def test_saying_the_same_again_changes_nothing():
    assert change(SetLabel(STUDENT, "Student"), SetOptional(STUDENT, False), SetKind(STUDENT, "text")) == []
    assert change(SetMeasure(AMOUNT, currency="CNY", low="0.01", high="200,000.00")) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("files", "rows", "choices")])
def test_a_question_that_must_be_answered_now_is_answered_in_the_examples(kind):
    added = AddField(f"{REQUEST}.fields", kind, 0), SetOptional(f"{REQUEST}.fields.0", False)
    answered = AnswerExamples(f"{REQUEST}.fields.0", "large,limit,small,regular,refused,bounced")
    text, _ = edited(REFUND, (*added, answered))
    missing, codes = (
        {problem.code for problem in check(parse(one).process, DEFAULT).problems}
        for one in (edited(REFUND, added)[0], text)
    )
    assert "answer-missing" in missing
    assert codes == {problem.code for problem in check(parse(REFUND).process, DEFAULT).problems}


def test_an_answer_is_the_least_value_or_the_first_option_behind_the_others():
    bare = REFUND.replace("course english, amount 5000.01 CNY, reason quality", "reason quality")
    line = '+reason quality, paid_on 2026-03-02, student "Li Hua"'
    assert change(AnswerExamples(COURSE, "large"), text=bare)[1] == f"{line}, course english"
    assert change(AnswerExamples(AMOUNT, "large"), text=bare)[1] == f"{line}, amount 0.01 CNY"
    assert change(AnswerExamples(COURSE, "large")) == []
    assert refused(AnswerExamples(f"{REQUEST}.fields.6", "large")).part == "examples"


# -- moving


def test_a_question_moves_out_of_its_section_and_into_the_next():
    moved = ['-receipts: files [0 .. 5] "Receipts"', '+receipts: files [0 .. 5] "Receipts"']
    new, selected = edited(REFUND, (Nudge(f"{REQUEST}.fields.6", up=False),))
    assert change(Nudge(f"{REQUEST}.fields.6", up=False)) == moved
    assert selected == f"{FORM}.items.1.fields.0"
    assert edited(new, (Nudge(selected, up=True),))[0] == REFUND


def test_the_first_question_of_the_first_section_moves_above_it():
    _, selected = edited(REFUND, (Nudge(STUDENT, up=True),))
    assert selected == f"{FORM}.items.0"
    assert change(Nudge(f"{FORM}.items.3", up=False)) == []


def test_a_question_between_two_sections_goes_into_either():
    new, selected = edited(REFUND, (Move(LISTED, f"{FORM}.items", 1),))
    assert selected == f"{FORM}.items.1"
    assert edited(new, (Nudge(selected, up=True),))[1] == f"{REQUEST}.fields.7"
    assert edited(new, (Nudge(selected, up=False),))[1] == f"{FORM}.items.1.fields.0"


def test_a_copy_gets_a_name_of_its_own():
    assert change(Duplicate(AMOUNT)) == ['+amount_2: money CNY [0.01 .. 200000.00] "Amount"']


def test_a_section_opens_up_and_its_questions_stay():
    _, selected = edited(REFUND, (Dissolve(f"{FORM}.items.1"),))
    assert selected == f"{FORM}.items.1"
    assert change(Dissolve(f"{FORM}.items.1"))[0] == '-section items "Items" {'


def test_a_section_goes_with_its_questions_and_who_names_them():
    assert refused(RemoveSection(f"{FORM}.items.1")).values["word"] == "net"  # `listed` is its sum
    edits = Remove(LISTED), RemoveSection(f"{FORM}.items.1")
    gone = change(*edits)
    assert '-section items "Items" {' in gone and "+void when amount change" in gone
    text, selected = edited(REFUND, edits)
    assert selected == "" and "lines" not in text and not parse(text).problems


# -- kinds


def test_what_still_fits_stays_when_the_kind_changes():
    assert change(SetKind(AMOUNT, "whole"))[1] == '+amount: whole "Amount"'
    assert change(SetKind(f"{LINES}.columns.1", "money"))[1] == (
        '+quantity: money CNY [1.00 .. 999.00] "Quantity" default 1.00 CNY'
    )
    assert change(SetKind(STUDENT, "long text"))[1] == '+student: long text 80 "Student"'
    assert change(SetKind(COURSE, "choices"))[1].startswith("+course: choices \"Course\" { english")
    assert change(SetKind(PAID_ON, "moment"))[1] == (
        '+paid_on: moment "Paid on" check paid_on <= today else "This date is in the future"'
    )


def test_a_list_and_a_table_begin_with_something_in_them():
    assert change(SetKind(STUDENT, "choice", "A", "B"))[1] == '+student: choice "Student" { option_1 "A", option_2 "B" }'
    assert change(SetKind(STUDENT, "rows"))[1:] == ['+student: rows "Student" {', "+column: text", "+}"]
    assert refused(SetKind(f"{LINES}.columns.0", "rows")).part == "kind"


def test_bounds_are_taken_as_people_write_them():
    assert change(SetMeasure(AMOUNT, currency="usd", low="1", high="2,000.50"))[1] == (
        '+amount: money USD [1.00 .. 2000.50] "Amount"'
    )
    assert change(SetMeasure(AMOUNT, currency="CNY"))[1] == '+amount: money CNY "Amount"'
    assert change(SetMeasure(AMOUNT, currency="CNY", high="１００"))[1] == '+amount: money CNY [0.00 .. 100.00] "Amount"'
    assert change(SetMeasure(PAID_ON, low="2026-01-01"))[1].startswith("+paid_on: date [2026-01-01 .. 2199-12-31]")
    assert change(SetMeasure(STUDENT, size=""))[1] == '+student: text "Student"'
    hours = SetKind(STUDENT, "business duration"), SetMeasure(STUDENT, low="2", low_unit="hours", high="3", high_unit="days")
    assert change(*hours)[1] == '+student: business duration [2 business hours .. 3 business days] "Student"'


@pytest.mark.parametrize(
    ("measure", "part"),
    [
        (SetMeasure(AMOUNT, currency="XXX"), "currency"),
        (SetMeasure(AMOUNT, currency="CNY", low="many"), "low"),
        (SetMeasure(AMOUNT, currency="CNY", high="1.005"), "high"),
        (SetMeasure(AMOUNT, currency="CNY", low="5", high="4"), "low"),
        (SetMeasure(STUDENT, size="100000"), "size"),
        (SetMeasure(PAID_ON, low="tomorrow"), "low"),
    ],
)
def test_what_is_no_bound_is_told_at_its_box(measure, part):
    assert refused(measure).part == part


# -- checks


def test_a_check_is_added_turned_and_taken_away():
    assert change(AddCheck(AMOUNT, "Please ask for something"))[1] == (
        '+amount: money CNY [0.01 .. 200000.00] "Amount" check amount > 0.00 CNY else "Please ask for something"'
    )
    two = AddCheck(PAID_ON, "Too long ago", "paid_on >= 2020-01-01")
    assert change(two, MoveCheck(PAID_ON, 1, up=True))[1].startswith(
        '+paid_on: date "Paid on" check paid_on >= 2020-01-01 else "Too long ago" check paid_on <= today'
    )
    assert change(RemoveCheck(PAID_ON, 0))[1] == '+paid_on: date "Paid on"'
    assert refused(AddCheck(AMOUNT, " ")).part == "message"
    assert refused(AddCheck(AMOUNT, "Not so", "amount >")).part == "condition"


# -- options


def test_an_option_is_added_by_its_label():
    assert change(AddOption(COURSE, "Home economics"))[1].endswith('art "Art", home_economics "Home economics" }')
    assert change(AddOption(COURSE, "体育"))[1].endswith('art "Art", 体育 "体育" }')


def test_a_pasted_list_keeps_what_is_called_the_same():
    assert change(SetOptions(COURSE, "Art\nmaths\tMathematics\n物理\nPhysics\n"))[1] == (
        '+course: choice "Course" { art "Art", maths "Mathematics", 物理 "物理", physics "Physics" }'
    )
    field = parse(REFUND).process.items[5].items[0].fields[1]
    assert as_list(field) == "english\tEnglish\nmaths\tMaths\nart\tArt"
    assert change(SetOptions(COURSE, as_list(field))) == []
    assert refused(SetOptions(COURSE, "\n \n")).part == "text"
    assert refused(SetOptions(COURSE, "art\tArt\nart\tArts")).part == "text"
    assert refused(SetOptions(COURSE, "not a name\tArt")).part == "text"
