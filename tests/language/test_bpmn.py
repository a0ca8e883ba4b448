"""The exported flow is valid BPMN, and SpiffWorkflow walks it as our engine does, its tables decided by the exported DMN."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.defaults import ManualTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.camunda.parser.CamundaParser import NSMAP as NAMESPACES
from SpiffWorkflow.camunda.parser.task_spec import BusinessRuleTaskParser
from SpiffWorkflow.camunda.specs.business_rule_task import BusinessRuleTask
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser
from SpiffWorkflow.util.task import TaskState

from dsl.check import check
from dsl.checked import Checked
from dsl.compile import compile
from dsl.defaults import with_defaults
from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.refused import Refused
from dsl.exporting.bpmn import SPACES, bpmn
from dsl.exporting.decisions import decisions
from dsl.exporting.dmn import dmn
from dsl.exporting.ids import identity
from dsl.exporting.outline import outcome_name, result_name
from dsl.parse import parse
from dsl.pretend import Pretend, some_value
from dsl.program import Approve, Program
from dsl.reference import World
from dsl.rehearsal import Rehearsal
from tests.language.other_engines import LITERALS, given, literals, nudged
from tests.language.random_answers import NOW, answers
from tests.language.test_dmn import TEXTS, checked_of

PER_PROCESS = 80
MOST_ACTS = 40
BPMN, BPMNDI, DC, DI = (f"{{{SPACES[name]}}}" for name in ("xmlns:bpmn", "xmlns:bpmndi", "xmlns:dc", "xmlns:di"))


class RuleTask(BusinessRuleTask):
    """SpiffWorkflow's task that decides by DMN. It puts outcomes under the name of the table; we do what the diagram asks
    of engines that know it: `camunda:resultVariable`. Cells are read by an engine of their own, as FEEL is not Python."""

    variable = ""

    def _run_hook(self, task):
        workflow = SimpleNamespace(script_engine=PythonScriptEngine(TaskDataEnvironment(LITERALS)))
        found = self.dmnEngine.result(SimpleNamespace(data=task.data, workflow=workflow))
        (task.data[self.variable],) = found.values() or [[]]
        return True


class RuleParser(BusinessRuleTaskParser):
    """Where the text's table is in the DMN it decides; where it is refused there, the task waits to be told the outcome."""

    def create_task(self):
        ref = self.get_decision_ref(self.node)
        if ref is None:
            return ManualTask(self.spec, self.bpmn_id, **self.bpmn_attributes)
        engine = self.process_parser.parser.get_engine(ref, self.node)
        made = RuleTask(self.spec, self.bpmn_id, dmnEngine=engine, **self.bpmn_attributes)
        made.variable = self.attribute("resultVariable", "camunda")
        return made

    @staticmethod
    def get_decision_ref(node):
        return node.get(f"{{{SPACES['xmlns:camunda']}}}decisionRef")


class Parser(BpmnDmnParser):
    """SpiffWorkflow's own parser of both notations."""

    OVERRIDE_PARSER_CLASSES = {full_tag("businessRuleTask"): (RuleParser, RuleTask)}  # noqa: RUF012


class Feel(PythonScriptEngine):
    """The two forms of conditions in our diagrams, as Python."""

    def evaluate(self, task, expression, external_context=None):
        held = not expression.startswith("not(")
        bare = expression if held else expression.removeprefix("not(").removesuffix(")")
        if bare.startswith("list contains("):
            name, wanted = bare.removeprefix("list contains(").removesuffix(")").split(", ")
            python = f"{wanted} in {name}"
        else:
            python = bare.replace(" = ", " == ")
        return super().evaluate(task, python, external_context) is held


class Walk:
    """A ticket as SpiffWorkflow sees it."""

    def __init__(self, spec, program: Program, refused: set[str]) -> None:
        self.program, self.known, self.refused = program, {}, refused
        self.decided: Counter = Counter()
        self.flow = BpmnWorkflow(spec, script_engine=Feel(TaskDataEnvironment()))
        self.flow.do_engine_steps()
        self.words: dict[str, str] = {}

    def ready(self) -> dict[str, object]:
        return {task.task_spec.bpmn_id: task for task in self.flow.get_tasks(state=TaskState.READY)}

    def complete(self, id: str, **data: object) -> None:
        task = self.ready()[id]
        task.data.update(self.known | data)
        task.run()
        self.flow.do_engine_steps()

    def outcome(self, id: str, name: str) -> object:
        """What a table came to when it decided last."""
        done = [task for task in self.flow.get_tasks(state=TaskState.COMPLETED) if task.task_spec.bpmn_id == id]
        return max(done, key=lambda task: task.last_state_change).data[name]

    def ends(self) -> set[str]:
        done = self.flow.get_tasks(state=TaskState.COMPLETED)
        return {task.task_spec.bpmn_id for task in done if type(task.task_spec).__name__ == "EndEvent"}

    def see(self, event: e.Event) -> None:
        """What our engine said happened must be possible here now."""
        match event:
            case e.Submitted():
                self.complete("request")
            case e.Routed(node=node, table=table, outcomes=outcomes):
                found = list(outcomes) if self.program.nodes[node].merge else outcomes[0]
                if table in self.refused:
                    self.complete(identity(node), **{outcome_name(table): found})
                    return
                theirs = self.outcome(identity(node), outcome_name(table))
                assert (list(dict.fromkeys(theirs)) if isinstance(theirs, list) else theirs) == found
                self.decided[table] += 1
            case e.Completed(step=step, outcome=outcome):
                self.words[step] = outcome
            case e.SentBack(step=step) if step not in self.words:
                self.words[step] = "returned"
            case e.Closed(step=step, result=result) if result != "cancelled":
                word = self.words.pop(step, "approved")
                self.complete(identity(step), **{result_name(step): "rejected" if result == "rejected" else word})


