"""Both evaluators agree on everything, and what the checker passes never fails: on random processes, answers, directories.

`WAYBILL_FUZZ` sets how many processes are tried, and how many (process, answers) pairs of larger ones.
"""

import os
import random
from dataclasses import replace

import pytest

from dsl.check import check
from dsl.compile import compile
from dsl.complete import completing, problems_of
from dsl.engine.events import Routed
from dsl.explain import explain, explain_choice
from dsl.libraries import Libraries
from dsl.limits import NESTING
from dsl.parse import parse
from tests.language.random_answers import answers, as_json, directory, facts
from tests.language.random_processes import Maker

PAIRS = int(os.environ.get("WAYBILL_FUZZ", "6000"))
PROGRAMS = int(os.environ.get("WAYBILL_FUZZ", "10000"))
PER_PROCESS = 30
SLICES = 8
LARGE_EVERY = 10
"""Every so many processes have tables large enough for the index."""
HARMLESS = {"row-never-wins", "row-never-matches"}


def accepted(seed: int):
    """A random process that passes the checker, or None; rows that never win are taken out first."""
    return repaired(Maker(seed).process(large=seed % LARGE_EVERY == 0))


def repaired(text: str):
    """The checked process and its text without the rows that never win; None when something else is wrong with it."""
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


def compared(text: str):
    """Both programs of a random text; None when it has a mistake. A row that never wins is one as well, which the checker
    tells; both evaluators have to pass over it all the same."""
    checked = check(parse(text).process)
    if {problem.code for problem in checked.problems if problem.level == "problem"} - HARMLESS:
        return None
    checked = replace(checked, problems=())
    return tuple(compile(checked, evaluator, source="", hash="") for evaluator in ("compiled", "reference"))


def everything(program, given, known, requester, explaining):
    """All that a program can say about one ticket, and the facts each answer took."""
    told_facts = facts(known, requester)
    whole = completing(program, given, told_facts)
    found = {
        "answers": whole.answers,
        "missing": whole.missing,
        "problems": problems_of(program, given, told_facts),
        "people": program.nodes["work"].people.find(whole.answers, told_facts),
        "used by the form": dict(told_facts.used),
    }
    for name, table in program.tables.items():
        asked = facts(known, requester)
        found[name] = table.choose(whole.answers, asked)
        assert table.pick(whole.answers, asked) == found[name][1]
        if table.near is None:
            found[f"{name} asked"] = asked.used
        recorded = dict(asked.used)
        if explaining:
            why = explain_choice(program, table, found[name][0], found[name][1], whole.answers, asked, "en")
            found[f"{name} why"] = why.to_json()
            rules, outcomes, failed = found[name]
            routed = Routed(node="branch", table=name, rules=rules, outcomes=outcomes, failed=failed)
            later = explain(program, routed, whole.answers, facts(recorded, requester))
            told, told_later = ([(each.rule, each.failed) for each in one.passed_over] for one in (why, later))
            assert told_later == told if table.near is None else set(told_later) <= set(told)
            if table.near is None:
                missed = [at for at in failed if at >= 0]
                tests = {row.name: row.conditions for row in table.rows}
                assert [failed for _, failed in told] == [
                    tests[rule][at].text for (rule, _), at in zip(told, missed, strict=True)
                ]
    return found


@pytest.mark.parametrize("slice_number", range(SLICES))
def test_evaluators_agree(slice_number):
    wanted, pairs, tried, kept = PAIRS // SLICES, 0, 0, 0
    while pairs < wanted:
        seed = slice_number + SLICES * tried
        tried += 1
        text = Maker(seed).process(large=seed % LARGE_EVERY == 0)
        programs = compared(text)
        if programs is None:
            assert tried < 40 or kept * 10 > tried, "hardly any random process passes the checker"
            continue
        kept += 1
        compiled, reference = programs
        r = random.Random(seed)
        for number in range(PER_PROCESS):
            given, told, requester = answers(compiled, r), directory(r), r.choice(["ana", "bruno", "li"])
            explaining = number % 20 == 0
            one = everything(compiled, given, told, requester, explaining)
            other = everything(reference, given, told, requester, explaining)
            assert one == other, (seed, text, as_json(compiled, given), told, requester)
            pairs += 1


@pytest.mark.parametrize("slice_number", range(SLICES))
def test_evaluators_agree_on_very_many_small_processes(slice_number):
    kept, seed = 0, slice_number
    while kept < PROGRAMS // SLICES:
        text = Maker(seed).small()
        programs = compared(text)
        seed += SLICES
        if programs is None:
            assert seed < 4000 or kept * SLICES * 20 > seed, "hardly any small random process passes the checker"
            continue
        kept += 1
        compiled, r = programs[0], random.Random(seed)
        for _ in range(2):
            given, told, requester = answers(compiled, r), directory(r), r.choice(["ana", "bruno", "li"])
            one, other = (everything(each, given, told, requester, False) for each in programs)
            assert one == other, (seed, text, as_json(compiled, given), told, requester)


SHEET = """
process sheet {
  form {
    unit: choice { u0, u1, u2, u3, u4, u5, u6, u7 }
    amount: money CNY [0.00 .. 999.99]
    due: date optional
    urgent: yes/no
    who: person
  }
  table desk POLICY -> { a, b, c, none } from "desk.csv" {
    otherwise -> none
  }
  flow {
    branch by desk {
      a { }
      b { }
      c { }
      none { }
    }
  }
  ends { done }
}
"""


