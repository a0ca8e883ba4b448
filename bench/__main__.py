"""`python -m bench [NAME…]`: runs the measurements named, or all, and prints one table."""

from __future__ import annotations

import sys
from importlib import import_module

from bench.measure import Line

BENCHES = (
    "tables12", "rows", "explain", "text", "analyse", "impact", "forms", "designer", "typing", "replay", "backtest",
    "chain", "bundle", "http",
)  # fmt: skip


def main(names: list[str]) -> int:
    """0 when all that ran met its aim, 1 when something fell short, 2 for a wrong name."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no bench {', '.join(unknown)}: there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    lines: list[Line] = []
    for name in names or BENCHES:
        print(f"{name} …", file=sys.stderr, flush=True)
        lines += import_module(f"bench.{name}").lines()
    print(table(lines))
    return 1 if any(line.met is False for line in lines) else 0


def table(lines: list[Line]) -> str:
    """All lines under one header, columns as wide as they need."""
    cells = [("bench", "what", "median", "ratio", "aim", "")]
    cells += [(x.bench, x.what, x.figure, x.ratio, x.aim, {None: "", True: "met", False: "short"}[x.met]) for x in lines]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([rows[0], "-" * len(rows[0]), *rows[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
