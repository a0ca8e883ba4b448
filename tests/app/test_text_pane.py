"""The text pane asks the server in JSON: typed text is kept, merged or told apart, and words are offered and explained."""

from __future__ import annotations

import gzip

import pytest

import hatch_build
from app.assets import BUILT, manifest
from tests.conftest import EXAMPLES, ON_ONE_ENGINE

pytestmark = ON_ONE_ENGINE
TEXT = (EXAMPLES / "refund.way").read_text("utf-8")


@pytest.fixture
def hana(sign_in):
    return sign_in("hana")


@pytest.fixture
def draft(hana) -> int:
    return hana.post("/api/drafts", json={"process": "refund"}).json["id"]


def ask(client, draft: int, what: str, status: int = 200, **body):
    answer = client.post(f"/design/{draft}/{what}", json=body)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def cursor(text: str) -> dict[str, object]:
    """A text with `|` at the cursor, as it is sent."""
    return {"text": text.replace("|", ""), "offset": text.index("|")}


def test_typed_text_is_kept_with_its_problems(hana, draft):
    broken = TEXT.replace("small when amount", "small when amont")
    found = ask(hana, draft, "typed", revision=1, text=broken)
    assert (found["revision"], found["text"], found["merged"], found["good"]) == (2, broken, False, True)
    problem = next(one for one in found["problems"] if one["severity"] == "error")
    assert broken[problem["from"] : problem["to"]] == "amont" and problem["code"] == "unknown-field"
    fix = problem["fix"]
    assert broken[: fix["from"]] + fix["insert"] + broken[fix["to"] :] == TEXT
    assert hana.get(f"/design/{draft}/text").json["text"] == broken


def test_a_text_that_does_not_read_is_kept_as_well(hana, draft):
    found = ask(hana, draft, "typed", revision=1, text=TEXT + "}")
    assert not found["good"] and found["problems"][0]["line"] == 182


def test_places_count_as_browsers_count(hana, draft):
    broken = TEXT.replace('"Course refund"', '"退费 🎓🎓"').replace("small when amount", "small when amont")
    problem = next(
        one for one in ask(hana, draft, "typed", revision=1, text=broken)["problems"] if one["severity"] == "error"
    )
    units = broken.encode("utf-16-le")
    assert units[problem["from"] * 2 : problem["to"] * 2].decode("utf-16-le") == "amont"


def test_other_lines_are_merged_and_the_same_lines_are_told_apart(hana, draft):
    theirs = TEXT.replace('"Receipts"', '"Bills"').replace('"Student"', '"Who"')
    ask(hana, draft, "typed", revision=1, text=theirs)
    merged = ask(hana, draft, "typed", revision=1, text=TEXT.replace('"Amount"', '"Sum"'))
    assert merged["merged"] and merged["text"] == theirs.replace('"Amount"', '"Sum"')
    mine = TEXT.replace('"Receipts"', '"Papers"').replace("# Policy", "# The policy")
    found = ask(hana, draft, "typed", 409, revision=1, text=mine)
    assert (found["error"], found["revision"], found["text"]) == ("conflict", 3, merged["text"])
    assert found["sides"]["theirs"] == merged["text"].replace("# Policy", "# The policy")
    assert found["sides"]["mine"] == found["sides"]["theirs"].replace('"Bills"', '"Papers"')


def test_a_text_is_formatted_on_demand_unless_it_has_mistakes(hana, draft):
    found = ask(hana, draft, "format", revision=1, text=TEXT.replace("  calendar office", "      calendar   office"))
    assert found["text"] == TEXT
    refused = ask(hana, draft, "format", 422, revision=found["revision"], text=TEXT + "}")
    assert refused == {"error": "A text with mistakes cannot be formatted: mend them first."}


def test_words_are_offered_explained_and_led_to_their_definition(hana, draft):
    offered = ask(hana, draft, "complete", **cursor(TEXT.replace('by role("cashier")', 'by role("|")')))
    assert {"label": "cashier", "type": "constant", "detail": "cashier"} in offered["options"]
    told = ask(hana, draft, "hover", **cursor(TEXT.replace("small when amount", "small when am|ount")))["told"]
    assert told["title"] == "amount: money CNY"
    found = ask(hana, draft, "definition", **cursor(TEXT.replace("small when amount", "small when am|ount")))
    assert TEXT[found["offset"] :].startswith("amount: money CNY")
    assert ask(hana, draft, "hover", **cursor("|" + TEXT)) == {"told": None}
    assert ask(hana, draft, "definition", **cursor("|" + TEXT)) == {"offset": None}


def test_in_a_text_of_five_thousand_lines_words_are_offered_without_reading_it_anew(hana, draft):
    rows = "".join(f"    row_{n} when amount <= {n}.00 CNY -> pay\n" for n in range(1, 5_000))
    long = TEXT.replace("    small when amount", rows + "    small when amount")
    ask(hana, draft, "typed", revision=1, text=long)
    newer = long.replace("    amount: money", "    sum_of_it: money CNY optional\n    amount: money")
    assert newer != long
    offered = ask(hana, draft, "complete", **cursor(newer.replace("row_4999 when amount <=", "row_4999 when |")))
    labels = [one["label"] for one in offered["options"]]
    assert "amount" in labels and "sum_of_it" not in labels


def test_a_place_in_the_text_leads_to_its_view(hana, draft):
    assert ask(hana, draft, "shown", **cursor(TEXT.replace("amount: money", "am|ount: money")))["view"] == "form"
    assert ask(hana, draft, "shown", **cursor(TEXT.replace("approve director", "app|rove director")))["view"] == "flow"
    assert ask(hana, draft, "shown", text=TEXT + "}", offset=3) == {"view": None, "at": None}


@pytest.mark.parametrize("body", [{}, {"revision": "1", "text": "x"}, {"revision": 1}, {"revision": True, "text": "x"}])
def test_what_the_editor_never_sends_is_refused(hana, draft, body):
    ask(hana, draft, "typed", 400, **body)


def test_why_a_text_cannot_be_kept_is_told_to_the_editor(hana, draft):
    sent = {"revision": 1, "text": "x" * 1024 * 1025}
    answer = hana.post(f"/design/{draft}/typed", json=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422 and answer.json["detail"].startswith("this must be a text of at most 1024 KiB")


def test_who_may_not_design_learns_nothing(hana, draft, sign_in):
    ana = sign_in("ana")
    for what in ("typed", "format", "complete", "hover", "definition", "shown"):
        assert ana.post(f"/design/{draft}/{what}", json={"revision": 1, "text": "", "offset": 0}).status_code in (403, 404)
    assert ana.get(f"/design/{draft}/text").status_code in (403, 404)


def test_the_editor_is_fetched_only_when_it_is_wanted(hana, draft):
    hatch_build.build()
    built = manifest()
    page = hana.get(f"/design/{draft}/flow").get_data(as_text=True)
    assert f'data-script="/static/{built["text.js"]}"' in page and f'src="/static/{built["text.js"]}"' not in page
    parts = [name for name in built if name.endswith((".js", ".css"))]
    weight = {name: len(gzip.compress((BUILT / built[name]).read_bytes(), 9)) for name in parts}
    assert weight["text.js"] <= 150_000
    assert sum(weight.values()) - weight["text.js"] <= 100_000
