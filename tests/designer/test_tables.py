"""Edits of rule tables: a cell, a row, a column, an outcome, and the lines of the text they change."""

from __future__ import annotations

import pytest

from designer.edits.fields import Nudge
from designer.edits.names import Rename
from designer.edits.tables import (
    AddOutcome,
    AddRow,
    AddTable,
    ChangeColumn,
    PutRows,
    RemoveColumn,
    RemoveOutcome,
    SetCell,
    SetOtherwise,
    SetOutcome,
    SetPolicy,
)
from designer.journey import edited
from designer.tables import sheet
from designer.tables.columns import columns_of
from designer.tables.grid import PAGE, grid
from dsl import tree
from dsl.check import check
from dsl.libraries_toml import read_libraries
from dsl.parse import parse
from tests.designer.desk import EVERY, REFUND, change, refusal, scene_of

DESK = "items.6"
SMALL, LARGE = f"{DESK}.rows.0", f"{DESK}.rows.1"


def rules(*rows: str, text: str = EVERY) -> str:
    """A process whose table has these rows before `otherwise`."""
    return text.replace("    large when amount > 5000.00 CNY -> finance\n", "".join(f"    {row}\n" for row in rows))


def table_of(text: str) -> tree.Table:
    return parse(text).process.one(tree.Table)


# -- cells


def test_a_cell_is_one_line():
    assert change(SetCell(LARGE, "amount >", "7,000")) == [
        "-large when amount > 5000.00 CNY -> finance",
        "+large when amount > 7000.00 CNY -> finance",
    ]


def test_an_empty_cell_is_filled_in_the_order_of_the_columns_and_emptied_again():
    assert change(SetCell(LARGE, "amount <=", "9000"))[1] == (
        "+large when amount > 5000.00 CNY and amount <= 9000.00 CNY -> finance"
    )
    assert change(SetCell(LARGE, "requester.level =", "vip"))[1] == (
        "+large when amount > 5000.00 CNY and requester.level = vip -> finance"
    )
    assert change(SetCell(SMALL, "amount <=", ""))[1] == "+small when requester.level = vip -> pay"
    assert change(SetCell(LARGE, "amount >", ""))[1] == "+large when yes -> finance"
    assert change(SetCell(LARGE, "amount >", " 5000.00 ")) == []


@pytest.mark.parametrize(
    "column, written, means",
    [
        ("amount >", "¥5,000", "amount > 5000.00 CNY"),
        ("amount >", "５０００ CNY", "amount > 5000.00 CNY"),
        ("amount between", "100 .. 200.50", "amount in [100.00 CNY .. 200.50 CNY]"),
        ("nights in", "1; 2|3", "nights in {1, 2, 3}"),
        ("rate <", "0.5", "rate < 0.50"),
        ("course =", "Maths", "course = maths"),
        ("course not in", "english，Art", "course not in {english, art}"),
        ("abroad =", "是", "abroad = yes"),
        ("first_day >=", "2026年3月2日", "first_day >= 2026-03-02"),
        ("first_day <", "2026/3/2", "first_day < 2026-03-02"),
        ("starts <", "09:30", "starts < 09:30"),
        ("arrival >", "2026-03-02T14:30Z", "arrival > 2026-03-02T14:30Z"),
        ("pause >", "2 hours", "pause > 2 hours"),
        ("work <=", "2 business days", "work <= 2 business days"),
        ("work <=", "2 days", "work <= 2 business days"),
        ("hotel is", "present", "hotel is present"),
        ("hotel is", "absent", "hotel is absent"),
        ("owner in group", "role finance", 'owner in role("finance")'),
        ("owner =", "ana", 'owner = person("ana")'),
        ("unit =", "staff", 'unit = team("staff")'),
        ("requester.manager in group", "team staff", 'requester.manager in team("staff")'),
        ("purpose in", "fair, visit", 'purpose in {"fair", "visit"}'),
        ("mail =", "a@b.example", 'mail = "a@b.example"'),
    ],
)
def test_what_is_written_into_a_cell(column, written, means):
    text = rules("one when yes -> finance")
    assert change(SetCell("items.3.rows.0", column, written), text=text)[1] == f"+one when {means} -> finance"


