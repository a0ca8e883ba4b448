"""The word under the pointer is explained, and leads to where it is defined."""

from __future__ import annotations

from designer.text.definition import definition
from designer.text.hover import hover
from tests.designer.text_worlds import REFUND, plain, within, world


def told(word: str, nth: int = 0, language: str = "en") -> dict | None:
    return hover(REFUND, within(REFUND, word, nth), world(REFUND, language=language), plain)


def defined(word: str, nth: int, inside: int = 0) -> str | None:
    """The line that defines the nth `word`."""
    at = definition(REFUND, within(REFUND, word, nth) + inside, world(REFUND))
    return None if at is None else REFUND[REFUND.rindex("\n", 0, at) + 1 :].split("\n")[0].strip()


def test_a_field_shows_its_kind_its_label_and_where_it_is_used():
    found = told("amount <= 200")
    assert found["title"] == "amount: money CNY" and found["lines"][0] == "“Amount”"
    assert found["lines"][1].startswith("used in line 33, 34, 63")


def test_a_table_shows_its_policy_and_outcomes():
    assert told("desk {")["lines"][0] == "policy first, outcomes pay, finance, manager"


def test_a_keyword_shows_what_it_means_where_it_stands():
    assert told("first ->")["lines"] == ["the first row that holds wins"]
    assert told("first ->", language="zh")["lines"] == ["第一个成立的行生效"]
    assert told("least")["lines"] == ["`pick least busy`: only the one with the fewest open steps"]


def test_a_role_shows_its_name_and_how_many_hold_it_or_that_nobody_knows_it():
    assert told('"finance"')["title"] == "finance: role"
    assert told('"finance"')["lines"] == ["Finance", "held by 3 people"]
    assert told('"cashier"')["lines"] == ["Cashier", "held by 1 person"]
    assert told('"student-affairs"')["lines"] == ["not in the directory"]


def test_a_number_and_a_label_show_nothing():
    assert told("200.00") is None and told('"Course refund"') is None


def test_names_lead_to_their_definitions():
    assert defined("amount <= 200", 0).startswith("amount: money CNY")
    assert defined("line.net", 0, 5).startswith("net: money CNY")
    assert defined("desk {", 0).startswith("table desk first")
    assert defined("finance {", 0).startswith("table desk first")
    assert defined("end rejected", 0, 4) == 'rejected "Rejected"'
    assert defined("controllers before", 0).startswith("approve controllers")
    assert defined("-> bounced", 0, 3).startswith("outcome bounced")
    assert defined("reason = other", 0, 9).startswith("reason: choice")
    assert defined("join", 0) is None


def test_a_very_long_text_is_explained_without_looking_for_all_uses():
    rows = "".join(f"    r{number} when amount > {number}.00 CNY -> finance\n" for number in range(5_000))
    text = REFUND.replace("    otherwise -> manager\n", rows + "    otherwise -> manager\n")
    assert hover(text, within(text, "amount <= 200"), world(REFUND), plain)["lines"] == ["“Amount”"]
