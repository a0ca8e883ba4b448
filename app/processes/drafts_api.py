"""The JSON API of drafts: make, read, change, publish and throw away, and the acts of a process's life."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from app.bodies import body
from app.bodies import number as query
from app.bodies import text as short
from app.db import reading
from app.errors import Invalid, answer, problem_document
from app.i18n import language
from app.i18n import translate as _
from app.people.permissions import require
from app.people.sessions import current_person
from app.processes import life
from app.processes.api import visible_one
from app.processes.bring_draft import bring_draft
from app.processes.drafts import StoredDrafts, close_draft, every_draft
from app.processes.publish import NotPublished
from app.processes.publish_draft import publish_draft, rebase
from app.processes.queries import Version, numbered
from designer.drafts import Conflict, Draft, Saved
from dsl.examples import Result
from dsl.messages import render
from dsl.problems import Problem

MOST_TABLES = 50
"""Tables beside a text."""
HIGHEST = 10**9
"""Number of a version or revision."""
STATUS = {"no-reason": 422, "four-eyes": 403, "not-covered": 422}
"""Rules of publishing that are not about the moment."""
KEEP = ("both", "mine", "theirs")
DEEDS = ("retire", "bring-back", "four-eyes", "two-eyes", "covered", "uncovered", "roll-back")


def blueprint() -> Blueprint:
    """Addresses under /api."""
    api = Blueprint("drafts_api", __name__, url_prefix="/api")
    api.add_url_rule("/drafts", "list", listed)
    api.add_url_rule("/drafts", "create", create, methods=["POST"])
    api.add_url_rule("/drafts/<int:id>", "one", one)
    api.add_url_rule("/drafts/<int:id>", "change", change, methods=["PUT"])
    api.add_url_rule("/drafts/<int:id>", "discard", discard, methods=["DELETE"])
    for name, does in (("undo", undo), ("redo", redo), ("rebase", bring_in), ("publish", publish)):
        api.add_url_rule(f"/drafts/<int:id>/{name}", name, does, methods=["POST"])
    api.add_url_rule("/processes/<id>/text", "text", text)
    api.add_url_rule("/processes/<id>/life", "life", live, methods=["POST"])
    return api


def as_json(draft: Draft, whole: bool = True) -> dict[str, object]:
    """A draft, with its text unless it stands in a list."""
    found: dict[str, object] = {"id": draft.id, "process": draft.process, "base": draft.base, "revision": draft.revision}
    found |= {"by": draft.by, "at": draft.at.isoformat()}
    whole_of = {"can_undo": draft.can_undo, "can_redo": draft.can_redo, "text": draft.text, "files": dict(draft.files)}
    return found | (whole_of if whole else {})


def listed() -> Response:
    """All drafts somebody works on."""
    with reading() as c:
        return jsonify(drafts=[as_json(draft, whole=False) for draft in every_draft(c, current_person())])


def one(id: int) -> Response:
    return jsonify(as_json(StoredDrafts().find(id)))


def create() -> tuple[Response, int] | Response:
    """A draft of a process, or of a text; of a process with a text when nobody else is at work on it."""
    require(current_person(), "design")
    given = body(frozenset({"process", "text", "files"}))
    process = short(given, "process") or None
    source = string(given, "text") if "text" in given else None
    if process is None and source is None:
        raise Invalid([("text", _("send a text, a process, or both"))])
    made = bring_draft(current_person(), source, process, files_of(given))
    return conflict(made) if isinstance(made, Conflict) else (jsonify(as_json(made)), 201)


def change(id: int) -> Response:
    """Keep a text made from a revision; what others changed elsewhere is merged in."""
    StoredDrafts().find(id)
    given = body(frozenset({"revision", "text", "files", "what", "typed"}))
    typed = given.get("typed", False)
    if not isinstance(typed, bool):
        raise Invalid([("typed", _("this must be true or false"))])
    what = short(given, "what", "api") or "api"
    return told(StoredDrafts().save(id, revision(given), string(given, "text"), what, typed, files_of(given)))


def discard(id: int) -> Response:
    """Throw it away."""
    close_draft(current_person(), id, query("revision", None, 1, HIGHEST))
    return Response(status=204)


def undo(id: int) -> Response:
    StoredDrafts().find(id)
    return told(StoredDrafts().undo(id, revision(body(frozenset({"revision"})))))


def redo(id: int) -> Response:
    StoredDrafts().find(id)
    return told(StoredDrafts().redo(id, revision(body(frozenset({"revision"})))))


def bring_in(id: int) -> Response:
    """Let the draft continue the newest version."""
    StoredDrafts().find(id)
    given = body(frozenset({"revision", "keep"}))
    keep = short(given, "keep", "both")
    if keep not in KEEP:
        raise Invalid([("keep", _("choose one of {names}", names=", ".join(KEEP)))])
    return told(rebase(current_person(), id, revision(given), keep))


def publish(id: int) -> tuple[Response, int] | Response:
    """Publish it; with `revision` only as it was then."""
    StoredDrafts().find(id)
    given = body(frozenset({"revision", "reason"}))
    at = revision(given) if "revision" in given else None
    return published(publish_draft(current_person(), id, short(given, "reason"), at))


def text(id: str) -> Response:
    """The published text as a file; `version` asks for another one."""
    with reading() as c:
        process, _made, _start = visible_one(c, current_person(), id)
        found = numbered(c, id, query("version", process.number, 1, HIGHEST))
    if found is None:
        raise NotFound
    return way_file(found.text, id)


def way_file(source: str, name: str) -> Response:
    """A text as a file to keep, byte for byte."""
    given = Response(source.encode(), mimetype="text/plain")
    given.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}.way"
    return given


def live(id: str) -> tuple[Response, int] | Response:
    """An act of the process's life, with its reason."""
    me = current_person()
    with reading() as c:
        life.require_right(c, me, id)
    given = body(frozenset({"do", "reason", "version"}))
    do, reason = short(given, "do"), short(given, "reason")
    match do:
        case "retire":
            life.retire(me, id, reason)
        case "bring-back":
            life.bring_back(me, id, reason)
        case "four-eyes" | "two-eyes":
            return jsonify(done=life.switch_four_eyes(me, id, do == "four-eyes", reason))
        case "covered" | "uncovered":
            return jsonify(done=life.switch_covered(me, id, do == "covered", reason))
        case "roll-back":
            return rolled_back(life.roll_back(me, id, revision(given, "version"), reason))
        case _:
            raise Invalid([("do", _("choose one of {names}", names=", ".join(DEEDS)))])
    return jsonify(done=do)


