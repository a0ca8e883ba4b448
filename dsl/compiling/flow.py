"""The flow of a program: nested steps become nodes that know what follows them, by id."""

from __future__ import annotations

from dsl import tree
from dsl.checked import Checked
from dsl.compiling.functions import Functions
from dsl.compiling.steps import approve, people, task
from dsl.compiling.texts import template
from dsl.compiling.words import Words
from dsl.program import Branch, Finish, Join, Merge, Node, Notify, Parallel, Picture

Steps = tuple[tree.Step, ...]


class Flow:
    """Lays out nodes from back to front, so that each knows the next one."""

    def __init__(self, checked: Checked, functions: Functions, words: Words) -> None:
        self.checked = checked
        self.functions = functions
        self.words = words
        self.nodes: dict[str, Node] = {}
        self.ids: dict[int, str] = {}
        self.taken: dict[str, int] = {}

    def lay(self, steps: Steps) -> str | None:
        """All nodes of the flow; the id of the first one."""
        self._name(steps)
        start = self._chain(steps, None)
        order = {name: at for at, name in enumerate(self.ids.values())}
        self.nodes = dict(sorted(self.nodes.items(), key=lambda item: order.get(item[0], len(order))))
        return start

    def _name(self, steps: Steps) -> None:
        """Ids in the order of the text: a step's own name, or `branch.desk`, `notify`, `end.rejected`, numbered."""
        for step in steps:
            self.ids[id(step)] = self._numbered(wanted_id(step))
            for arm in getattr(step, "arms", ()):
                self._name(arm.steps)

    def _numbered(self, wanted: str) -> str:
        count = self.taken[wanted] = self.taken.get(wanted, 0) + 1
        return wanted if count == 1 else f"{wanted.removesuffix('.1')}.{count}"

    def _chain(self, steps: Steps, following: str | None) -> str | None:
        for step in reversed(steps):
            self._node(step, following)
            following = self.ids[id(step)]
        return following

    def _node(self, step: tree.Step, following: str | None) -> None:
        name = self.ids[id(step)]
        common = {"id": name, "label": label_of(self.checked, step), "line": step.at.line, "next": following}
        match step:
            case tree.Approve():
                node = approve(self.checked, self.functions, step, common)
            case tree.Task():
                node = task(self.checked, self.functions, step, common)
            case tree.Notify():
                to = people(self.functions, step.people)
                node = Notify(**common, people=to, text=template(step.text), texts=self.words.templates(step))
            case tree.Finish(end):
                node = Finish(**{**common, "next": None}, end=end)
            case tree.Branch():
                node = self._branch(step, common)
            case tree.Parallel():
                node = self._parallel(step, common)
        self.nodes[name] = node

    def _branch(self, step: tree.Branch, common: dict) -> Branch:
        name, behind, merge = common["id"], common["next"], None
        if self.checked.tables[step.table].node.policy == "collect":
            merge = behind = f"{name}.merge"
            self.nodes[merge] = Merge(id=merge, label="", line=step.at.line, next=common["next"], branch=name)
        arms = {arm.name: self._chain(arm.steps, behind) for arm in step.arms}
        return Branch(**common, table=step.table, arms=arms, merge=merge)

    def _parallel(self, step: tree.Parallel, common: dict) -> Parallel:
        name, firsts = common["id"], []
        for number, arm in enumerate(step.arms):
            join = f"{name}.join.{number}"
            self.nodes[join] = Join(
                id=join, label="", line=arm.at.line, next=common["next"], parallel=name, arm=number
            )
            firsts.append(self._chain(arm.steps, join))
        need = {"all": len(firsts), "any": 1}.get(step.join, step.join)
        return Parallel(**common, arms=tuple(firsts), join=f"{name}.join", need=need)

    def picture(self, steps: Steps) -> tuple[Picture, ...]:
        """The same flow as nested shape."""
        return tuple(
            Picture(
                kind=KINDS[type(step)],
                node=self.ids[id(step)],
                label=label_of(self.checked, step),
                arms=tuple((arm.label or arm.name or "", self.picture(arm.steps)) for arm in getattr(step, "arms", ())),
                paths=tuple(self._path(step, arm) for arm in getattr(step, "arms", ())),
            )
            for step in steps
        )

    def _path(self, step: tree.Branch | tree.Parallel, arm: tree.Arm) -> str:
        """An arm of a branch goes by the outcome of its table."""
        if arm.name:
            return f"{step.table if isinstance(step, tree.Branch) else step.name}.{arm.name}"
        return self.words.paths.get(id(arm), "")


KINDS = {
    tree.Approve: "approve",
    tree.Task: "task",
    tree.Notify: "notify",
    tree.Finish: "end",
    tree.Branch: "branch",
    tree.Parallel: "parallel",
}


def wanted_id(step: tree.Step) -> str:
    """A name no step of the text can have, for steps without one."""
    match step:
        case tree.Notify():
            return "notify.1"
        case tree.Finish(end):
            return f"end.{end}"
        case tree.Branch(table):
            return f"branch.{table}"
    return step.name


def label_of(checked: Checked, step: tree.Step) -> str:
    """What a step is called: its own label, the label of its end or table, the text of its message."""
    match step:
        case tree.Notify(text=text):
            return text
        case tree.Finish(end):
            return checked.ends.get(end) or end
        case tree.Branch(table):
            return checked.tables[table].node.label or table
    return step.label or step.name
