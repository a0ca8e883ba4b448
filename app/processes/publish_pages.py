"""The page on which a draft is published, and the page that shows two versions side by side."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy import Connection

from app import times
from app.db import reading
from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.people.permissions import may, require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes import queries
from app.processes.api import visible_one
from app.processes.comparison import Comparison, comparison
from app.processes.draft_rows import Kept
from app.processes.drafts import opened
from app.processes.elsewhere import elsewhere
from app.processes.exercised import exercised
from app.processes.programs import program
from app.processes.publish import LONGEST_REASON, NotPublished
from app.processes.publish_draft import behind, publish_draft, rebase
from app.processes.queries import Process, Version
from designer.address import find_line
from designer.drafts import Conflict
from designer.look import Look, look
from designer.rehearse.results import results
from designer.scene import view_of
from dsl import tree
from dsl.analyse import Finding
from dsl.examples import Result
from dsl.format import format_line
from dsl.messages import render
from dsl.problems import Problem


@dataclass(frozen=True, slots=True)
class Said:
    """A problem or a note with its place in the designer."""

    line: int
    text: str
    link: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A finding with its place in the designer and its ticket as an example of the text; `playable` when Rehearse can
    open it."""

    line: int
    text: str
    link: str
    ticket: str
    path: str
    playable: bool


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who may publish: `why_not` says why the reader may not, `others` who may."""

    why_not: str = ""
    others: tuple[str, ...] = ()


def add_rules(pages: Blueprint) -> None:
    """Put the addresses into the pages of processes."""
    pages.add_url_rule("/processes/drafts/<int:id>/publish", "publish", show)
    pages.add_url_rule("/processes/drafts/<int:id>/publish", "publish_now", publish, methods=["POST"])
    pages.add_url_rule("/processes/<name>/compare", "compare", compare)


# -- publishing ------------------------------------------------------------------------------------


def show(
    id: int, refused: NotPublished | None = None, reason: str = "", conflict: bool = False, status: int = 200
) -> Response:
    """Everything one should know before publishing."""
    me = current_person()
    with reading() as c:
        kept = opened(c, me, id)
        require(me, "design")
        process, version = published(c, kept)
        eyes = eyes_of(c, me, kept, process)
        running = under_way(c, process) if process else []
        newer = behind(kept.draft)
    draft = kept.draft
    seen = look(draft)
    compared = comparison(version.text, version.files, draft.text, draft.files) if version else None
    page = render_template(
        "processes/publish.html",
        draft=draft,
        label=label_of(seen.process),
        name=seen.process.name,
        process=process,
        version=version,
        problems=[said(each, seen, id) for each in sorted(seen.problems, key=lambda each: each.level != "problem")],
        mistakes=len(seen.mistakes),
        findings=findings_of(seen, id),
        exercised=exercised(seen, id),
        results=[(each, f"/design/{id}/rehearse", word) for each, word in ran(seen)],
        compared=compared,
        elsewhere=elsewhere(version.text, version.files, draft.text, draft.files) if version else None,
        eyes=eyes,
        running=running,
        backtest=current_app.extensions["waybill.backtest"](draft),
        newer=newer,
        ready=ready(seen, compared, eyes, newer) and (not process or not process.covered or is_full(seen)),
        refused=refused,
        conflict=conflict,
        reason=reason,
        longest=LONGEST_REASON,
        place="processes",
    )
    return make_response(page, status)


def publish(id: int) -> Response:
    """Publish it, or bring in what was published meanwhile."""
    me, reason = current_person(), request.form.get("reason", "")
    given = request.form.get("revision", "")
    revision = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    if (keep := request.form.get("_rebase", "")) in ("both", "mine", "theirs"):
        with reading() as c:
            opened(c, me, id)
        conflict = isinstance(rebase(me, id, revision, keep), Conflict)
        return (
            show(id, reason=reason, conflict=True, status=409)
            if conflict
            else redirect(url_for("processes.publish", id=id), 303)
        )
    made = publish_draft(me, id, reason, revision)
    if isinstance(made, NotPublished):
        return show(id, made, reason, status=422 if made.code in ("", "no-reason") else 409)
    return redirect(url_for("processes.version", name=made.process, number=made.number, did="publish"), 303)


def published(c: Connection, kept: Kept) -> tuple[Process | None, Version | None]:
    """The process the draft continues and the version people use now."""
    process = queries.find(c, kept.draft.process) if kept.draft.process else None
    return process, queries.numbered(c, process.id, process.number) if process else None


def eyes_of(c: Connection, me: Person, kept: Kept, process: Process | None) -> Eyes:
    """Whether the reader may publish, and who may instead."""
    if not may(me, "publish"):
        return Eyes(_("your roles do not let you publish"))
    if process is None or not process.four_eyes or me.id not in kept.authors:
        return Eyes()
    others = [one.name for one in people.everyone(c) if may(one, "publish") and one.id not in kept.authors]
    return Eyes(_("This process needs four eyes, and you wrote part of this text."), tuple(sorted(others)))


def under_way(c: Connection, process: Process) -> list[tuple[int, int]]:
    """(version, how many tickets are under way under it); the rooms of tickets hand in the count."""
    found: dict[int, int] = current_app.extensions["waybill.under_way"](c, process.id)
    return sorted((each.number, found[each.id]) for each in queries.versions(c, process.id) if found.get(each.id))


def is_full(seen: Look) -> bool:
    """Whether the examples exercise everything."""
    return seen.coverage is not None and seen.coverage.full


def ready(seen: Look, compared: Comparison | None, eyes: Eyes, newer: int | None) -> bool:
    """Whether the button does anything."""
    fine = seen.program is not None and all(result.passed for result in results(seen).values())
    fine = fine and not seen.analysis.problems
    return fine and not eyes.why_not and newer is None and not (compared is not None and compared.same)


def said(problem: Problem, seen: Look, id: int) -> Said:
    """A problem with a link to where it is mended."""
    view, at = "flow", ""
    if seen.good:
        at = find_line(seen.process, problem.at.start)
        view = view_of(seen.process, at)
    link = f"/design/{id}/{view}?at={at}" if at else f"/design/{id}/{view}"
    return Said(problem.at.line, render(problem, language()), link, problem.level != "problem")


def findings_of(seen: Look, id: int) -> list[Lost]:
    """What was found that refuses publishing, each with its ticket; of a text that can be read."""
    if not seen.good:
        return []
    return [lost(each, seen, id) for each in seen.analysis.problems]


def lost(finding: Finding, seen: Look, id: int) -> Lost:
    at = find_line(seen.process, finding.at.start)
    ticket = format_line(finding.example) if finding.example else ""
    link = f"/design/{id}/{view_of(seen.process, at)}?at={at}"
    told, path = finding.said(language()), " → ".join(finding.path)
    return Lost(finding.at.line, told, link, ticket, "" if path in told else path, seen.program is not None)


def ran(seen: Look) -> list[tuple[Result, str]]:
    """The examples with what they came to."""
    words = {
        word.path: word.text for each in seen.process.all(tree.Words) if each.language == language() for word in each.items
    }
    return [(result, words.get((result.name,), result.label)) for result in results(seen).values()]


def label_of(process: tree.Process) -> str:
    """What the process is called, in the reader's language."""
    for words in process.all(tree.Words):
        for word in words.items:
            if words.language == language() and word.path == (process.name,):
                return word.text
    return process.label or process.name


# -- two versions ----------------------------------------------------------------------------------


def compare(name: str) -> str:
    """Two versions of a process, by default the published one and the one before it."""
    with reading() as c:
        process, _made, _start = visible_one(c, current_person(), name)
        every = queries.versions(c, name)
        label = program(c, process.version).word(process.id, process.label, language())
        names = people.names(c, [each.by for each in every])
    newest = every[0].number
    old, new = (chosen(every, key, otherwise) for key, otherwise in (("from", max(newest - 1, 1)), ("to", newest)))
    return render_template(
        "processes/compare.html",
        process=process,
        label=label,
        old=old,
        new=new,
        about={each.number: (names[each.by], times.full(each.at)) for each in (old, new)},
        versions=every,
        compared=comparison(old.text, old.files, new.text, new.files),
        elsewhere=elsewhere(old.text, old.files, new.text, new.files),
        place="processes",
    )


def chosen(every: list[Version], key: str, otherwise: int) -> Version:
    """The version an address asks for; 404 when there is none."""
    given = request.args.get(key, str(otherwise))
    return next((each for each in every if str(each.number) == given), None) or abort(404)
