"""JSON bodies read with care: size and depth first, numbers exact and short, no doubled keys, no NaN."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from forms import limits
from forms.messages import Wrong, word

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
"""A string that does not end goes on to the end of the body: each character is looked at once."""

HALVES = re.compile(r"\\u[dD][89a-fA-F]")
"""Escapes of half a character; two that belong together are one."""


class _Stop(ValueError):
    """Carries the Wrong out of the JSON reader's hooks."""

    def __init__(self, wrong: Wrong):
        super().__init__(wrong.code)
        self.wrong = wrong


def load_json(body: bytes | str) -> tuple[object, Wrong | None]:
    """The value in `body` and None, or None and what is wrong. Fractions come as Decimal, never as floats."""
    body = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    if len(body) > limits.JSON_BYTES:
        return None, Wrong("body-too-large", {"limit": limits.JSON_BYTES})
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None, Wrong("body-not-text")
    if _depth(text) > limits.JSON_DEPTH:
        return None, Wrong("body-too-deep", {"limit": limits.JSON_DEPTH})
    try:
        value = _decoder.decode(text)
        return (None, Wrong("body-not-text")) if HALVES.search(text) and _is_halved(value) else (value, None)
    except _Stop as stop:
        return None, stop.wrong
    except json.JSONDecodeError as error:
        return None, Wrong("body-not-json", {"line": error.lineno, "column": error.colno})


def _depth(text: str) -> int:
    """How deep brackets nest, strings aside, without recursion."""
    deepest = depth = 0
    for match in STRING_OR_BRACKET.finditer(text):
        if match[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in "]}":
            depth -= 1
    return deepest


def _is_halved(value: object) -> bool:
    """Whether half a character stands in a text or a key; nothing could store or show it."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return True
    return False


def _whole(text: str) -> int:
    return int(_number(text))


def _number(text: str) -> str:
    if len(text) > limits.JSON_NUMBER or not NUMBER.fullmatch(text):
        raise _Stop(Wrong("bad-number", {"word": word(text)}))
    return text


def _fraction(text: str) -> Decimal:
    return Decimal(_number(text))


def _constant(text: str) -> object:
    raise _Stop(Wrong("bad-number", {"word": text}))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        doubled = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise _Stop(Wrong("doubled-key", {"word": word(doubled)}))
    return found


_decoder = json.JSONDecoder(
    parse_float=_fraction, parse_int=_whole, parse_constant=_constant, object_pairs_hook=_object
)
