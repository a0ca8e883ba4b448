"""Programs made from process texts, the examples' own and short ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dsl.compile import compile_text
from dsl.program import Program

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("refund", "travel", "supplies", "fault")


@cache
def example(name: str) -> Program:
    """The program of `examples/NAME.way`."""
    return compiled((EXAMPLES / f"{name}.way").read_text("utf-8"))


def form(body: str, flow: str = "", words: str = "") -> Program:
    """A process with this form, which anybody may start."""
    return compiled(f"""process made "Made" {{
      title "made"
      started by role("staff")
      nobody ask role("process-admin")
      form {{ {body} }}
      flow {{ {flow or 'task look "Look" { by role("staff") }'} }}
      ends {{ done "Done"
 rejected "Rejected" }}
      {words}
    }}""")


def compiled(text: str) -> Program:
    found = compile_text(text)
    assert isinstance(found, Program), found
    return found
