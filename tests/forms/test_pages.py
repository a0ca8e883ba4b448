"""A posted page: names with points become rows, uploads are kept, buttons rearrange, and the form is shown again."""

from __future__ import annotations

import datetime
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from dsl import types
from dsl.types import FileRef
from forms.answers import Raw, from_answers, from_page
from forms.form import read, show, view
from forms.messages import Wrong
from forms.world import World
from tests.forms.made import facts, field, program, refund
from tests.forms.texts import example
from tests.forms.wild import forms, values

POSTED = [
    ("_csrf", "x"),
    ("student", " Li Hua "),
    ("course", "maths"),
    ("paid_on", "2026-03-02"),
    ("amount", "12.50"),
    ("reason", "quality"),
    ("receipts", ""),
    ("lines", ""),
    ("lines.3.item", "Pen"),
    ("lines.3.quantity", "2"),
    ("lines.3.price", "1.50"),
    ("lines.12.item", "Ink"),
    ("lines.12.quantity", "1"),
    ("lines.12.price", "9"),
]


def posted(*more: tuple[str, str]) -> MultiDict:
    """The page above, with some inputs changed or added."""
    changed = {name for name, _ in more}
    return MultiDict([pair for pair in POSTED if pair[0] not in changed] + list(more))


def test_a_page_is_read_as_json_is():
    answers, problems = read(refund(), posted(), facts())
    assert problems == {}
    assert answers["student"] == "Li Hua"
    assert answers["lines"] == (
        {"item": "Pen", "quantity": 2, "price": 150, "net": 300},
        {"item": "Ink", "quantity": 1, "price": 900, "net": 900},
    )
    assert answers["listed"] == 1200


def test_what_is_computed_may_be_posted_and_does_not_count():
    assert read(refund(), posted(("listed", "0"), ("lines.3.net", "0")), facts())[0]["listed"] == 1200


def test_problems_of_rows_stand_at_the_rows_as_shown():
    problems = read(refund(), posted(("lines.12.price", "dear")), facts())[1]
    assert list(problems) == ["lines.1.price"]


def test_a_row_nobody_typed_into_does_not_count():
    answers, problems = read(
        refund(), posted(("lines.13.item", " "), ("lines.13.quantity", "1"), ("lines.13.price", "")), facts()
    )
    assert problems == {}
    assert len(answers["lines"]) == 2


def test_a_row_somebody_typed_into_counts():
    problems = read(
        refund(), posted(("lines.13.item", ""), ("lines.13.quantity", "7"), ("lines.13.price", "")), facts()
    )[1]
    assert list(problems) == ["lines.2.item", "lines.2.price"]


class TestButtons:
    def test_add_puts_an_empty_row_at_the_end(self):
        raw = from_page(refund(), posted(("_add", "lines")))
        assert raw.rearranged
        assert raw.values["lines"][2:] == [{}]

    def test_remove_takes_the_named_row_away(self):
        raw = from_page(refund(), posted(("_remove", "lines.3")))
        assert raw.rearranged
        assert [row["item"] for row in raw.values["lines"]] == ["Ink"]

    def test_a_full_table_takes_no_more(self):
        full = [(f"lines.{number}.item", "x") for number in range(50)]
        raw = from_page(refund(), MultiDict([*full, ("_add", "lines")]))
        assert len(raw.values["lines"]) == 50

    def test_a_button_of_no_row_does_nothing(self):
        for press in (("_add", "amount"), ("_remove", "lines.4"), ("_remove", "amount"), ("_remove", "lines.x")):
            assert not from_page(refund(), posted(press)).rearranged

    def test_an_added_row_begins_with_its_defaults(self):
        shown = view(refund(), from_page(refund(), posted(("_add", "lines"))), {}, facts())
        cells = field_of(shown, "lines").rows[2].cells
        assert [(cell.name, cell.raw) for cell in cells[:3]] == [
            ("lines.2.item", ""),
            ("lines.2.quantity", "1"),
            ("lines.2.price", ""),
        ]

    def test_an_empty_row_leaves_the_total_alone(self):
        shown = view(refund(), from_page(refund(), posted(("_add", "lines"))), {}, facts())
        assert field_of(shown, "listed").text == "12.00 CNY"


def field_of(shown, name: str):
    return next(each for section in shown.sections for each in section.fields if each.name == name)


def names_of(shown) -> list[str]:
    return [each.name for section in shown.sections for each in section.fields]