@pytest.mark.parametrize(
    "column, written, told",
    [
        ("amount >", "much", "`much` is no number: write digits"),
        ("amount >", "5.001", "`5.001` has too many digits behind the point"),
        ("amount between", "5", "write both ends: `1 .. 5`"),
        ("nights =", "1.5", "`1.5` has too many digits behind the point"),
        ("course =", "latin", "`latin` is none of the options: english, maths, art"),
        ("abroad =", "perhaps", "`perhaps` is neither `yes` nor `no`"),
        ("first_day =", "soon", "`soon` cannot be read: write it like `2026-03-02`"),
        ("pause >", "2 business days", "`2 business days` cannot be read: write it like `2 days`"),
        ("owner in group", "finance", "write `team staff` or `role finance`"),
    ],
)
def test_what_a_cell_cannot_hold_is_said_and_nothing_happens(column, written, told):
    assert refusal(SetCell("items.3.rows.0", column, written), text=EVERY) == told


def test_a_cell_knows_the_attributes_of_the_directory():
    libraries, _ = read_libraries('[person]\ngrade = "whole"\n')
    new, _ = edited(REFUND, (SetCell(LARGE, "requester.grade >", "7"),), libraries)
    assert "large when amount > 5000.00 CNY and requester.grade > 7 -> finance" in new


def test_whether_something_is_there_is_asked_before_it_is_read():
    text = rules("one when hotel > 10.00 CNY -> finance")
    assert change(SetCell("items.3.rows.0", "hotel is", "present"), text=text)[1] == (
        "+one when hotel is present and hotel > 10.00 CNY -> finance"
    )


# -- columns


def test_columns_come_from_the_rows_and_stand_in_the_order_of_the_form():
    text = rules(
        "a when amount > 100.00 CNY and course in {art} -> finance",
        "b when amount <= 9.00 CNY and amount * 2 > 4.00 CNY and owner = deputy -> pay",
        "c when hotel is present and hotel in [1.00 CNY .. 2.00 CNY] -> pay",
        "d when not abroad or nights > 3 -> pay",
    )
    found = [column.key for column in columns_of(parse(text).process, table_of(text))]
    assert found == ["amount >", "amount <=", "hotel is", "hotel between", "course in"]


def test_a_column_goes_and_changes_in_every_row():
    text = rules("a when nights > 3 and abroad = yes -> finance", "b when nights > 5 -> pay", "c when abroad = no -> pay")
    assert change(RemoveColumn("items.3", "nights >"), text=text) == [
        "-a when nights > 3 and abroad = yes -> finance",
        "-b when nights > 5 -> pay",
        "+a when abroad = yes -> finance",
        "+b when yes -> pay",
    ]
    assert [line for line in change(ChangeColumn("items.3", "nights >", ">="), text=text) if line[0] == "+"] == [
        "+a when nights >= 3 and abroad = yes -> finance",
        "+b when nights >= 5 -> pay",
    ]
    assert refusal(ChangeColumn("items.3", "nights >", "in"), text=text) == (
        "the values of this column do not fit that operator"
    )


# -- rows


def test_a_new_row_takes_everything_until_its_cells_are_filled():
    assert change(AddRow(DESK, 1, "pay")) == ["+row when yes -> pay"]
    assert change(AddRow(DESK, 1), AddRow(DESK, 2)) == ["+row when yes -> pay", "+row_2 when yes -> pay"]


def test_rows_move_with_their_comments():
    text = REFUND.replace("    large when", "    # the board said so\n    large when")
    assert change(Nudge(LARGE, True), text=text) == [
        "-small when amount <= 200.00 CNY and requester.level = vip -> pay",
        "+small when amount <= 200.00 CNY and requester.level = vip -> pay",
    ]


def test_otherwise_is_set_and_taken_away():
    assert change(SetOtherwise(DESK, "pay")) == ["-otherwise -> manager", "+otherwise -> pay"]
    assert change(SetOtherwise(DESK)) == ["-otherwise -> manager"]
    assert change(SetOtherwise(DESK), SetOtherwise(DESK, "manager")) == []