def rolled_back(made: Version | Draft | NotPublished) -> tuple[Response, int] | Response:
    """The new version, or the draft somebody else publishes."""
    return (jsonify(as_json(made)), 201) if isinstance(made, Draft) else published(made)


# -- what is given and what is answered ---------------------------------------------------------------


def revision(given: dict[str, object], name: str = "revision") -> int:
    """A number of the body."""
    value = given.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= HIGHEST:
        raise Invalid([(name, _("this must be a whole number from {low} to {high}", low=1, high=HIGHEST))])
    return value


def string(given: dict[str, object], name: str) -> str:
    """A text of the body of any length."""
    value = given.get(name)
    if not isinstance(value, str):
        raise Invalid([(name, _("this must be a text"))])
    return value


def files_of(given: dict[str, object]) -> dict[str, str] | None:
    """The tables beside the text, when they are given."""
    value = given.get("files")
    if value is None:
        return None
    if isinstance(value, dict) and len(value) <= MOST_TABLES and all(map(is_table, value.items())):
        return value
    told = _("this must be an object of at most {count} tables: name.csv and its text", count=MOST_TABLES)
    raise Invalid([("files", told)])


def is_table(pair: tuple[str, object]) -> bool:
    """Whether it is a table, or the description of the directory, with its text."""
    name, content = pair
    return (name.endswith(".csv") or name == "libraries.toml") and len(name) <= 200 and isinstance(content, str)


def told(done: Saved | Conflict) -> Response:
    """The draft as it is now; 409 with both texts when lines touched."""
    return conflict(done) if isinstance(done, Conflict) else jsonify(as_json(done.draft) | {"merged": done.merged})


def conflict(found: Conflict) -> Response:
    """Both texts: `theirs` is what is stored, `mine` was not kept."""
    detail = _("somebody else changed the same lines: nothing was kept, both texts are here")
    both = {"theirs": found.theirs.text, "mine": found.mine, "revision": found.theirs.revision, "by": found.theirs.by}
    return answer(409, detail, code="conflict", **both)


def published(made: Version | NotPublished) -> tuple[Response, int] | Response:
    """The new version, or everything that speaks against it."""
    if isinstance(made, Version):
        return jsonify(process=made.process, version=made.number, hash=made.hash), 201
    if made.code:
        return answer(STATUS.get(made.code, 409), made.told, code=made.code)
    wrong = [problem_of(one) for one in made.problems if one.level == "problem"]
    wrong += [failed(one) for one in made.failed]
    wrong += [{**one.to_json(language()), "path": "text", "way": list(one.path)} for one in made.findings]
    code = "problems" if made.problems else "examples" if made.failed else "findings"
    title = _("This text cannot be published")
    return problem_document(422, title, "; ".join(str(one["message"]) for one in wrong[:3]), code=code, errors=wrong)


def problem_of(one: Problem) -> dict[str, object]:
    """A problem of the text, in the reader's language."""
    place = {"path": "text", "line": one.at.line, "column": one.at.column}
    return place | {"code": one.code, "message": render(one, language())}


def failed(one: Result) -> dict[str, object]:
    """An example that does not pass."""
    message = one.message_zh if language() == "zh" and one.message_zh else one.message
    return {"path": "text", "line": one.line, "column": 1, "example": one.name, "message": message}