class TestFiles:
    def keep(self, stream, name, media):
        content = stream.read()
        if not content:
            return Wrong("file-refused", {"word": name, "reason": "it is empty"})
        return FileRef(name, f"{len(content):064d}", len(content), media)

    def upload(self, name: str, content: bytes = b"x"):
        return FileStorage(io.BytesIO(content), filename=name, content_type="application/pdf")

    def raw(self, *uploads, more=()):
        files = MultiDict([("receipts", each) for each in uploads])
        return from_page(refund(), posted(*more), files, World(keep=self.keep))

    def test_uploads_are_kept_and_referred_to(self):
        answers, problems = read(refund(), self.raw(self.upload("C:\\scans\\a.pdf")), facts())
        assert problems == {}
        assert answers["receipts"] == (FileRef("a.pdf", "1".rjust(64, "0"), 1, "application/pdf"),)

    def test_a_name_that_misleads_or_is_none_is_refused_before_anything_is_kept(self):
        for name in ("a\0.pdf", "\u202efdp.exe", "scans/", "a\nb"):
            _, problems = read(refund(), self.raw(self.upload(name)), facts())
            assert problems["receipts"].startswith("a file cannot be called"), name

    def test_a_kept_file_is_shown_and_carried_to_the_next_post(self):
        raw = self.raw(self.upload("a.pdf"), more=[("amount", "much")])
        carried = field_of(view(refund(), raw, {}, facts()), "receipts").raw
        assert [(each.label, each.chosen) for each in carried] == [("a.pdf", True)]
        again = posted(("receipts", ""), ("receipts", carried[0].value))
        assert [ref.name for ref in read(refund(), again, facts())[0]["receipts"]] == ["a.pdf"]

    def test_an_input_left_empty_is_no_file(self):
        assert read(refund(), self.raw(self.upload("")), facts())[0]["receipts"] == ()

    def test_a_chosen_file_that_was_not_sent_is_no_file(self):
        assert read(refund(), posted(("receipts", "[object File]")), facts())[0]["receipts"] == ()

    def test_a_refused_upload_is_a_problem_at_its_field(self):
        problems = read(refund(), self.raw(self.upload("a.pdf", b"")), facts())[1]
        assert problems == {"receipts": "`a.pdf` cannot be attached: it is empty"}

    def test_not_more_uploads_are_stored_than_it_takes_to_refuse_them(self):
        stored = []
        keep = World(keep=lambda stream, name, media: stored.append(name) or self.keep(stream, name, media))
        files = MultiDict([("receipts", self.upload(f"{number}.pdf")) for number in range(20)])
        problems = read(refund(), from_page(refund(), posted(), files, keep), facts())[1]
        assert problems == {"receipts": "`6` are too many: at most `5`"}
        assert len(stored) == 6

    def test_nobody_keeps_files_here(self):
        raw = from_page(refund(), posted(), MultiDict([("receipts", self.upload("a.pdf"))]))
        assert read(refund(), raw, facts())[1] == {"receipts": "`a.pdf` cannot be attached here: leave it out"}


