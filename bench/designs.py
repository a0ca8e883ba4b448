"""Process texts of any size for the designer's bench: every third step in an arm of a branch, every sixth in a parallel."""

from __future__ import annotations

APPROVE = """approve step_{n} "Step {n}" {{
  by role("finance")
  decide any
  reject end rejected
  may return, transfer
  due 2 business days
}}"""
HEAD = """process big "Big" {{
  started by role("employee")
  nobody ask role("process-admin")

  form {{
    section request "Request" {{
{fields}
    }}
  }}

{tables}
  flow {{
{steps}
  }}

  ends {{
    done "Done"
    rejected "Rejected"
  }}
}}
"""


def indented(text: str, depth: int) -> str:
    return "\n".join("  " * depth + line for line in text.split("\n"))


def step(number: int) -> str:
    return APPROVE.format(n=number)


def branch(number: int) -> str:
    """A branch over two approvals."""
    arms = "\n".join(f"  {arm} {{\n{indented(step(n), 2)}\n  }}" for arm, n in (("low", number), ("high", number + 1)))
    return f"branch by route_{number} {{\n{arms}\n}}"


def parallel(number: int) -> str:
    """Two approvals side by side."""
    arms = "\n".join(f"  arm {{\n{indented(step(n), 2)}\n  }}" for n in (number, number + 1))
    return f'parallel both_{number} "Both" join all {{\n{arms}\n}}'


def table(number: int) -> str:
    rows = f"    large when amount > {number * 10 + 10}.00 CNY -> high\n    otherwise -> low\n"
    return f"  table route_{number} first -> {{ low, high }} {{\n{rows}  }}\n"


def process(steps: int, fields: int = 20) -> str:
    """A process of `steps` approvals and `fields` fields that checks without a problem."""
    asked = ['      amount: money CNY [0.01 .. 99999.99] "Amount"']
    asked += [f'      field_{n}: text 80 "Field {n}" optional' for n in range(1, fields)]
    flow, tables, number = [], [], 0
    while number < steps:
        match number % 6:
            case 1 if number + 1 < steps:
                flow.append(branch(number))
                tables.append(table(number))
                number += 2
            case 4 if number + 1 < steps:
                flow.append(parallel(number))
                number += 2
            case _:
                flow.append(step(number))
                number += 1
    body = "\n".join(indented(each, 2) for each in flow)
    return HEAD.format(fields="\n".join(asked), tables="\n".join(tables), steps=body)
