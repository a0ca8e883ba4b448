"""The pages for auditors: rules in force, versions, access, population, acts, checkpoints, what is kept. All read-only."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from app import times
from app.audit import (
    invariants,
    lists,
    pages_access,
    pages_acts,
    pages_bundle,
    pages_known,
    pages_population,
    pages_rules,
    pages_verified,
)
from app.audit.pages_moments import day, moment, next_day
from app.db import reading
from app.i18n import money
from app.i18n import translate as _
from app.people import queries as people
from app.people.permissions import require
from app.people.sessions import current_person
from app.processes.queries import every_process

TABS = (
    ("rules", "/audit", "Rules in force"),
    ("versions", "/audit/versions", "Versions"),
    ("access", "/audit/access", "Access"),
    ("population", "/audit/population", "Population"),
    ("invariants", "/audit/invariants", "Claims"),
    ("acts", "/audit/acts", "Acts"),
    ("checkpoints", "/audit/checkpoints", "Checkpoints"),
    ("verified", "/audit/verified", "Verified"),
    ("kept", "/audit/kept", "Kept and erased"),
    ("bundle", "/audit/bundle", "Bundle"),
)
"""Tab, address, and what it is called."""


def blueprint() -> Blueprint:
    """Pages of the audit."""
    pages = Blueprint("audit", __name__, url_prefix="/audit")
    pages.before_request(lambda: require(current_person(), "audit"))
    pages.add_url_rule("", "rules", rules)
    pages.add_url_rule("/versions", "versions", versions)
    pages.add_url_rule("/access", "access", access)
    pages.add_url_rule("/population", "population", population)
    lists.add_rules(pages)
    for each in (invariants, pages_bundle, pages_known, pages_verified):
        each.add_rules(pages, page)
    pages.add_url_rule("/acts", "acts", acts)
    pages.add_url_rule("/checkpoints", "checkpoints", checkpoints)
    pages.add_url_rule("/kept", "kept", kept)
    return pages


WORDS = {
    "see every ticket": "see every ticket",
    "see every process": "read every process",
    "see incidents": "see stuck tickets",
    "reassign": "put people in charge of steps",
    "erase": "erase tickets",
    "hold": "put and end legal holds",
    "design": "write processes",
    "publish": "publish processes",
    "see people": "see people",
    "audit": "audit",
}
"""What a verb is called; one without a word is called by its name."""


def page(tab: str, **values: object) -> str:
    """A tab's page."""
    return render_template(
        f"audit/{tab}.html", tab=tab, tabs=TABS, place="audit", full=times.full, money=money, verbs=WORDS, **values
    )


def asked(name: str) -> str:
    """A short text of the query."""
    return request.args.get(name, "").strip()[:200].replace("\0", "")


def after(name: str = "after") -> int | None:
    """Where a page of a list begins."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def following(start: object, /, **more: object) -> str:
    """The address of the next page; empty when there is none."""
    kept = {name: value for name, value in more.items() if value}
    return f"{request.path}?{urlencode({'after': start} | kept)}" if start else ""


def rules() -> str:
    """The version of each process that was in force at a moment."""
    at, picked, good = moment()
    with reading() as c:
        found, more = pages_rules.in_force(c, at, asked("after"))
        gaps = pages_rules.gaps(c)
    return page("rules", versions=found, picked=picked, good=good, gaps=gaps, more=following(more, at=picked))


def versions() -> str:
    """Every version of every process, or of one."""
    name = asked("process")
    with reading() as c:
        found, more = pages_rules.history(c, name, after())
        gaps, names = pages_rules.gaps(c), [each.id for each in every_process(c)]
    return page("versions", versions=found, gaps=gaps, name=name, names=sorted(names), more=following(more, process=name))


def access() -> str:
    """Roles, teams and what processes let them do at a moment; everybody of one role or team with `of`."""
    at, picked, good = moment()
    kind, _colon, id = asked("of").partition(":")
    with reading() as c:
        found = pages_access.access(c, at)
        one = next((each for each in found.groups if (each.kind, each.id) == (kind, id)), None)
        start = after("from") or 0
        limit = slice(start, start + pages_access.MEMBERS) if one else slice(0, pages_access.SHOWN)
        groups = (one,) if one else found.groups
        names = people.names(c, {who for each in groups for who in each.members[limit]})
        rights, more = ([], "") if one else pages_access.rights(c, at, asked("after"))
    rest = bool(one) and len(one.members) > limit.stop
    older = f"/audit/access?{urlencode({'of': asked('of'), 'at': picked, 'from': limit.stop})}" if rest else ""
    more = older or following(more, at=picked)
    return page(
        "access",
        found=found,
        groups=groups,
        one=one,
        limit=limit,
        names=names,
        rights=rights,
        picked=picked,
        good=good,
        more=more,
    )


def population() -> str:
    """Tickets by process and version, with totals that add up."""
    with reading() as c:
        lines, totals, more = pages_population.population(c, after() or 0)
    return page("population", lines=lines, totals=totals, more=following(more), states=state_words())


def state_words() -> dict[str, str]:
    """The words for the states of tickets."""
    return {"draft": _("Draft"), "open": _("Under way"), "returned": _("Back at the requester"), "ended": _("Ended")}


def acts() -> str:
    """What administrators did, narrowed by kind, person and time."""
    start, first = day("from")
    end, last = day("to")
    what, by = asked("what"), asked("by")
    wanted = pages_acts.Wanted(what, by, start, next_day(end) if end else None)
    with reading() as c:
        found, more = pages_acts.acts(c, wanted, after())
        actors = pages_acts.actors(c)
    older = following(more, what=what, by=by, **{"from": first, "to": last})
    return page(
        "acts", acts=found, kinds=pages_acts.KINDS, what=what, by=by, first=first, last=last, actors=actors, more=older
    )


def checkpoints() -> str:
    """Signed states of the log and where they were anchored."""
    with reading() as c:
        found, more = pages_acts.checkpoints(c, after())
        unsigned, behind, back = pages_acts.unsigned(c), pages_acts.behind(c), pages_acts.put_back(c)
    return page("checkpoints", checkpoints=found, unsigned=unsigned, behind=behind, back=back, more=following(more))


def kept() -> str:
    """How long tickets are kept, legal holds, and tickets that were erased."""
    with reading() as c:
        holds, more_holds = pages_acts.holds(c, after("holds") or 0)
        erased, more = pages_acts.acts(c, pages_acts.Wanted("erased"), after())
        gone, _older = pages_acts.acts(c, pages_acts.Wanted("erased-person"), None)
        years = pages_acts.years(c)
    older = f"/audit/kept?holds={more_holds}" if more_holds else ""
    return page("kept", years=years, holds=holds, more_holds=older, erased=erased, gone=gone, more=following(more))