class TestShowing:
    def test_the_first_showing_has_defaults_and_no_problems(self):
        shown = view(example("fault"), facts=facts())
        assert field_of(shown, "affected").raw == "1"
        assert [each.value for each in field_of(shown, "data_lost").options if each.chosen] == ["no"]
        assert shown.problems == ()

    def test_a_hidden_field_is_not_shown_until_its_condition_holds(self):
        assert "details" not in names_of(view(refund(), MultiDict({"reason": "quality"}), {}, facts()))
        assert "details" in names_of(view(refund(), MultiDict({"reason": "other"}), {}, facts()))
        assert "details" not in names_of(view(refund(), None, {}, facts()))

    def test_what_was_typed_stays_as_typed(self):
        raw = from_page(refund(), posted(("amount", " 12,5 "), ("lines.3.price", "dear")))
        problems = read(refund(), raw, facts())[1]
        shown = view(refund(), raw, problems, facts())
        assert field_of(shown, "amount").raw == " 12,5 "
        assert field_of(shown, "amount").problem == problems["amount"]
        assert field_of(shown, "lines").rows[0].cells[2].raw == "dear"
        assert [(each.label, each.id) for each in shown.problems] == [
            ("Amount", "f-amount"),
            ("Items 1, Price", "f-lines-0-price"),
        ]

    def test_a_draft_is_shown_as_it_was_left(self):
        shown = view(
            refund(), None, {}, facts(), before={"paid_on": datetime.date(2026, 3, 2), "lines": ({"item": "Pen"},)}
        )
        assert field_of(shown, "paid_on").raw == "2026-03-02"
        assert [cell.raw for cell in field_of(shown, "lines").rows[0].cells] == ["Pen", "1", "", ""]

    def test_rows_that_must_be_there_are_there(self):
        assert len(field_of(view(example("supplies"), None, {}, facts()), "lines").rows) == 1

    def test_a_step_shows_what_it_fills_and_edits(self):
        before = read(refund(), posted(), facts())[0]
        assert names_of(view(refund(), None, {}, facts(), step="payment", before=before)) == ["payment_ref"]
        shown = view(refund(), None, {}, facts(), step="controllers", before=before)
        assert [(name, field_of(shown, name).raw) for name in names_of(shown)] == [
            ("amount", "12.50"),
            ("reason", "quality"),
        ]

    def test_a_problem_without_a_place_on_the_page_is_not_lost(self):
        shown = view(refund(), posted(), {"payment_ref": "not here", "": "no form"}, facts())
        assert [(each.text, each.id) for each in shown.problems] == [("not here", None), ("no form", None)]

    def test_labels_and_options_are_in_the_readers_language(self):
        shown = view(refund(), None, {}, facts(), "zh")
        assert shown.sections[0].label == "退费内容"
        assert field_of(shown, "student").label == "学生"
        assert [each.label for each in field_of(shown, "course").options] == ["英语", "Maths", "Art"]

    def test_only_what_something_depends_on_asks_the_server(self):
        shown = view(refund(), posted(), {}, facts())
        assert [each.name for section in shown.sections for each in section.fields if each.live] == ["reason", "lines"]
        cells = field_of(shown, "lines").rows[0].cells
        assert [cell.name.split(".")[2] for cell in cells if cell.live] == ["item", "quantity", "price"]

    def test_people_are_offered_by_name(self):
        made = program(field("who", types.Person()))
        shown = view(made, None, {}, facts(), world=World(people={"ana": "Ana", "li": "Li"}))
        assert [(each.value, each.label) for each in field_of(shown, "who").options] == [("ana", "Ana"), ("li", "Li")]

    def test_answers_are_shown_by_section_and_only_those_allowed(self):
        answers = read(refund(), posted(), facts())[0]
        shown = show(refund(), answers, "zh", ["student", "course", "lines"])
        assert [(section.label, [each.text for each in section.answers]) for section in shown] == [
            ("退费内容", ["Li Hua", "Maths"]),
            ("Items", ["2 行"]),
        ]
        assert shown[1].answers[0].rows[0] == ("Pen", "2", "1.50 CNY", "3.00 CNY")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_a_page_shows_of_answers_is_read_back_as_the_same_answers(data):
    made = data.draw(forms())
    answers = {each.name: data.draw(values(each.type)) for each in made.form.fields.values()}
    whole = read(made, from_answers(made, answers), facts())
    shown = view(made, None, {}, facts(), before=answers)
    again = read(made, from_page(made, MultiDict(inputs_of(shown))), facts())
    assert again == whole


def inputs_of(shown):
    """What a browser would post of a shown form."""
    for section in shown.sections:
        for each in section.fields:
            yield from cells_of(each) if each.kind == "rows" else posted_by(each)


def cells_of(each):
    yield each.name, ""
    for row in each.rows:
        for cell in filter(None, row.cells):
            yield from posted_by(cell)


def posted_by(each):
    match each.kind:
        case "choices":
            yield each.name, ""
            yield from ((each.name, option.value) for option in each.options if option.chosen)
        case "files":
            yield each.name, ""
            yield from ((each.name, kept.value) for kept in each.raw)
        case "duration":
            yield each.name, each.raw
            units = each.attributes["units"]
            yield each.name + ".unit", next((unit.value for unit in units if unit.chosen), units[0].value)
        case _:
            yield each.name, each.raw


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_post_can_be_shown_again(data):
    made = data.draw(forms())
    names = [each.name for each in made.form.fields.values()] + ["_add", "_remove"]
    names += [f"{name}.{number}.{cell}" for name in names[:2] for number in (0, 3) for cell in ("a", "b", "a.unit")]
    inputs = data.draw(
        st.lists(st.tuples(st.sampled_from(names), st.text(max_size=8) | st.sampled_from(names)), max_size=12)
    )
    raw = from_page(made, MultiDict(inputs))
    problems = read(made, raw, facts())[1]
    shown = view(made, raw, problems, facts())
    assert {each.text for each in shown.problems} == set(problems.values())


def test_raw_values_may_be_handed_in_ready_made():
    assert (
        read(refund(), Raw({"student": 1}, page=False), facts())[1]["student"]
        == "`1` is not a text: write it in quotes"
    )