def test_the_hit_policy():
    assert change(SetPolicy(DESK, "unique"))[1] == "+table desk unique -> { pay, finance, manager } {"
    assert refusal(SetPolicy(DESK, "best")) == "choose `first`, `unique` or `collect`"


# -- outcomes


def test_a_new_outcome_gets_an_arm_wherever_the_table_decides():
    assert change(SetOutcome(LARGE, "board")) == [
        "-table desk first -> { pay, finance, manager } {",
        "+table desk first -> { pay, finance, manager, board } {",
        "-large when amount > 5000.00 CNY -> finance",
        "+large when amount > 5000.00 CNY -> board",
        "+}",
        "+board {",
    ]
    assert change(AddOutcome(DESK, "board"))[-1] == "+board {"
    assert refusal(AddOutcome(DESK, "pay")) == "`pay` exists already: choose another name"


def test_an_outcome_goes_with_its_arm_and_its_translation_and_its_rows_lead_elsewhere():
    gone = change(RemoveOutcome(DESK, "finance", "manager"))
    assert "+large when amount > 5000.00 CNY -> manager" in gone
    assert '-approve controllers "Finance" {' in gone and '-desk.finance "财务会签"' in gone
    assert "-large when amount > 5000.00 CNY -> finance" in change(RemoveOutcome(DESK, "finance"))
    assert refusal(RemoveOutcome(DESK, "pay", "nowhere")) == "there is no `nowhere` to use instead"


def test_an_outcome_is_renamed_with_its_arm():
    new, _ = edited(REFUND, (Rename(f"{DESK}.outcomes.1", "treasury"),))
    assert check(parse(new).process).ok and "      treasury {\n" in new and "-> treasury" in new and "finance {" not in new


# -- many rows


def test_rows_are_added_behind_the_others_with_names_of_their_own():
    assert change(PutRows(DESK, "large when amount > 9000.00 CNY -> finance")) == [
        "+large_2 when amount > 9000.00 CNY -> finance"
    ]


def test_rows_that_stay_keep_their_lines_and_comments():
    text = REFUND.replace("    large when", "    # the board said so\n    large when")
    rows = "large when amount > 5000.00 CNY -> finance\nhuge when amount > 90000.00 CNY -> manager\notherwise -> pay"
    assert change(PutRows(DESK, rows, "replace"), text=text) == [
        "-small when amount <= 200.00 CNY and requester.level = vip -> pay",
        "-otherwise -> manager",
        "+huge when amount > 90000.00 CNY -> manager",
        "+otherwise -> pay",
        '-desk.small "贵宾小额"',
    ]


def test_a_new_table_has_no_problems_and_stands_behind_the_others():
    new, selected = edited(REFUND, (AddTable("Which desk?"),))
    assert selected == "items.7" and check(parse(new).process).ok
    assert '+table route "Which desk?" first -> { over_100000, usual } {' in change(AddTable("Which desk?"))
    bare = 'process leave "Leave" {\n  flow {\n  }\n\n  ends {\n    done\n  }\n}\n'
    new, _ = edited(bare, (AddTable(),))
    assert check(parse(new).process).ok


# -- the grid


def grid_of(text: str, at: str = "items.3", find: str = "", page: int | None = None):
    scene = scene_of(text, view="tables", at=at)
    return grid(scene, "items.3", scene.process.items[3], (), find, page)


def test_a_row_reads_as_people_write():
    shown = grid_of(rules("a when amount > 12500.00 CNY and course in {english, art} and abroad = no -> pay"))
    assert [(one.label, one.operator) for one in shown.heads] == [
        ("Amount", ">"),
        ("Abroad", "="),
        ("Course", "is one of"),
    ]
    assert shown.lines[0].cells == (("12,500.00", "12500.00"), ("no", "no"), ("English, Art", "english, art"))


def test_conditions_that_are_no_cells_are_told_as_a_sentence():
    shown = grid_of(rules("a when nights > 3 and (abroad = yes or hotel is present) -> pay"))
    assert shown.others and shown.lines[0].cells == (("3", "3"),) and "Hotel" in shown.lines[0].rest


