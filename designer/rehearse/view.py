"""The values of the page on which a draft is rehearsed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from flask import request

from designer.address import walk
from designer.conditions.sentences import people_sentence
from designer.rehearse.desk import Desk, posted, seated
from designer.rehearse.people import Called, asked_of_requester, world_of
from designer.rehearse.play import Play, from_text, to_text
from designer.rehearse.played import Stage, fields_of
from designer.rehearse.results import first_difference, results
from designer.rehearse.seats import Seat, seats
from designer.rehearse.words import place_word, standing, then_words
from designer.rehearse.written import free_name, kept
from designer.scene import Scene
from dsl import tree, types
from dsl.engine.refused import render
from dsl.examples import Result
from dsl.libraries import Attribute
from forms.answers import Raw
from forms.build import view as form_view
from forms.view import FormView

PRETEND = ("ana", "bo", "li")
"""People one can be without a directory."""
MOST_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Told:
    """A move on the page: `paragraph` is what happened, `before` and `now` where it led when the way differs."""

    number: int
    paragraph: Any
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody one can play: their name, the step, and why they are asked."""

    seat: Seat
    name: str
    step: str
    why: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An example of the text with what it came to."""

    address: str
    name: str
    label: str
    result: Result | None
    expected: str = ""
    happened: str = ""


def show(scene: Scene) -> dict[str, Any]:
    """The page for what was posted, or for a new rehearsal."""
    form = request.form if request.method == "POST" else {}
    play = from_text(form.get("_play", "")) or fresh(scene.outside.zone())
    found: dict[str, Any] = {"play": to_text(play), "desk": None, "examples": listed(scene)}
    found["selected_example"] = isinstance(scene.selected, tree.Example)
    if scene.look.program is None:
        return found
    directory = scene.outside.directory()
    stage = stage_of(scene, play, dict(directory.people), dict(directory.teams))
    desk = posted(stage, scene.process, play, form, request.files, scene.outside.say) if form else seated(stage, play)
    names = Called(dict(directory.people) if desk.play.real else {}, scene.outside.say)
    return found | page(scene, desk, names) | {"people": directory.people[:MOST_PEOPLE], "pretend": PRETEND}


def fresh(zone: datetime.tzinfo) -> Play:
    """A rehearsal that begins today at nine."""
    return Play(at=f"{datetime.datetime.now(zone).date().isoformat()}T09:00")


def stage_of(scene: Scene, play: Play, people: dict[str, str], teams: dict[str, str]) -> Stage:
    """Where the draft is played; who is asked depends on who files."""
    by = request.form.get("_by", "") if request.method == "POST" else ""
    real = play.real if play.moves or not by else by.startswith("real ")
    world = world_of(Play(real=real), people, teams, scene.outside.zone())
    return Stage(scene.look.program, scene.look.libraries, scene.language, scene.outside.ask, world)


def page(scene: Scene, desk: Desk, names: Called) -> dict[str, Any]:
    """Everything there is to see of a rehearsal."""
    played, program = desk.played, desk.stage.program
    requester = played.state.requester or desk.play.by
    told = scene.outside.tell(program, played.batches, names, names[requester]) if scene.outside.tell else None
    return {
        "desk": desk,
        "play": to_text(desk.play),
        "story": story(scene, desk, told.paragraphs if told else ()),
        "progress": told.progress if told else None,
        "standing": standing(program, played.state, scene),
        "places": places(scene, desk, names),
        "form": form_of(desk),
        "fields": bool(desk.seat is None or desk.step is None or fields_of(program, desk.step)),
        "asks": attributes(scene, desk),
        "requester": names[requester],
        "why_stopped": stopped(scene, desk, names),
        "refused": refusal(scene, desk, names),
        "targets": targets(scene, desk),
        "outcomes": outcomes(scene, desk),
        "names": names,
        "kept": kept(desk.stage, scene.process, played) if not played.stopped else None,
        "free_name": free_name(scene.process),
    }


def story(scene: Scene, desk: Desk, paragraphs: tuple[Any, ...]) -> list[Told]:
    """What happened, move by move."""
    found = []
    for number, done in enumerate(desk.played.done):
        paragraph = paragraphs[number] if number < len(paragraphs) else None
        program = desk.stage.program
        before, now = then_words(program, done.move.then, scene), then_words(program, done.then, scene)
        found.append(Told(number, paragraph, before if done.differs else "", now if done.differs else ""))
    return found


def places(scene: Scene, desk: Desk, names: Called) -> list[Place]:
    """Whom one can play now."""
    program, found = desk.stage.program, []
    for seat in seats(program, desk.played.state):
        if not seat.choices and seat.now:
            continue
        chosen = desk.seat is not None and seat.id == desk.seat.id
        step = program.word(seat.step, program.nodes[seat.step].label or seat.step, scene.language) if seat.step else ""
        why = asked_as(scene, seat.step) if seat.step else ""
        found.append(Place(seat, names[seat.person], step, why, chosen))
    return found


def asked_as(scene: Scene, step: str) -> str:
    """Why somebody is asked at a step, as the text says it."""
    for _, node in walk(scene.process):
        if isinstance(node, tree.Approve | tree.Task) and node.name == step:
            return "".join(people_sentence(scene, clause.people) for clause in node.clauses if isinstance(clause, tree.By))
    return ""


def form_of(desk: Desk) -> FormView | None:
    """The form to fill in now: the request, or the fields of the step one acts at."""
    state, program = desk.played.state, desk.stage.program
    if desk.seat is None and state.status != "new":
        return None
    if desk.step is None and state.status not in ("new", "returned"):
        return None
    if desk.step is not None and not fields_of(program, desk.step):
        return None
    raw = None if desk.raw is None else Raw(dict(desk.raw), page=True)
    facts = desk.stage.facts(desk.play, state.requester)
    stage = desk.stage
    return form_view(program, raw, desk.problems, facts, stage.language, desk.step, state.answers, stage.world)


def attributes(scene: Scene, desk: Desk) -> list[tuple[str, Attribute, tuple[tuple[str, str], ...], str]]:
    """What one can say of the requester: name, attribute, options to choose, and what was said."""
    say, found = scene.outside.say, []
    for name, attribute in asked_of_requester(scene.process, desk.stage.libraries).items():
        options: tuple[tuple[str, str], ...] = ()
        match attribute.type:
            case types.Choice(names):
                options = tuple((each, each.replace("_", " ")) for each in names)
            case types.YesNo():
                options = (("yes", say("yes")), ("no", say("no")))
        found.append((name, attribute, options, desk.play.told.get(name, "")))
    return found


def stopped(scene: Scene, desk: Desk, names: Called) -> str:
    """Why the next of the moves cannot be made any more."""
    found = desk.played.stopped
    return "" if found is None else sentence(scene, found.refused, found.problems, names)


def refusal(scene: Scene, desk: Desk, names: Called) -> str:
    """Why what was just tried may not happen; problems of answers stand at their fields."""
    found = desk.refused
    if found is None or (found.problems and form_of(desk) is not None):
        return ""
    return sentence(scene, found.refused, found.problems, names)


def sentence(scene: Scene, refused: Any, problems: Any, names: Called) -> str:
    if refused is not None:
        program = scene.look.program
        return render(refused, scene.language, lambda id: names[id], lambda step: place_word(program, step, scene))
    return "; ".join(f"{path}: {told}" if path else told for path, told in problems.items())


def targets(scene: Scene, desk: Desk) -> list[tuple[str, str]]:
    """Where the seat can send back to."""
    choice = desk.seat.offers("return") if desk.seat else None
    program = desk.stage.program
    return [(to, place(scene, program, to)) for to in choice.to] if choice else []


def place(scene: Scene, program, step: str) -> str:
    say = scene.outside.say
    if step == "request":
        return say("the requester")
    return program.word(step, program.nodes[step].label or step, scene.language)


def outcomes(scene: Scene, desk: Desk) -> list[tuple[str, str]]:
    """The outcomes of the task one sits at."""
    choice = desk.seat.offers("complete") if desk.seat else None
    if choice is None:
        return []
    program = desk.stage.program
    labels = {each.name: each.label for each in program.nodes[choice.step].outcomes}
    say = scene.outside.say
    labels = {name: say("Done") if (name, label) == ("done", "Done") else label or name for name, label in labels.items()}
    return [
        (name, program.word(f"{choice.step}.{name}", labels.get(name, name), scene.language)) for name in choice.outcomes
    ]


def listed(scene: Scene) -> list[Listed]:
    """The examples of the text, each with what it came to."""
    came = results(scene.look)
    found = []
    for address, node in walk(scene.process):
        if isinstance(node, tree.Example):
            result = came.get(node.name)
            expected, happened = first_difference(result) if result and not result.passed else ("", "")
            label = scene.word((node.name,), node.label or node.name)
            found.append(Listed(address, node.name, label, result, expected, happened))
    return found
