"""The kinds of field, one file each: JSON schema, reading from JSON and from a page, writing back, widget, display.

Each file has, for its types:

* ``schema(type, required)``   JSON Schema of the value; `required` says that a blank one is refused
* ``from_json(type)``          a function (raw, world) -> value, or None for blank, or Wrong
* ``from_page(type)``          the same for what a page posts (strings, lists of strings)
* ``to_page(type, value)``     the opposite of `from_page`
* ``widget(type)``             template name and attributes of the input
* ``display(type, value, look)``  the value as a person reads it, `look` being a Look
"""

from __future__ import annotations

from dsl import types
from forms.fields import choice, contact, date, duration, file, money, number, person, rows, text, time, yesno

KINDS = {
    types.Text: text,
    types.Whole: number,
    types.Decimal: number,
    types.Money: money,
    types.YesNo: yesno,
    types.Date: date,
    types.Time: time,
    types.Moment: time,
    types.Duration: duration,
    types.BusinessDuration: duration,
    types.Choice: choice,
    types.Choices: choice,
    types.Person: person,
    types.Team: person,
    types.Files: file,
    types.Link: contact,
    types.Email: contact,
    types.Phone: contact,
    types.Rows: rows,
}


def kind_of(type: types.Type):
    """The module of the kind that `type` belongs to."""
    return KINDS[type.__class__]
