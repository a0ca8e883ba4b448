"""A process around a few lines, and what the analysis finds in it."""

from __future__ import annotations

from dsl.analyse import Analysis, Finding, analyse
from dsl.parse import parse

PROCESS = """
process refund "Course refund" {{
  form {{
    student: text 80 "Student"
    amount: money CNY [0.01 .. 200000.00] "Amount"
    reason: choice "Reason" {{ schedule "Schedule", quality "Quality", other "Other" }}
    note: text 40 "Note" optional
    paid_on: date [2026-01-01 .. 2026-12-31] "Paid on"
    {fields}
  }}
  {tables}
  flow {{
    {flow}
  }}
  ends {{ done "Refunded", rejected "Rejected" }}
  {always}
}}
"""
BRANCH = """
branch by desk {
  small { approve boss "Manager" { by role("manager") } }
  large { approve finance "Finance" { by role("finance") } }
}
"""
DESK = """table desk first -> { small, large } {
  large when amount > 5000.00 CNY -> large
  otherwise -> small
}"""
PAYMENT = 'task payment "Pay out" { by role("cashier") }'
MANAGER = 'approve boss "Manager" { by role("manager") }'


def text(tables: str = "", flow: str = MANAGER, always: str = "", fields: str = "") -> str:
    return PROCESS.format(tables=tables, flow=flow, always=always, fields=fields)


def analysed(*parts: str, **more: str) -> Analysis:
    parsed = parse(text(*parts, **more))
    assert not parsed.problems, parsed.problems
    return analyse(parsed.process)


def found(code: str, *parts: str, **more: str) -> list[Finding]:
    return [each for each in analysed(*parts, **more).findings if each.code == code]
