"""The addresses of files: bring one, fetch one that a ticket shows."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request, send_file
from werkzeug.exceptions import NotFound

from app.db import reading
from app.errors import Invalid
from app.i18n import language
from app.i18n import translate as _
from app.people.sessions import current_person
from app.tickets import show, storage
from app.tickets.world import files_in
from dsl.types import FileRef
from forms import limits
from forms.fields.file import is_name
from forms.messages import Wrong, say, word

HASH = re.compile("[0-9a-f]{64}")


def blueprint() -> Blueprint:
    """Addresses of files."""
    files = Blueprint("files", __name__)
    files.add_url_rule("/api/files", "bring", bring, methods=["POST"])
    files.add_url_rule("/tickets/<int:id>/files/<hash>", "fetch", fetch)
    files.add_url_rule("/api/tickets/<int:id>/files/<hash>", "fetch_api", fetch)
    return files


def bring() -> tuple[Response, int]:
    """Store the file in the multipart field `file`; answers what a `files` field takes."""
    person = current_person()
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid([("file", _("send one file as the multipart field `file`"))], 400)
    name = re.split(r"[/\\]", upload.filename)[-1][-limits.FILE_NAME :]
    kept = storage.keep(upload.stream, name, person.id) if is_name(name) else Wrong("bad-file-name", {"word": word(name)})
    if not isinstance(kept, FileRef):
        raise Invalid([("file", say(kept, language()))])
    return jsonify(kept._asdict()), 201


def fetch(id: int, hash: str) -> Response:
    """A file of the ticket, when one of the answers the person sees holds it; never shown in the browser itself."""
    person = current_person()
    with reading() as c:
        view = show.view(c, person, id)
    found = next((ref for ref in files_in(view.answers) if ref.hash == hash), None) if view else None
    if found is None or not HASH.fullmatch(hash):
        raise NotFound
    answer = send_file(storage.path_of(hash), mimetype=found.type, etag=False, conditional=True, max_age=None)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
