"""The pages around the designer: beginning a process in every way there is, drafts, and what admins do with a process."""

from __future__ import annotations

import io
import re

import pytest

from app.db import transaction
from app.people.changes import entry, known, save
from app.processes import beginnings, gallery
from dsl.compile import compile_text
from dsl.examples import examples
from dsl.format import format_text
from dsl.program import Program
from tests.app.asking import file
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")


@pytest.fixture
def admins(app, sign_in):
    """Two process admins."""
    with app.app_context(), transaction() as c:
        save(c, entry(known(c, "judith") | {"roles": "process-admin"}))
    return sign_in("hana"), sign_in("judith")


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def press(client, address: str, status: int = 303, **fields):
    """Send a form; the page or where it leads."""
    answer = client.post(address, data={"_csrf": client.csrf, **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def drafted(answer) -> int:
    """The draft in the designer that an answer leads to."""
    return int(re.fullmatch(r"/design/(\d+)/flow", answer.headers["Location"])[1])


def draft_of(client, answer) -> dict:
    return client.get(f"/api/drafts/{drafted(answer)}").json


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Course refund", "course_refund"), ("  Ärger & Lob!  ", "ärger_lob"), ("课程退费", "课程退费"),
        ("2nd chance", "process_2nd_chance"), ("Not", "process_not"), ("!!!", "process_1"), ("Refund", "refund_2"),
        ("x" * 900, "x" * 80), ("ｆｕｌｌ width", "full_width"),
    ],
)  # fmt: skip
def test_a_name_is_proposed_for_every_title(title, name):
    found = beginnings.proposed_name(title, {"refund"})
    assert found == name and beginnings.is_name(found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_process_has_no_problems_and_is_canonical(app, language):
    with app.app_context():
        text = beginnings.empty_text('Say "hello"', "hello", language)
    made = compile_text(text)
    assert isinstance(made, Program) and made.label == 'Say "hello"'
    assert format_text(text) == text and len(text.splitlines()) == 18
    assert ("事由" in text) == (language == "zh")


def test_from_an_empty_page_to_a_ticket(admins, sign_in):
    """A title is enough; what it makes can be published and filed at once."""
    hana, _judith = admins
    answer = press(hana, "/design/new", title="Parking space")
    draft = draft_of(hana, answer)
    assert draft["text"].startswith('process parking_space "Parking space" {')
    hana.post(f"/api/drafts/{draft['id']}/publish", json={"reason": "first"})
    assert file(sign_in("li"), {"about": "The one in front"}, "parking_space")


def test_it_begins_in_the_language_of_who_begins(admins):
    hana, _judith = admins
    headers = {"Accept-Language": "zh-CN"}
    answer = hana.post("/design/new", data={"_csrf": hana.csrf, "title": "停车位"}, headers=headers)
    assert 'about: text 80 "事由"' in draft_of(hana, answer)["text"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": ""}, "say what the process is called"),
        ({"title": "x" * 1001}, "at most 1000 characters"),
        ({"title": "a\u202eb"}, "invisible character"),
        ({"title": "Refund", "name": "refund"}, "there is a process `refund` already"),
        ({"title": "Refund", "name": "not"}, "no word of the language"),
        ({"title": "Refund", "name": "two words"}, "no word of the language"),
        ({"title": "Refund", "name": "x" * 101}, "no word of the language"),
        ({"title": "Refund", "name": 'x" {'}, "no word of the language"),
    ],
)
def test_a_wrong_title_or_name_is_told_where_it_stands_and_what_was_typed_stays(admins, given, told):
    hana, _judith = admins
    page = press(hana, "/design/new", 422, **given).get_data(as_text=True)
    assert told in page and 'aria-invalid="true"' in page
    assert hana.get("/api/drafts").json == {"drafts": []}


def test_the_name_follows_the_title_until_somebody_types_one(admins):
    hana, _judith = admins
    assert 'name="name" maxlength="100" value="new_desk"' in text_of(hana, "/design/new/name?title=New+desk")
    kept = text_of(hana, "/design/new/name?title=New+desk&name=mine&_proposed=new")
    assert 'value="mine"' in kept and 'name="_proposed" value="new_desk"' in kept
    assert 'value="new_desk"' in text_of(hana, "/design/new/name?title=New+desk&name=new&_proposed=new")


