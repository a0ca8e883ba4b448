"""The one door to htmx: whether a fragment is asked for, who asked for it, and how to lead the browser elsewhere."""

from __future__ import annotations

from urllib.parse import unquote

from flask import Flask, Response, redirect, request
from htmx_flask import Htmx


def start(app: Flask) -> None:
    """Read htmx's headers, and tell caches that one address has two answers."""
    Htmx(app)
    app.after_request(vary)


def vary(answer: Response) -> Response:
    """Every page may also be asked for as a fragment."""
    if answer.mimetype == "text/html":
        answer.vary.add("HX-Request")
    return answer


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page; a page restored from history is wanted whole."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def asked_by() -> str:
    """The name of the control that asked, in its own letters: htmx sends names that are not ASCII percent-encoded."""
    return unquote(request.htmx.trigger_name or "") if request.htmx else ""


def go(address: str) -> Response:
    """Lead the browser to another page, from a plain form and from htmx alike."""
    if not wants_fragment():
        return redirect(address, 303)
    answer = Response(status=204)
    answer.headers["HX-Redirect"] = address
    return answer
