"""The built script, style and icons: their addresses, which change with their content, and how small they are sent."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from markupsafe import Markup

BUILT = Path(__file__).resolve().parent.parent / "static" / "dist"
YEAR = 365 * 24 * 3600
SMALLER = {"br": ".br", "gzip": ".gz"}
"""Codings browsers read, the smallest first, and the ends of the names of files in them."""


class NotBuilt(Exception):
    """The bundle is missing: run `python hatch_build.py`."""


@cache
def manifest() -> dict[str, str]:
    """Name in the sources -> name with its content mark."""
    try:
        return json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotBuilt("static/dist is missing: run `python hatch_build.py`") from None


def built(filename: str) -> Response:
    """A built file, in the smallest form that the browser reads. Nothing secret is in it: its length may tell of it."""
    for coding, end in SMALLER.items():
        if request.accept_encodings[coding] and filename in manifest().values():
            answer = send_from_directory(BUILT, filename + end, mimetype=mimetypes.guess_type(filename)[0])
            answer.content_encoding = coding
            break
    else:
        answer = send_from_directory(BUILT, filename)
    answer.vary.add("Accept-Encoding")
    return answer


def keep(answer: Response) -> Response:
    """Let browsers keep for ever what bears a content mark."""
    if request.endpoint == "static" and request.view_args and request.view_args["filename"] in manifest().values():
        answer.cache_control.max_age = YEAR
        answer.cache_control.public = True
        answer.cache_control.immutable = True
        answer.cache_control.no_cache = None
    return answer


@cache
def asset(name: str) -> str:
    """The address of a built file."""
    return f"/static/{manifest()[name]}"


@cache
def icon(name: str, kind: str = "") -> Markup:
    """An icon of the sprite; it says nothing by itself, so it is hidden from those who do not see it."""
    marks = f"icon {kind}".rstrip()
    return Markup(f'<svg class="{marks}" aria-hidden="true"><use href="{asset("icons.svg")}#{name}"/></svg>')


def start(app: Flask) -> None:
    """Give templates `asset` and `icon`, and browsers leave to keep what never changes."""
    app.jinja_env.globals.update(asset=asset, icon=icon)
    app.view_functions["static"] = built
    app.after_request(keep)
