"""Files: references to what the app has stored; a page posts uploads and the references it was shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from dsl import types
from dsl.types import FileRef
from forms import limits
from forms.fields.choice import counted
from forms.fields.look import Look
from forms.fields.text import BAD, END, REFUSED
from forms.messages import Wrong, word

HASH = re.compile(r"[0-9a-f]{64}").fullmatch
KEYS = {"name", "hash", "size", "type"}
LARGEST = 10**15 - 1


def schema(type: types.Files, required: bool) -> dict[str, object]:
    name = {"type": "string", "minLength": 1, "maxLength": limits.FILE_NAME, "pattern": f"^[^{BAD}]*{END}"}
    ref = {
        "type": "object",
        "properties": {
            "name": name,
            "hash": {"type": "string", "pattern": f"^[0-9a-f]{{64}}{END}"},
            "size": {"type": "integer", "minimum": 0, "maximum": LARGEST},
            "type": name,
        },
        "required": ["name", "hash", "size", "type"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": ref, "minItems": type.low, "maxItems": type.high}


def reference(raw: object) -> FileRef | None:
    """The stored file `raw` refers to, or None."""
    if raw.__class__ is FileRef:
        return raw
    if raw.__class__ is not dict or raw.keys() != KEYS or raw["size"].__class__ is not int:
        return None
    name, digest, size, media = raw["name"], raw["hash"], raw["size"], raw["type"]
    good = is_name(name) and is_name(media) and digest.__class__ is str and HASH(digest) and 0 <= size <= LARGEST
    return FileRef(name, digest, size, media) if good else None


def is_name(raw: object) -> bool:
    """Whether a file may be called so."""
    return raw.__class__ is str and 0 < len(raw) <= limits.FILE_NAME and not REFUSED.search(raw)


def from_json(type: types.Files) -> Callable:
    low, high = type.low, type.high

    def read(raw, world):
        if raw.__class__ is not list:
            return Wrong("not-a-list", {"word": word(raw)})
        found = counted(tuple(raw), low, high)
        if found.__class__ is Wrong:
            return found
        refs = [reference(each) for each in raw]
        for each, ref in zip(raw, refs, strict=True):
            if ref is None or (world.owns is not None and not world.owns(ref)):
                return each if each.__class__ is Wrong else Wrong("not-a-file", {"word": _name_in(each)})
        return tuple(refs)

    return read


def _name_in(raw: object) -> str:
    return word(raw.get("name", raw) if raw.__class__ is dict else raw.name if raw.__class__ is FileRef else raw)


def from_page(type: types.Files) -> Callable:
    """Reads what `answers.from_page` made of the inputs: FileRefs, and texts of references shown before."""
    read = from_json(type)

    def read_list(raw, world):
        if raw.__class__ is not list:
            return Wrong("not-a-list", {"word": word(raw)})
        return read([parsed(each) for each in raw if each != ""], world) or None

    return read_list


def parsed(raw: object) -> object:
    """A reference out of the text a page carries it in; anything else as it is."""
    if raw.__class__ is not str or len(raw) > 4 * limits.FILE_NAME + 200:
        return raw
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw


def carried(ref: FileRef) -> str:
    """The text in which a page carries a reference from one showing to the next."""
    return json.dumps(ref._asdict(), ensure_ascii=False)


def to_page(type: types.Files, value: tuple[FileRef, ...]) -> list[str]:
    return [carried(ref) for ref in value]


def widget(type: types.Files) -> tuple[str, dict[str, object]]:
    return "files", {"type": "file", **({"multiple": "multiple"} if type.high > 1 else {})}


def display(type: types.Files, value: tuple[FileRef, ...], look: Look) -> str:
    return ("、" if look.language.startswith("zh") else ", ").join(ref.name for ref in value)
