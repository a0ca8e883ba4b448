"""Stories: what people do with a ticket, line by line, and below each line what happens.

    the directory says
      role:finance is dan, eva, fay
    ana files amount 10.00 CNY, urgent yes
      ana filed it, round 1
      asks at boss: bruno
    bruno may
      approve boss
    bruno approves boss "fine" with amount 9.00 CNY
    bruno rejects boss · bruno returns boss to request · gil completes pay as paid · bruno hands boss to carla
    hana gives boss to carla, dan · ana saves … · ana withdraws · ana takes it back · ana acknowledges · ana says "…"

Everybody the directory does not mention is pretended.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from dsl import values
from dsl.compile import compile_text
from dsl.defaults import with_defaults
from dsl.engine import commands as c
from dsl.engine.choices import choices
from dsl.engine.refused import Refused, render
from dsl.pretend import Pretend
from dsl.program import Program
from dsl.rehearsal import Rehearsal
from dsl.story import lines

NOON = datetime.datetime(2026, 3, 5, 12, 0, tzinfo=datetime.UTC)
ACT = re.compile(
    r"(?P<who>\S+) (?P<verb>files|saves|approves|rejects|returns|completes|hands|gives|withdraws|takes it back"
    r"|acknowledges|says|may)"
    r'(?: (?P<rest>.*?))??(?: "(?P<comment>[^"]*)")?(?: with (?P<answers>.*))?'
)


class Teller:
    """Plays a story and writes it down as it really goes."""

    def __init__(self, program: Program):
        self.program = program
        self.directory = Pretend(program)
        self.ticket = Rehearsal(program, self.directory, NOON)
        self.written: list[str] = []

    def tell(self, story: str) -> str:
        """The story with what really happens below each act; comments and empty lines stay."""
        inside_directory = False
        for line in story.splitlines():
            if line.startswith("  "):
                if inside_directory:
                    self._learn(line)
                continue
            inside_directory = line == "the directory says"
            self.written.append(line)
            if line and not line.startswith("#") and not inside_directory:
                self.written += [f"  {each}" for each in self._act(line)]
        return "\n".join(self.written) + "\n"

    def _learn(self, line: str) -> None:
        question, _, answer = line.strip().partition(" is ")
        several = question.startswith("role:") or (question.startswith("team:") and question.count(":") == 1)
        names = [name.strip() for name in answer.split(",") if name.strip() != "nobody"]
        self.directory.told[question] = names if several else (names or [None])[0]
        self.written.append(line)

    def _act(self, line: str) -> list[str]:
        match = ACT.fullmatch(line)
        assert match, f"not an act: {line}"
        who, verb = match["who"], match["verb"]
        if verb == "may":
            return [self._choice(each) for each in choices(self.program, self.ticket.state, who)] or ["nothing"]
        try:
            command = self._command(who, verb, match["rest"] or "", match["comment"] or "", match["answers"] or "")
            return lines(self.program, self.ticket.do(command))
        except Refused as refused:
            return [f"refused: {render(refused)}"]

    def _choice(self, choice) -> str:
        more = [f"to {', '.join(choice.to)}"] if choice.to else []
        more += [f"as {', '.join(choice.outcomes)}"] if choice.outcomes else []
        more += [f"filling {', '.join(choice.fields)}"] if choice.fields else []
        return " ".join([choice.action, *([choice.step] if choice.step else []), *more])

    def _command(self, who: str, verb: str, rest: str, comment: str, given: str) -> c.Command:
        step, _, other = rest.partition(" to ") if verb != "completes" else rest.partition(" as ")
        said = {"by": who, "comment": comment}
        match verb:
            case "files" | "saves":
                return self._file(who, verb, rest)
            case "approves":
                return c.Approve(step=step, changes=self._answers(given), **said)
            case "completes":
                return c.Complete(step=step, outcome=other or "done", changes=self._answers(given), **said)
            case "rejects":
                return c.Reject(step=step, **said)
            case "returns":
                return c.SendBack(step=step, to=other, **said)
            case "hands":
                return c.Transfer(step=step, to=other, **said)
            case "gives":
                return c.Reassign(step=step, people=tuple(other.split(", ")), **said)
        others = {"withdraws": c.Withdraw, "takes it back": c.TakeBack}
        if verb in others:
            return others[verb](**said)
        return c.Acknowledge(by=who) if verb == "acknowledges" else c.Comment(by=who, text=comment)

    def _file(self, who: str, verb: str, rest: str) -> c.Command:
        given = self._answers(rest)
        if verb == "saves":
            return c.Save(by=who, answers=given)
        return c.Submit(by=who, answers=with_defaults(self.program.form, given, self.ticket.facts(who)))

    def _answers(self, written: str) -> dict[str, object]:
        found = {}
        for part in filter(None, written.split(", ")):
            name, _, raw = part.partition(" ")
            value = {"yes": True, "no": False, "nothing": None}.get(raw, raw)
            kind = self.program.form.fields[name].type
            found[name] = None if value is None else values.from_json(kind, value)
        return found


def program_of(folder: Path, evaluator: str = "compiled") -> Program:
    """The process of a story."""
    made = compile_text((folder / "process.way").read_text("utf-8"), evaluator=evaluator)
    assert isinstance(made, Program), made
    return made
