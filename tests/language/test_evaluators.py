"""Both evaluators agree on everything, and what the checker passes never fails: on random processes, answers, directories.

`WAYBILL_FUZZ` sets how many (process, answers) pairs are tried.
"""

import os
import random

import pytest

from dsl.check import check
from dsl.compile import compile
from dsl.complete import completing, problems_of
from dsl.explain import explain_choice
from dsl.parse import parse
from tests.language.random_answers import answers, as_json, directory, facts
from tests.language.random_processes import Maker

PAIRS = int(os.environ.get("WAYBILL_FUZZ", "12000"))
PER_PROCESS = 40
SLICES = 8
LARGE_EVERY = 6
"""Every so many processes have tables large enough for the index."""


def accepted(seed: int):
    """A random process that passes the checker, or None; rows that never win are taken out first."""
    text = Maker(seed).process(large=seed % LARGE_EVERY == 0)
    for _ in range(6):
        source = parse(text)
        assert not source.problems, text
        checked = check(source.process)
        if checked.ok:
            return checked, text
        lines = text.splitlines()
        wrong = {problem.at.line for problem in checked.problems if problem.level == "problem"}
        if not all(" when " in lines[line - 1] and " -> " in lines[line - 1] for line in wrong):
            return None
        text = "\n".join(line for number, line in enumerate(lines, 1) if number not in wrong) + "\n"
    return None


def everything(program, given, told, requester, explaining):
    """All that a program can say about one ticket, and the facts each answer took."""
    told_facts = facts(told, requester)
    whole = completing(program, given, told_facts)
    found = {
        "answers": whole.answers,
        "missing": whole.missing,
        "problems": problems_of(program, given, told_facts),
        "people": program.nodes["work"].people.find(whole.answers, told_facts),
        "used by the form": dict(told_facts.used),
    }
    for name, table in program.tables.items():
        asked = facts(told, requester)
        found[name] = table.choose(whole.answers, asked)
        assert table.pick(whole.answers, asked) == found[name][1]
        if table.near is None:
            found[f"{name} asked"] = asked.used
        if explaining:
            why = explain_choice(program, table, found[name][0], found[name][1], whole.answers, asked, "en")
            found[f"{name} why"] = why.to_json()
    return found


@pytest.mark.parametrize("slice_number", range(SLICES))
def test_evaluators_agree(slice_number):
    wanted, pairs, tried, kept = PAIRS // SLICES, 0, 0, 0
    while pairs < wanted:
        seed = slice_number + SLICES * tried
        tried += 1
        found = accepted(seed)
        if found is None:
            assert tried < 40 or kept * 10 > tried, "hardly any random process passes the checker"
            continue
        kept += 1
        checked, text = found
        compiled, reference = compile(checked, "compiled"), compile(checked, "reference")
        r = random.Random(seed)
        for number in range(PER_PROCESS):
            given, told, requester = answers(compiled, r), directory(r), r.choice(["ana", "bruno", "li"])
            explaining = number % 10 == 0
            one = everything(compiled, given, told, requester, explaining)
            other = everything(reference, given, told, requester, explaining)
            assert one == other, (seed, text, as_json(compiled, given), told, requester)
            pairs += 1
