"""The page about problems: an entry for every code, and nothing in it that the checker would not say like this."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.libraries_toml import read_libraries
from dsl.messages import CATALOGUE, render
from dsl.messages_outside import OUTSIDE
from dsl.messages_syntax import SYNTAX
from dsl.parse import parse

HERE = Path(__file__).parent
PAGE = (HERE.parent.parent / "docs" / "problems.md").read_text("utf-8")
ENTRIES = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in re.split(r"^### ", PAGE, flags=re.M)[1:]}
CASES = "\n".join(path.read_text("utf-8") for path in (HERE / "check").rglob("*.problems"))
AROUND = (
    "{}",
    "process p {{\n{}\n}}",
    "process p {{\n  form {{\n{}\n  }}\n}}",
    "process p {{\n  flow {{\n    task t {{\n{}\n    }}\n  }}\n}}",
)
"""Where an example of the page may stand."""
WITHOUT_EXAMPLE = ("not-proved", "too-many-rows", "no-expression", "no-statement", "fragment-leaves-block")
"""The last three are about parts read by themselves: tests/language/test_fragments.py has them."""


def said(entry: str) -> str:
    return re.search(r"^> (.*)$", entry, re.M)[1]


def example(entry: str) -> str:
    return "\n".join(line[4:] for line in entry.split("\n") if line.startswith("    "))


def test_every_code_has_an_entry():
    assert sorted(ENTRIES) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_says_what_the_checker_says(code: str):
    message, text = said(ENTRIES[code]), example(ENTRIES[code])
    if not text:
        assert "…" in message or code in WITHOUT_EXAMPLE
    elif code in SYNTAX:
        found = [each for around in AROUND for each in parse(around.format(text)).problems]
        assert (code, message) in {(each.code, render(each)) for each in found}
    elif code in OUTSIDE:
        assert (code, message) in {(each.code, render(each)) for each in read_libraries(text)[1]}
    else:
        assert re.search(rf"^(problem|note) {code} \d+:\d+ {re.escape(message)}$", CASES, re.M)
