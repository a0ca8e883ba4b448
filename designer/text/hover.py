"""What is told about the word under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from designer.text.choices import World
from designer.text.keywords import help_of
from designer.text.meaning import Meaning, meaning, uses
from designer.text.outline import LARGE, Thing, shown_kind
from dsl import tree

MOST_LINES = 12
"""Lines that are named; more are counted."""


def hover(text: str, offset: int, world: World, say: Callable[..., str]) -> dict[str, object] | None:
    """Title, sentences, and the characters they are about; None where there is nothing to tell."""
    found = meaning(text, offset, world)
    if found is None:
        return None
    title, lines = told(text, found, world, say)
    piece = found.place.piece
    return {"from": piece.start, "to": piece.end, "title": title, "lines": [line for line in lines if line]}


def told(text: str, found: Meaning, world: World, say: Callable[..., str]) -> tuple[str, list[str]]:
    word = found.place.piece.text
    if found.keyword:
        return word, [help_of(found.keyword, found.place.start, world.language) or ""]
    if found.thing:
        return titled(found.thing, say), [*about(found.thing, say), used_in(text, found.thing, world, say)]
    choice = found.choice
    if choice.sort in ("role", "team", "person"):
        return of_directory(choice.sort, choice.label, choice.detail, world, say)
    title = word + choice.detail if choice.sort == "method" else f"{word}: {choice.detail}" if choice.detail else word
    return title, [choice.about]


def titled(thing: Thing, say: Callable[..., str]) -> str:
    """`amount: money CNY`, `desk: table`."""
    if isinstance(thing.node, tree.Field):
        return f"{thing.name}: {shown_kind(thing.node)}"
    sorts = {
        "section": say("section"), "option": say("option"), "table": say("table"), "row": say("row of a table"),
        "outcome": say("outcome of a table"), "step": say("step"), "end": say("end"), "rule": say("claim"),
        "example": say("example"), "answer": say("outcome of a task"),
    }  # fmt: skip
    return f"{thing.name}: {sorts[thing.sort]}"


def about(thing: Thing, say: Callable[..., str]) -> list[str]:
    """Its label, and what matters of its kind."""
    node, found = thing.node, [f"“{thing.label}”" if thing.label else ""]
    match node:
        case tree.Table() if thing.sort == "table":
            found.append(say("policy {policy}, outcomes {outcomes}", policy=node.policy, outcomes=", ".join(node.outcomes)))
        case tree.Table():
            found.append(say("of the table {table}", table=node.name))
        case tree.Field() if node.optional:
            found.append(say("may be left empty"))
        case tree.Field() if node.value is not None:
            found.append(say("computed"))
    return found


def used_in(text: str, thing: Thing, world: World, say: Callable[..., str]) -> str:
    """Where a thing is used, by lines; in a very long text nobody waits for that."""
    if len(text) > LARGE:
        return ""
    several = sorted(set(uses(text, thing, world)))
    if not several:
        return say("used nowhere")
    shown = ", ".join(str(line) for line in several[:MOST_LINES]) + (" …" if len(several) > MOST_LINES else "")
    return say("used in line {lines}", lines=shown)


def of_directory(sort: str, id: str, label: str, world: World, say: Callable[..., str]) -> tuple[str, list[str]]:
    """A role with how many hold it, a team or a person of the directory."""
    known = {"role": say("role"), "team": say("team"), "person": say("person")}[sort]
    if not label:
        return f"{id}: {known}", [say("not in the directory")]
    held = world.directory.holders.get(id, 0) if sort == "role" else 0
    several = say("held by {count} people", count=held) if held > 1 else say("held by 1 person") if held else ""
    return f"{id}: {known}", [label if label != id else "", several]
