"""What every request and every answer goes through: who may ask without sign-in, forged requests, headers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, Unauthorized

from app.i18n import translate as _

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OPEN = frozenset({"static", "people.sign_in", "people.sign_in_post", "alive"})
"""Endpoints that answer without sign-in. A test holds this list against every address there is."""
VISIT = "waybill-visit"
"""The cookie that ties the sign-in form to the browser before there is a session."""


def start(app: Flask, signed_in: Callable[[], object | None]) -> None:
    """Put the checks before every request and the headers behind it; `signed_in` tells who asks (with `csrf`)."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint == "static" or request.endpoint is None:
            return None
        who = signed_in()
        if who is not None and request.mimetype == "multipart/form-data":
            request.max_content_length = current_app.config["LARGEST_UPLOAD"]
        if who is None and request.endpoint not in OPEN:
            return ask_to_sign_in()
        require_characters()
        if request.method not in SAFE and (who is None or who.csrf is not None):
            require_same_origin()
            require_csrf(who.csrf if who else visit_token())
        require_names()
        return None

    @app.after_request
    def harden(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if request.endpoint != "static":
            answer.headers.setdefault("Cache-Control", "no-store")
        if current_app.extensions["waybill"].secure:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if "new_visit" in g:
            answer.set_cookie(VISIT, g.new_visit, httponly=True, samesite="Strict", path="/", secure=is_secure())
        return answer

    app.jinja_env.globals["csrf"] = lambda: csrf_of(signed_in())


def is_secure() -> bool:
    """Whether people reach us by https."""
    return current_app.extensions["waybill"].secure


def ask_to_sign_in() -> Response:
    """Send a person to the sign-in page; tell a program 401."""
    if request.path.startswith("/api/") or "people.sign_in" not in current_app.view_functions:
        raise Unauthorized(_("sign in, or send a bearer token"))
    there = request.full_path.rstrip("?") if request.method in SAFE else "/"
    page = url_for("people.sign_in", next=there)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": url_for("people.sign_in")})
    return redirect(page)


def is_inside(path: str) -> bool:
    """Whether an address given as `next` stays here; one that no header can carry leads nowhere."""
    return path.isprintable() and path.startswith("/") and not path.startswith(("//", "/\\")) and not urlsplit(path).netloc


def require_same_origin() -> None:
    """403 for a request that a page from elsewhere made."""
    origin = request.headers.get("Origin")
    own = {current_app.extensions["waybill"].address, request.host_url.rstrip("/")}
    if origin is not None and origin not in own:
        raise Forbidden(_("the request came from another site: open the page here and send it again"))
    if origin is None and request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Forbidden(_("the request came from another site: open the page here and send it again"))


def require_csrf(expected: str) -> None:
    """403 unless the form or the header carries the session's token."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("_csrf", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Forbidden(_("the form is too old: load the page again"))


def require_characters() -> None:
    """404 or 400 for an address with a character that no database can look for."""
    if "\0" in request.path:
        raise NotFound
    if any("\0" in value for value in request.args.values()):
        raise BadRequest(_("the address holds an invisible character: delete it"))


def require_names() -> None:
    """400 for a form with a part that has no name."""
    if request.mimetype == "multipart/form-data" and (None in request.form or None in request.files):
        raise BadRequest(_("a part of the form has no name"))


def csrf_of(who: object | None) -> str:
    """The token forms carry: the session's, or before sign-in one tied to a cookie."""
    if who is not None:
        return who.csrf or ""
    if VISIT not in request.cookies and "new_visit" not in g:
        g.new_visit = secrets.token_urlsafe(24)
    return visit_token()


def visit_token() -> str:
    """The token of a browser without session; of nobody when its cookie is missing."""
    visit = g.get("new_visit") or request.cookies.get(VISIT)
    secret = current_app.extensions["waybill"].secret if visit else secrets.token_urlsafe(32)
    return hmac.new(secret.encode(), f"visit:{visit}".encode(), "sha256").hexdigest()
