"""Random flows as texts, and random people acting on their tickets, for the laws of the engine."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from dsl.engine import commands as c
from dsl.engine.choices import Choice
from dsl.engine.state import State
from dsl.program import Program

ROLES = ("one", "two", "three")
PEOPLE = ("ana", "bo", "cy", "di", "ed")
TABLES = """
  table desk first -> {{ x, y, z }} {{
    a when amount > {high} -> x
    b when kind = red -> y
    otherwise -> z
  }}

  table signs collect -> {{ x, y, z }} {{
    a when amount > {low} -> x
    b when kind = red -> y
    c when double > {high} -> x
    d when urgent = yes -> z
  }}
"""
FORM = """
  form {
    amount: whole [0 .. 100] "Amount"
    kind: choice "Kind" { red "Red", blue "Blue" }
    urgent: yes/no "Urgent" default no
    why: text 20 "Why" optional when amount > 50
    double: whole = amount * 2
    note: text 20 "Note" optional
    proof: text 20 "Proof" optional
  }
"""


@dataclass(slots=True)
class Flow:
    """Writes a random process; `before` are the steps a step may return to. Arms of one parallel never write the same
    field: `mine` are those that may be written at the place."""

    r: random.Random
    count: int = 0
    mine: tuple[str, ...] = ("amount", "note", "proof")
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        """A whole process."""
        self.steps(0, [])
        nobody = self.r.choice(["", '  nobody ask role("two")\n', "  nobody end rejected\n"])
        ends = '  ends {\n    done "Done"\n    rejected "Rejected"\n  }\n'
        tables = TABLES.format(low=self.r.randint(0, 60), high=self.r.randint(20, 90))
        flow = "\n".join(self.lines)
        return f'process try "Try" {{\n{nobody}{FORM}{tables}\n  flow {{\n{flow}\n  }}\n{ends}}}\n'

    def steps(self, depth: int, before: list[str]) -> None:
        before = list(before)
        for _ in range(self.r.randint(1, 3)):
            kind = self.r.choice(["approve"] * 4 + ["task", "call", "branch", "collect", "parallel", "notify"])
            if kind in ("branch", "collect", "parallel") and depth < 3:
                self.block(kind, depth, before)
            elif kind == "notify":
                self.say(depth, 'notify requester "{amount} {note}"')
            else:
                before.append(self.step(kind if kind in ("task", "call") else "approve", depth, before))

    def say(self, depth: int, line: str) -> None:
        self.lines.append("    " + "  " * depth + line)

    def block(self, kind: str, depth: int, before: list[str]) -> None:
        if kind == "parallel":
            self.count += 1
            arms = self.r.randint(2, 3)
            self.say(depth, f'parallel p{self.count} "P" join {self.r.choice(["all", "any", "2"])} {{')
            names = ["arm"] * arms
        else:
            self.say(depth, f"branch by {'desk' if kind == 'branch' else 'signs'} {{")
            names = ["x", "y", "z"]
        all_mine = self.mine
        for number, name in enumerate(names):
            self.mine = all_mine[number::arms] if kind == "parallel" else all_mine
            self.say(depth + 1, f"{name} {{")
            if kind == "parallel" or self.r.random() < 0.7:
                self.steps(depth + 2, before)
            self.say(depth + 1, "}")
        self.mine = all_mine
        self.say(depth, "}")

    def step(self, kind: str, depth: int, before: list[str]) -> str:
        self.count += 1
        name = f"s{self.count}"
        self.say(depth, f'{kind} {name} "S" {{')
        for line in [self.people(), *(self.approval(before) if kind == "approve" else self.outcomes(before))]:
            self.say(depth + 1, line)
        self.say(depth, "}")
        return name

    def people(self) -> str:
        some = self.r.sample([*(f'role("{role}")' for role in ROLES), "requester.manager", "requester"], 2)
        pick = self.r.choice(["", "", "", " pick first", " pick least busy"])
        return f"by {', '.join(some[: self.r.randint(1, 2)])}{pick}"

    def approval(self, before: list[str]) -> list[str]:
        r = self.r
        rule = r.choice(["any", "all", "in order", "2 of them", "60% of them"])
        back = r.choice(["request", *before])
        lines = [
            f"decide {rule}",
            f"reject {r.choice(['end rejected', f'return to {back} at most {r.randint(1, 3)} times'])}",
            r.choice(["", "may return", "may transfer", "may return, transfer"]),
            r.choice(["", 'nobody ask role("three")', "nobody end done"]),
            r.choice(["", "same person counts"]),
            r.choice(["", "void when amount change", "void when double, note change"]),
            self.edits(),
        ]
        return [line for line in lines if line]

    def edits(self) -> str:
        fields = [name for name in self.mine if name != "proof" and self.r.random() < 0.5]
        return f"sees all, edits {', '.join(fields)}" if fields else ""

    def outcomes(self, before: list[str]) -> list[str]:
        r = self.r
        back = r.choice(["request", *before])
        lines = [r.choice(["", "fills proof required", "fills proof"]) if "proof" in self.mine else ""]
        if r.random() < 0.6:
            lines += ['outcome yes1 "Yes"', f'outcome back "Back" -> return to {back} at most 2 times']
        if r.random() < 0.3:
            lines += ['outcome stop "Stop" -> end rejected', 'outcome on "On"']
        return [line for line in lines if line]


def directory(r: random.Random) -> dict[str, object]:
    """Who holds which role; some roles are empty, and sometimes nobody is the manager."""
    told: dict[str, object] = {f"role:{role}": sorted(r.sample(PEOPLE, r.choice([0, 2, 3, 4, 4]))) for role in ROLES}
    told |= {f"load:{one}": r.randint(0, 3) for one in (*PEOPLE, "hana")}
    told |= {f"person:{one}:manager": r.choice(["bo", "ana", None]) for one in PEOPLE}
    told["role:process-admin"] = r.choice([["hana"], []])
    return told | {"today": "2026-03-05"}


def answers(r: random.Random) -> dict[str, object]:
    """What the requester files."""
    return {
        "amount": r.randint(0, 100), "kind": r.choice(["red", "blue"]), "urgent": r.random() < 0.5, "why": "because",
    }  # fmt: skip


def changes(r: random.Random, fields: tuple[str, ...]) -> dict[str, object]:
    """Something for the fields a step may change."""
    some = {"amount": r.choice([10, 40, 40, 40]), "note": r.choice(["x", "y", None]), "proof": "p"}
    return {name: some[name] for name in fields if name == "proof" or r.random() < 0.4}


def chosen(r: random.Random, choice: Choice, by: str) -> c.Command:
    """A command that makes use of a choice."""
    step = {"by": by, "step": choice.step}
    match choice.action:
        case "approve":
            return c.Approve(**step, changes=changes(r, choice.fields))
        case "reject":
            return c.Reject(**step)
        case "return":
            return c.SendBack(**step, to=r.choice(choice.to))
        case "complete":
            return c.Complete(**step, outcome=r.choice(choice.outcomes), changes=changes(r, choice.fields))
        case "transfer":
            return c.Transfer(**step, to=r.choice(PEOPLE))
        case "comment":
            return c.Comment(by=by, text="hm")
        case "submit" | "save":
            return (c.Submit if choice.action == "submit" else c.Save)(by=by, answers=answers(r))
    return {"withdraw": c.Withdraw, "take back": c.TakeBack, "acknowledge": c.Acknowledge}[choice.action](by=by)


def anything(r: random.Random, program: Program, state: State) -> c.Command:
    """A command by anybody, on any step, whether it may be or not."""
    by, step = r.choice(PEOPLE), r.choice([*program.order, *(each for each in state.open for _ in range(9)), "nowhere"])
    return r.choice([
        c.Approve(by=by, step=step), c.Reject(by=by, step=step), c.Complete(by=by, step=step, outcome="back"),
        c.Complete(by=by, step=step), c.SendBack(by=by, step=step, to=r.choice(["request", *program.order])),
        c.Transfer(by=by, step=step, to=r.choice(PEOPLE)), c.Withdraw(by=by), c.TakeBack(by=by), c.Acknowledge(by=by),
        c.Submit(by=by, answers=answers(r)), c.Save(by=by, answers={}), c.Comment(by=by, text="hm"),
        c.Approve(by=by, step=step, changes={"amount": 1, "proof": "x"}),
        c.Reassign(by="hana", step=step, people=tuple(r.sample(PEOPLE, r.randint(0, 3)))),
    ])  # fmt: skip
