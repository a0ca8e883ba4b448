"""The pages about people: signing in and out, the own profile, and the list for those who look after people."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select, update

from app.db import reading, transaction
from app.i18n import LANGUAGES
from app.i18n import translate as _
from app.people import queries, sign_in
from app.people.frame import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from app.people.permissions import require
from app.people.rows import person
from app.people.sessions import current_person, load
from app.security import is_inside, is_secure

YEAR = 365 * 24 * 3600
MOST_CARDS, MOST_ROWS = 48, 200
"""People shown on the sign-in page of a demo, and in the list; more are found by typing."""


def blueprint() -> Blueprint:
    """Pages of people."""
    pages = Blueprint("people", __name__)
    pages.add_url_rule("/sign-in", "sign_in", show_sign_in)
    pages.add_url_rule("/sign-in", "sign_in_post", do_sign_in, methods=["POST"])
    pages.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    pages.add_url_rule("/preferences", "preferences", preferences, methods=["POST"])
    pages.add_url_rule("/profile", "profile", profile)
    pages.add_url_rule("/people", "list", show_people)
    return pages


def next_page() -> str:
    """Where to go after this; never to another site."""
    wanted = request.values.get("next", "/")
    return wanted if is_inside(wanted) else "/"


def sign_in_page(status: int = 200, problem: str = "", who: str = "") -> Response:
    everybody = sign_in.demo_people()
    cards = sorted(everybody, key=lambda each: not each.principals)[:MOST_CARDS]
    page = render_template(
        "people/sign_in.html",
        people=cards,
        more=len(everybody) > len(cards),
        next=next_page(),
        problem=problem,
        who=who,
    )
    return make_response(page, status)


def keep(answer: Response, name: str, value: str) -> None:
    """Keep a preference in the browser for a year."""
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=is_secure(), path="/")


def show_sign_in() -> Response:
    """Demo people to choose from, or id and password."""
    language = request.args.get("language")
    if language in LANGUAGES:
        there = {} if next_page() == "/" else {"next": next_page()}
        answer = redirect(url_for("people.sign_in", **there), 303)
        keep(answer, LANGUAGE_COOKIE, language)
        return answer
    return redirect(next_page()) if load() else sign_in_page()


NO_MATCH = (
    "this id and password do not belong together: "
    "check both and try again; after many wrong tries, wait a minute first"
)


def do_sign_in() -> Response:
    who = request.form.get("who", "").strip()[:254]
    found = sign_in.check(id_of(who), request.form.get("password", ""))
    if found is None:
        return sign_in_page(422, _(NO_MATCH), who)
    return sign_in.sign_in(found, redirect(next_page(), 303))


def id_of(who: str) -> str:
    """The id that was typed, or that of the one active person with this e-mail address."""
    if "@" not in who:
        return who
    with reading() as c:
        query = select(person.c.id).where(func.lower(person.c.email) == who.lower(), person.c.active)
        found = list(c.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else who


def sign_out() -> Response:
    return sign_in.sign_out(redirect("/sign-in", 303))


def preferences() -> Response:
    """Language belongs to the person, colours to the browser."""
    me = current_person()
    answer = redirect(next_page(), 303)
    language, theme = request.form.get("language", ""), request.form.get("theme", "")
    if language in LANGUAGES:
        with transaction() as c:
            c.execute(update(person).where(person.c.id == me.id).values(language=language))
        keep(answer, LANGUAGE_COOKIE, language)
    if theme in THEMES:
        keep(answer, THEME_COOKIE, theme)
    return answer


def profile() -> str:
    me = current_person()
    with reading() as c:
        names = queries.names(c, [me.manager] if me.manager else [])
        teams = queries.teams(c)
    return render_template(
        "people/profile.html",
        manager=names.get(me.manager or ""),
        department=teams.get(me.department or "", me.department),
        teams=[teams.get(team, team) for team in sorted(me.teams)],
    )


def show_people() -> str:
    """All active persons; `q` narrows."""
    require(current_person(), "see people")
    q = request.args.get("q", "").strip()[:100]
    with reading() as c:
        everyone = queries.everyone(c)
    names = {each.id: each.name for each in everyone}
    found = [each for each in everyone if matches(each, q.casefold())]
    return render_template(
        "people/list.html", people=found[:MOST_ROWS], count=len(found), names=names, q=q, place="people"
    )


def matches(each: queries.Person, q: str) -> bool:
    """Whether `q` stands in what a person is known by."""
    return any(q in word.casefold() for word in (each.name, each.id, *each.roles, *each.teams))
