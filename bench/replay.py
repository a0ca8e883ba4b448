"""The replay of a real log: cases a second, of the whole log where it lies beside the project, else of the sample."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from app.bring.read_plan import read_plan
from app.bring.records import cases
from app.bring.replay import runs
from bench.ground import ROOT, program_of
from bench.measure import Line

WHOLE = ROOT.parent / "shared/data/domestic_declarations.csv.gz"
SAMPLE = ROOT / "examples/travel_sample.csv"


def lines() -> list[Line]:
    program = program_of((ROOT / "examples/travel.way").read_text("utf-8"))
    plan = read_plan(ROOT / "examples/travel.map.toml", program)
    log = WHOLE if WHOLE.exists() else SAMPLE
    turns = sorted(replayed(program, plan, log) for _ in range(3))
    seconds, count, misfits = turns[1]
    said = f"{count} cases, {misfits} misfits, in {seconds:.1f} s"
    return [Line("replay", said, f"{count / seconds:.0f} cases/s")]


def replayed(program, plan, log: Path) -> tuple[float, int, int]:
    began = perf_counter()
    found = [run.misfit for run in runs(program, plan, cases(log, plan.columns, plan.needed()))]
    return perf_counter() - began, len(found), sum(misfit is not None for misfit in found)
