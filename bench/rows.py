"""First-match tables of 100 and of 10 000 rows, read from CSV, beside the compiled table of zen-engine."""

from __future__ import annotations

import random
from dataclasses import replace
from time import perf_counter

from bench.ground import facts, program_of
from bench.measure import Line, at_most, faster, interleaved, plain, times
from bench.tables12 import each, each_zen
from bench.zen_tables import zen_engine
from dsl.libraries import DEFAULT

TICKETS = 500
GOODS = [f"good{n}" for n in range(20)]
PLACES = [f"place{n}" for n in range(25)]
DESKS = [f"desk{n}" for n in range(38)]
TOP = 1_000_000_00
FREE = " {\n      }"


def lines() -> list[Line]:
    small_cells, large_cells = rows_of(100), rows_of(10_000)
    small, large = table_of(small_cells), table_of(large_cells)
    loading = [load(large_cells) for _ in range(3)]
    zen = {100: zen_of(small_cells), 10_000: zen_of(large_cells)}
    tickets = tickets_of(TICKETS)
    ours = [(ticket, facts()) for ticket in tickets]
    agree(small, zen[100], ours)
    agree(large, zen[10_000], ours)
    found = interleaved(
        {
            "100": lambda: each(small.pick, ours),
            "10000": lambda: each(large.pick, ours),
            "10000 trace": lambda: each(large.choose, ours),
            "zen 10000": lambda: each_zen(zen[10_000], tickets, {"trace": False}),
        }
    )
    return [
        plain("rows", "100 rows", found["100"]),
        times("rows", "10 000 rows, to 100 rows", found["10000"], found["100"], 3),
        plain("rows", "10 000 rows with trace", found["10000 trace"]),
        faster("rows", "10 000 rows in zen-engine, to ours", found["zen 10000"], found["10000"], 10),
        at_most("rows", "load of 10 000 rows (parse, check, compile)", sorted(loading)[1], 1.0),
    ]


def rows_of(count: int, seed: int = 7) -> list[tuple[str, str, int, int, str]]:
    """Rows (good, place, above, up to, desk): for each pair bands of amounts, in random order; each row can win."""
    dice = random.Random(seed)
    pairs = [(good, place) for good in GOODS for place in PLACES]
    bands = max(1, count // len(pairs))
    rows = []
    for good, place in dice.sample(pairs, min(len(pairs), count // bands)):
        cuts = sorted(dice.sample(range(1, TOP), bands))
        for low, high in zip([0, *cuts], cuts, strict=False):
            rows.append((good, place, low, high, dice.choice(DESKS)))
    dice.shuffle(rows)
    return rows


def csv_of(rows) -> str:
    cells = [f"row{n},{g},{p},{low / 100:.2f},{high / 100:.2f},{desk}" for n, (g, p, low, high, desk) in enumerate(rows)]
    return "\n".join(["name,good =,place =,amount >,amount <=,outcome", *cells]) + "\n"


def text() -> str:
    """The process around the table."""
    arms = "\n".join(f"      {desk}{FREE}" for desk in [*DESKS, "rest"])
    return f"""process sorting "Sorting" {{
  title "{{good}}"
  started by team("staff")

  form {{
    good: choice "Good" {{ {", ".join(GOODS)} }}
    place: choice "Place" {{ {", ".join(PLACES)} }}
    amount: money CNY [0.00 .. 1000000.00] "Amount"
  }}

  table desk first -> {{ {", ".join(DESKS)}, rest }} from "desk.csv" {{
    otherwise -> rest
  }}

  flow {{
    branch by desk {{
{arms}
    }}
  }}

  ends {{
    done "Done"
  }}
}}
"""


def table_of(rows):
    return program_of(text(), replace(DEFAULT, files={"desk.csv": csv_of(rows)})).tables["desk"]


def load(rows) -> float:
    """Seconds from the text and its CSV to a program."""
    libraries = replace(DEFAULT, files={"desk.csv": csv_of(rows)})
    source = text()
    began = perf_counter()
    program_of(source, libraries)
    return perf_counter() - began


def zen_of(rows):
    cells = [([f'"{good}"', f'"{place}"', f"({low}..{high}]"], desk) for good, place, low, high, desk in rows]
    return zen_engine(["good", "place", "amount"], [*cells, (["", "", ""], "rest")])


def tickets_of(count: int) -> list[dict]:
    dice = random.Random(99)
    return [
        {"good": dice.choice(GOODS), "place": dice.choice(PLACES), "amount": dice.randrange(TOP)} for _ in range(count)
    ]


def agree(table, zen, ours) -> None:
    """Both must say the same before they are compared."""
    for answers, known in ours:
        said = zen.evaluate("table", answers)["result"]["outcome"]
        assert table.pick(answers, known) == (said,), (answers, said, table.pick(answers, known))
