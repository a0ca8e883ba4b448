"""Where a rehearsal stands, and where a move led, in the reader's words."""

from __future__ import annotations

from designer.scene import Scene
from dsl.engine.state import State
from dsl.program import Program


def standing(program: Program, state: State, scene: Scene) -> tuple[str, str]:
    """How the ticket stands: a word and its tone."""
    say = scene.outside.say
    match state.status:
        case "new":
            return say("Not filed yet"), ""
        case "returned":
            return say("Back at the requester"), "wait"
        case "ended":
            first = next(iter(program.ends), "")
            return end_word(program, state.end or "", scene), "good" if state.end == first else "bad"
    return ", ".join(step_word(program, step, scene) for step in state.open), "open"


def then_words(program: Program, then: tuple[str, ...], scene: Scene) -> str:
    """What a move led to; names that are not in the text any more stay as they were."""
    say, found = scene.outside.say, []
    for token in then:
        kind, *rest = token.split(" ")
        match kind, rest:
            case "rule", [table, *outcomes]:
                words = ", ".join(program.word(f"{table}.{one}", one.replace("_", " "), scene.language) for one in outcomes)
                found.append(f"{program.word(table, table, scene.language)} → {words or say('nothing')}")
            case "step", [step, count]:
                found.append(say("{step} asks {count}", step=step_word(program, step, scene), count=count))
            case "end", [end]:
                found.append(say("Ended: {end}", end=end_word(program, end, scene)))
            case "back", _:
                found.append(say("Back at the requester"))
    return "; ".join(found)


def step_word(program: Program, step: str, scene: Scene) -> str:
    node = program.nodes.get(step)
    return program.word(step, node.label if node and node.label else step.replace("_", " "), scene.language)


def end_word(program: Program, end: str, scene: Scene) -> str:
    return program.word(end, program.ends.get(end) or end.replace("_", " ").capitalize(), scene.language)


def place_word(program: Program, name: str, scene: Scene) -> str:
    """A step or an end."""
    return end_word(program, name, scene) if name in program.ends else step_word(program, name, scene)
