"""The ticket beside a finding can be kept as an example: it is written as the language writes it, whatever is compared."""

from __future__ import annotations

import pytest

from dsl.analyse import analyse
from dsl.format import format_line
from dsl.parse import parse

PROCESS = """
process leave "Leave" {{
  form {{
    pause: duration [15 minutes .. 3 days] "Pause"
    work: business duration "Work"
    arrival: moment "Arrival"
    starts: time "Starts"
    days: whole [1 .. 60] "Days"
  }}
  table desk unique -> {{ small, large }} {{
    one when {condition} -> small
    two when {condition} -> large
    three when not ({condition}) -> small
  }}
  flow {{
    branch by desk {{
      small {{
      }}
      large {{
      }}
    }}
  }}
  ends {{
    done "Done"
  }}
}}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "pause > 15 minutes",
        "work > 2 business hours",
        "arrival > 2026-01-01T00:00Z",
        "arrival in [2026-01-01T00:00Z .. 2026-02-01T00:00Z]",
        "starts > 09:30",
        "days > 3",
    ],
)
def test_the_ticket_of_a_finding_can_be_kept_as_an_example(condition):
    found = analyse(parse(PROCESS.format(condition=condition)).process).problems
    tickets = [format_line(one.example) for one in found if one.example]
    assert tickets
    assert not any(parse(f'process it "" {{\n{ticket}\n}}\n').problems for ticket in tickets)
