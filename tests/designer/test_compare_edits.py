"""Whatever gesture changes what a process means is told when its texts are compared; a rename is told as one."""

from __future__ import annotations

import random

from designer.edit import CannotEdit
from designer.edits import EDITS
from designer.edits.names import Rename
from designer.journey import edited
from dsl.compare import compare, render
from dsl.format import format_process
from dsl.meaning import semantic_hash
from dsl.parse import parse
from tests.conftest import EXAMPLES
from tests.designer.random_edits import Edits
from tests.language.grow import process

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")


def test_every_gesture_that_changes_the_meaning_is_told():
    changed = 0
    for seed in range(1200):
        r = random.Random(seed)
        text = format_process(process(r))
        before = parse(text).process
        try:
            new, _selected = edited(text, (Edits(r, before).edit(r.choice(list(EDITS))),))
        except CannotEdit:
            continue
        after = parse(new).process
        found = compare(before, after)
        same = semantic_hash(before) == semantic_hash(after)
        assert same == all(change.is_only_words for change in found), seed
        assert all(render(change, language) for change in found for language in ("en", "zh"))
        changed += not same
    assert changed > 150


def test_a_rename_is_one_change_however_often_the_name_is_used():
    process = parse(TEXT).process
    form = next(at for at, item in enumerate(process.items) if type(item).__name__ == "Form")
    text, _ = edited(TEXT, (Rename(f"items.{form}.items.0.fields.3", "total"),))
    assert [render(change) for change in compare(process, parse(text).process)] == ["field `amount` is called `total` now"]
