"""Examples of a text, run: those that hold pass, and those that do not say where the ticket really went."""

from __future__ import annotations

import pytest

from dsl.compile import compile_text
from dsl.examples import examples
from dsl.program import Program

TEXT = """
process try "Try" {
  form {
    amount: money CNY [0.00 .. 9000.00] "Amount"
    kind: choice "Kind" default red { red "Red", blue "Blue" }
    owner: person "Owner"
    why: text 40 "Why" when kind = blue
    topics: choices [0 .. 2] "Topics" { a "A", b "B" }
    papers: files [0 .. 2] "Papers"
    lines: rows [0 .. 9] "Lines" {
      item: text 40 "Item"
      many: whole [1 .. 9] "How many" default 1
      price: money CNY [0.00 .. 99.00] "Price"
      net: money CNY = many * price
    }
    listed: money CNY = sum(each line in lines: line.net)
    proof: text 40 "Proof" optional
    note: text 40 "Note" optional
  }

  table desk first -> { quick, slow } {
    small when amount <= 10.00 CNY and requester.level = vip -> quick
    listed when listed = 7.00 CNY -> quick
    otherwise -> slow
  }

  flow {
    branch by desk {
      quick {
      }
      slow {
        approve two "Two" {
          by role("finance")
          decide 2 of them
          reject return to request
        }
        approve board "Board" {
          by role("board")
          decide all
          may return, transfer
          edits amount, note
        }
      }
    }
    task pay "Pay" {
      by owner.manager
      fills proof required
      outcome paid "Paid"
      outcome lost "Lost" -> end rejected
    }
  }

  ends {
    done "Done"
    rejected "Rejected"
  }

  EXAMPLE
}
"""


def run(*lines: str, who: str = "requester ana"):
    """The result of one example with these lines."""
    example = "\n    ".join(["example one {", who, *lines]) + "\n  }"
    program = compile_text(TEXT.replace("EXAMPLE", example))
    assert isinstance(program, Program), program
    (result,) = examples(program)
    return result


@pytest.mark.parametrize(
    "lines",
    [
        ["amount 20.00 CNY, owner kai", "expect two, two, board, pay -> paid, done"],
        ["amount 20.00 CNY, owner kai", "expect two, two, board, board, board, pay, done"],
        ["amount 20.00 CNY, owner kai", "expect two -> reject, two -> reject, two, two, board"],
        ["amount 20.00 CNY, owner kai", "expect two, two, board -> return, two, two, board, pay -> lost, rejected"],
        ["amount 20.00 CNY, owner kai, kind blue, why \"so\"", "expect two"],
        ["amount 0.00 CNY, owner kai, topics { a, b }, papers { \"a.pdf\" }", "expect two"],
        ["amount 20.00 CNY, owner kai, lines { item \"x\", many 3, price 2.00 CNY } { item \"y\", price 1.00 CNY }",
         "expect pay, done"],
        ["amount 20.00 CNY, owner kai", "expect two, request -> withdraw, withdrawn"],
        ["amount 20.00 CNY, owner kai",
         "expect request -> take_back, request { amount 30.00 CNY }, two, request -> withdraw"],
        ["amount 20.00 CNY, owner kai, lines { item \"x\", price 2.00 CNY }",
         "expect two, two, board -> return, request { lines { item \"x\", price 7.00 CNY } }, pay, done"],
        ["amount 20.00 CNY, owner kai, note \"x\"", "expect two, two, board { amount 5.00 CNY, note { } }, pay, done"],
        ["amount 20.00 CNY, owner kai", "expect two, two, board -> transfer, board, pay, done"],
        ["amount 20.00 CNY, owner kai",
         "expect two, two, board -> two, two, two, board, pay -> paid { proof \"seen\" }, done"],
    ],
    ids=lambda lines: lines[-1],
)  # fmt: skip
def test_what_holds_passes(lines: list[str]):
    result = run(*lines)
    assert result.passed, result.message
    assert result.happened == result.expected


def test_all_of_a_role_and_of_those_beside_it_are_as_many_as_the_example_says():
    text = TEXT.replace('by role("board")', 'by owner.manager, role("board"), role("staff")')
    acts = "expect two, two, board, board, board, pay, done"
    answers = "amount 20.00 CNY, owner kai"
    program = compile_text(text.replace("EXAMPLE", f"example one {{\n    requester ana\n    {answers}\n    {acts}\n  }}"))
    (result,) = examples(program)
    assert result.passed, result.message


def test_what_is_said_of_the_requester_counts():
    assert run("amount 5.00 CNY, owner kai", "expect pay, done", who="requester li, level vip").passed
    assert not run("amount 5.00 CNY, owner kai", "expect pay, done", who="requester li, level regular").passed


@pytest.mark.parametrize(
    ("lines", "happened", "message"),
    [
        (["amount 20.00 CNY, owner kai", "expect two, board"], ("two", "two"), "expected `board`, but `two` is asked now"),
        (
            ["amount 20.00 CNY, owner kai", "expect two, two, board -> reject, pay"],
            ("two", "two", "board -> reject", "rejected"),
            "expected `pay`, but the ticket has ended at `rejected`",
        ),
        (
            ["amount 20.00 CNY, owner kai", "expect two -> reject, two -> reject, done"],
            ("two -> reject", "two -> reject", "request"),
            "expected `done`, but the ticket is back at its requester",
        ),
        (
            ["amount 20.00 CNY, owner kai", "expect two, request { amount 30.00 CNY }, two"],
            ("two", "two"),
            "expected `request { amount 30.00 CNY }`, but `two` is asked now",
        ),
        (
            ["amount 20.00 CNY, owner kai", "expect two, request -> take_back"],
            ("two", "two"),
            "somebody has decided already: the ticket can be withdrawn, but no longer be taken back",
        ),
        (
            ["amount 20.00 CNY, owner kai, kind blue", "expect two"],
            (),
            "`why` must be filled in before the ticket can be filed",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_does_not_hold_says_where_the_ticket_went(lines: list[str], happened: tuple, message: str):
    result = run(*lines)
    assert not result.passed
    assert result.happened == happened
    assert result.message == message
    assert result.message_zh not in ("", message)
    assert result.line == TEXT.count("\n", 0, TEXT.index("EXAMPLE")) + 1
