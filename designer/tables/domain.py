"""What a cell may hold: the sort of value of a field or of an attribute of the directory, with its options."""

from __future__ import annotations

from dataclasses import dataclass

from dsl import tree, types
from dsl.libraries import DEFAULT, Libraries

FACTS = {"requester": types.Person(), "today": types.Date(), "now": types.Moment()}
EQUAL, ORDER, LISTS = ("=", "!="), ("<", "<=", ">", ">="), ("in", "not in")
ORDERED = ("whole", "decimal", "money", "date", "time", "moment", "duration", "business duration")
OPERATORS = {
    **{word: (*ORDER, *EQUAL, "between", *LISTS) for word in ORDERED},
    "choice": (*EQUAL, *LISTS),
    "yes/no": ("=",),
    "person": (*EQUAL, "in group", "not in group"),
    "team": EQUAL,
    **{word: (*EQUAL, *LISTS) for word in ("text", "link", "e-mail", "phone")},
}


@dataclass(frozen=True, slots=True)
class Domain:
    """`word` is the sort as the language writes it, "" when nothing is known; options are (name, label in the text)."""

    word: str = ""
    currency: str = ""
    places: int = 0
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False

    @property
    def operators(self) -> tuple[str, ...]:
        """How a value of this sort may be compared in a column."""
        return (*OPERATORS.get(self.word, ()), *(("is",) if self.optional else ()))


def fields(process: tree.Process) -> dict[str, tree.Field]:
    """The fields of the form by name, columns of rows left out."""
    items = [item for form in process.all(tree.Form) for item in form.items]
    return {field.name: field for item in items for field in (item.fields if isinstance(item, tree.Section) else (item,))}


def field_names(process: tree.Process) -> frozenset[str]:
    """What a bare name in a condition may read, so that it is no option."""
    return frozenset(fields(process)) | frozenset(FACTS)


def domain_in(process: tree.Process, path: tuple[str, ...], libraries: Libraries = DEFAULT) -> Domain:
    """The domain of a path as the text and the directory say it, without asking the checker."""
    field = fields(process).get(path[0])
    if field is not None and len(path) == 1:
        return domain_of_field(field, process)
    kind = FACTS.get(path[0])
    if kind is None and field is not None and field.kind.word in ("person", "team"):
        kind = types.Person() if field.kind.word == "person" else types.Team()
    optional = False
    for name in path[1:]:
        attributes = {types.Person: libraries.person, types.Team: libraries.team}.get(type(kind), {})
        if name not in attributes:
            return Domain()
        kind, optional = attributes[name].type, optional or attributes[name].optional
    return domain_of_type(kind, optional) if kind is not None else Domain()


def domain_of_field(field: tree.Field, process: tree.Process) -> Domain:
    """The domain of a field of the form."""
    kind, section = field.kind, section_of(process, field)
    places = types.places_of(kind.currency) if kind.currency else kind.size or 0
    options = tuple((option.name, option.label or option.name) for option in field.options)
    hidden = field.when is not None or (section is not None and section.when is not None)
    word = "text" if kind.word == "long text" else kind.word
    places = places if word in ("money", "decimal") else 0
    return Domain(word, kind.currency or "", places, options, field.optional or hidden)


def section_of(process: tree.Process, field: tree.Field) -> tree.Section | None:
    """The section a field stands in."""
    items = [item for form in process.all(tree.Form) for item in form.items]
    sections = (item for item in items if isinstance(item, tree.Section))
    return next((section for section in sections if any(one is field for one in section.fields)), None)


WORDS: dict[type, str] = {
    types.Text: "text", types.Whole: "whole", types.YesNo: "yes/no", types.Date: "date", types.Time: "time",
    types.Moment: "moment", types.Duration: "duration", types.BusinessDuration: "business duration", types.Person: "person",
    types.Team: "team", types.Link: "link", types.Email: "e-mail", types.Phone: "phone",
}  # fmt: skip


def domain_of_type(kind: types.Type, optional: bool = False) -> Domain:
    """The domain of a type of the language."""
    match kind:
        case types.Money(currency):
            return Domain("money", currency, types.places_of(currency), optional=optional)
        case types.Decimal(places):
            return Domain("decimal", places=places, optional=optional)
        case types.Choice(options):
            return Domain("choice", options=tuple((name, name) for name in options), optional=optional)
    return Domain(WORDS.get(type(kind), ""), optional=optional)
