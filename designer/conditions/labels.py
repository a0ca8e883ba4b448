"""What things are called in the reader's language: fields, columns, options, attributes, facts, roles, teams and people."""

from __future__ import annotations

from collections.abc import Mapping

from designer.scene import Scene
from dsl import tree
from dsl.analysing.joint import BEFORE
from dsl.checked import AttributeAt, ColumnAt, FactAt, FieldAt, LoopAt, Meaning, OptionAt

Options = Mapping[str, str]


def field_label(scene: Scene, path: str) -> str:
    """The label of a field, or of a column by its dotted path; its name when the text gives none."""
    sheet = scene.look.checked.fields.get(path)
    parts = tuple(path.split("."))
    return scene.word(parts, (sheet and sheet.node.label) or parts[-1])


def spoken(label: str) -> str:
    """A label inside a sentence: a question without its mark."""
    return label.rstrip("?？:： ") or label


def options_of(scene: Scene, path: str) -> dict[str, str]:
    """Option name -> label of a choice."""
    sheet = scene.look.checked.fields.get(path)
    found = sheet.node.options if sheet else ()
    return {one.name: scene.word((*path.split("."), one.name), one.label or one.name) for one in found}


def any_option(scene: Scene, name: str) -> str | None:
    """The label of the first option of that name, whatever it is an option of."""
    for path, sheet in scene.look.checked.fields.items():
        if any(one.name == name for one in sheet.node.options):
            return options_of(scene, path)[name]
    return None


def path_label(scene: Scene, path: tree.Path, options: Options | None = None) -> str:
    """What a path is called; `options` are those a bare name may be one of."""
    meaning = scene.look.checked.meanings.get(id(path))
    if meaning is None:
        return guessed(scene, path.parts, options or {})
    return meaning_label(scene, meaning, options or {})


def meaning_label(scene: Scene, meaning: Meaning, options: Options) -> str:
    """What the thing behind a path is called."""
    match meaning:
        case FieldAt(path):
            return spoken(field_label(scene, path))
        case ColumnAt(rows, name) | LoopAt(_, rows, name):
            return spoken(field_label(scene, f"{rows}.{name}"))
        case OptionAt(name):
            return options.get(name) or any_option(scene, name) or name
        case FactAt(name):
            return fact_label(scene, name)
        case AttributeAt(base, hops):
            found = meaning_label(scene, base, options)
            for hop in hops:
                found = attribute_of(scene, found, hop.name)
            return found
    raise TypeError(meaning)


def guessed(scene: Scene, parts: tuple[str, ...], options: Options) -> str:
    """What a path that the checker did not read is most likely called."""
    if len(parts) == 1 and parts[0] in options:
        return options[parts[0]]
    if parts[0] in ("requester", "today", "now"):
        found = fact_label(scene, parts[0])
    elif parts[0] in scene.look.checked.fields:
        found = spoken(field_label(scene, parts[0]))
    elif parts[0] == BEFORE and len(parts) > 1:
        return scene.outside.say("{thing} (in the old version)", thing=guessed(scene, parts[1:], options))
    else:
        found = (len(parts) == 1 and any_option(scene, parts[0])) or parts[0]
    for name in parts[1:]:
        found = attribute_of(scene, found, name)
    return found


def fact_label(scene: Scene, name: str) -> str:
    """today, now or requester."""
    say = scene.outside.say
    match name:
        case "today":
            return say("today")
        case "now":
            return say("now")
        case "requester":
            return say("the requester")
    return name


def attribute_label(scene: Scene, name: str) -> str:
    """What the directory's attribute is called; those nobody translated have their name."""
    say = scene.outside.say
    match name:
        case "manager":
            return say("manager")
        case "department":
            return say("department")
        case "head":
            return say("head")
        case "level":
            return say("level")
    return name


def attribute_of(scene: Scene, whose: str, name: str) -> str:
    """An attribute of somebody or something."""
    return scene.outside.say("{whose}'s {attribute}", whose=whose, attribute=attribute_label(scene, name))


def named(scene: Scene, kind: str, id: str) -> str:
    """A role, a team or a person as the directory calls it; its id when it is not there."""
    names = scene.names
    pairs = {"role": names.roles, "team": names.teams, "person": names.people}[kind]
    return next((label for one, label in pairs if one == id), id)
