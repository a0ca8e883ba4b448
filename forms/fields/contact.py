"""Links, e-mail addresses and telephone numbers: checked in linear time, never looked up."""

from __future__ import annotations

import re
from collections.abc import Callable

from dsl import types
from dsl.values import EMAIL, LINK, PHONE
from forms import limits
from forms.fields.look import Look
from forms.fields.text import TURNING
from forms.messages import Wrong, word

HIDDEN = re.compile(f"[{TURNING}\\ud800-\\udfff]")


def is_link(raw: str) -> bool:
    """An absolute http or https address without a user name in it (`https://bank.example@evil.example`)."""
    if len(raw) > limits.LINK or not LINK.fullmatch(raw):
        return False
    host = re.split(r"[/?#\\]", raw.split("://", 1)[1], maxsplit=1)[0]
    return bool(host.strip(".:")) and "@" not in host and "\\" not in raw and _is_visible(raw)


def is_email(raw: str) -> bool:
    return len(raw) <= limits.EMAIL and bool(EMAIL.fullmatch(raw)) and _is_visible(raw)


def is_phone(raw: str) -> bool:
    return len(raw) <= limits.PHONE and bool(PHONE.fullmatch(raw))


def _is_visible(raw: str) -> bool:
    return raw.isprintable() and not HIDDEN.search(raw)


FORMS = {
    types.Link: (is_link, "not-a-link", "uri", limits.LINK),
    types.Email: (is_email, "not-an-e-mail", "email", limits.EMAIL),
    types.Phone: (is_phone, "not-a-phone-number", "phone", limits.PHONE),
}
INPUTS = {
    types.Link: {"type": "url", "inputmode": "url", "autocomplete": "off", "maxlength": limits.LINK},
    types.Email: {"type": "email", "inputmode": "email", "autocomplete": "email", "maxlength": limits.EMAIL},
    types.Phone: {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": limits.PHONE},
}


def schema(type: types.Link | types.Email | types.Phone, required: bool) -> dict[str, object]:
    _, _, name, limit = FORMS[type.__class__]
    return {"type": "string", "maxLength": limit, "format": name}


def from_json(type: types.Link | types.Email | types.Phone) -> Callable:
    holds, code, _, _ = FORMS[type.__class__]

    def read(raw, world):
        return raw if raw.__class__ is str and holds(raw) else Wrong(code, {"word": word(raw)})

    return read


def from_page(type: types.Link | types.Email | types.Phone) -> Callable:
    read = from_json(type)

    def read_stripped(raw, world):
        if raw.__class__ is not str:
            return read(raw, world)
        return read(raw.strip(), world) if raw.strip() else None

    return read_stripped


def to_page(type: types.Link | types.Email | types.Phone, value: str) -> str:
    return value


def widget(type: types.Link | types.Email | types.Phone) -> tuple[str, dict[str, object]]:
    return "contact", INPUTS[type.__class__]


def display(type: types.Link | types.Email | types.Phone, value: str, look: Look) -> str:
    return value
