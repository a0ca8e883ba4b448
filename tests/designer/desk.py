"""A desk for tests: a draft that was never stored, looked at as the designer does."""

from __future__ import annotations

import difflib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from designer import address as at
from designer.drafts import Draft
from designer.edit import CannotEdit, Edit
from designer.edits import EDITS
from designer.journey import edited
from designer.look import look
from designer.outside import Names, Outside
from designer.scene import Scene
from dsl.format_expression import format_expression
from dsl.parse import parse

ROOT = Path(__file__).parent.parent.parent
CHINESE = json.loads((ROOT / "app/languages/zh.json").read_text("utf-8"))
REFUND = (ROOT / "examples/refund.way").read_text("utf-8")
NAMES = Names(
    people=(("ana", "Ana Ruiz"), ("li", "Li Hua")),
    roles=(("finance", "Finance"), ("cashier", "Cashier")),
    teams=(("staff", "Staff"), ("students", "Students")),
)


def say_in(language: str):
    """The translations of the app, without the app."""

    def say(sentence: str, **values: object) -> str:
        text = CHINESE[sentence] if language == "zh" else sentence
        return text.format_map(values) if values else text

    return say


def scene_of(text: str, language: str = "en", view: str = "flow", at: str = "") -> Scene:
    """The scene of a text, its reader's language being `language`."""
    outside = Outside(None, say_in(language), lambda: language, lambda: False, lambda: NAMES)
    return Scene(draft_of(text), look(draft_of(text)), outside, view, at)


def draft_of(text: str) -> Draft:
    """A draft of a text that parses."""
    return Draft(1, text, text, 1, "hana", datetime(2026, 3, 2, tzinfo=UTC))


EVERY = """
process every "Everything" {
  title "{purpose}"
  started by team("staff")

  form {
    section trip "Trip" {
      purpose: text 80 "Purpose"
      note: long text 400 "Note" optional
      nights: whole [1 .. 60] "Nights"
      rate: decimal 2 [0.00 .. 9.99] "Rate"
      amount: money CNY [0.01 .. 200000.00] "Amount"
      hotel: money CNY [0.00 .. 2000.00] "Hotel" optional
      abroad: yes/no "Abroad"
      visa: choice "Visa" when abroad = yes { none "Not needed", asked "Asked for" }
      course: choice "Course" { english "English", maths "Maths", art "Art" }
      topics: choices [0 .. 3] "Topics" { english "English", maths "Maths", art "Art" }
      first_day: date "First day"
      last_day: date [2026-01-01 .. 2027-12-31] "Last day" optional
      starts: time "Starts"
      arrival: moment "Arrival"
      pause: duration [15 minutes .. 3 days] "Pause"
      work: business duration "Work"
      owner: person "Owner"
      deputy: person "Deputy" optional
      unit: team "Unit"
      receipts: files [0 .. 5] "Receipts"
      page: link "Page" optional
      mail: e-mail "E-mail"
      call_me: phone "Phone"
    }
    lines: rows [0 .. 50] "Items" {
      item: text 120 "Item"
      quantity: whole [1 .. 999] "Quantity"
      price: money CNY [0.00 .. 99999.99] "Price"
      extra: money CNY [0.00 .. 99.00] "Extra" optional
      kind: choice "Kind" { paper "Paper", pens "Pens" }
      net: money CNY "Net" = quantity * price
    }
    total: money CNY "Total" = sum(each line in lines: line.net)
    urgent: yes/no "Urgent" = abroad or amount > 100.00 CNY
  }

  table desk first -> { pay, finance } {
    large when amount > 5000.00 CNY -> finance
    otherwise -> pay
  }

  flow {
    branch by desk {
      pay {
      }
      finance {
        approve controllers "Finance" {
          by role("finance")
        }
      }
    }
  }

  ends {
    done "Done"
    rejected "Rejected"
  }

  words zh {
    amount "金额"
    course "课程"
    course.english "英语"
    course.maths "数学"
    abroad "出国"
    lines "明细"
    lines.net "小计"
  }
}
"""
"""A process with a field of every kind, and one table with one row: `WHEN` is the address of its condition."""
ROW = "items.3.rows.0"
WHEN = f"{ROW}.when"
TOTAL = "items.2.items.2.value"


def with_condition(condition: str) -> str:
    """The process whose table's row has this condition."""
    return EVERY.replace("amount > 5000.00 CNY", condition)


def done(text: str, kind: str, /, **values: object) -> str:
    """A text after one edit, named as pages send it."""
    return edited(text, (EDITS[kind](**values),))[0]


def written(condition: str, kind: str, /, at_: str = "", **values: object) -> str:
    """What stands where `condition` stood after one edit, at an address below it."""
    address = WHEN + (f".{at_}" if at_ else "")
    after = parse(done(with_condition(condition), kind, address=address, **values)).process
    return format_expression(at.get(after, WHEN))


def change(*edits: Edit, text: str = REFUND) -> list[str]:
    """The lines that went and came, without their indent."""
    new, _ = edited(text, edits)
    found = difflib.unified_diff(text.split("\n"), new.split("\n"), lineterm="", n=0)
    return [line[0] + line[1:].strip() for line in list(found)[2:] if line[0] in "+-"]


def refusal(*edits: Edit, text: str = REFUND) -> str:
    """The sentence that says why edits cannot be."""
    with pytest.raises(CannotEdit) as found:
        edited(text, edits)
    return found.value.told(lambda sentence, **values: sentence.format_map(values), "en")
