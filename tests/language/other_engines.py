"""Decision tables as SpiffWorkflow and ZEN read them from an exported document, and tickets for them to decide."""

from __future__ import annotations

import datetime
import json
import random
import re
from dataclasses import fields, is_dataclass
from fractions import Fraction
from types import SimpleNamespace

import zen
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser

from dsl import tree, types
from dsl.checked import Checked
from dsl.complete import completing
from dsl.exporting.columns import Column
from dsl.program import Program, Step
from dsl.reference import World, read
from tests.language.random_answers import answers, value

MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
LITERALS = {"true": True, "false": False, "null": None, "date": datetime.date.fromisoformat}
"""What FEEL has for itself, as the Python that SpiffWorkflow computes in."""
STRING = re.compile(r'"(?:\\.|[^"\\])*"')


class Spiff:
    """The table of a document with one decision, read and decided by SpiffWorkflow."""

    def __init__(self, text: str, name: str) -> None:
        parser = BpmnDmnParser()
        parser.add_dmn_str(text.encode())
        self.engine = parser.get_engine(name, None)
        self.workflow = SimpleNamespace(script_engine=PythonScriptEngine(TaskDataEnvironment(LITERALS)))
        self.name = name

    def decide(self, given: dict[str, object]) -> tuple[str, ...]:
        found = self.engine.result(SimpleNamespace(data=dict(given), workflow=self.workflow)).get(self.name, [])
        return tuple(found) if isinstance(found, list) else (found,)


class Zen:
    """The same document turned cell by cell into a table of ZEN: `?` is `$` there, and lists have square brackets."""

    def __init__(self, text: str) -> None:
        table = etree.fromstring(text.encode()).find(f".//{MODEL}decisionTable")
        asked = [each.find(f"{MODEL}inputExpression") for each in table.findall(f"{MODEL}input")]
        dates = tuple(each.findtext(f"{MODEL}text") for each in asked if each.get("typeRef") == "date")
        inputs = [self.input(number, each) for number, each in enumerate(table.findall(f"{MODEL}input"))]
        rules = []
        for number, rule in enumerate(table.findall(f"{MODEL}rule")):
            cells = [each.findtext(f"{MODEL}text") for each in rule.findall(f"{MODEL}inputEntry")]
            line = {f"i{at}": "" if each == "-" else zen_cell(each, dates) for at, each in enumerate(cells)}
            rules.append({"_id": f"r{number}", **line, "o": rule.find(f"{MODEL}outputEntry").findtext(f"{MODEL}text")})
        policy = "collect" if table.get("hitPolicy") == "COLLECT" else "first"
        outputs = [{"id": "o", "name": "o", "field": "o"}]
        content = {"hitPolicy": policy, "inputs": inputs, "outputs": outputs, "rules": rules}
        decides = {**node("table", "decisionTableNode"), "content": content}
        nodes = [node("in", "inputNode"), decides, node("out", "outputNode")]
        edges = [edge("in", "table"), edge("table", "out")]
        graph = json.dumps({"nodes": nodes, "edges": edges})
        self.decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(graph))

    def input(self, number: int, element) -> dict[str, str]:
        asked = element.find(f"{MODEL}inputExpression")
        text = asked.findtext(f"{MODEL}text")
        field = f"date({text})" if asked.get("typeRef") == "date" else text
        return {"id": f"i{number}", "name": f"i{number}", "field": field}

    def decide(self, given: dict[str, object]) -> tuple[str, ...]:
        plain = {name: each.isoformat() if isinstance(each, datetime.date) else each for name, each in given.items()}
        found = self.decision.evaluate(plain)["result"] or []
        return tuple(one["o"] for one in (found if isinstance(found, list) else [found]))


def node(name: str, kind: str) -> dict[str, object]:
    return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}


def edge(start: str, end: str) -> dict[str, str]:
    return {"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end}


def zen_cell(cell: str, dates: tuple[str, ...]) -> str:
    """A FEEL cell as ZEN writes it, texts left alone; a day is a string there, until `date` reads it."""
    kept = STRING.findall(cell)
    bare = STRING.sub("\0", cell).replace("?", "$")
    bare = re.sub(r"\$ in \(([^()]*)\)", r"$ in [\1]", bare)
    for name in dates:
        bare = re.sub(rf"\b{name}\b", f"date({name})", bare)
    return re.sub("\0", lambda _: kept.pop(0), bare)


def given(columns: tuple[Column, ...], world: World) -> dict[str, object]:
    """What the inputs of a table are for a ticket; None for what is absent."""
    found = {}
    for column in columns:
        one = read(world.checked.resolve(column.path), world)
        found[column.name] = float(one) if isinstance(one, Fraction) else list(one) if isinstance(one, tuple) else one
    return found


def literals(found: object) -> list[object]:
    """Every literal below a part of a tree."""
    if isinstance(found, tree.Number | tree.Amount | tree.Length | tree.Text | tree.Day):
        return [found]
    if isinstance(found, tuple):
        return [each for one in found for each in literals(one)]
    return [each for one in fields(found) for each in literals(getattr(found, one.name))] if is_dataclass(found) else []


def ticket(checked: Checked, program: Program, r: random.Random, facts) -> dict[str, object]:
    """Random answers at any time of a ticket's life, often at, just below or just above a constant of the tables."""
    near = literals(tuple(sheet.rows for sheet in checked.tables.values()))
    found = {name: nudged(program.form.fields[name].type, each, near, r) for name, each in answers(program, r).items()}
    steps = [each for each in program.nodes.values() if isinstance(each, Step)]
    required = {name for step in steps for name in step.access.required}
    for name, sheet in checked.fields.items():
        if sheet.later and (name in required or r.random() < 0.5):
            kind = program.form.fields[name].type
            found[name] = nudged(kind, value(kind, r), near, r)
    return dict(completing(program, found, facts).answers)


def nudged(kind: types.Type, otherwise: object, near: list[object], r: random.Random) -> object:
    """A value of a kind at a constant of its kind, or a unit beside one; else as it was."""
    if r.random() < 0.4:
        return otherwise
    fit = []
    for one in near:
        match one, kind:
            case tree.Amount(units, places, currency), types.Money(wanted) if currency == wanted:
                fit.append(units * 10 ** (types.scale_of(kind) - places))
            case tree.Number(units, places), types.Whole() | types.Decimal() if places <= types.scale_of(kind):
                fit.append(units * 10 ** (types.scale_of(kind) - places))
            case tree.Length(), types.Duration():
                fit.append(60 * r.randint(0, 2 * kind.high // 60))
    fit = [each for one in fit for each in (one - 1, one, one + 1) if kind.low <= each <= kind.high]
    return r.choice(fit) if fit else otherwise