@cache
def exported(name: str):
    """The tables of an example that the DMN says."""
    return decisions(checked_of(name)).tables


@cache
def parsed(name: str):
    parser, checked = Parser(NAMESPACES, BpmnValidator()), checked_of(name)
    parser.add_bpmn_str(bpmn(checked).text.encode())
    for one in exported(name):
        parser.add_dmn_str(dmn(checked, (one.name,)).text.encode())
    return parser.get_spec(identity(checked_of(name).process.name))


def unchecked(program: Program) -> Program:
    """The program with a form that takes any answers: the checks of answers are not what is walked here."""
    fields = {name: replace(field, checks=()) for name, field in program.form.fields.items()}
    return replace(program, form=replace(program.form, fields=fields))


def begun(program: Program, checked: Checked, r: random.Random) -> tuple[Rehearsal, dict]:
    """A random ticket, often at a constant of a table or a unit beside one."""
    ticket = Rehearsal(program, Pretend(program, checked.libraries), NOW)
    near = literals(tuple(sheet.rows for sheet in checked.tables.values()))
    found = {name: nudged(program.form.fields[name].type, each, near, r) for name, each in answers(program, r).items()}
    whole = with_defaults(program.form, found, ticket.facts("ana"))
    ticket.do(c.Submit(by="ana", answers=whole))
    return ticket, whole


def act(ticket: Rehearsal, given: dict, drawn_back: set[str], r: random.Random) -> None:
    """Something that may happen now: mostly on, sometimes back or to an end."""
    program, state = ticket.program, ticket.state
    if state.status == "returned":
        ticket.do(c.Submit(by="ana", answers=given))
        return
    step = r.choice(sorted(state.open))
    node, by = program.nodes[step], ticket.first_asked(step)
    need = [name for name in node.access.required if name not in state.answers]
    changes = {name: some_value(program.form.fields[name].type, name) for name in need}
    if not isinstance(node, Approve):
        ticket.do(c.Complete(by=by, step=step, outcome=r.choice(node.outcomes).name, changes=changes))
    elif r.random() < 0.75:
        ticket.do(c.Approve(by=by, step=step, changes=changes))
    elif "return" in node.may and step in drawn_back and r.random() < 0.5:
        ticket.do(c.SendBack(by=by, step=step, to="request"))
    else:
        ticket.do(c.Reject(by=by, step=step))


def walk(name: str, count: int, seed: int) -> Counter:
    """How often which end was reached, while both go the same way; "under way" for tickets that went round too long."""
    checked = checked_of(name)
    missing = set(checked.tables) - {one.name for one in exported(name)}
    left_out = {each.values["step"] for each in bpmn(checked).refusals if each.code == "bpmn-return"}
    program, r, seen, walks = unchecked(compile(checked)), random.Random(seed), Counter(), []
    for _ in range(count):
        ticket, given = begun(program, checked, r)
        theirs, told = Walk(parsed(name), program, missing), 0
        walks.append(theirs)
        for acts in range(MOST_ACTS + 1):
            if forked_again(ticket):
                break
            for batch in ticket.batches[told:]:
                theirs.known = inputs(name, ticket)
                for event in batch.events:
                    theirs.see(event)
            told = len(ticket.batches)
            assert set(theirs.ready()) == standing(ticket)
            if ticket.state.status == "ended" or acts == MOST_ACTS:
                break
            try:
                act(ticket, given, set(program.order) - left_out, r)
            except Refused as refused:
                assert refused.code in ("sent-back-enough", "claim-unmet"), refused
        again = forked_again(ticket)
        seen["again" if again else ticket.state.end or "under way"] += 1
        if ticket.state.end and not again:
            assert theirs.flow.completed and ends_of(name)[ticket.state.end] & theirs.ends()
    assert any(one.decided for one in walks), "the DMN decided"
    return seen


def inputs(name: str, ticket: Rehearsal) -> dict[str, object]:
    """What the tables of the DMN read, as far as it is there by now."""
    world, found = World(checked_of(name), ticket.state.answers, ticket.facts("ana")), {}
    for one in exported(name):
        found |= given(one.columns, world)
    return found


def forked_again(ticket: Rehearsal) -> bool:
    """Whether a parallel began a second time: SpiffWorkflow's join then still counts the arms of the first time (a join of
    BPMN has used them up), so such tickets are walked as far as there."""
    forks = [event.node for batch in ticket.batches for event in batch.events if isinstance(event, e.Forked)]
    return len(forks) > len(set(forks))


