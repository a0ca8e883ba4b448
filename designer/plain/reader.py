"""Says what stands in a text in full: conditions, values, people, fields, steps and tables by what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from designer.conditions.labels import field_label
from designer.conditions.sentences import Speaker
from designer.flow.told import Teller
from designer.scene import Scene
from dsl import tree
from dsl.checking.names import all_steps
from dsl.translatable import sentences


class Whole(Speaker):
    """Shortens no text."""

    __slots__ = ()

    def literal(self, node: tree.Expression) -> str:
        return f"“{node.value}”" if isinstance(node, tree.Text) else super().literal(node)


class Reader:
    """Everything about one scene that several chapters say."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.process, self.say = scene, scene.process, scene.outside.say
        self.speaker, self.teller = Whole(scene), Teller(scene)
        self.paths = {id(each.node): each.path for each in sentences(scene.process)}

    def condition(self, node: tree.Expression | None) -> str:
        """A condition, or a value."""
        return "" if node is None else self.speaker.tell(node)

    def value(self, node: tree.Expression) -> str:
        return self.speaker.value(node)

    def people(self, people: Iterable[tree.Expression]) -> str:
        return self.speaker.listed([self.speaker.who(one) for one in people])

    def listed(self, items: Iterable[str]) -> str:
        return self.speaker.listed(list(items))

    def word(self, path: tuple[str, ...], otherwise: str) -> str:
        return self.scene.word(path, otherwise)

    def sentence(self, node: tree.Node, written: str) -> str:
        """A sentence of the text in the reader's language."""
        return self.word(tuple(self.paths.get(id(node), "").split(".")), written)

    def field(self, path: str) -> str:
        """A field or column by its label."""
        return field_label(self.scene, path)

    def step(self, name: str) -> str:
        return self.teller.steps.get(name, name)

    def end(self, name: str) -> str:
        """An end; the one of those who withdraw has a word of ours when the text has none."""
        say = self.say
        return say("Withdrawn") if name == "withdrawn" and name not in self.teller.end_labels else self.teller.end(name)

    def result(self, step: str, name: str) -> str:
        """How a task may go."""
        steps = all_steps([each for flow in self.process.all(tree.Flow) for each in flow.steps])
        found = [one for each in steps if getattr(each, "name", "") == step for one in getattr(each, "clauses", ())]
        label = next((one.label for one in found if isinstance(one, tree.Outcome) and one.name == name), None)
        return self.word((step, name), label or name.replace("_", " "))

    def outcome(self, table: str, name: str) -> str:
        """An outcome of a table."""
        return self.word((table, name), name.replace("_", " "))

    def target(self, target: tree.Target) -> str:
        """Where a step leads instead of on, as the end of a sentence."""
        say = self.say
        match target:
            case tree.End(name):
                return say("the ticket ends as “{end}”", end=self.end(name))
            case tree.Return("request", limit):
                return say("the requester gets it back and may file it again, at most {count} times", count=limit or 20)
            case tree.Return(to, limit):
                return say("it goes back to “{step}”, at most {count} times", step=self.step(to), count=limit or 20)
