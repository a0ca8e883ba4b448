"""Old versions keep running: tickets of every release are read, folded and decided again."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from dsl.compile import compile_text
from dsl.engine.events import Routed
from dsl.engine.evolve import evolve
from dsl.engine.facts import Facts
from dsl.engine.journal_json import from_json, to_json
from dsl.engine.state import NEW
from tests.golden.record import told

TICKETS = sorted(Path(__file__).parent.glob("*/*/ticket-*.json"))


def test_there_are_golden_tickets():
    assert len(TICKETS) >= 12


@pytest.mark.parametrize("folder", sorted({path.parent for path in TICKETS}), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_released_process_still_means_the_same(folder: Path):
    program = compile_text((folder / "process.way").read_text("utf-8"))
    assert program.hash == json.loads((folder / "program.json").read_text("utf-8"))["hash"]


@pytest.mark.parametrize("evaluator", ["compiled", "reference"])
@pytest.mark.parametrize("path", TICKETS, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_ticket_of_an_old_release_reads_folds_and_decides_as_it_did(path: Path, evaluator: str):
    program = compile_text((path.parent / "process.way").read_text("utf-8"), evaluator=evaluator)
    ticket = json.loads(path.read_text("utf-8"))
    state = NEW
    for batch in ticket["batches"]:
        facts = Facts(datetime.datetime.fromisoformat(batch["at"]), batch["facts"], requester=ticket["requester"])
        for raw in batch["events"]:
            event = from_json(program, raw)
            assert to_json(program, event) == raw
            if isinstance(event, Routed):
                again = program.tables[event.table].choose(state.answers, facts)
                assert tuple(map(tuple, again)) == (event.rules, event.outcomes, event.failed)
            state = evolve(program, state, event)
    assert told(program, state) == ticket["state"]
