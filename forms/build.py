"""Building the view of a form: what is shown now, what each input holds, and which problem stands where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsl import types
from dsl.engine.facts import Facts
from dsl.program import Program
from forms import limits
from forms.answers import Raw, from_answers, raw_of
from forms.fields import duration, kind_of, time
from forms.fields.file import carried, parsed, reference
from forms.look import display, label_of, options_of, sections_of
from forms.messages import words
from forms.plan import Entry, Plan, plan
from forms.reading import MISSING, Reading, read_form
from forms.view import FieldView, FormView, OptionView, ProblemView, RowView, SectionView
from forms.world import ALONE, World

CELL_KINDS = {"radios": "choice", "choices": "choices"}
"""In a table, options are always a list to open."""


def view(
    program: Program,
    raw: object = None,
    problems: Mapping[str, str] | None = None,
    facts: Facts | None = None,
    language: str = "en",
    step: str | None = None,
    before: Mapping[str, object] | None = None,
    world: World = ALONE,
) -> FormView:
    """The form to show: `raw` is what was posted (a Raw or a MultiDict), None for the first showing, which begins with
    `before` (a draft, a returned request, the ticket's answers at a step) and defaults. `problems` come from `read`."""
    posted = from_answers(program, before or {}) if raw is None else raw_of(program, raw, world)
    read_plan = plan(program, step, page=True)
    reading = Reading(facts, world, page=True, draft=True, before=(before or {}) if step else {})
    values = dict(posted.values)
    if raw is None:
        _first_rows(read_plan, values)
    read_form(reading, read_plan, values)
    building = _Building(program, Raw(values, page=True), reading, read_plan, problems or {}, language, step, world)
    sections = tuple(filter(lambda section: section.fields, map(building.section, sections_of(program))))
    uploads = any(isinstance(entry.field.type, types.Files) for entry in _all(read_plan))
    return FormView(sections, building.summary(sections), language, step, words(language), uploads)


def _all(read_plan: Plan):
    for entry in read_plan.asked.values():
        yield entry
        yield from entry.columns


def _first_rows(read_plan: Plan, values: dict[str, object]) -> None:
    """Rows that must be filled are there to be filled."""
    for entry in read_plan.asked.values():
        if entry.columns and entry.low:
            rows = list(values.get(entry.name, ()))
            values[entry.name] = rows + [{}] * (min(entry.low, limits.ROWS) - len(rows))


@dataclass(frozen=True, slots=True)
class _Building:
    program: Program
    raw: Raw
    reading: Reading
    plan: Plan
    problems: Mapping[str, str]
    language: str
    step: str | None
    world: World

    def section(self, section) -> SectionView:
        entries = [entry for entry in self.plan.entries if entry.name in section.fields]
        fields = tuple(self.field(entry) for entry in entries if self._stands_here(entry))
        return SectionView(section.name, self.program.word(section.name, section.label, self.language), fields)

    def _stands_here(self, entry: Entry) -> bool:
        """Asked and not hidden; a computed field stands where something it is computed from is asked."""
        if entry.name not in self.reading.shown:
            return False
        return entry.asked or self.step is None or not entry.computed_reads.isdisjoint(self._moving())

    def _moving(self) -> set[str]:
        """Asked fields, and computed ones that follow from them."""
        moving = set(self.plan.asked)
        for entry in self.plan.entries:
            if entry.computed is not None and not entry.computed_reads.isdisjoint(moving):
                moving.add(entry.name)
        return moving

    def field(self, entry: Entry) -> FieldView:
        if entry.columns:
            return self.rows(entry)
        raw = self.raw.values.get(entry.name, MISSING)
        return self.input(entry, entry.name, raw, self.reading.answers.get(entry.name))

    def input(self, entry: Entry, path: str, raw: object, value: object, cell: bool = False) -> FieldView:
        """`raw` as posted; MISSING when it was not: then `value`, a default or what stood before, is shown."""
        field, kind = entry.field, kind_of(entry.field.type)
        if raw is MISSING:
            raw = "" if value is None else kind.to_page(field.type, value)
        template, attributes = ("computed", {}) if entry.computed is not None else kind.widget(field.type)
        raw, more = self._for_widget(field, raw)
        options = self.options(field, raw)
        if template == "person" and 0 < len(options) <= limits.SELECT:
            template = "choice"
        return FieldView(
            name=path,
            id="f-" + path.replace(".", "-"),
            kind=CELL_KINDS.get(template, template) if cell else template,
            label=label_of(self.program, field, self.language),
            help=field.helped(self.language),
            required=entry.computed is None and not entry.optional and entry.empty is None,
            problem=self.problems.get(path),
            raw=raw,
            text="" if value is None else display(self.program, field, value, self.language, self.world),
            live=field.path in self.plan.live,
            attributes={**attributes, **more},
            options=options,
            cell=cell,
        )

    def _for_widget(self, field, raw: object) -> tuple[object, dict[str, object]]:
        """What the widget of a kind needs beyond its text."""
        match field.type:
            case types.Moment() if raw:
                return time.local(raw, self.world.zone), {}
            case types.Duration() | types.BusinessDuration():
                count, unit = duration.split(raw)
                names = words(self.language)
                key = "business {}" if duration.is_business(field.type) else "{}"
                units = [OptionView(u, names[key.format(u)], u == unit) for u in duration.units(field.type)]
                return count, {"units": tuple(units)}
            case types.Files():
                refs = [reference(parsed(each)) for each in (raw or ())]
                return [OptionView(carried(ref), ref.name, True) for ref in refs if ref is not None], {}
        return raw, {}

    def options(self, field, raw: object) -> tuple[OptionView, ...]:
        chosen = raw if isinstance(raw, list) else [raw]
        match field.type:
            case types.Choice() | types.Choices():
                labels = options_of(self.program, field, self.language)
                names = [(name, labels.get(name, name)) for name in field.type.options]
            case types.YesNo():
                names = [(name, words(self.language)[name]) for name in ("yes", "no")]
            case types.Person():
                names = list((self.world.people or {}).items())
            case types.Team():
                names = list((self.world.teams or {}).items())
            case _:
                return ()
        return tuple(OptionView(name, label, name in chosen) for name, label in names)

    def rows(self, entry: Entry) -> FieldView:
        listed = self.raw.values.get(entry.name, MISSING)
        if listed is MISSING or not isinstance(listed, list):
            kept = {entry.name: self.reading.answers.get(entry.name, ())}
            listed = from_answers(self.program, kept).values[entry.name]
        columns = tuple(self.input(column, f"{entry.name}.{column.name}", "", None) for column in entry.columns)
        return FieldView(
            name=entry.name,
            id="f-" + entry.name,
            kind="rows",
            label=label_of(self.program, entry.field, self.language),
            help=entry.field.helped(self.language),
            required=entry.low > 0 and not entry.optional,
            problem=self.problems.get(entry.name),
            live=entry.name in self.plan.live,
            columns=columns,
            rows=tuple(self.row(entry, number, cells) for number, cells in enumerate(listed)),
            may_add=len(listed) < min(entry.field.type.high, limits.ROWS),
        )

    def row(self, entry: Entry, number: int, cells: Mapping[str, object]) -> RowView:
        name = f"{entry.name}.{number}"
        read = self.reading.rows.get(entry.name, {}).get(number, {})
        shown = tuple(
            self.input(
                column, f"{name}.{column.name}", cells.get(column.name, MISSING), read.get(column.name), cell=True
            )
            if f"{name}.{column.name}" in self.reading.shown
            else None
            for column in entry.columns
        )
        return RowView(number, name, shown, self.problems.get(name))

    def summary(self, sections: tuple[SectionView, ...]) -> tuple[ProblemView, ...]:
        """All problems in the order of the page, then those whose field is not on it."""
        places: dict[str, tuple[str, str]] = {}
        for section in sections:
            for each in section.fields:
                places[each.name] = (each.label, each.id)
                for row in each.rows:
                    at = f"{each.label} {row.number + 1}"
                    places[row.name] = (at, each.id)
                    places |= {cell.name: (f"{at}, {cell.label}", cell.id) for cell in row.cells if cell}
        here = [ProblemView(self.problems[path], *place) for path, place in places.items() if path in self.problems]
        return tuple(here + [ProblemView(text, path) for path, text in self.problems.items() if path not in places])
