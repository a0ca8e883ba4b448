"""The flow of a program as a BPMN sketch: steps, gateways, ends and arrows, laid out; what BPMN cannot say is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl import tree
from dsl.exporting.ids import identity
from dsl.exporting.refusals import CannotSay, Refusal
from dsl.exporting.sketch import Arrow, Block, Shape, Sketch, one, pile, row, under
from dsl.program import Approve, Branch, Finish, Notify, Parallel, Picture, Program, Step, Table, Target, Task

XOR, AND = "exclusiveGateway", "parallelGateway"
REQUEST = "request"
Loose = list[Arrow]
"""Arrows whose target is still to come."""


@dataclass(slots=True)
class Outline:
    """`lines` are the lines of the text that belong to a node, by the line it stands at; `decided` the tables that are
    exported as decisions."""

    program: Program
    lines: Mapping[int, tuple[str, ...]]
    decided: frozenset[str]
    sketch: Sketch = field(default_factory=Sketch)
    notes: list[Refusal] = field(default_factory=list)
    request: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    around: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def whole(self) -> Block:
        """The whole flow, from the start to its first end."""
        self.surround(self.program.picture, ())
        start = Shape(self.sketch.id("start"), "startEvent")
        self.request = self.sketch.id(REQUEST)
        form = Shape(self.request, "userTask", "Request", self.form_lines())
        self.sketch.arrows.append(Arrow(start.id, form.id))
        block, loose = self.steps(self.program.picture, [Arrow(form.id, "")])
        blocks = [one(start), one(form), block]
        if loose:
            end = self.end(next(iter(self.program.ends)), ())
            self.join(loose, end.id)
            blocks.append(one(end))
        return row(blocks)

    def form_lines(self) -> tuple[str, ...]:
        fields = [self.program.form.fields[name] for name in self.program.form.requested]
        return tuple(f"{each.name}: {each.label or each.name}" for each in fields)

    def surround(self, steps: tuple[Picture, ...], inside: tuple[str, ...]) -> None:
        """Remembers in which arms of parallels every node stands, and gives each its id."""
        for each in steps:
            self.around[each.node] = inside
            self.ids[each.node] = self.sketch.id(identity(each.node))
            for number, (_, arm) in enumerate(each.arms):
                self.surround(arm, (*inside, f"{each.node}.{number}") if each.kind == "parallel" else inside)

    def join(self, loose: Loose, target: str) -> None:
        """Lets arrows end somewhere."""
        self.sketch.arrows += [Arrow(each.source, target, each.name, each.when, each.bend) for each in loose]

    def steps(self, steps: tuple[Picture, ...], loose: Loose) -> tuple[Block, Loose]:
        blocks = []
        for each in steps:
            block, loose = self.step(each, loose)
            blocks.append(block)
        return row(blocks), loose

    def step(self, picture: Picture, loose: Loose) -> tuple[Block, Loose]:
        node = self.program.nodes[picture.node]
        match node:
            case Approve() | Task():
                return self.asked(node, loose)
            case Notify():
                shape = self.shape(node.id, "sendTask", node.label)
                self.join(loose, shape.id)
                return one(shape), [Arrow(shape.id, "")]
            case Finish():
                end = self.end(node.end, self.around[node.id], self.ids[node.id])
                self.join(loose, end.id)
                return one(end), []
            case Parallel():
                return self.parallel(picture, node, loose)
            case Branch(merge=None):
                return self.branch(picture, node, loose)
        return self.collect(picture, node, loose)

    def shape(self, node: str, tag: str, name: str, extra: tuple[tuple[str, str], ...] = ()) -> Shape:
        lines = self.lines.get(self.program.nodes[node].line, ())
        return Shape(self.ids[node], tag, name, lines, extra=extra)

    def end(self, end: str, inside: tuple[str, ...], id: str = "") -> Shape:
        """An end; inside a parallel it ends the other arms too."""
        id = id or self.sketch.id(identity("end", end))
        return Shape(id, "endEvent", self.program.ends.get(end) or end, (f"end {end}",), terminate=bool(inside))

    # -- steps that people decide ----------------------------------------------------------------

    def asked(self, node: Step, loose: Loose) -> tuple[Block, Loose]:
        """An approval or a task, and behind it a gateway for where it may lead besides on."""
        shape = self.shape(node.id, "userTask", node.label)
        self.join(loose, shape.id)
        self.remarks(node)
        onward, elsewhere = ways(node)
        drawn = [(word, label, target) for word, label, target in elsewhere if self.is_drawn(node, target)]
        if not drawn:
            return one(shape), [Arrow(shape.id, "")]
        gate = Shape(self.sketch.id(identity(shape.id, "result")), XOR, "", (f"{result_name(node.id)}",))
        self.sketch.arrows.append(Arrow(shape.id, gate.id))
        ends = []
        for word, label, target in drawn:
            when = f'{result_name(node.id)} = "{word}"'
            if target.end is not None:
                ends.append(self.end(target.end, self.around[node.id]))
                self.sketch.arrows.append(Arrow(gate.id, ends[-1].id, label, when))
            else:
                to = self.request if target.to == REQUEST else self.ids[target.to]
                self.sketch.arrows.append(Arrow(gate.id, to, label, when, back=True))
        leave = [Arrow(gate.id, "", label, f'{result_name(node.id)} = "{word}"') for word, label in onward]
        return under(row([one(shape), one(gate)]), [one(end) for end in ends]), leave

    def is_drawn(self, node: Step, target: Target) -> bool:
        """Whether an arrow can say it: a way out of a parallel back into the flow would leave the other arms running."""
        if target.end is not None:
            return True
        there = () if target.to == REQUEST else self.around[target.to]
        if there != self.around[node.id]:
            self.note("bpmn-return", node, target.to)
            return False
        self.note("bpmn-limit", node, str(target.limit))
        return True

    def remarks(self, node: Step) -> None:
        """What the diagram does not show of a step."""
        if "return" in node.may:
            self.note("bpmn-any-step", node, "")
        if node.nobody.end is not None:
            self.note("bpmn-nobody", node, node.nobody.end)
        if isinstance(node, Approve) and node.void:
            self.note("bpmn-void", node, ", ".join(node.void))

    def note(self, code: str, node: Step, text: str) -> None:
        at = tree.Span(node.line, 1, node.line, 1, 0, 0)
        self.notes.append(Refusal(code, at, {"step": node.id, "text": text}, refuses=False))

    # -- branches ----------------------------------------------------------------------------------

    def decision(self, node: Branch, loose: Loose) -> Shape:
        """The task in which the table decides."""
        table = self.program.tables[node.table]
        extra: tuple[tuple[str, str], ...] = ()
        if node.table in self.decided:
            kind = "collectEntries" if node.merge else "singleEntry"
            extra = (
                ("camunda:decisionRef", identity(node.table)),
                ("camunda:resultVariable", outcome_name(node.table)),
                ("camunda:mapDecisionResult", kind),
            )
        shape = self.shape(node.id, "businessRuleTask", table.label or table.name, extra)
        self.join(loose, shape.id)
        return shape

    def branch(self, picture: Picture, node: Branch, loose: Loose) -> tuple[Block, Loose]:
        decide = self.decision(node, loose)
        gate = Shape(self.sketch.id(identity(decide.id, "split")), XOR, "", (f"{outcome_name(node.table)}",))
        self.sketch.arrows.append(Arrow(decide.id, gate.id))
        arms = []
        for path, (label, steps) in zip(picture.paths, picture.arms, strict=True):
            outcome = path.split(".", 1)[1]
            arms.append((label, f'{outcome_name(node.table)} = "{outcome}"', steps))
        block, leaving = self.arms(gate, XOR, arms)
        return row([one(decide), block]), leaving

    def collect(self, picture: Picture, node: Branch, loose: Loose) -> tuple[Block, Loose]:
        """Of a table that collects the arms run one after the other, in the order of the rows: a gateway before each."""
        decide = self.decision(node, loose)
        by_outcome = {path.split(".", 1)[1]: arm for path, arm in zip(picture.paths, picture.arms, strict=True)}
        blocks, leaving = [one(decide)], [Arrow(decide.id, "")]
        for outcome in in_order(self.program.tables[node.table], node):
            label, steps = by_outcome[outcome]
            if not steps:
                continue
            gate = Shape(self.sketch.id(identity(decide.id, outcome, "split")), XOR)
            self.join(leaving, gate.id)
            asked = f'list contains({outcome_name(node.table)}, "{outcome}")'
            block, leaving = self.arms(gate, XOR, [(label, asked, steps), ("", f"not({asked})", ())])
            blocks.append(block)
        return row(blocks), leaving

    def parallel(self, picture: Picture, node: Parallel, loose: Loose) -> tuple[Block, Loose]:
        if node.need != len(node.arms):
            at = tree.Span(node.line, 1, node.line, 1, 0, 0)
            raise CannotSay("bpmn-join", at, str(node.need), step=node.id)
        gate = self.shape(node.id, AND, node.label)
        self.join(loose, gate.id)
        return self.arms(gate, AND, [(label, "", steps) for label, steps in picture.arms])

    def arms(self, gate: Shape, kind: str, arms: list[tuple[str, str, tuple[Picture, ...]]]) -> tuple[Block, Loose]:
        """Arms between a gateway that splits and one that joins; no join when every arm ends."""
        blocks, leaving = [], []
        for label, when, steps in arms:
            first = Arrow(gate.id, "", label, when)
            block, left = self.steps(steps, [first])
            if not steps:
                bend = Shape(self.sketch.id(identity(gate.id, "bend")), "")
                block, left = one(bend), [Arrow(gate.id, "", label, when, bend.id)]
            blocks.append(block)
            leaving += left
        if not leaving:
            return row([one(gate), pile(blocks)]), []
        join = Shape(self.sketch.id(identity(gate.id, "join")), kind)
        self.join(leaving, join.id)
        return row([one(gate), pile(blocks), one(join)]), [Arrow(join.id, "")]


def ways(node: Step) -> tuple[list[tuple[str, str]], list[tuple[str, str, Target]]]:
    """The results with which a step goes on, as (word, label), and those that lead elsewhere with their targets."""
    if isinstance(node, Approve):
        back = [("returned", "Sent back", Target(to=REQUEST))] if "return" in node.may else []
        return [("approved", "Approved")], [("rejected", "Rejected", node.reject), *back]
    onward = [(each.name, each.label or each.name) for each in node.outcomes if each.target is None]
    elsewhere = [(each.name, each.label or each.name, each.target) for each in node.outcomes if each.target is not None]
    return onward, elsewhere


def in_order(table: Table, node: Branch) -> tuple[str, ...]:
    """The outcomes in the order their arms run, where that is the same for every ticket."""
    listed = [row.outcome for row in table.rows]
    found = tuple(dict.fromkeys(listed))
    runs = [outcome for at, outcome in enumerate(listed) if at == 0 or listed[at - 1] != outcome]
    if len(runs) != len(found):
        raise CannotSay("bpmn-collect-order", tree.Span(node.line, 1, node.line, 1, 0, 0), table.name, step=node.id)
    return tuple(dict.fromkeys([*found, *table.outcomes]))


def result_name(step: str) -> str:
    """The variable that keeps how a step went."""
    return identity(step).replace(".", "_").replace("-", "_") + "_result"


def outcome_name(table: str) -> str:
    """The variable that keeps what a table came to."""
    return identity(table).replace(".", "_").replace("-", "_") + "_outcome"