def test_a_long_table_shows_one_page_and_finds_rows():
    text = rules(*(f"n{n} when nights = {n % 60 + 1} and amount > {n}.00 CNY -> pay" for n in range(450)))
    assert [len(grid_of(text, page=page).lines) for page in (0, 1, 2)] == [PAGE, PAGE, 50]
    assert grid_of(text, at="items.3.rows.230").page == 1
    found = grid_of(text, find="N44")
    assert [line.name for line in found.lines] == ["n44", *(f"n44{n}" for n in range(10))]


# -- rows from a spreadsheet


def read(text: str, rows: str) -> sheet.Reading:
    scene = scene_of(text, view="tables", at="items.3")
    return sheet.read(scene, scene.process.items[3], rows)


def test_rows_are_pasted_with_or_without_titles():
    assert read(EVERY, "big\t9000\tfinance\nsmall\t10\tpay").text == (
        "big when amount > 9000.00 CNY -> finance\nsmall when amount > 10.00 CNY -> pay"
    )
    assert read(EVERY, "9000\tfinance").text == "row_1 when amount > 9000.00 CNY -> finance"
    assert read(
        EVERY, "name\tnights >=\tcourse in\toutcome\nLong trips!\t10\tart, maths\tfinance\notherwise\t\t\tpay"
    ).text == ("long_trips when nights >= 10 and course in {art, maths} -> finance\notherwise -> pay")


def test_what_is_wrong_is_said_at_its_cell():
    reading = read(EVERY, "name\tamount >\tcourse =\toutcome\na\tlots\tenglish\tpay\nb\t5\tlatin\tto pay\nc\t5\tart")
    told = [[cell.wrong for cell in row.cells] for row in reading.rows]
    assert not reading.good and told == [
        ["", "`lots` is no number: write digits", "", ""],
        ["", "", "`latin` is none of the options: english, maths, art", told[1][3]],
        ["", "", "This row has 3 cells and not 4."],
    ]
    assert told[1][3]
    assert read(EVERY, "name\tcolour =\toutcome\na\tred\tpay").mistake.startswith("There is no column `colour =`")


def test_a_table_goes_out_and_comes_back_the_same():
    rows = (
        "a when hotel is present and hotel > 5.00 CNY and course in {english, art} -> finance",
        'b when purpose = "=SUM(A1)" and nights < 3 -> pay',
        "c when rate > 0.50 and (abroad = yes or nights > 4) -> pay",
        "d when first_day >= 2026-03-02 and pause > 2 hours and owner in role(\"finance\") -> finance",
        "e when yes -> pay",
    )  # fmt: skip
    text = rules(*rows)
    scene = scene_of(text, view="tables")
    assert read(text, sheet.sheet(scene, scene.process.items[3])).text == "\n".join(rows)


def test_a_file_reads_as_the_language_reads_it_and_starts_no_formula():
    rows = ('a when purpose = "=SUM(A1)" and nights in [2 .. 3] -> pay', "b when course not in {art} -> finance")
    scene = scene_of(rules(*rows), view="tables")
    file = sheet.sheet(scene, scene.process.items[3])
    assert file.splitlines() == [
        "name,purpose =,nights >=,nights <=,course not in,outcome",
        "a, =SUM(A1),2,3,,pay",
        "b,,,,art,finance",
    ]
    text = EVERY.replace("{\n    large when amount > 5000.00 CNY -> finance\n", "{\n").replace(
        "-> { pay, finance } {", '-> { pay, finance } from "desk.csv" {'
    )
    libraries, _ = read_libraries("", {"desk.csv": file})
    checked = check(parse(text).process, libraries)
    assert checked.ok and [row.name for row in checked.tables["desk"].rows] == ["a", "b"]


def test_rows_that_are_too_long_for_the_text_stay_in_a_file():
    rows = "\n".join(f"{n}\tfinance" for n in range(1, 6000))
    assert read(EVERY, rows).mistake == "These rows are too long for the text: keep them in a file that the table reads."
