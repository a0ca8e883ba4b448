"""The flow of a process as BPMN 2.0 with its diagram."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as xml

from dsl import tree
from dsl.checked import Checked
from dsl.compile import compile
from dsl.exporting.decisions import decisions
from dsl.exporting.dmn import FEEL, OURS
from dsl.exporting.ids import document, identity
from dsl.exporting.outline import Outline
from dsl.exporting.refusals import CannotSay, Exported
from dsl.exporting.sketch import LANE, Arrow, Shape, waypoints
from dsl.format import format_line, head_of

SPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:camunda": "http://camunda.org/schema/1.0/bpmn",
}
MARGIN = 60


def bpmn(checked: Checked) -> Exported:
    """The flow of a checked process as BPMN; its tables are decisions of the same names in the DMN export."""
    program = compile(checked)
    outline = Outline(program, dict(texts(checked)), frozenset(one.name for one in decisions(checked).tables))
    try:
        block = outline.whole()
    except CannotSay as wrong:
        return Exported(None, (wrong.refusal(), *outline.notes))
    shapes = block.moved(MARGIN, MARGIN + block.above)
    root = xml.Element(
        "bpmn:definitions",
        {**SPACES, "id": identity(program.name, "definitions"), "targetNamespace": OURS + program.name,
         "expressionLanguage": FEEL},
    )  # fmt: skip
    given = {"id": identity(program.name), "name": program.label or program.name, "isExecutable": "true"}
    process = xml.SubElement(root, "bpmn:process", given)
    for shape in shapes:
        if shape.tag:
            element(process, shape, outline.sketch.arrows)
    for at, arrow in enumerate(outline.sketch.arrows, 1):
        flow(process, arrow, at)
    picture(root, identity(program.name), shapes, outline.sketch.arrows)
    return Exported(document(root), tuple(outline.notes))


def texts(checked: Checked) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line -> the lines of the text that say what a node does: clauses of a step, rows of the table of a branch."""
    for step in every_step(checked.process.one(tree.Flow).steps):
        match step:
            case tree.Approve(clauses=clauses) | tree.Task(clauses=clauses):
                yield step.at.line, tuple(head_of(clause) for clause in clauses)
            case tree.Branch(table):
                rows = checked.tables[table].rows
                last = checked.tables[table].node.otherwise
                lines = (*rows, *([last] if last is not None else []))
                yield step.at.line, tuple(head_of(replace(each)) for each in lines)
            case tree.Notify():
                yield step.at.line, (format_line(step).strip(),)


def every_step(steps: tuple[tree.Step, ...]) -> Iterator[tree.Step]:
    for step in steps:
        yield step
        for arm in getattr(step, "arms", ()):
            yield from every_step(arm.steps)


def element(process: xml.Element, shape: Shape, arrows: list[Arrow]) -> None:
    """One node: its name, its documentation, and which arrows come and go."""
    made = xml.SubElement(process, f"bpmn:{shape.tag}", {"id": shape.id, **dict(shape.extra)})
    if shape.name:
        made.set("name", shape.name)
    if shape.lines:
        xml.SubElement(made, "bpmn:documentation").text = "\n".join(shape.lines)
    for at, arrow in enumerate(arrows, 1):
        if arrow.target == shape.id:
            xml.SubElement(made, "bpmn:incoming").text = arrow_id(at)
    for at, arrow in enumerate(arrows, 1):
        if arrow.source == shape.id:
            xml.SubElement(made, "bpmn:outgoing").text = arrow_id(at)
    if shape.terminate:
        xml.SubElement(made, "bpmn:terminateEventDefinition", {"id": f"{shape.id}_terminate"})


def arrow_id(at: int) -> str:
    return f"arrow.{at}"


def flow(process: xml.Element, arrow: Arrow, at: int) -> None:
    given = {"id": arrow_id(at), "sourceRef": arrow.source, "targetRef": arrow.target}
    made = xml.SubElement(process, "bpmn:sequenceFlow", given)
    if arrow.name:
        made.set("name", arrow.name)
    if arrow.when:
        xml.SubElement(made, "bpmn:conditionExpression", {"xsi:type": "bpmn:tFormalExpression"}).text = arrow.when


def picture(root: xml.Element, process: str, shapes: tuple[Shape, ...], arrows: list[Arrow]) -> None:
    """The diagram: where every shape stands and every arrow runs."""
    plane = xml.SubElement(
        xml.SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"}),
        "bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": process},
    )  # fmt: skip
    places = {shape.id: shape for shape in shapes}
    for shape in shapes:
        if shape.tag:
            drawn(plane, shape)
    floor = max(shape.y + shape.size[1] // 2 for shape in shapes) + LANE * 2
    for at, arrow in enumerate(arrows, 1):
        made = xml.SubElement(plane, "bpmndi:BPMNEdge", {"id": f"{arrow_id(at)}.edge", "bpmnElement": arrow_id(at)})
        for x, y in waypoints(arrow, places, floor):
            xml.SubElement(made, "di:waypoint", {"x": str(x), "y": str(y)})
        floor += LANE if arrow.back else 0


def drawn(plane: xml.Element, shape: Shape) -> None:
    width, height = shape.size
    given = {"id": f"{shape.id}.shape", "bpmnElement": shape.id}
    if shape.tag == "exclusiveGateway":
        given["isMarkerVisible"] = "true"
    made = xml.SubElement(plane, "bpmndi:BPMNShape", given)
    place = {"x": shape.x, "y": shape.y - height // 2, "width": width, "height": height}
    xml.SubElement(made, "dc:Bounds", {name: str(value) for name, value in place.items()})
