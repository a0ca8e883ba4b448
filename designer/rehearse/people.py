"""Who answers in a rehearsal: the directory of the house, or a pretend one in which nobody is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo

from designer.rehearse.play import Play
from dsl import tree, types, values
from dsl.engine.facts import Unknown
from dsl.libraries import Attribute, Libraries
from dsl.pretend import Pretend
from dsl.program import Approve, Program
from dsl.scaled import Unfit
from forms.world import World

Ask = Callable[[str], object]


class Answering:
    """A Facts `ask`: `today` is the rehearsal's own day, what was said of the requester counts before the directory."""

    def __init__(self, program: Program, libraries: Libraries, play: Play, real: Ask | None) -> None:
        self.pretend = Pretend(program, libraries, said(play, libraries), turns_of(program, play))
        self.real = real if play.real else None
        self.today = play.at[:10]

    def __call__(self, question: str) -> object:
        if question == "today":
            return self.today
        if self.real is None or question in self.pretend.told:
            return self.pretend(question)
        try:
            return self.real(question)
        except (LookupError, Unknown):
            return self.pretend(question)


def turns_of(program: Program, play: Play) -> dict[str, int]:
    """How many people each step has: two where several have to agree, unless the rehearsal says so."""
    steps = (node for node in program.nodes.values() if isinstance(node, Approve))
    several = {node.id: 2 for node in steps if node.rule in ("all", "order", "percent")}
    return {**several, **play.turns}


def said(play: Play, libraries: Libraries) -> dict[str, object]:
    """What was said of the requester, by question; what cannot be read is not said."""
    found = {}
    for name, raw in play.told.items():
        attribute = libraries.person.get(name)
        if attribute is not None and raw:
            try:
                value = values.from_json(attribute.type, typed(attribute.type, raw))
            except Unfit:
                continue
            found[f"person:{play.by}:{name}"] = values.to_json(attribute.type, value)
    return found


def typed(kind: types.Type, raw: str) -> object:
    """What was typed, as JSON."""
    match kind:
        case types.YesNo():
            return raw == "yes"
        case types.Choices():
            return [each.strip() for each in raw.split(",") if each.strip()]
    return raw


def asked_of_requester(process: tree.Process, libraries: Libraries) -> dict[str, Attribute]:
    """The attributes of the requester that the text reads and that one can say: their names and types."""
    found: dict[str, Attribute] = {}
    waiting: list[object] = [process]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Path) and node.parts[0] == "requester" and len(node.parts) == 2:
            attribute = libraries.person.get(node.parts[1])
            if attribute is not None and not isinstance(attribute.type, types.Person | types.Team | types.Rows):
                found[node.parts[1]] = attribute
        if isinstance(node, tuple):
            waiting += node
        elif isinstance(node, tree.Node):
            waiting += [getattr(node, name) for name in node.__dataclass_fields__ if name not in ("at", "trivia")]
    return dict(sorted(found.items()))


def world_of(play: Play, people: Mapping[str, str], teams: Mapping[str, str], zone: tzinfo) -> World:
    """The outside for the rehearsal's forms: files are only pretended to be kept."""
    keep = pretend_to_keep
    return World(people=people, teams=teams, zone=zone, keep=keep) if play.real else World(zone=zone, keep=keep)


def pretend_to_keep(stream, name: str, media: str) -> types.FileRef:
    """A file of that name which nobody keeps."""
    return types.FileRef(name, "0" * 64, 1, media)


def called(id: str, names: Mapping[str, str], say: Callable[..., str]) -> str:
    """A person's name; a pretend person is called what they are: ana's manager, finance 1."""
    if id in names:
        return names[id]
    holder, dot, what = id.rpartition(".")
    if dot and holder:
        known = {"manager": say("manager"), "department": say("department"), "head": say("head")}
        return say("{holder}'s {what}", holder=called(holder, names, say), what=known.get(what, what.replace("_", " ")))
    return id.replace("-", " ") if "-" in id else id.capitalize()


class Called(Mapping):
    """Names of everybody, also of pretend people, by id."""

    def __init__(self, names: Mapping[str, str], say: Callable[..., str]) -> None:
        self.names, self.say = names, say

    def __getitem__(self, id: str) -> str:
        return called(id, self.names, self.say)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)