def test_a_text_survives_a_way_out_and_in_again_byte_by_byte(admins):
    """Export, import as a draft of the same process, export the draft."""
    hana, _judith = admins
    exported = hana.get("/processes/refund/1/text")
    assert exported.data == TEXT.encode() and "''refund.way" in exported.headers["Content-Disposition"]
    changed = exported.data.replace(b"\n", b"\r\n") + "# 一\r\n".encode()
    answer = press(hana, "/design/import", file=(io.BytesIO(changed), "refund.way"))
    assert draft_of(hana, answer)["process"] == "refund"
    assert hana.get(f"/drafts/{drafted(answer)}/text").data == changed


def test_a_file_is_called_like_its_process_in_any_script(admins):
    hana, _judith = admins
    id = drafted(press(hana, "/design/new", title="课程退费"))
    assert hana.get(f"/drafts/{id}/text").headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E8%AF%BE%E7%A8%8B%E9%80%80%E8%B4%B9.way"
    )
    hana.post(f"/api/drafts/{id}/publish", json={"reason": "first"})
    assert hana.get("/processes/课程退费/1/text").status_code == 200


def test_a_file_of_a_new_process_brings_its_tables(admins):
    hana, _judith = admins
    text = 'process rates "Rates" {\n}\n'
    files = [(io.BytesIO(b"name,outcome\n"), "r.csv"), (io.BytesIO(text.encode()), "rates.way")]
    answer = press(hana, "/design/import", file=files)
    draft = draft_of(hana, answer)
    assert (draft["process"], draft["text"], draft["files"]) == (None, text, {"r.csv": "name,outcome\n"})


def test_what_is_no_process_text_is_not_imported(admins):
    hana, judith = admins
    way = (io.BytesIO(b"x"), "a.way")
    for files, told in (
        ([], "choose one .way file"),
        ([(io.BytesIO(b"x"), "a.txt")], "choose one .way file"),
        ([(io.BytesIO(b"x"), "a.way"), (io.BytesIO(b"x"), "b.way")], "choose one .way file"),
        ([way, (io.BytesIO(b"x"), "b.exe")], "choose one .way file"),
        ([(io.BytesIO(b"\xff\xfe"), "a.way")], "is no text"),
    ):
        assert told in press(hana, "/design/import", 422, file=files).get_data(as_text=True)
    press(hana, "/design/import", 422, file=[(io.BytesIO(b"a\0b"), "a.way")])
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.way"\r\n\r\n'
    large = head + b"x" * 1_048_577 + b"\r\n--x--\r\n"
    with hana.post("/design/import", data=large, content_type="multipart/form-data; boundary=x") as answer:
        assert answer.status_code == 422 and "larger than 1024 KiB" in answer.get_data(as_text=True)
    press(hana, "/design/import", file=(io.BytesIO(TEXT.encode() + b"# hana\n"), "refund.way"))
    page = press(judith, "/design/import", 409, file=(io.BytesIO(TEXT.encode() + b"# judith\n"), "refund.way"))
    assert "somebody else works on a draft" in page.get_data(as_text=True)
    assert len(hana.get("/api/drafts").json["drafts"]) == 1


def test_a_copy_is_the_same_text_under_its_own_name(admins):
    hana, _judith = admins
    draft = draft_of(hana, press(hana, "/design/copy", process="refund"))
    changed = [(a, b) for a, b in zip(TEXT.splitlines(), draft["text"].splitlines(), strict=True) if a != b]
    assert changed == [
        ('process refund "Course refund" {', 'process refund_2 "Course refund" {'),
        ('    refund "课程退费"', '    refund_2 "课程退费"'),
    ]
    assert draft["process"] is None
    press(hana, "/design/copy", 422, process="nothing")
    assert hana.post(f"/api/drafts/{draft['id']}/publish", json={"reason": "copy"}).json["process"] == "refund_2"


def test_every_process_of_the_gallery_can_be_used(admins):
    hana, _judith = admins
    page = text_of(hana, "/gallery")
    assert gallery.pieces() and len(gallery.pieces()) == len(list(gallery.GALLERY.glob("*.way")))
    for piece in gallery.pieces():
        assert piece.label("en") in page and all(result.passed for result in piece.results), piece.key
        assert piece.label("en") in text_of(hana, f"/gallery/{piece.key}")
        draft = draft_of(hana, press(hana, f"/gallery/{piece.key}"))
        assert draft["text"] == piece.text and draft["files"] == piece.files
    piece = gallery.pieces()[0]
    hana.post(f"/api/drafts/{drafted(press(hana, f'/gallery/{piece.key}'))}/publish", json={"reason": "first"})
    again = draft_of(hana, press(hana, f"/gallery/{piece.key}"))
    assert again["text"].count(f"process {piece.made.name}_2 ") == 1
    made = compile_text(again["text"])
    assert isinstance(made, Program) and all(each.passed for each in examples(made))
    text_of(hana, "/gallery/nothing", 404)


