"""Pairs of versions of a random process: the second is the first with a few edits of the kind people make."""

from __future__ import annotations

import random
import re

from tests.language.random_processes import Maker, Scope

FLOW = """
  flow {{
    task first_look {{ by role("finance") }}
    branch by {table} {{
      a {{ {a} }}
      b {{ {b} }}
      c {{ {c} }}
    }}
  }}
  ends {{
    done
  }}
}}
"""
STEP = 'task {name} {{ by role("finance") }}'


class Branching(Maker):
    """Processes whose flow asks their last table."""

    def around(self, scope: Scope, lines: list[str], tables: list[str]) -> str:
        form = "\n".join(f"    {line}" for line in lines)
        name = next(line.split()[1] for line in reversed(tables) if line.startswith("  table "))
        steps = [STEP.format(name=f"step_{each}") for each in "abc"]
        flow = FLOW.format(table=name, a=steps[0], b=steps[1], c=self.r.choice(["", steps[2]]))
        return f"process random {{\n  form {{\n{form}\n  }}\n" + "\n".join(tables) + flow


def versions(seed: int) -> tuple[str, str]:
    """A text and an edited one."""
    maker, r = Branching(seed), random.Random(seed)
    old = maker.small()
    new = old
    for _ in range(r.randint(1, 3)):
        new = edited(r, new)
    return old, new


def edited(r: random.Random, text: str) -> str:
    """The text with one edit of its table, its options or its flow."""
    lines = text.split("\n")
    rows = [at for at, line in enumerate(lines) if re.match(r"    r\d+ when ", line)]
    at = r.choice(rows)
    match r.randrange(7):
        case 0 | 1:
            lines[at] = re.sub(r" -> [abc]$", f" -> {r.choice('abc')}", lines[at])
        case 2 | 3:
            lines[at] = constant_changed(r, lines[at])
        case 4:
            other = r.choice(rows)
            lines[at], lines[other] = lines[other], lines[at]
        case 5 if len(rows) > 4:
            del lines[at]
        case 6:
            return text.replace("{ red, green, blue }", "{ blue, red, green }")
    return "\n".join(lines)


def constant_changed(r: random.Random, line: str) -> str:
    """The row with one of its numbers or texts changed."""
    head, rest = line.split(" when ", 1)
    rest = rest.replace('"de"', '"desk"') if r.random() < 0.3 else rest
    numbers = list(re.finditer(r"(?<![\w.\"-])\d+(?![\w\"-])(?= |\.|$|\))", rest))
    if numbers:
        found = r.choice(numbers)
        rest = rest[: found.start()] + str(int(found[0]) + r.choice([1, 3, 10])) + rest[found.end() :]
    return f"{head} when {rest}"
