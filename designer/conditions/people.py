"""The people of a clause as the builder shows them: one shape per person, role or team."""

from __future__ import annotations

from collections.abc import Iterator

from designer import address as at
from designer.conditions.choices import Choice, choice, first_test, path, with_current
from designer.conditions.defaults import somebody
from designer.conditions.inputs import input_of
from designer.conditions.places import Place, place_at
from designer.conditions.sentences import people_sentence, sentence
from designer.conditions.shapes import Builder, Part, Shape, problems_in
from designer.scene import Scene
from dsl import tree, types
from dsl.format_expression import format_expression

DIRECTORY = ("role", "team", "person")


def people_shapes(scene: Scene, address: str) -> tuple[Shape, ...]:
    """The people at an address: a tuple of them, or a single one."""
    place, several = place_at(scene, address), at.get(scene.process, address)
    if not isinstance(several, tuple):
        return (who(place, address, several),)
    return tuple(who(place, f"{address}.{number}", one) for number, one in enumerate(several))


def who(place: Place, address: str, node: tree.Expression) -> Shape:
    """One of the people: somebody a field or the directory names, or one of two by a condition."""
    common = {"node": node, "text": format_expression(node), "told": people_sentence(place.scene, (node,))}
    what, problems = who_choices(place, node), problems_in(place.scene, node)
    match node:
        case tree.Call(name, (tree.Text(),)) if name in DIRECTORY:
            return Shape("constant", address, **common, what=what, input=input_of(place, node, None, {}), problems=problems)
        case tree.If(condition, then, otherwise):
            say, test = place.scene.outside.say, Builder(place.scene).whole(place, f"{address}.condition", condition)
            sides = (
                Part(who(place, f"{address}.then", then), say("Then")),
                Part(who(place, f"{address}.otherwise", otherwise), say("Otherwise")),
            )
            return Shape("if", address, **common, what=what, parts=(Part(test, say("If")), *sides))
    return Shape("path", address, **common, what=what, problems=problems)


def who_choices(place: Place, node: tree.Expression | None) -> tuple[Choice, ...]:
    """Everybody who can stand here instead."""
    current = format_expression(node) if node is not None else None
    found = [*named(place, current), *directory(place, node), *depending(place, node)]
    return with_current(found, node, sentence(place.scene, node))


def named(place: Place, current: str | None) -> Iterator[Choice]:
    """Persons and teams that the ticket names."""
    say = place.scene.outside.say
    for thing in place.things:
        if isinstance(thing.kind, types.Person):
            yield choice(path(thing.text), thing.label, thing.group, thing.text == current)
        elif isinstance(thing.kind, types.Team):
            yield choice(
                path(thing.text), say("the members of {team}", team=thing.label), thing.group, thing.text == current
            )


def directory(place: Place, node: tree.Expression | None) -> Iterator[Choice]:
    """A role, a team or a person of the directory; the one that is chosen stays."""
    say = place.scene.outside.say
    labels = {"role": say("everyone with a role"), "team": say("the members of a team"), "person": say("one person")}
    for name, kind in (("role", types.People()), ("team", types.Team()), ("person", types.Person())):
        if isinstance(node, tree.Call) and node.name == name:
            yield choice(node, labels[name], say("Directory"), True)
        elif (new := somebody(place, kind)) is not None and isinstance(new, tree.Call):
            yield choice(new, labels[name], say("Directory"))


def depending(place: Place, node: tree.Expression | None) -> Iterator[Choice]:
    """One of two, by a condition."""
    say, role = place.scene.outside.say, somebody(place, types.People())
    then = node if isinstance(node, tree.Call) and node.name == "role" else role
    new = node if isinstance(node, tree.If) else tree.If(first_test(place), then, role)
    if not (place.requester is False and not isinstance(node, tree.If)):
        yield choice(new, say("it depends: if … then … else …"), say("Directory"), isinstance(node, tree.If))