@pytest.mark.parametrize("policy", ["first", "collect"])
@pytest.mark.parametrize("rows", [70, 2000])
def test_tables_from_a_file_agree(policy, rows):
    r = random.Random(rows)
    lines = ["name,unit =,unit in,amount >,amount <=,urgent =,requester.level =,outcome"]
    for number in range(rows):
        low = r.randint(0, 950)
        units = r.choice([["", ""], [f"u{r.randint(0, 7)}", ""], ["", f"u{r.randint(0, 7)}|u{r.randint(0, 7)}"]])
        band = [f"{low}.00", f"{low + r.randint(1, 40)}.00"]
        rest = [r.choice(["yes", "no", "", "", ""]), r.choice(["vip", "regular", "", ""])]
        cells = units + [cell if r.random() < 0.9 else "" for cell in band] + rest
        lines.append(",".join([f"row{number}", *cells, r.choice("abc")]))
    libraries = Libraries(files={"desk.csv": "\n".join(lines)})
    checked = check(parse(SHEET.replace("POLICY", policy)).process, libraries)
    # Random rows hide each other; the checker rightly says so, and here it does not matter.
    assert {each.code for each in checked.problems if each.level == "problem"} <= {"row-never-wins"}
    checked = replace(checked, problems=())
    compiled, reference = compile(checked), compile(checked, "reference")
    for _ in range(60):
        given, told = answers(compiled, r), directory(r)
        one = compiled.tables["desk"].choose(given, facts(told, "ana"))
        assert one == reference.tables["desk"].choose(given, facts(told, "ana"))
        assert one[1] == compiled.tables["desk"].pick(given, facts(told, "ana"))


PROBE = """
process probe {
  form {
    n: whole [0 .. 9]
    m: whole [1 .. 9]
    v: EXPRESSION
  }
  flow {
  }
  ends { done }
}
"""


def probe(expression: str, kind: str = "yes/no"):
    """The value of an expression about n = 3 and m = 2 in both evaluators."""
    source = parse(PROBE.replace("EXPRESSION", f"{kind} = {expression}"))
    assert not source.problems, source.problems
    checked = check(source.process)
    assert checked.ok, checked.problems
    both = (compile(checked, evaluator, source="", hash="") for evaluator in ("compiled", "reference"))
    return [completing(program, {"n": 3, "m": 2}, facts({}, "ana")).answers["v"] for program in both]


def test_ten_thousand_operands():
    assert probe(" or ".join(["n = 4"] * 9_999 + ["n = 3"])) == [True, True]
    assert probe(" and ".join(["n = 3"] * 9_999 + ["n = 4"])) == [False, False]
    assert probe(" + ".join(["n"] * 10_000), "whole") == [30_000, 30_000]
    assert probe(" - ".join(["n"] * 10_000), "whole") == [3 - 3 * 9_999] * 2
    assert probe("n in {" + ", ".join(str(number) for number in range(4, 10_000)) + "}") == [False, False]
    assert probe(" * ".join(["m"] * 20), "whole") == [2**20] * 2
    assert probe("round(" + " / ".join(["n", *["m"] * 300]) + ")", "whole") == [0, 0]


def test_as_deep_as_the_language_goes():
    deep = NESTING - 4
    assert probe("(" * deep + "n" + ")" * deep, "whole") == [3, 3]
    assert probe("(n + m * " * 20 + "n" + ")" * 20, "whole")[0] == probe("(n + m * " * 20 + "n" + ")" * 20, "whole")[1]
    assert probe("not (" * deep + "n = 3" + ")" * deep) == [deep % 2 == 0] * 2
    assert probe("if n = 4 then 1 else " * deep + "2", "whole") == [2, 2]
    assert probe("if " * deep + "n = 3" + " then n = 3 else n = 4" * deep) == [True, True]
    assert probe("lower(n, " * deep + "m" + ")" * deep, "whole") == [2, 2]
    assert probe("(n = 3 or n = 1 and not (m = 2 or " * 15 + "n = 4" + "))" * 15) == [True, True]


NAMES = """
process a {
  form {
    a: whole [0 .. 9]
    f: whole [0 .. 9]
    k0: text 80
    v0: whole [0 .. 9]
    g0: rows [1 .. 3] {
      row: whole [0 .. 9]
      each0: whole = row + a
    }
    builtins: yes/no
    import: choice { class, lambda, None }
    self: whole = sum(each each0 in g0: each0.row + each0.each0) + f + v0
    sum_: whole = if import = lambda then a else f
  }
  table make first -> { exec, eval } {
    def when a > 1 and a < 8 and a != 3 and builtins -> exec
    k1 when k0 = "\\\\\\"); raise SystemExit(\\"" -> eval
    otherwise -> exec
  }
  flow {
    branch by make {
      exec { }
      eval { }
    }
  }
  ends { done }
}
"""


def test_words_of_a_text_never_become_code():
    checked = check(parse(NAMES).process)
    assert checked.ok, checked.problems
    hostile = '\\"); raise SystemExit("'
    given = {"a": 5, "f": 1, "k0": hostile, "v0": 2, "g0": ({"row": 3},), "builtins": False, "import": "lambda"}
    for evaluator in ("compiled", "reference"):
        program = compile(checked, evaluator)
        whole = completing(program, given, facts({}, "ana"))
        assert (whole.answers["self"], whole.answers["sum_"], whole.missing) == (14, 5, [])
        assert program.tables["make"].choose(whole.answers, facts({}, "ana")) == (("k1",), ("eval",), (3,))
