"""What an expression can read where it stands: fields, columns, line items, the requester and the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from designer import address as at
from designer.conditions.kinds import kind_of, path_kind
from designer.conditions.labels import attribute_of, fact_label, field_label, options_of
from designer.scene import Scene
from dsl import tree, types
from dsl.checked import FieldSheet


@dataclass(frozen=True, slots=True)
class Thing:
    """`text` as an expression names it; `field` the path of the field or column behind it, for its options; `maybe` when it
    may be absent."""

    text: str
    label: str
    kind: types.Type
    group: str
    field: str = ""
    maybe: bool = False


@dataclass(frozen=True)
class Place:
    """`fields` are the visible ones, `columns` those of the same row, `loops` the rows of the folds around by variable."""

    scene: Scene
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    row: str | None = None
    loops: Mapping[str, str] = field(default_factory=dict)
    requester: bool = True

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Everything that can be named here."""
        loops = [thing for name, rows in self.loops.items() for thing in self.looped(name, rows)]
        own = [thing for name in self.columns for thing in self.of_field(f"{self.row}.{name}", name)]
        outer = [thing for name in self.fields for thing in self.of_field(name, name)]
        return (*loops, *own, *outer, *self.facts())

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The line items that can be gone through here."""
        return tuple(name for name in self.fields if isinstance(self.sheet(name).type, types.Rows))

    def sheet(self, path: str) -> FieldSheet:
        return self.scene.look.checked.fields[path]

    def known(self, parts: tuple[str, ...]) -> types.Type | None:
        """The type of a path here."""
        if parts[0] in self.loops:
            parts = (f"{self.loops[parts[0]]}.{'.'.join(parts[1:2])}", *parts[2:])
        elif parts[0] in self.columns:
            parts = (f"{self.row}.{parts[0]}", *parts[1:])
        return path_kind(self.scene, parts)

    def of_field(self, path: str, text: str) -> Iterator[Thing]:
        """A field, and what is known about the person or team in it."""
        sheet = self.sheet(path)
        thing = Thing(text, field_label(self.scene, path), sheet.type, self.group_of(sheet), path, is_maybe(sheet))
        yield from with_attributes(self.scene, thing, 1)

    def looped(self, name: str, rows: str) -> Iterator[Thing]:
        for path in self.scene.look.checked.fields:
            if path.startswith(rows + "."):
                yield from self.of_field(path, f"{name}.{path.removeprefix(rows + '.')}")

    def group_of(self, sheet: FieldSheet) -> str:
        """The heading a field stands under."""
        if sheet.rows:
            return field_label(self.scene, sheet.rows)
        name = sheet.section
        section = next((one for one in sections(self.scene.process) if one.name == name), None)
        return self.scene.word((name,), section.label or name) if section else self.scene.outside.say("Form")

    def facts(self) -> Iterator[Thing]:
        """The requester, and the day."""
        say = self.scene.outside.say
        if self.requester:
            who = Thing("requester", fact_label(self.scene, "requester"), types.Person(), say("Requester"))
            yield from with_attributes(self.scene, who, 2)
        yield Thing("today", fact_label(self.scene, "today"), types.Date(), say("Time"))
        yield Thing("now", fact_label(self.scene, "now"), types.Moment(), say("Time"))


def sections(process: tree.Process) -> Iterator[tree.Section]:
    for form in process.all(tree.Form):
        yield from (item for item in form.items if isinstance(item, tree.Section))


def is_maybe(sheet: FieldSheet) -> bool:
    return sheet.optional or bool(sheet.when) or sheet.later


def with_attributes(scene: Scene, thing: Thing, deep: int) -> Iterator[Thing]:
    """A thing and, when it is a person or a team, its attributes, so many hops deep."""
    yield thing
    libraries = scene.look.libraries
    known = {types.Person: libraries.person, types.Team: libraries.team}.get(type(thing.kind), {}) if deep else {}
    for name, attribute in known.items():
        label = attribute_of(scene, thing.label, name)
        maybe = thing.maybe or attribute.optional
        inner = replace(thing, text=f"{thing.text}.{name}", label=label, kind=attribute.type, field="", maybe=maybe)
        yield from with_attributes(scene, inner, deep - 1)


def place_at(scene: Scene, address: str) -> Place:
    """What the expression at an address can read."""
    place = outer_place(scene, address)
    steps = address.split(".")
    for number, step in enumerate(steps):
        if step in ("where", "body"):
            node = at.get(scene.process, ".".join(steps[:number]))
            if isinstance(node, tree.Fold):
                place = replace(place, loops={**place.loops, node.name: ".".join(node.over.parts)})
    return place


def outer_place(scene: Scene, address: str) -> Place:
    """What the whole expression around an address can read."""
    top = at.get(scene.process, ".".join(address.split(".")[:2]))
    if isinstance(top, tree.StartedBy):
        return Place(scene, requester=False)
    if isinstance(top, tree.Form):
        return in_form(scene, top, address.split(".")[2:])
    return Place(
        scene, known_fields(scene, tuple(name for name, sheet in scene.look.checked.fields.items() if not sheet.rows))
    )


def known_fields(scene: Scene, names: tuple[str, ...]) -> tuple[str, ...]:
    """The fields the checker knows, in the order of the form."""
    return tuple(name for name in names if name in scene.look.checked.fields)


def in_form(scene: Scene, form: tree.Form, steps: list[str]) -> Place:
    """A form's expressions read what stands before them; checks read all fields, and the columns of their row."""
    node, before, fields, columns = form, [], [], []
    row, every = None, "checks" in steps
    for name, number in zip(steps[::2], steps[1::2], strict=False):
        if name not in ("items", "fields", "columns") or not number.isdigit():
            break
        inner = getattr(node, name)
        here = columns if name == "columns" else fields
        row = node.name if name == "columns" else row
        before = inner if every else inner[: int(number)]
        here += [one for each in before for one in names_in(each)]
        node = inner[int(number)]
    every_field = [one for item in form.items for one in names_in(item)]
    kept = tuple(name for name in columns if f"{row}.{name}" in scene.look.checked.fields)
    return Place(scene, known_fields(scene, tuple(every_field if every else fields)), kept, row)


def names_in(node: tree.Line) -> list[str]:
    """The fields of a line of the form: its own name, or those of a section."""
    return [one.name for one in node.fields] if isinstance(node, tree.Section) else [node.name]


def options_at(place: Place, node: tree.Expression | None) -> dict[str, str]:
    """Option name -> label of the choice that stands at a node; without labels for one of the directory."""
    match node:
        case tree.Path(parts) if parts[0] in place.loops:
            found = options_of(place.scene, f"{place.loops[parts[0]]}.{'.'.join(parts[1:])}")
        case tree.Path((name,)) if name in place.columns:
            found = options_of(place.scene, f"{place.row}.{name}")
        case tree.Path((name,)):
            found = options_of(place.scene, name)
        case _:
            found = {}
    kind = kind_of(place.scene, node) if node is not None else None
    return found or {name: name for name in getattr(kind, "options", ())}
