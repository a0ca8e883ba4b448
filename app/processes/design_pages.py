"""The pages around the designer: beginning a process, the gallery, drafts, and the life of a process."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import NotFound

from app.db import reading
from app.i18n import language
from app.i18n import translate as _
from app.people.permissions import require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes import beginnings, gallery, life
from app.processes.api import visible_one
from app.processes.bring_draft import bring_draft
from app.processes.drafts import StoredDrafts, close_draft, new_draft, open_draft
from app.processes.drafts_api import MOST_TABLES, is_table, way_file
from app.processes.publish import NotPublished
from app.processes.queries import every_process, find, numbered
from designer.drafts import Conflict, Draft
from dsl.limits import SOURCE_BYTES


def add_rules(pages: Blueprint) -> None:
    """Put the addresses into the pages of processes."""
    post = ["POST"]
    pages.add_url_rule("/design/new", "new", begin)
    pages.add_url_rule("/design/new/name", "new_name", name_field)
    pages.add_url_rule("/design/new", "make", make, methods=post)
    pages.add_url_rule("/design/import", "bring", bring, methods=post)
    pages.add_url_rule("/design/copy", "copy", copy, methods=post)
    pages.add_url_rule("/gallery", "gallery", show_gallery)
    pages.add_url_rule("/gallery/<key>", "piece", show_piece)
    pages.add_url_rule("/gallery/<key>", "use", use, methods=post)
    pages.add_url_rule("/drafts/<int:id>/text", "draft_text", draft_text)
    pages.add_url_rule("/drafts/<int:id>/discard", "discard", discard, methods=post)
    pages.add_url_rule("/processes/<name>/edit", "edit", edit, methods=post)
    pages.add_url_rule("/processes/<name>/life", "life", live, methods=post)
    pages.add_url_rule("/processes/<name>/<int:number>/text", "text", text)


def whole(text: str) -> int:
    """A number of a page; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def designer() -> Person:
    """Who asks; 403 unless they may design."""
    me = current_person()
    require(me, "design")
    return me


def into(draft: Draft) -> Response:
    """Go to the designer."""
    return redirect(f"/design/{draft.id}/flow", 303)


def names() -> dict[str, str]:
    """Published processes: name -> label."""
    with reading() as c:
        return {one.id: one.label for one in every_process(c)}


# -- beginning a process ------------------------------------------------------------------------------


def begin(problems: dict[str, str] | None = None, status: int = 200) -> Response:
    """The ways to begin: with an empty page, from the gallery, from a file, as a copy."""
    designer()
    given = {name: request.form.get(name, "")[:2000] for name in ("title", "name", "process")}
    page = render_template("processes/new.html", given=given, problems=problems or {}, processes=names(), place="processes")
    return make_response(page, status)


def name_field() -> str:
    """The name proposed for a title, unless one was typed."""
    designer()
    name, before = request.args.get("name", "")[:200], request.args.get("_proposed", "")
    proposed = beginnings.proposed_name(request.args.get("title", "")[:1000], names())
    shown = name if name and name != before else proposed
    return render_template("processes/new_name.html", name=shown, proposed=proposed, problem="")


def make() -> Response:
    """An almost empty process with this title; its name is made of it unless one is given."""
    me, taken = designer(), names()
    title, name = request.form.get("title", "").strip(), request.form.get("name", "").strip()
    name = name or beginnings.proposed_name(title[:1000], taken)
    problems = {"title": beginnings.wrong_title(title), "name": beginnings.wrong_name(name, taken)}
    if any(problems.values()):
        return begin(problems, 422)
    return into(new_draft(me, beginnings.empty_text(title, name, language())))


def bring() -> Response:
    """A file from somebody's disk: of a process that is published, or of a new one. Tables it reads come along."""
    me = designer()
    given = [each for each in request.files.getlist("file") if each.filename]
    found, problem = read_files(given)
    if problem:
        return begin({"file": problem}, 422)
    source, tables = found
    name = beginnings.own_name(source)
    made = bring_draft(me, source, name if name in names() else None, tables or None)
    if isinstance(made, Conflict):
        told = _("somebody else works on a draft of this process: open it, or throw it away first")
        return begin({"file": told, "draft": str(made.theirs.id)}, 409)
    return into(made)


