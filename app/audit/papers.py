"""What people read in a bundle beside the text in words: the flow as a picture, tables as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from app.processes import picture
from app.processes.drawing import WIDTHS, Sheet, Stop, draw_steps, svg
from app.sheets import lines
from dsl.program import Program, Table

STYLE = (
    "<style>text{font:12px sans-serif;fill:#1b2330}.name{font-weight:600}.who{fill:#566073}.arm{fill:#566073}"
    ".box{fill:#fff;stroke:#8b95a7}.edge{fill:none;stroke:#8b95a7}.mark{fill:none;stroke:#566073}"
    ".arm-ground{fill:#fff}</style>"
)


def say(sentence: str, *_language: str, **values: object) -> str:
    """A bundle speaks English."""
    return sentence.format(**values) if values else sentence


def drawn(program: Program) -> str:
    """The flow as one SVG that stands for itself."""
    sheet = Sheet({}, {}, {})
    picture.place(program, program.picture, sheet, "en", say)
    picture.label_arms(program, program.picture, sheet, "en")
    sheet.stops["request"] = Stop("next", "Request")
    sheet.stops["end"] = Stop("next", picture.end_word(program, next(iter(program.ends), ""), "en"), "End")
    made = svg(draw_steps(picture.whole(program), sheet, WIDTHS[0], True), "flow", program.label, "")
    head, _, body = str(made).replace(' aria-describedby=""', "").partition(">")
    return f"{head}>{STYLE}{body}\n"


def rows(table: Table) -> Iterator[tuple[str, list[str], str]]:
    """(name, conditions, outcome) of every row; the last line of a table without any."""
    for row in table.rows:
        yield row.name, [one.text for one in row.conditions], row.outcome
    if table.otherwise is not None:
        yield "otherwise", ["otherwise"], table.otherwise


def as_csv(table: Table) -> str:
    """A table with a line for each row."""
    told = ((name, " and ".join(when), what) for name, when, what in rows(table))
    return "".join(lines((("row", "conditions", "outcome"), *told), "\n"))
