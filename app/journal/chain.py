"""The hash chain of one ticket: each event's digest holds all before it, and personal values only as commitments."""

from __future__ import annotations

import hashlib
import json
import math
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

START = "0" * 64
"""What the first entry of a chain follows."""
PERSONAL = ("answers", "changes", "comment", "text")
"""Parts of an event's body that an erasure takes away; the facts of its batch are the fifth."""
BLANK = {
    "Saved": {"answers": {}},
    "Submitted": {"answers": {}},
    "Changed": {"changes": {}},
    "Commented": {"text": ""},
    "Notified": {"text": ""},
    "Moved": {"answers": {}},
}
"""What stands in their place afterwards, where an event cannot do without."""
EVENT, ACT, PRIVATE = b"waybill/event/1\n", b"waybill/act/1\n", b"waybill/private/1\n"
PARTS = b"waybill/parts/1\n"
"""First bytes of everything that is hashed: a digest of one sort is never one of another."""


class NotCanonical(ValueError):
    """A value that has no one way to be written."""


def canonical(value: object) -> bytes:
    """The one way to write a JSON value: keys sorted by code point, no spaces, everything beyond ASCII as \\u escapes.
    So no normalisation of Unicode on the way changes a digest. A float, which languages write in many ways, is the text of
    its shortest form. NotCanonical for what is no JSON."""
    if not is_exact(value):
        value = exact(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def is_exact(value: object) -> bool:
    """Whether every program writes the value in the same way."""
    kind = type(value)
    if kind is dict:
        return all(type(name) is str and is_exact(each) for name, each in value.items())
    if kind is list or kind is tuple:
        return all(map(is_exact, value))
    return kind is str or kind is int or kind is bool or value is None


def exact(value: object) -> object:
    """The value with floats as text; only a directory may give one, as a fact."""
    match value:
        case dict():
            return {require_text(name): exact(each) for name, each in value.items()}
        case list() | tuple():
            return [exact(each) for each in value]
        case float() if math.isfinite(value):
            return repr(value)
        case str() | int() | None:
            return value
    raise NotCanonical(repr(value))


def require_text(name: object) -> str:
    """A key of an object; NotCanonical unless it is a text."""
    if type(name) is not str:
        raise NotCanonical(f"the key {name!r}")
    return name


def moment(at: datetime) -> str:
    """A moment as chains write it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_salt() -> str:
    """128 random bits, as hex."""
    return secrets.token_hex(16)


def commitment(salt: str, value: object) -> str:
    """What stands for a personal value: tells nothing without the salt, and fits no other value."""
    return hashlib.sha256(PRIVATE + bytes.fromhex(salt) + canonical(value)).hexdigest()


def together(commitments: Mapping[str, str]) -> str:
    """What stands for several commitments, each by its name."""
    return hashlib.sha256(PARTS + canonical(commitments)).hexdigest()


def link(previous: str, entry: Mapping[str, object], domain: bytes = EVENT) -> str:
    """The digest of `entry` that follows the digest `previous`."""
    return hashlib.sha256(domain + bytes.fromhex(previous) + canonical(entry)).hexdigest()


def of_text(text: str) -> str:
    """The SHA-256 of a text as it is, byte for byte."""
    return hashlib.sha256(text.encode()).hexdigest()


def of_files(files: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each text beside a text."""
    return {name: of_text(text) for name, text in sorted(files.items())}


def split(body: Mapping[str, object], facts: Mapping[str, object] | None) -> tuple[dict, dict]:
    """An event's body without its personal parts, and these with the facts; both as JSON values."""
    public = {name: value for name, value in body.items() if name not in PERSONAL}
    private = {name: body[name] for name in PERSONAL if name in body}
    return public, private | ({"facts": facts} if facts else {})


def blank(body: Mapping[str, object]) -> dict[str, object]:
    """An event's body after an erasure: what is left still replays."""
    return split(body, None)[0] | BLANK.get(str(body["type"]), {})


def entry(row: Mapping[str, object], private: str | None) -> dict[str, object]:
    """What is hashed of an event: `private` is the commitment to its personal parts, None when it has none. The ticket is
    not in it, as it is not known yet when its first events are made; the leaf of the log names it."""
    return {
        "number": row["number"],
        "version": row["version"],
        "at": moment(row["at"]),
        "by": row["by"],
        "first": row["facts"] is not None,
        "body": split(row["body"], None)[0],
        "private": private,
    }


def sealed(previous: str, row: dict) -> dict:
    """The row of an event with its salt, commitment and digest; it follows the digest `previous`."""
    private = split(row["body"], row["facts"])[1]
    salt = new_salt() if private else None
    committed = commitment(salt, private) if private else None
    return row | {"salt": salt, "private": committed, "digest": link(previous, entry(row, committed))}


def fault(previous: str, row: Mapping[str, object]) -> str | None:
    """What is wrong with a stored event that follows the digest `previous`, or None. Without its salt it was erased: then
    nothing personal may be left in it, and the digest still holds what was public."""
    private = split(row["body"], row["facts"])[1]
    if is_erased(row):
        if row["body"] != blank(row["body"]) or row["facts"]:
            return "it was erased, and something personal is in it"
    elif private and row["salt"] is None:
        return "its personal values have no commitment"
    elif private and commitment(row["salt"], private) != row["private"]:
        return "its personal values or facts are not what was committed to"
    elif not private and row["private"]:
        return "its personal values are gone"
    if link(previous, entry(row, row["private"])) != row["digest"]:
        return "its digest does not follow from what is before it and in it"
    return None


def is_erased(row: Mapping[str, object]) -> bool:
    """Whether the personal parts of a stored event were erased."""
    return row["private"] is not None and row["salt"] is None
