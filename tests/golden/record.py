"""Record the golden tickets of a release: `python -m tests.golden.record 0.1.0`, once, when it is released."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dsl.compile import compile_text
from dsl.engine.journal_json import answers_to_json, to_json
from dsl.engine.state import State
from dsl.examples import Playing, turns_of
from dsl.libraries import DEFAULT
from dsl.program import Program
from dsl.tree import Example, Expect

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


def told(program: Program, state: State) -> dict:
    """What a state adds up to, as JSON."""
    return {
        "status": state.status,
        "round": state.round,
        "end": state.end,
        "done": list(state.done),
        "open": {step: list(open_.waiting) for step, open_ in state.open.items()},
        "returns": dict(state.returns),
        "answers": answers_to_json(program, state.answers),
    }


def played(program: Program, example: Example) -> dict:
    """One example as a golden ticket."""
    acts = tuple(act for item in example.items if isinstance(item, Expect) for act in item.acts)
    playing = Playing(program, example, DEFAULT, turns_of(acts))
    playing.begin()
    for act in acts:
        playing.play(act)
    batches = [
        {"at": b.at.isoformat(), "by": b.by, "facts": b.facts, "events": [to_json(program, event) for event in b.events]}
        for b in playing.ticket.batches
    ]
    return {"requester": playing.requester, "batches": batches, "state": told(program, playing.ticket.state)}


def record(release: str) -> None:
    """Write one folder: each example process as text, each of its examples as a ticket."""
    for path in sorted(EXAMPLES.glob("*.way")):
        program = compile_text(path.read_text("utf-8"))
        folder = HERE / release / path.stem
        folder.mkdir(parents=True)
        (folder / "process.way").write_text(program.source, "utf-8")
        (folder / "program.json").write_text(json.dumps({"hash": program.hash}) + "\n", "utf-8")
        for example in program.examples:
            ticket = json.dumps(played(program, example), ensure_ascii=False, indent=1)
            (folder / f"ticket-{example.name}.json").write_text(ticket + "\n", "utf-8")


if __name__ == "__main__":
    record(sys.argv[1])
