"""Text of one line and long text: NFC, bounded, without control characters and without characters that turn it around."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from dsl import types
from forms.fields.look import Look
from forms.messages import Wrong, word

TURNING = "\\u202a-\\u202e\\u2066-\\u2069"
"""Embeddings, overrides and isolates: they make a text read differently from what is stored."""
BAD = f"\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff{TURNING}"
BAD_IN_LONG = BAD.replace("\\x00-\\x1f", "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f")
REFUSED = re.compile(f"[{BAD}]")
REFUSED_IN_LONG = re.compile(f"[{BAD_IN_LONG}]")
TURNS = re.compile(f"[{TURNING}]")
SPACES = "\\t-\\r \\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""What Python's `str.strip` takes away."""
END = "(?![\\s\\S])"
"""The end of a text for ECMAScript and Python alike (`$` in Python also stands before a last newline)."""


def schema(type: types.Text, required: bool) -> dict[str, object]:
    bad = BAD_IN_LONG if type.long else BAD
    filled = f"(?=[\\s\\S]*[^{SPACES}])" if required else ""
    return {
        "type": "string",
        "maxLength": type.limit,
        "pattern": f"^{filled}[^{bad}]*{END}",
        "format": f"nfc 0..{type.limit}",
    }


def refused(raw: str, long: bool = False) -> Wrong | None:
    """The first character in `raw` that no answer may hold."""
    found = (REFUSED_IN_LONG if long else REFUSED).search(raw)
    if found is None:
        return None
    code = "turning-character" if TURNS.match(found[0]) else "control-character"
    return Wrong(code, {"word": f"U+{ord(found[0]):04X}"})


def from_json(type: types.Text) -> Callable:
    limit, long = type.limit, type.long

    def read(raw, world):
        if raw.__class__ is not str:
            return Wrong("not-a-text", {"word": word(raw)})
        if len(raw) > limit:
            return Wrong("too-long", {"length": len(raw), "limit": limit})
        return tidy(raw, limit, long)

    return read


def from_page(type: types.Text) -> Callable:
    limit, long = type.limit, type.long

    def read(raw, world):
        if raw.__class__ is not str:
            return Wrong("not-a-text", {"word": word(raw)})
        return tidy(raw.replace("\r\n", "\n") if long else raw.strip(), limit, long)

    return read


def tidy(raw: str, limit: int, long: bool) -> str | Wrong | None:
    """`raw` in NFC, trimmed when it is of one line; None when nothing is left."""
    if not raw.isprintable() and (wrong := refused(raw, long)):
        return wrong
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", raw)
    if len(raw) > limit:
        return Wrong("too-long", {"length": len(raw), "limit": limit})
    trimmed = raw.strip()
    if not trimmed:
        return None
    return raw.replace("\r\n", "\n").replace("\r", "\n") if long else trimmed


def to_page(type: types.Text, value: str) -> str:
    return value


def widget(type: types.Text) -> tuple[str, dict[str, object]]:
    if type.long:
        return "long-text", {"maxlength": type.limit, "rows": 4}
    return "text", {"type": "text", "maxlength": type.limit, "autocomplete": "off"}


def display(type: types.Text, value: str, look: Look) -> str:
    return value
