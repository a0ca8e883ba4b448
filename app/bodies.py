"""Reading the JSON of a request: bounded before it is parsed, exact in its numbers, only with the names it may have."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from app.errors import Invalid
from app.i18n import language
from app.i18n import translate as _
from forms.json_body import load_json
from forms.messages import say

LONGEST_TEXT = 4000
"""Characters of a text beside the answers."""


def body(names: frozenset[str]) -> dict[str, object]:
    """The JSON object of this request; 400 or 415 when it is none, 422 for names it may not have."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(_("send application/json"))
    found, wrong = load_json(request.get_data())
    if wrong:
        refuse = RequestEntityTooLarge if wrong.code == "body-too-large" else BadRequest
        raise refuse(say(wrong, language()))
    if not isinstance(found, dict):
        raise BadRequest(_("send a JSON object"))
    if unknown := [name for name in found if name not in names]:
        raise Invalid([(name[:80], _("this name is not known here")) for name in unknown[:20]])
    return found


def text(given: dict[str, object], name: str, default: str = "") -> str:
    """A text of the body."""
    value = given.get(name, default)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        raise Invalid([(name, _("this must be a text of at most {count} characters", count=LONGEST_TEXT))])
    return value


def number(name: str, default: int | None, low: int, high: int) -> int | None:
    """A whole number of the address's query."""
    raw = request.args.get(name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 15 and low <= int(raw) <= high):
        raise Invalid([(name, _("this must be a whole number from {low} to {high}", low=low, high=high))], 400)
    return int(raw)
