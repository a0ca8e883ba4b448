"""The page about findings: an entry for every code, in the words of the catalogue, which speaks both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.messages_findings import FINDINGS

PAGE = (Path(__file__).parents[2] / "docs" / "findings.md").read_text("utf-8")
ENTRIES = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in re.split(r"^### ", PAGE, flags=re.M)[1:]}
DSL = Path(__file__).parents[2] / "dsl"
USED = set(
    re.findall(r'"([a-z]+(?:-[a-z]+)*)"', "\n".join(path.read_text("utf-8") for path in (DSL / "analysing").glob("*.py")))
)


def test_every_code_has_an_entry_and_every_entry_a_code():
    assert sorted(ENTRIES) == sorted(FINDINGS)


def test_every_code_is_found_by_somebody():
    assert set(FINDINGS) <= USED


@pytest.mark.parametrize("code", FINDINGS)
def test_an_entry_quotes_the_sentence(code: str):
    quote = re.search(r"^> (.*)$", ENTRIES[code], re.M)[1]
    plain = re.sub(r"\[\[.*?\]\]", "\0", FINDINGS[code][0])
    pattern = ".*".join(re.escape(each) for each in re.split(r"\{\w+\}|\0", plain))
    assert re.fullmatch(pattern, quote), (quote, FINDINGS[code][0])


@pytest.mark.parametrize("code", FINDINGS)
def test_both_languages_say_the_same_things(code: str):
    english, chinese = (sorted(set(re.findall(r"\{(\w+)\}", sentence))) for sentence in FINDINGS[code])
    assert english == chinese and re.search(r"[一-鿿]", FINDINGS[code][1])
