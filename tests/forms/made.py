"""Programs put together by hand, so that the floor is tested without a text: a refund, and forms of any fields."""

from __future__ import annotations

import datetime

from dsl import types
from dsl.engine.facts import Facts
from dsl.program import Access, Check, Field, Form, Nobody, Outcome, People, Program, Section, Task, Template

NOW = datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC)
NO_PEOPLE = People(lambda a, f: (), "nobody")


def facts() -> Facts:
    return Facts(NOW, {"today": "2026-03-05"}, requester="ana")


def field(name: str, type: types.Type, **more) -> Field:
    path = more.pop("path", name)
    options = more.pop("options", {option: option.title() for option in getattr(type, "options", ())})
    return Field(
        name=name, path=path, type=type, label=more.pop("label", name.title()), line=1, options=options, **more
    )


def program(*fields: Field, later=(), sections=None, words=None, steps=()) -> Program:
    """A program with a form of `fields`; those named in `later` are filled by steps only."""
    known = {each.name: each for each in fields}
    requested = tuple(each.name for each in fields if each.computed is None and each.name not in later)
    made = Form(known, sections or (Section("main", "Main", tuple(known)),), requested)
    return Program(
        name="made",
        label="Made",
        hash="0" * 64,
        source="",
        title=Template(("made",)),
        started_by=NO_PEOPLE,
        seen_by=NO_PEOPLE,
        nobody=Nobody(people=NO_PEOPLE),
        form=made,
        tables={},
        nodes={each.id: each for each in steps},
        start=None,
        order=(),
        picture=(),
        ends={},
        rules=(),
        words=words or {},
        examples=(),
    )


def step(name: str, **access) -> Task:
    made = Access(sees=(), **access)
    return Task(
        id=name,
        label=name.title(),
        line=1,
        people=NO_PEOPLE,
        pick=None,
        access=made,
        nobody=Nobody(people=NO_PEOPLE),
        outcomes=(Outcome("done", "Done"),),
    )


COLUMNS = (
    field("item", types.Text(120), path="lines.item"),
    field("quantity", types.Whole(1, 999), path="lines.quantity", default=lambda a, f, row: 1),
    field("price", types.Money("CNY", 0, 9999999), path="lines.price"),
    field(
        "net",
        types.Money("CNY", 0, 9989999001),
        path="lines.net",
        computed=lambda a, f, row: row["quantity"] * row["price"],
        computed_reads=("lines.quantity", "lines.price"),
    ),
)


def refund() -> Program:
    """The course refund of the language page, its form and the step that pays."""
    in_past = Check(lambda a, f: a["paid_on"] <= f.today(), "This date is in the future", ("paid_on",), "", 1)
    rows = types.Rows(0, 50, tuple((column.name, column.type) for column in COLUMNS))
    return program(
        field("student", types.Text(80), label="Student"),
        field("course", types.Choice(("english", "maths", "art")), label="Course"),
        field("paid_on", types.Date(), label="Paid on", checks=(in_past,)),
        field("amount", types.Money("CNY", 1, 20000000), label="Amount"),
        field("reason", types.Choice(("schedule", "quality", "other")), label="Reason"),
        field(
            "details",
            types.Text(2000, long=True),
            label="Tell us more",
            when=lambda a, f: a["reason"] == "other",
            when_reads=("reason",),
        ),
        field("receipts", types.Files(0, 5), label="Receipts"),
        field("lines", rows, label="Items", columns=COLUMNS),
        field(
            "listed",
            types.Money("CNY", 0, 10**12),
            label="Listed",
            computed=lambda a, f: sum(line["net"] for line in a["lines"]),
            computed_reads=("lines.net", "lines"),
        ),
        field("payment_ref", types.Text(40), label="Payment reference", optional=True),
        later=("payment_ref",),
        sections=(
            Section(
                "request",
                "What should be refunded?",
                ("student", "course", "paid_on", "amount", "reason", "details", "receipts"),
            ),
            Section("items", "Items", ("lines",)),
        ),
        words={"zh": {"student": "学生", "course.english": "英语", "request": "退费内容"}},
        steps=(
            step("payment", fills=("payment_ref",), required=("payment_ref",)),
            step("controllers", edits=("amount", "reason")),
        ),
    )


GOOD = {
    "student": "Li Hua",
    "course": "english",
    "paid_on": "2026-03-02",
    "amount": "5000.01 CNY",
    "reason": "quality",
    "lines": [{"item": "Book", "quantity": 2, "price": "10.50"}],
}
