"""Answers to what went wrong: problem documents (RFC 9457) for programs, a page for people, from one table."""

from __future__ import annotations

from flask import Flask, Response, current_app, render_template, request
from jinja2 import TemplateNotFound
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, NotFound

from app.i18n import language
from app.i18n import translate as _
from dsl.engine.refused import Refused, render

TITLES = {
    400: "This request cannot be read",
    401: "Please sign in",
    403: "You may not do this",
    404: "There is nothing here for you",
    405: "This address does not do that",
    409: "This cannot happen now",
    413: "This is too large",
    415: "This kind of content is not read here",
    422: "Some answers need another look",
    500: "Something went wrong on our side",
    503: "Waybill is busy",
}

DETAILS = {
    400: "nothing was stored: look at what was sent and send it again",
    405: "nothing was done: use a button of the page, or an act that the page about the API names",
    413: "nothing was stored: send less at once, or smaller files",
}
"""What to do next, where nobody said it closer to the place."""

FORBIDDEN = frozenset({"not-the-requester", "not-asked", "requester-decides", "decided-here", "may-not", "claim-never"})
"""Refusals that say no to the person; every other one says no to the moment."""
WRONG_INPUT = frozenset(
    {"unknown-outcome", "may-not-change", "still-needed", "still-missing", "not-filled", "check-failed", "too-few"}
)
"""Refusals of what was filled in."""


class Invalid(Exception):
    """Answers or a request that cannot be taken: (path, message) pairs, all at once; 422 unless told otherwise."""

    def __init__(self, problems: list[tuple[str, str]], status: int = 422):
        super().__init__(problems)
        self.problems = problems
        self.status = status


def start(app: Flask) -> None:
    """Answer exceptions."""
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(TimeoutError, busy)
    app.register_error_handler(500, http)


def invalid(error: Invalid) -> Response:
    """Every wrong place with its message."""
    errors = [{"path": path, "message": message} for path, message in error.problems]
    return answer(error.status, "; ".join(message for _path, message in error.problems), errors=errors)


def refused(error: Refused) -> Response:
    """What may not happen now, in the reader's language and with people's names."""
    status = 403 if error.code in FORBIDDEN else 422 if error.code in WRONG_INPUT else 409
    return answer(status, sentence(error), code=error.code)


def busy(error: Exception) -> Response:
    """The database did not answer in time, or not at all; nothing was done, and the same request may be sent again."""
    current_app.logger.error("the database does not answer", exc_info=error)
    given = answer(503, _("nothing was changed: try again in a moment"))
    given.headers["Retry-After"] = "5"
    return given


def sentence(error: Refused) -> str:
    """A refusal as one sentence."""
    return render(error, language(), current_app.extensions.get("waybill.name", str))


def http(error: HTTPException) -> Response:
    """One answer for each status; 404 says the same whether a thing is missing or hidden."""
    if error.response is not None:
        return error.response
    status = error.code or 500
    own = error.description != type(error).description  # the library's sentences are English, and name no next step
    said = own and not isinstance(error, NotFound) and status < 500
    detail = error.description if said else _(DETAILS[status]) if status in DETAILS else ""
    given = answer(status, detail or "")
    if status == 405:
        given.headers["Allow"] = ", ".join(error.valid_methods or ())
    return given


def answer(status: int, detail: str = "", **more: object) -> Response:
    """The problem document or the error page for `status`."""
    title = _(TITLES.get(status, "This did not work"))
    if is_program():
        return problem_document(status, title, detail, **more)
    try:
        page = render_template("error.html", status=status, title=title, detail=detail, **more)
    except TemplateNotFound:
        return Response(f"{title}\n{detail}\n", status, mimetype="text/plain")
    return Response(page, status)


def is_program() -> bool:
    """Whether the request came to the API, or from a script of a page that reads nothing but JSON."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def problem_document(status: int, title: str, detail: str, **more: object) -> Response:
    """RFC 9457."""
    body = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    text = current_app.json.dumps(body | more, ensure_ascii=False)
    return Response(text, status, mimetype="application/problem+json")

