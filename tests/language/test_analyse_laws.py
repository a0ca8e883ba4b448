"""Random flows and random people: what is proved about a flow is never seen to fail, and no text makes the analysis fall."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import tree
from dsl.analyse import analyse
from dsl.analysing.walk import FlowWalk
from dsl.check import examined
from dsl.compile import compile_text
from dsl.engine.choices import choices
from dsl.engine.decide import decide
from dsl.engine.evolve import evolve
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.shape import onward
from dsl.engine.state import NEW
from dsl.messages_findings import FINDINGS
from dsl.parse import parse
from dsl.program import Program
from tests.engine.build import NOON
from tests.engine.flows import PEOPLE, Flow, chosen, directory
from tests.language.grow import process as grown
from tests.language.test_gallery import EXAMPLES

FLOWS = int(os.environ.get("WAYBILL_FUZZ", "12000")) // 150
ACTS, TICKETS = 40, 6
LIKELY = {"approve": 60, "complete": 60, "submit": 60, "reject": 8, "return": 8, "transfer": 6}
WHEN = (
    "",
    "when amount > 50",
    "when kind = red",
    "when double > 60 and urgent",
    "when note is present",
    "when amount <= 20",
)


@dataclass(slots=True)
class Seen:
    """What random tickets showed: steps that were asked, and claims that kept somebody from deciding."""

    asked: set[str]
    broken: set[str]


def with_claims(r: random.Random) -> str:
    """A random flow with claims about its steps."""
    text = Flow(r).text()
    steps = [line.split()[1] for line in text.split("\n") if line.strip().startswith(("approve ", "task ", "call "))]
    pairs = [r.sample(steps, 2) for _ in range(4)] if len(steps) > 1 else []
    claims = [f"c{n}: {one} before {other} {r.choice(WHEN)}" for n, (one, other) in enumerate(pairs)]
    return (
        text.rstrip()[:-1] + "  always {\n" + "\n".join(f"    {each}" for each in claims) + "\n  }\n}\n" if claims else text
    )


@settings(max_examples=FLOWS, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_proved_about_a_flow_never_fails(seed: int):
    r = random.Random(seed)
    text = with_claims(r)
    program = compile_text(text)
    assert isinstance(program, Program), (text, program)
    book = examined(parse(text).process)
    walk = FlowWalk(book, 200_000)
    walk.start()
    reached = {step.name for step in walk.steps if isinstance(step, tree.Approve | tree.Task) and id(step) in walk.at}
    proved = {each.values["name"] for each in analyse(book.process, book=book).findings if each.code == "claim-proved"}
    seen = Seen(set(), set())
    for _ in range(TICKETS):
        play(r, program, directory(r), seen)
    assert seen.asked <= reached, text
    assert not seen.broken & proved, text


def play(r: random.Random, program: Program, told: dict[str, object], seen: Seen) -> None:
    """One ticket among random people."""
    state = NEW
    for _ in range(ACTS):
        found = [(by, each) for by in PEOPLE for each in choices(program, state, by) if each.action in LIKELY]
        if not found:
            return
        by, choice = r.choices(found, [LIKELY[each.action] for _, each in found])[0]
        try:
            news = decide(program, state, chosen(r, choice, by), Facts(NOON, ask=told.__getitem__))
        except Refused as refused:
            if refused.code == "claim-before":
                seen.broken.add(str(refused.values["claim"]))
            continue
        for event in news:
            state = evolve(program, state, event)
            seen.asked |= set(state.open)


@settings(max_examples=FLOWS, deadline=None)
@given(st.integers(0, 2**32))
def test_what_happens_by_itself_never_goes_in_a_circle(seed: int):
    """Only people send a ticket back: without them every flow leads onward, whatever the text says."""
    program = compile_text(Flow(random.Random(seed)).text())
    assert isinstance(program, Program)
    done: set[str] = set()

    def visit(node: str | None, way: tuple[str, ...]) -> None:
        if node is None or node in done:
            return
        assert node not in way, (way, node)
        for follows in onward(program, node):
            visit(follows, (*way, node))
        done.add(node)

    visit(program.start, ())


@settings(max_examples=FLOWS, deadline=None)
@given(st.integers(0, 2**32))
def test_the_analysis_says_something_about_every_tree(seed: int):
    r = random.Random(seed)
    found = analyse(grown(r), budget=r.choice([1, 50, 5_000]))
    for each in found.findings:
        assert each.code in FINDINGS and each.to_json()["message"] and each.to_json("zh")["message"]


def test_a_text_that_is_cut_anywhere_is_still_analysed_as_far_as_it_reads():
    lines = (EXAMPLES / "refund.way").read_text("utf-8").split("\n")
    r = random.Random(7)
    for _ in range(60):
        gone = set(r.sample(range(1, len(lines) - 1), 3))
        source = parse("\n".join(line for n, line in enumerate(lines) if n not in gone))
        if source.process is not None:
            analyse(source.process)