def read_files(given: list[FileStorage]) -> tuple[tuple[str, dict[str, str]], str]:
    """The text and the tables beside it, and what is wrong with them."""
    texts: dict[str, str] = {}
    for each in given[: MOST_TABLES + 2]:
        with each.stream:
            content = each.stream.read(SOURCE_BYTES + 1)
        if len(content) > SOURCE_BYTES:
            return ("", {}), _("`{name}` is larger than {size} KiB", name=each.filename, size=SOURCE_BYTES // 1024)
        try:
            texts[each.filename or ""] = content.decode("utf-8")
        except UnicodeDecodeError:
            return ("", {}), _("`{name}` is no text: choose a .way file", name=each.filename)
    sources = [name for name in texts if name.endswith(".way")]
    others = {name: text for name, text in texts.items() if name not in sources}
    if len(sources) != 1 or len(others) > MOST_TABLES or not all(map(is_table, others.items())):
        return ("", {}), _("choose one .way file, and the .csv tables it reads")
    return (texts[sources[0]], others), ""


def copy() -> Response:
    """A new process with the text of a published one."""
    me, name = designer(), request.form.get("process", "")
    with reading() as c:
        process = find(c, name)
        version = numbered(c, name, process.number) if process else None
    if version is None:
        return begin({"process": _("choose a process to copy")}, 422)
    return into(new_draft(me, beginnings.under_another_name(version.text, names()), version.files, "copy"))


# -- the gallery --------------------------------------------------------------------------------------


def show_gallery() -> str:
    designer()
    return render_template("processes/gallery.html", pieces=gallery.pieces(), place="processes")


def chosen(key: str) -> gallery.Piece:
    """A piece of the gallery; 404 when there is none."""
    found = gallery.find(key)
    if found is None:
        raise NotFound
    return found


def show_piece(key: str) -> str:
    """One of them with all it does."""
    designer()
    return render_template("processes/piece.html", piece=chosen(key), place="processes")


def use(key: str) -> Response:
    """A draft of one's own with its text."""
    me, piece = designer(), chosen(key)
    return into(new_draft(me, beginnings.under_another_name(piece.text, names()), piece.files, "gallery"))


# -- drafts and the life of a process -----------------------------------------------------------------


def draft_text(id: int) -> Response:
    """The text of a draft as a file."""
    draft = StoredDrafts().find(id)
    return way_file(draft.text, beginnings.own_name(draft.text) or "draft")


def discard(id: int) -> Response:
    """Throw a draft away."""
    revision = request.form.get("revision")
    close_draft(current_person(), id, None if revision is None else whole(revision))
    return redirect(url_for("processes.list", did="discarded"), 303)


def edit(name: str) -> Response:
    """Open the draft of a process."""
    return into(open_draft(current_person(), name))


def text(name: str, number: int) -> Response:
    """A version as a file."""
    with reading() as c:
        visible_one(c, current_person(), name)
        found = numbered(c, name, number)
    if found is None:
        raise NotFound
    return way_file(found.text, name)


def live(name: str) -> Response:
    """One act of the process's life."""
    me, do, reason = current_person(), request.form.get("_do", ""), request.form.get("reason", "")
    with reading() as c:
        life.require_right(c, me, name)
    match do:
        case "retire":
            life.retire(me, name, reason)
        case "bring-back":
            life.bring_back(me, name, reason)
        case "four-eyes" | "two-eyes":
            do = life.switch_four_eyes(me, name, do == "four-eyes", reason)
        case "covered" | "uncovered":
            do = life.switch_covered(me, name, do == "covered", reason)
        case "roll-back":
            return rolled_back(me, name, reason)
        case _:
            raise NotFound
    return redirect(url_for("processes.show", name=name, did=do), 303)


def rolled_back(me: Person, name: str, reason: str) -> Response:
    """The old text is published, or a draft for somebody else to publish."""
    made = life.roll_back(me, name, whole(request.form.get("version", "")), reason)
    if isinstance(made, Draft):
        return into(made)
    if isinstance(made, NotPublished):
        raise Refusal(made.told or _("this text cannot be published any more: open a draft to see why"))
    return redirect(url_for("processes.show", name=name, did="roll-back"), 303)
