"""Keeping: what happened to a ticket, as an `example` of the text that goes the same way and tells nothing personal.

Who files is called `ana`, who decides is not named at all. Free texts, addresses, people and names of files are copied only
where a rule reads them; else an optional one is left out, and a neutral one of about the same length stands for the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from dsl import tree, types
from dsl.analysing.tickets import given as written
from dsl.analysing.tickets import in_lines, told_as
from dsl.check import check
from dsl.checked import AttributeAt, Checked, ColumnAt, FieldAt, LoopAt
from dsl.compile import compile as compiled
from dsl.engine import events as e
from dsl.examples import played
from dsl.libraries import DEFAULT, Libraries
from dsl.messages import render
from dsl.pretend import TODAY, some_value
from dsl.program import Field, Program, Task
from dsl.values import Unfit, from_json

REQUESTER = "ana"
FREE = types.Text | types.Link | types.Email | types.Phone
PERSONAL = FREE | types.Person | types.Files
NEUTRAL = (
    (30, "some words"),
    (200, "a sentence of some words that somebody wrote here"),
    (10**9, "several sentences that somebody wrote here. " * 6),
)
"""Up to how many characters, and what stands for a text of such a length."""


@dataclass(frozen=True, slots=True)
class NotKept:
    """Why a ticket cannot become an example, in English and in Chinese."""

    told: str
    told_zh: str

    def said(self, language: str) -> str:
        return self.told_zh if language.startswith("zh") else self.told


@dataclass(frozen=True, slots=True)
class Story:
    """What people did: the answers at the beginning with those that steps filled in once, then act after act."""

    answers: Mapping[str, object]
    acts: tuple[tuple[str, str | None, Mapping[str, object]], ...]
    end: str | None = None


def keep(
    process: tree.Process, old: Program, batches: Sequence[e.Batch], name: str, label: str, libraries: Libraries = DEFAULT
) -> tree.Example | NotKept:
    """The example a ticket of the program `old` is in the process, tried there; the first way to write it that passes."""
    checked = check(process, libraries)
    if not checked.ok:
        return NotKept("the text has problems: mend them first", "文本有问题：请先修正")
    made, story = compiled(checked), story_of(old, batches)
    failed: NotKept | None = None
    for people, order in product((False, True), (False, True)):
        told = story if not order else replace(story, acts=together(story.acts))
        example = example_of(old, checked, told, batches, name, label, people)
        wrong = against(process, checked, made, example, batches)
        if wrong is None:
            return example
        failed = failed or wrong
    return failed


def place_of_examples(process: tree.Process) -> int:
    """Where the next example of a process goes: behind those it has, else before its translations."""
    words = next((at for at, item in enumerate(process.items) if isinstance(item, tree.Words)), len(process.items))
    return max([at + 1 for at, item in enumerate(process.items) if isinstance(item, tree.Example)], default=words)


def with_examples(process: tree.Process, added: Sequence[tree.Example]) -> tree.Process:
    """The process with more examples."""
    place = place_of_examples(process)
    return replace(process, items=(*process.items[:place], *added, *process.items[place:])) if added else process


def against(
    process: tree.Process, checked: Checked, made: Program, example: tree.Example, batches: Sequence[e.Batch]
) -> NotKept | None:
    """What is wrong with an example: it cannot be read, goes another way, or by other rows."""
    known = {(each.code, each.at) for each in checked.problems}
    found = check(with_examples(process, (example,)), checked.libraries)
    news = [each for each in found.problems if each.level == "problem" and (each.code, each.at) not in known]
    if news:
        return NotKept(render(news[0]), render(news[0], "zh"))
    result, playing = played(made, example, checked.libraries)
    if not result.passed:
        return NotKept(result.message, result.message_zh)
    if rows_of(batches) != rows_of(playing.ticket.batches):
        return NotKept("other rows decide about it in this text", "在此文本中由其他规则行决定")
    return None


def rows_of(batches: Sequence[e.Batch]) -> list[tuple]:
    """What tables decided, in order."""
    routed = (event for batch in batches for event in batch.events if isinstance(event, e.Routed))
    return [(event.node, event.rules, event.outcomes) for event in routed]


# -- what happened


def story_of(program: Program, batches: Sequence[e.Batch]) -> Story:
    """The acts of people, in order."""
    once = filled_once(program, batches)
    first: dict[str, object] = {}
    given: dict[str, object] = {}
    acts: list[tuple[str, str | None, Mapping[str, object]]] = []
    filed, end = False, None
    for batch in batches:
        changed: dict[str, Mapping[str, object]] = {}
        for event in batch.events:
            match event:
                case e.Submitted(answers=answers):
                    other = other_answers(program, given, answers)
                    acts += [("request", None, other)] if filed and (other or ends_in(batch)) else []
                    given = given | other
                    first, filed = first if filed else given, True
                case e.Changed(step=step, changes=changes) if event.by:
                    kept = {name: each for name, each in changes.items() if is_given(program, name)}
                    changed[step] = {name: each for name, each in kept.items() if name not in once}
                case e.Ended():
                    end = event.end
                case _:
                    acts += act_of(program, event, changed)
    return Story({**first, **once}, tuple(acts), end)


def other_answers(program: Program, before: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """What a requester answers otherwise; what is not there and not optional is hidden, and nobody took it away."""
    fields = program.form.fields
    asked = [name for name in program.form.requested if name in now or (fields[name].optional and name in before)]
    return {name: now.get(name) for name in asked if now.get(name) != before.get(name)}


def act_of(program: Program, event: e.Event, changed: Mapping[str, Mapping[str, object]]) -> Iterator[tuple]:
    """An event as an act of an example, if somebody did it."""
    match event:
        case e.Approved(step=step, earlier=""):
            yield step, None, changed.get(step, {})
        case e.Rejected(step=step):
            yield step, "reject", {}
        case e.Completed(step=step, outcome=outcome):
            node = program.nodes[step]
            plain = isinstance(node, Task) and [each.name for each in node.outcomes] in ([], ["done"])
            yield step, None if plain else outcome, changed.get(step, {})
        case e.SentBack(step=step, to=to, counter=counter) if counter == f"{step}.return":
            yield step, "return" if to == "request" else to, {}
        case e.Transferred(step=step):
            yield step, "transfer", {}
        case e.TakenBack():
            yield "request", "take_back", {}
        case e.Withdrawn():
            yield "request", "withdraw", {}


def ends_in(batch: e.Batch) -> bool:
    return any(isinstance(event, e.Ended) for event in batch.events)


def is_given(program: Program, name: str) -> bool:
    """Whether somebody answers a field, and it is not computed."""
    field = program.form.fields.get(name)
    return field is not None and field.computed is None


def filled_once(program: Program, batches: Sequence[e.Batch]) -> dict[str, object]:
    """Answers of later steps that never changed again: they stand among the answers, as in every example."""
    found: dict[str, list] = {}
    for batch in batches:
        for event in batch.events:
            for name, value in event.changes.items() if isinstance(event, e.Changed) else ():
                if is_given(program, name) and name not in program.form.requested:
                    found.setdefault(name, []).append(value)
    return {name: several[0] for name, several in found.items() if len(several) == 1 and several[0] is not None}


def together(acts: Sequence[tuple]) -> tuple:
    """The acts of each step one after the other: a step that several decide counts its people so."""
    order = list(dict.fromkeys(act[0] for act in acts))
    return tuple(sorted(acts, key=lambda act: order.index(act[0])))


# -- as the text writes it


def example_of(
    old: Program, checked: Checked, story: Story, batches: Sequence[e.Batch], name: str, label: str, people: bool
) -> tree.Example:
    """The example; with `people` those whom rules read are named."""
    reads, fields = read_by_rules(checked), old.form.fields

    def shown(several: Mapping[str, object]) -> list[tree.Given]:
        kept = ((fields[each], plain(fields[each], value, reads, people)) for each, value in several.items())
        return [one(field, value) for field, value in kept if value is not LEFT_OUT]

    answers = shown({each: value for each, value in story.answers.items() if value not in (None, (), "")})
    acts = [tree.Act(step, outcome, tuple(shown(changes))) for step, outcome, changes in story.acts]
    if story.end in checked.ends and not (acts and acts[-1].outcome == "withdraw"):
        acts.append(tree.Act(story.end))
    lines = [tree.Answers(tuple(several)) for several in in_lines(answers)]
    items = (requester(checked.libraries, batches), *lines, tree.Expect(tuple(acts)))
    return tree.Example(name, label, items, trivia=tree.Trivia(blank_above=True))


def requester(libraries: Libraries, batches: Sequence[e.Batch]) -> tree.Requester:
    """Who files, with what the directory was asked about the requester, and the day when that was asked."""
    facts: dict[str, object] = {}
    for batch in reversed(batches):
        facts |= batch.facts
    start = f"person:{next(each.by for each in batches[0].events if hasattr(each, 'by'))}:"
    given = []
    for question, answer in sorted(facts.items()):
        attribute = libraries.person.get(question.removeprefix(start)) if question.startswith(start) else None
        if attribute is None or answer is None or isinstance(attribute.type, types.Person | types.Team):
            continue
        try:
            value = from_json(attribute.type, answer)
        except Unfit:
            continue
        known = isinstance(attribute.type, types.YesNo | types.Choice)
        given.append(
            tree.Given(question.removeprefix(start), told_as(value))
            if known
            else written(attribute.type, question.removeprefix(start), value)
        )
    today = facts.get("today", TODAY.isoformat())
    if today != TODAY.isoformat():
        given.append(written(types.Date(), "today", from_json(types.Date(), today)))
    return tree.Requester(REQUESTER, tuple(given))


def one(field: Field, value: object) -> tree.Given:
    """An answer; none any more as `note { }`."""
    return tree.Given(field.name, values=()) if value is None else written(field.type, field.name, value)


# -- without what is personal


LEFT_OUT = object()
"""Stands for an answer that need not be there."""


def read_by_rules(checked: Checked) -> frozenset[str]:
    """The paths of fields and columns that any condition, computation or people position reads."""
    found: set[str] = set()
    for meaning in checked.meanings.values():
        while isinstance(meaning, AttributeAt):
            meaning = meaning.base
        match meaning:
            case FieldAt(path):
                found.add(path)
            case ColumnAt(rows, name) | LoopAt(rows=rows, column=name):
                found.add(f"{rows}.{name}")
    return frozenset(found)


def plain(field: Field, value: object, reads: frozenset[str], people: bool) -> object:
    """The answer as it may stand in the text."""
    if value is None:
        return None
    if isinstance(field.type, types.Rows):
        return tuple(dict(cells(field, row, reads, people)) for row in value)
    if not isinstance(field.type, PERSONAL):
        return value
    if field.path in reads and (people or not isinstance(field.type, types.Person | types.Files)):
        return value
    return LEFT_OUT if field.optional and field.path not in reads else neutral(field, value)


def cells(field: Field, row: Mapping[str, object], reads: frozenset[str], people: bool) -> Iterator[tuple[str, object]]:
    for column in field.columns:
        if column.computed is None and row.get(column.name) is not None:
            value = plain(column, row[column.name], reads, people)
            if value is not LEFT_OUT:
                yield column.name, value


def neutral(field: Field, value: object) -> object:
    """Something that says nothing, of about the same length."""
    match field.type:
        case types.Text(limit):
            return next(words for most, words in NEUTRAL if len(value) <= most).strip()[:limit]
        case types.Files():
            return some_value(replace(field.type, low=len(value)), field.name)
    return some_value(field.type, field.name)
