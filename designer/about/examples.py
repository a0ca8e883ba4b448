"""An example as a form: who files, each answer with its input, and the acts that are expected."""

from __future__ import annotations

from dataclasses import dataclass

from designer import address as at
from designer.about.likely import way
from designer.rehearse.results import results
from designer.scene import Scene
from designer.tables.cells import plain
from designer.tables.domain import Domain, domain_of_type
from dsl import tree, types
from dsl.checked import FieldSheet
from dsl.format_statement import act as act_text
from dsl.format_statement import given as given_text

QUOTED = types.Text | types.Link | types.Email | types.Phone
CURRENCY = {"money"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of an example: `text` is what stands there, as the input shows it; `needed` when it cannot be left out."""

    name: str
    label: str
    editor: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    quoted: bool = False
    listed: bool = False
    needed: bool = False
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An example as its form shows it; `acts` are (as written, label), `possible` what may be chosen as an act."""

    node: tree.Example
    address: str
    requester: str
    attributes: tuple[Asked, ...]
    answers: tuple[Asked, ...]
    acts: tuple[tuple[str, str], ...]
    possible: tuple[tuple[str, str], ...]
    result: object | None
    ways: tuple[str, ...]


def case(scene: Scene, address: str) -> Case:
    """The example at an address."""
    node = at.get(scene.process, address)
    line = next((item for item in node.items if isinstance(item, tree.Requester)), None)
    given = {one.name: one for item in node.items if isinstance(item, tree.Answers) for one in item.items}
    told = {one.name: one for one in line.attributes} if line else {}
    sheets = [sheet for sheet in scene.look.checked.fields.values() if not sheet.rows and not sheet.computed]
    return Case(
        node,
        address,
        line.name if line else "",
        tuple(attributes(scene, told)),
        tuple(answer(scene, sheet, given.get(sheet.path)) for sheet in sheets),
        tuple(
            (act_text(act), act_label(scene, act))
            for item in node.items
            if isinstance(item, tree.Expect)
            for act in item.acts
        ),
        possible(scene),
        results(scene.look).get(node.name),
        ways(scene, node),
    )


def attributes(scene: Scene, told: dict[str, tree.Given]):
    """What the directory can be told to say about the requester; and which day it is."""
    for name, attribute in scene.look.libraries.person.items():
        kind = attribute.type
        if not isinstance(kind, types.Person | types.Team):
            yield asked(scene, name, name.replace("_", " "), kind, told.get(name))
    yield asked(scene, "today", scene.outside.say("Today"), types.Date(), told.get("today"))


def answer(scene: Scene, sheet: FieldSheet, given: tree.Given | None) -> Asked:
    """One field with what is answered."""
    label = scene.word((sheet.path,), sheet.node.label or sheet.path)
    options = tuple((one.name, scene.word((sheet.path, one.name), one.label or one.name)) for one in sheet.node.options)
    free = sheet.optional or sheet.later or bool(sheet.when) or sheet.node.default is not None
    empty = isinstance(sheet.type, types.Rows | types.Files | types.Choices) and sheet.type.low == 0
    return asked(scene, sheet.path, label, sheet.type, given, options, not free and not empty)


def asked(
    scene: Scene, name: str, label: str, kind: types.Type, given: tree.Given | None, options=(), needed: bool = False
) -> Asked:
    """One input, by the type of what it asks for."""
    domain, say = domain_of_type(kind), scene.outside.say
    bare = given_text(given).removeprefix(given.name).strip() if given else ""
    value = given.value if given else None
    match kind:
        case types.YesNo():
            return Asked(name, label, "choice", bare, (("yes", say("yes")), ("no", say("no"))), needed=needed)
        case types.Choice():
            return Asked(name, label, "choice", bare, options or domain.options, needed=needed)
        case types.Files() | types.Choices():
            several = given.values or (() if value is None else (value,)) if given else ()
            text, quoted = ", ".join(plain(one) for one in several), isinstance(kind, types.Files)
            return Asked(name, label, "text", text, quoted=quoted, listed=True, needed=needed)
        case types.Rows():
            return Asked(name, label, "lines", bare.replace("} {", "}\n{"), needed=needed)
        case types.Person() | types.Team():
            return Asked(name, label, "text", bare, needed=needed)
        case types.Date():
            return Asked(name, label, "date", bare, needed=needed)
        case _ if isinstance(kind, QUOTED):
            text = value.value if isinstance(value, tree.Text) else bare
            long = isinstance(kind, types.Text) and kind.long
            return Asked(name, label, "lines" if long else "text", text, quoted=True, needed=needed)
        case types.Money(currency):
            return Asked(
                name,
                label,
                "number",
                plain(value) if isinstance(value, tree.Amount) else bare,
                needed=needed,
                suffix=currency,
            )
    return Asked(name, label, editor_of(domain), bare, needed=needed)


def editor_of(domain: Domain) -> str:
    """The sort of input."""
    return "number" if domain.word in ("whole", "decimal") else "text"


def act_label(scene: Scene, act: tree.Act) -> str:
    """An act as people say it, with what it changes."""
    said = of_requester(scene, act) if act.name == "request" else of_step(scene, act)
    return f"{said} ({', '.join(map(given_text, act.changes))})" if act.changes else said


def of_requester(scene: Scene, act: tree.Act) -> str:
    """What the requester does once the ticket is filed."""
    say = scene.outside.say
    match act.outcome:
        case "withdraw":
            return say("The requester withdraws it")
        case "take_back":
            return say("The requester takes it back")
    return say("The requester files it again")


def of_step(scene: Scene, act: tree.Act) -> str:
    """What is decided at a step, or the end."""
    say, step = scene.outside.say, scene.look.checked.steps.get(act.name)
    name = scene.word((act.name,), (step.node.label if step else scene.look.checked.ends.get(act.name)) or act.name)
    if act.outcome is None:
        return name
    known = {"approve": say("approves"), "reject": say("rejects"), "return": say("sends back")}
    known |= {"transfer": say("hands it on")}
    outcomes = {
        one.name: one.label or one.name
        for one in getattr(step and step.node, "clauses", ())
        if isinstance(one, tree.Outcome)
    }
    said = scene.word((act.name, act.outcome), outcomes.get(act.outcome, "")) or known.get(act.outcome, act.outcome)
    return f"{name}: {said}"


def possible(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Every act that can be expected: (as written, label)."""
    found = []
    for name, sheet in scene.look.checked.steps.items():
        outcomes = [one.name for one in sheet.node.clauses if isinstance(one, tree.Outcome)]
        found.append(tree.Act(name))
        found += [
            tree.Act(name, one) for one in (("reject", "return") if isinstance(sheet.node, tree.Approve) else outcomes)
        ]
        may = [action for one in sheet.node.clauses if isinstance(one, tree.May) for action in one.actions]
        found += [tree.Act(name, "transfer")] if "transfer" in may else []
    found += [tree.Act("request", one) for one in (None, "withdraw", "take_back")]
    found += [tree.Act(name) for name in scene.look.checked.ends]
    return tuple((act_text(act), act_label(scene, act)) for act in found)


def ways(scene: Scene, node: tree.Example) -> tuple[str, ...]:
    """The acts when everybody agrees, while the text has no problems."""
    return way(scene.look.program, node, scene.look.libraries) if scene.look.program else ()
