"""The markup of forms: labelled, described, keyed, and free of what the content policy or htmx forbid."""

from __future__ import annotations

from html.parser import HTMLParser

import jinja2
import pytest
from werkzeug.datastructures import MultiDict

from dsl import types
from forms.form import TEMPLATES, read, view
from forms.world import ALONE, World
from tests.forms.made import facts, field, program, refund
from tests.forms.test_pages import posted
from tests.forms.wild import OPTIONS

PAGE = """{% from "forms/form.html" import render_form %}
{% call render_form(view, "/go", update="/update", csrf="token", submit=("_act", "submit")) %}
<button>File it</button>{% endcall %}"""
VOID = {"input"}
KINDS = {
    "text": types.Text(80), "long": types.Text(2000, True), "whole": types.Whole(-9, 9), "decimal": types.Decimal(2, 0, 99),
    "money": types.Money("CNY", 1, 999), "yes": types.YesNo(), "date": types.Date(), "time": types.Time(),
    "moment": types.Moment(), "duration": types.Duration(0, 10**6), "business": types.BusinessDuration(0, 4800),
    "choice": types.Choice(OPTIONS), "many": types.Choice(tuple("abcdefgh")), "choices": types.Choices(OPTIONS, 1, 2),
    "person": types.Person(), "team": types.Team(), "files": types.Files(0, 2), "link": types.Link(),
    "email": types.Email(), "phone": types.Phone(),
}  # fmt: skip


def every_kind():
    """A form with each kind as a field, asked and optional, and as a column."""
    asked = [field(name, type, help=f"About {name}") for name, type in KINDS.items()]
    free = [field(f"{name}_free", type, optional=True) for name, type in KINDS.items()]
    columns = tuple(field(name, type, path=f"lines.{name}") for name, type in KINDS.items())
    rows = types.Rows(1, 9, tuple((each.name, each.type) for each in columns))
    shows = field(
        "shows",
        types.Whole(0, 9),
        computed=lambda a, f: len(a["lines"]),
        computed_reads=("lines", "text", "choice", "yes"),
    )
    return program(*asked, *free, field("lines", rows, columns=columns), shows)


class Element:
    def __init__(self, tag, attributes, parents):
        self.tag, self.attributes, self.parents = tag, attributes, parents

    def __getitem__(self, name):
        return self.attributes.get(name)


class Page(HTMLParser):
    """The elements of a page, each with its attributes and what it stands in."""

    def __init__(self, html: str):
        super().__init__()
        self.open, self.elements = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), (tag, names)
        element = Element(tag, dict(attributes), tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop().tag == tag

    def all(self, *tags):
        return [each for each in self.elements if each.tag in tags]


def rendered(made, raw=None, problems=None, language="en", world=ALONE) -> str:
    loader = jinja2.PrefixLoader({"forms": jinja2.FileSystemLoader(TEMPLATES)})
    env = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return env.from_string(PAGE).render(view=view(made, raw, problems, facts(), language, world=world))


def wrong_everywhere() -> str:
    raw = MultiDict(
        [("_add", ""), ("lines.0.text", "x"), ("text", ""), ("whole", "x"), ("duration", "x"), ("lines.0.whole", "x")]
    )
    problems = read(every_kind(), raw, facts())[1]
    assert len(problems) > len(KINDS)
    return rendered(every_kind(), raw, problems)


PEOPLE = World(people={"ana": "Ana"}, teams={"staff": "Staff"})
CROWD = World(people={f"p{number}": f"P {number}" for number in range(400)}, teams={})
PAGES = {
    "empty": lambda: rendered(every_kind()),
    "empty-zh": lambda: rendered(every_kind(), language="zh"),
    "wrong": wrong_everywhere,
    "people": lambda: rendered(every_kind(), world=PEOPLE),
    "crowd": lambda: rendered(every_kind(), world=CROWD),
    "refund": lambda: rendered(refund(), posted()),
}


@pytest.fixture(params=PAGES, scope="module")
def markup(request) -> Page:
    return Page(PAGES[request.param]())


def test_every_input_has_a_name_people_hear(markup):
    labelled = {each["for"] for each in markup.all("label")}
    for each in markup.all("input", "select", "textarea", "output"):
        if each["type"] != "hidden":
            within = any(parent.tag == "label" for parent in each.parents)
            assert within or each["aria-label"] or each["id"] in labelled, each.attributes


def test_ids_stand_once(markup):
    ids = [each["id"] for each in markup.elements if each["id"]]
    assert len(ids) == len(set(ids))
    assert not any(" " in id for id in ids)


def test_what_points_somewhere_points_at_something(markup):
    ids = {each["id"] for each in markup.elements}
    for each in markup.elements:
        for id in (each["aria-describedby"] or "").split() + [each["list"]] * (each["list"] is not None):
            assert id in ids
        assert each["for"] is None or each["for"] in ids
        assert not (each["href"] or "").startswith("#") or each["href"][1:] in ids


def test_groups_have_a_legend_and_buttons_a_text(markup):
    html = {id(parent) for each in markup.all("legend") for parent in each.parents}
    assert all(id(each) in html for each in markup.all("fieldset"))
    assert all(each["type"] == "submit" for each in markup.all("button") if each["name"] in ("_add", "_remove"))


def test_enter_presses_the_button_that_files(markup):
    assert markup.all("button")[0].attributes | {"class": ""} == {
        "type": "submit", "class": "", "tabindex": "-1", "aria-hidden": "true", "name": "_act", "value": "submit",
    }  # fmt: skip


def test_nothing_inline_and_htmx_written_in_full(markup):
    for each in markup.elements:
        assert each.tag not in ("script", "style")
        for name, value in each.attributes.items():
            assert name != "style" and not name.startswith(("on", "hx-on")) and "js:" not in (value or "")
        asks = any(name in ("hx-post", "hx-get") for name in each.attributes)
        assert not asks or (each["hx-target"] == "#form-body" and each["hx-swap"] == "morph")
        assert "[" not in (each["hx-trigger"] or "")


def test_what_people_typed_is_escaped():
    html = rendered(refund(), posted(("student", '"><script>alert(1)</script>'), ("lines.3.item", "<b>")))
    assert "<script>" not in html and "<b>" not in html
    assert "&lt;b&gt;" in html


def test_problems_stand_at_their_input():
    raw = posted(("amount", "much"))
    page = Page(rendered(refund(), raw, read(refund(), raw, facts())[1]))
    amount = next(each for each in page.all("input") if each["name"] == "amount")
    assert amount["aria-invalid"] == "true"
    assert amount["aria-describedby"] == "f-amount-problem"


def test_without_an_address_nothing_is_live():
    env = jinja2.Environment(loader=jinja2.PrefixLoader({"forms": jinja2.FileSystemLoader(TEMPLATES)}), autoescape=True)
    html = env.from_string('{% from "forms/form.html" import render_form %}{{ render_form(view, "/go") }}')
    assert "hx-" not in html.render(view=view(refund(), posted(), {}, facts()))


def test_a_persons_own_word_is_a_quotation():
    raw = posted(("amount", "<i>"))
    html = rendered(refund(), raw, read(refund(), raw, facts())[1])
    assert "<span><q>&lt;i&gt;</q> is not a number: use digits and a point only, such as <q>12.50</q></span>" in html
