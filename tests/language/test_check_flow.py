"""What is surely filled where, compared with walking every path there is; and where a step may return to."""

from __future__ import annotations

import itertools
import random

import pytest

from dsl.check import check
from dsl.parse import parse

NAMES = ("f", "g", "h")
ARMS = ("a", "b")


class Maker:
    """Writes a random flow whose tasks fill f, g and h, some for sure; remembers it as nested lists."""

    def __init__(self, seed: int):
        self.r, self.count = random.Random(seed), 0

    def name(self) -> str:
        self.count += 1
        return f"s{self.count}"

    def sequence(self, depth: int) -> list:
        return [self.step(depth) for _ in range(self.r.randint(1, 3))]

    def step(self, depth: int):
        kind = self.r.randint(0, 6) if depth else 0
        if kind <= 3:
            field = self.r.choice([None, *NAMES])
            return ("task", self.name(), field, self.r.random() < 0.7)
        if kind == 4:
            return ("branch", self.name(), [self.sequence(depth - 1) if self.r.random() < 0.7 else [] for _ in ARMS])
        if kind == 5:
            arms = [self.sequence(depth - 1) for _ in range(self.r.randint(2, 3))]
            return ("parallel", self.name(), self.r.choice(["all", "any", "2"]), arms)
        return ("task", self.name(), None, False)


def text_of(steps: list) -> str:
    lines = ["process p {", "  form {", "    kind: choice { a, b }"]
    lines += [f"    {name}: whole" for name in NAMES]
    lines += ["  }", "  table t first -> { a, b } {", "    one when kind = a -> a", "    otherwise -> b", "  }", "  flow {"]
    lines += written(steps)
    return "\n".join([*lines, "  }", "  ends {", "    done", "  }", "}"]) + "\n"


def written(steps: list) -> list[str]:
    lines = []
    for step in steps:
        match step:
            case ("task", name, field, required):
                fills = [f"fills {field}{' required' if required else ''}"] if field else []
                lines += [f"task {name} {{", 'by role("a")', *fills, "}"]
            case ("branch", _, arms):
                lines += ["branch by t {"]
                for arm, inner in zip(ARMS, arms, strict=True):
                    lines += [f"{arm} {{", *written(inner), "}"]
                lines += ["}"]
            case ("parallel", name, join, arms):
                lines += [f"parallel {name} join {join} {{"]
                for inner in arms:
                    lines += ["arm {", *written(inner), "}"]
                lines += ["}"]
    return lines


def walk(steps: list, filled: frozenset, seen: dict) -> set[frozenset]:
    """Every set of surely filled fields with which a path can leave `steps`; `seen`: those with which it reaches a step."""
    now = {filled}
    for step in steps:
        leaving: set[frozenset] = set()
        for each in now:
            seen.setdefault(step[1], set()).add(each)
            match step:
                case ("task", _, field, required):
                    leaving.add(each | {field} if field and required else each)
                case ("branch", _, arms):
                    for arm in arms:
                        leaving |= walk(arm, each, seen)
                case ("parallel", _, join, arms):
                    need = {"all": len(arms), "any": 1, "2": 2}[join]
                    ends = [walk(arm, each, seen) for arm in arms]
                    for arrived in itertools.combinations(ends, need):
                        leaving |= {frozenset().union(*some) for some in itertools.product(*arrived)}
        now = leaving
    return now


@pytest.mark.parametrize("seed", range(60))
def test_what_is_surely_filled_is_what_every_path_fills(seed: int):
    steps = Maker(seed).sequence(2)
    text = text_of(steps)
    source = parse(text)
    assert source.problems == (), text
    seen: dict[str, set[frozenset]] = {}
    walk(steps, frozenset(), seen)
    for name, sheet in check(source.process).steps.items():
        assert sheet.filled == frozenset.intersection(*seen[name]), (name, text)


FLOW = """process p {
  form {
    kind: choice { a, b }
    note: text 40 optional
  }
  table t collect -> { a, b } {
    one when kind = a -> a
    two when kind != a -> b
  }
  flow {
    task first {
      by role("a")
      fills note required
    }
    branch by t {
      a {
        task in_a {
          by role("a")
        }
        task second_in_a {
          by role("a")
        }
      }
      b {
        task in_b {
          by role("a")
        }
      }
    }
    parallel both join all {
      arm {
        task left {
          by role("a")
        }
      }
      arm {
        task right {
          by role("a")
          edits note
        }
      }
    }
    task last {
      by role("a")
    }
  }
  ends {
    done
  }
}
"""


def test_a_step_may_return_to_steps_that_every_path_to_it_has_passed():
    steps = check(parse(FLOW).process).steps
    assert steps["first"].earlier == ()
    assert steps["second_in_a"].earlier == ("first", "in_a")
    assert steps["in_b"].earlier == ("first",)
    assert steps["right"].earlier == ("first",)
    assert steps["last"].earlier == ("first",)


def test_a_field_that_a_later_step_may_empty_is_never_surely_filled():
    steps = check(parse(FLOW).process).steps
    assert steps["last"].filled == frozenset()
    kept = check(parse(FLOW.replace("          edits note\n", "")).process).steps
    assert kept["last"].filled == {"note"}


def test_a_later_field_that_an_edit_can_uncover_is_never_surely_filled():
    text = FLOW.replace("note: text 40 optional", "note: text 40 when kind = a").replace("edits note", "edits kind")
    assert check(parse(text).process).steps["last"].filled == frozenset()