def standing(ticket: Rehearsal) -> set[str]:
    if ticket.state.status == "returned":
        return {"request"}
    return {identity(step) for step in ticket.state.open} if ticket.state.status == "open" else set()


@cache
def ends_of(name: str) -> dict[str, set[str]]:
    """End of the text -> the end events that stand for it."""
    root, found = etree.fromstring(bpmn(checked_of(name)).text.encode()), {}
    for each in root.iter(f"{BPMN}endEvent"):
        found.setdefault(each.findtext(f"{BPMN}documentation").removeprefix("end "), set()).add(each.get("id"))
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_spiffworkflow_goes_the_same_way(name):
    seen = walk(name, PER_PROCESS, 7)
    assert sum(seen.values()) == PER_PROCESS and len(seen) > 1


def test_at_least_a_thousand_tickets_are_walked():
    assert PER_PROCESS * len(TEXTS) >= 1000


@pytest.mark.parametrize("name", TEXTS)
def test_every_shape_and_arrow_is_drawn_once_and_nothing_overlaps(name):
    root = etree.fromstring(bpmn(checked_of(name)).text.encode())
    process = root.find(f"{BPMN}process")
    nodes = [each.get("id") for each in process if each.tag != f"{BPMN}sequenceFlow"]
    arrows = {each.get("id"): each for each in process.iter(f"{BPMN}sequenceFlow")}
    shapes = {each.get("bpmnElement"): each.find(f"{DC}Bounds") for each in root.iter(f"{BPMNDI}BPMNShape")}
    edges = {each.get("bpmnElement"): each.findall(f"{DI}waypoint") for each in root.iter(f"{BPMNDI}BPMNEdge")}
    assert sorted(nodes) == sorted(shapes) and len(set(nodes)) == len(nodes)
    assert set(edges) == set(arrows)
    boxes = [[int(box.get(side)) for side in ("x", "y", "width", "height")] for box in shapes.values()]
    for at, (x, y, width, height) in enumerate(boxes):
        for x2, y2, width2, height2 in boxes[:at]:
            assert x >= x2 + width2 or x2 >= x + width or y >= y2 + height2 or y2 >= y + height
    for id, points in edges.items():
        for point, node in ((points[0], arrows[id].get("sourceRef")), (points[-1], arrows[id].get("targetRef"))):
            x, y, width, height = (int(shapes[node].get(side)) for side in ("x", "y", "width", "height"))
            assert x <= int(point.get("x")) <= x + width and y <= int(point.get("y")) <= y + height
        for one, other in pairwise(points):
            assert one.get("x") == other.get("x") or one.get("y") == other.get("y")


def test_the_documentation_keeps_the_lines_of_the_text():
    root = etree.fromstring(bpmn(checked_of("refund")).text.encode())
    said = {each.get("id"): each.findtext(f"{BPMN}documentation") for each in root.iter(f"{BPMN}userTask")}
    assert said["controllers"].splitlines()[:2] == ['by role("finance")', "decide 2 of them"]
    rules = next(root.iter(f"{BPMN}businessRuleTask"))
    assert rules.findtext(f"{BPMN}documentation").splitlines()[-1] == "otherwise -> manager"
    assert rules.get(f"{{{SPACES['xmlns:camunda']}}}decisionRef") == "desk"


def flow(steps: str, table: str = ""):
    form = "form {\n a: whole [0 .. 9]\n}"
    source = parse(f"process small {{\n {form}\n{table}\n flow {{\n{steps}\n}}\n ends {{\n done\n rejected\n}}\n}}\n")
    assert not source.problems, source.problems
    found = check(source.process)
    assert found.ok, found.problems
    return found


BOTH = """parallel both join {join} {{
  arm {{
    approve one {{
      by role("a")
      {clause}
    }}
  }}
  arm {{
    approve two {{
      by role("b")
    }}
  }}
}}"""


def test_a_join_that_does_not_wait_for_all_is_refused():
    exported = bpmn(flow(BOTH.format(join="any", clause="")))
    assert exported.text is None and [each.code for each in exported.refusals] == ["bpmn-join"]
    assert "`both`" in exported.refusals[0].said("en") and "`both`" in exported.refusals[0].said("zh")


def test_a_way_back_out_of_a_parallel_is_left_out_and_said():
    exported = bpmn(flow(BOTH.format(join="all", clause="reject return to request")))
    assert [each.code for each in exported.refusals] == ["bpmn-return"]
    assert 'name="Rejected"' in exported.text and exported.text.count('targetRef="request"') == 1


def test_arms_whose_order_changes_are_refused():
    table = "table t collect -> { x, y } {\n a when a > 5 -> x\n b when a > 3 -> y\n c when a < 7 -> x\n}"
    steps = "branch by t {\n x {\n}\n y {\n}\n}"
    assert [each.code for each in bpmn(flow(steps, table)).refusals] == ["bpmn-collect-order"]