def test_drafts_are_listed_with_who_and_thrown_away(admins, sign_in):
    hana, judith = admins
    assert "Drafts" not in text_of(hana, "/processes")
    id = drafted(press(hana, "/processes/refund/edit"))
    assert "Drafts" not in text_of(hana, "/processes")
    hana.put(f"/api/drafts/{id}", json={"revision": 1, "text": TEXT + "# more\n"})
    press(judith, "/design/new", title="Parking <b>space")
    page = text_of(judith, "/processes")
    assert f'href="/design/{id}/flow">Course refund' in page and "Hana Sato" in page
    assert "Parking &lt;b&gt;space" in page
    assert "Drafts" not in text_of(sign_in("ana"), "/processes")
    assert "Go on editing" in text_of(judith, "/processes/refund/1")
    press(judith, f"/drafts/{id}/discard", 409, revision="1")
    press(judith, f"/drafts/{id}/discard", revision="2")
    assert f"/design/{id}/flow" not in text_of(judith, "/processes")


def life(client, do: str, status: int = 303, **more):
    return press(client, "/processes/refund/life", status, _do=do, **{"reason": "because", **more})


def test_four_eyes_by_page(admins):
    hana, judith = admins
    assert "Require four eyes" in text_of(hana, "/processes/refund/1")
    life(hana, "four-eyes")
    page = text_of(hana, "/processes/refund/1")
    assert "Hana Sato switched four eyes on" in page and "Switch four eyes off" in page
    life(hana, "two-eyes")
    page = text_of(hana, "/processes/refund/1")
    assert "You asked to switch four eyes off" in page and "Switch four eyes off</summary>" not in page
    life(hana, "two-eyes", 409)
    page = text_of(judith, "/processes/refund/1")
    assert "Hana Sato asks to switch four eyes off" in page and "Keep four eyes on" in page
    life(judith, "two-eyes")
    assert "agreed: four eyes are off" in text_of(hana, "/processes/refund/1")
    life(judith, "two-eyes", 409)


def test_rolling_back_and_retiring_by_page(admins, sign_in):
    hana, judith = admins
    id = drafted(press(hana, "/processes/refund/edit"))
    hana.put(f"/api/drafts/{id}", json={"revision": 1, "text": TEXT + "# more\n"})
    hana.post(f"/api/drafts/{id}/publish", json={"reason": "more"})
    assert "Roll back to version 1" in text_of(judith, "/processes/refund/1")
    assert "Roll back" not in text_of(judith, "/processes/refund/2")
    life(judith, "roll-back", version="1")
    assert hana.get("/api/processes/refund/text").data == TEXT.encode()
    life(judith, "roll-back", 409, version="3")
    life(judith, "roll-back", 404, version="x")
    life(judith, "four-eyes")
    drafted(life(hana, "roll-back", version="2"))
    life(hana, "retire")
    page = text_of(hana, "/processes/refund/3")
    assert "This process is retired" in page and "/start/refund" not in page and "Bring back" in page
    assert "retired" in text_of(hana, "/processes")
    assert "refund" not in text_of(sign_in("ana"), "/catalogue")
    life(hana, "bring-back")
    assert "/start/refund" in text_of(sign_in("ana"), "/catalogue")
    life(hana, "retire", 422, reason=" ")
    life(hana, "explode", 404)


def test_who_does_not_design_finds_no_button_and_is_refused(sign_in):
    ana, li = sign_in("ana"), sign_in("li")
    page = text_of(ana, "/processes/refund/1") + text_of(ana, "/processes")
    for word in ("/design/", "/gallery", "Administration", "Edit"):
        assert word not in page, word
    assert ana.get("/processes/refund/1/text").data == TEXT.encode()
    for address in ("/design/new", "/design/new/name", "/gallery", "/gallery/course_refund"):
        text_of(ana, address, 403)
    for address in ("/design/new", "/design/import", "/design/copy", "/gallery/course_refund", "/processes/refund/edit",
                    "/processes/refund/life"):  # fmt: skip
        press(ana, address, 403, title="x", _do="retire", reason="x")
    for address in ("/processes/supplies/edit", "/processes/supplies/life", "/processes/nothing/edit"):
        press(li, address, 404, _do="retire", reason="x")
    text_of(li, "/processes/supplies/1/text", 404)
