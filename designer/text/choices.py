"""What can stand where a name is wanted: the options of each sort, with type, label and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designer.outside import Names
from designer.text.keywords import ATTRIBUTES, FACTS, FOLDS, FUNCTIONS_ZH, in_language
from designer.text.outline import Outline, Thing, shown_kind
from designer.text.wanted import ACTS, OF_REQUESTER, Wanted
from dsl import tree, types
from dsl.functions import FUNCTIONS, Function
from dsl.libraries import Libraries
from dsl.translatable import labelled, sentences

PEOPLE_FUNCTIONS = ("role", "team", "person")


@dataclass(frozen=True, slots=True)
class Choice:
    """`label` is the word, `detail` its type or label, `about` a sentence; `put` is written instead of the word, with
    `${…}` where one goes on to type; `sort` picks the picture beside it."""

    label: str
    sort: str
    detail: str = ""
    about: str = ""
    put: str | None = None

    def as_json(self) -> dict[str, object]:
        made = {"label": self.label, "type": self.sort, "detail": self.detail, "info": self.about, "put": self.put}
        return {key: value for key, value in made.items() if value}


@dataclass(frozen=True, slots=True)
class World:
    """What choices are made from."""

    names: Outline
    libraries: Libraries
    directory: Names
    language: str


def choices(world: World, several: Iterable[Wanted]) -> Iterator[Choice]:
    """Everything that can stand there, in the order of what is wanted."""
    for wanted in several:
        yield from of_one(world, wanted)


def of_one(world: World, wanted: Wanted) -> Iterable[Choice]:
    """The choices of one sort."""
    names, of = world.names, wanted.of
    match wanted.sort:
        case "field" if of == "people":
            found = [one for one in names.all("field") if one.node.kind.word in ("person", "team")]
            return [of_field(one) for one in found]
        case "field":
            return [of_field(one) for one in names.all("field")]
        case "column":
            return [of_field(one) for one in names.all("column", of)]
        case "rows":
            return [of_field(one) for one in names.all("field") if one.node.kind.word == "rows"]
        case "option":
            return [of_thing(one, "enum") for one in names.all("option", of)]
        case "outcome":
            return [of_thing(one, "enum") for one in names.all("outcome", of)]
        case "table":
            return [Choice(one.name, "class", one.node.policy, one.label or "") for one in names.all("table")]
        case "step" | "end":
            return [of_thing(one, "function" if one.sort == "step" else "constant") for one in names.all(wanted.sort)]
        case "act":
            return _acts(world, of or "")
        case "path":
            return _paths(names.process, of or "")
    return _of_language(world, wanted)


def _of_language(world: World, wanted: Wanted) -> Iterable[Choice]:
    """The choices that no name of the process is one of."""
    of = wanted.of
    match wanted.sort:
        case "attribute":
            known = world.libraries.person if of == "person" else world.libraries.team
            return [
                Choice(name, "property", kind_word(one.type), in_language(ATTRIBUTES.get(name, ("", "")), world.language))
                for name, one in known.items()
            ]
        case "level":
            attribute = world.libraries.person.get(of or "")
            options = attribute.type.options if attribute and isinstance(attribute.type, types.Choice) else ()
            return [Choice(name, "enum") for name in options]
        case "word":
            return [Choice(of or "", "enum")]
        case "truth":
            return [Choice("yes", "enum"), Choice("no", "enum")]
        case "fact":
            facts = ("requester", "today", "now") if of is None else (of,)
            return [Choice(name, "variable", "", in_language(FACTS[name], world.language)) for name in facts]
        case "request":
            return [Choice("request", "constant", "", in_language(FACTS["request"], world.language))]
        case "loop":
            name, rows = (of or " ").split(" ", 1)
            return [Choice(name, "variable", rows)]
        case "function":
            return [of_function(FUNCTIONS[name], world.language) for name in _functions(of)]
        case "fold":
            return [_fold(name, world.language) for name in FOLDS]
        case "people":
            return list(_people(world.directory))
        case "person":
            return [Choice(id, "variable", label) for id, label in world.directory.people if id.isidentifier()]
        case "calendar":
            return [Choice(name, "constant") for name in sorted(world.libraries.calendars or ())]
        case "words":
            return [Choice("zh", "constant", "中文"), Choice("en", "constant", "English")]
    return ()


def _functions(of: str | None) -> Iterable[str]:
    return PEOPLE_FUNCTIONS if of == "people" else FUNCTIONS


def of_field(thing: Thing) -> Choice:
    return Choice(thing.name, "variable", shown_kind(thing.node), thing.label or "")


def of_thing(thing: Thing, sort: str) -> Choice:
    return Choice(thing.name, sort, thing.label or "")


def of_function(function: Function, language: str) -> Choice:
    """A function with its signature."""
    about = FUNCTIONS_ZH[function.name] if language == "zh" else function.about
    put = f'{function.name}("${{}}")' if function.name in PEOPLE_FUNCTIONS else f"{function.name}(${{}})"
    return Choice(function.name, "method", signature(function), about, put)


def signature(function: Function) -> str:
    """`(date, date) → whole`."""
    return f"({', '.join(function.arguments)}) → {function.result}"


def _fold(name: str, language: str) -> Choice:
    body = "" if name == "count" else ": line.${}"
    put = f"{name}(each ${{line}} in ${{rows}}{body})"
    return Choice(name, "method", "(each …)", in_language(FOLDS[name], language), put)


def _people(directory: Names) -> Iterator[Choice]:
    """Roles and teams there are, ready to be written."""
    for sort, several in (("role", directory.roles), ("team", directory.teams)):
        for id, label in several:
            yield Choice(f'{sort}("{id}")', "constant", label if label != id else "")


def _acts(world: World, step: str) -> Iterator[Choice]:
    """What may be expected of a step: the outcomes of a task, the actions of an approval; and of the requester."""
    if step == "request":
        yield from (Choice(word, "keyword") for word in OF_REQUESTER)
    thing = world.names.find("step", step)
    if thing is not None and isinstance(thing.node, tree.Approve):
        yield from (Choice(word, "keyword") for word in ACTS)
    for one in world.names.all("answer", step):
        yield of_thing(one, "enum")
    if thing is not None and isinstance(thing.node, tree.Task) and not world.names.all("answer", step):
        yield Choice("done", "enum")


def _paths(process: tree.Process | None, begun: str) -> Iterator[Choice]:
    """The paths that `words` can translate, behind what is written of one."""
    if process is None:
        return
    paths = [*labelled(process), *((one.path, one.sort) for one in sentences(process))]
    for path, sort in dict(paths).items():
        if path.startswith(begun) and path != begun:
            yield Choice(path.removeprefix(begun), "property", sort)


def kind_word(kind: types.Type) -> str:
    """A type as the language writes its kind."""
    names = {"YesNo": "yes/no", "BusinessDuration": "business duration", "Email": "e-mail"}
    name = type(kind).__name__
    return names.get(name, name.lower())
