"""Merging: disjoint changes are both there, touching ones are nobody's to decide, and no text takes long."""

from __future__ import annotations

import random
import time

import pytest

from designer.merge import merge

BASE = "a\nb\nc\nd\ne\nf\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("A\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\n", "A\nb\nc\nd\nE\nf\n"),
        ("a\nb\nnew\nc\nd\ne\nf\n", "a\nb\nc\nd\ne\n", "a\nb\nnew\nc\nd\ne\n"),
        ("b\nc\nd\ne\nf\n", "a\nb\nc\nd\ne\nf\ng\n", "b\nc\nd\ne\nf\ng\n"),
        ("a\nX\nc\nd\ne\nf\n", "a\nX\nc\nd\nY\nf\n", "a\nX\nc\nd\nY\nf\n"),
        ("a\nb\nc\nd\ne\nf", "A\nb\nc\nd\ne\nf\n", "A\nb\nc\nd\ne\nf"),
        ("a\nX\nc\nd\ne\nf\n", "a\nb\nY\nd\ne\nf\n", "a\nX\nY\nd\ne\nf\n"),
        ("a\nX\nc\nZ\ne\nf\n", "a\nb\nY\nd\ne\nf\n", "a\nX\nY\nZ\ne\nf\n"),
    ],
    ids=["two lines", "insert and delete", "both edges", "one change in common", "no line end at the end",
         "lines side by side", "a line between two"],
)  # fmt: skip
def test_changes_that_do_not_touch_are_both_there(mine, theirs, merged):
    assert merge(BASE, mine, theirs) == merge(BASE, theirs, mine) == merged


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("a\nX\nc\nd\ne\nf\n", "a\nY\nc\nd\ne\nf\n"),
        ("a\nX\nc\nd\ne\nf\n", "a\nc\nd\ne\nf\n"),
        ("a\nX\nc\nd\ne\nf\n", "a\nb\nd\ne\nf\n"),
        ("a\nX\nnew\nc\nd\ne\nf\n", "a\nb\nY\nd\ne\nf\n"),
        ("a\nb\nnew\nc\nd\ne\nf\n", "a\nb\nY\nd\ne\nf\n"),
        ("a\nb\nX\nc\nd\ne\nf\n", "a\nb\nY\nc\nd\ne\nf\n"),
        ("a\nb\nc\nd\ne\nf\nX\n", "a\nb\nc\nd\ne\nf\nY\n"),
        ("", "a\nX\nc\nd\ne\nf\n"),
    ],
    ids=["same line", "changed and deleted", "changed beside a deleted one", "changed and continued beside a changed one",
         "inserted beside a changed one", "inserted at one place", "appended", "emptied"],
)  # fmt: skip
def test_changes_that_touch_are_not_merged(mine, theirs):
    assert merge(BASE, mine, theirs) is None and merge(BASE, theirs, mine) is None


def changed(rnd: random.Random, lines: list[str], many: int) -> list[str]:
    """A text after some random changes."""
    made = list(lines)
    for _ in range(many):
        at = rnd.randrange(len(made) + 1)
        match rnd.randrange(3):
            case 0:
                made.insert(at, rnd.choice("abcxyz"))
            case 1 if made:
                made.pop(at - 1)
            case 2 if made:
                made[at - 1] = rnd.choice("abcxyz")
    return made


@pytest.mark.parametrize("seed", range(20))
def test_the_laws_of_merging(seed):
    """With itself it is the other, in either order the same, and what one did alone is never lost."""
    rnd = random.Random(seed)
    for _ in range(60):
        lines = [rnd.choice("abc") for _ in range(rnd.randrange(12))]
        base, mine, theirs = ("\n".join(each) for each in (lines, changed(rnd, lines, 2), changed(rnd, lines, 2)))
        assert merge(base, base, theirs) == theirs and merge(base, mine, base) == mine
        assert merge(base, mine, mine) == mine
        assert merge(base, mine, theirs) == merge(base, theirs, mine)


@pytest.mark.parametrize("seed", range(20))
def test_changes_far_from_each_other_are_always_both_there(seed):
    rnd = random.Random(seed)
    top, middle, bottom = ([f"{part}{rnd.randrange(4)}" for _ in range(8)] for part in "tmb")
    upper, lower = changed(rnd, top, 3), changed(rnd, bottom, 3)
    base, mine, theirs = (
        "\n".join([*a, "the end of the top", *middle, "the begin of the bottom", *b])
        for a, b in ((top, bottom), (upper, bottom), (top, lower))
    )
    assert merge(base, mine, theirs) == "\n".join([*upper, "the end of the top", *middle, "the begin of the bottom", *lower])


@pytest.mark.parametrize(
    "line", [lambda n: "x", lambda n: f"line {n}", lambda n: f"line {n % 7}", lambda n: "}" if n % 2 else f"f{n}: text",
             lambda n: f"{n}" if n % 700 == 0 else "xy"[n * n % 11 % 2]],
    ids=["all the same", "all different", "seven kinds", "every second the same", "long blurs"],
)  # fmt: skip
def test_the_largest_texts_merge_in_bounded_time(line):
    """1 MiB on each side, changed in ten thousand places."""
    rnd, lines, size = random.Random(1), [], 0
    while size < 1024 * 1024:
        lines.append(line(len(lines)))
        size += len(lines[-1]) + 1
    mine, theirs = list(lines), list(lines)
    for _ in range(10_000):
        mine[rnd.randrange(len(mine))] = f"mine {rnd.random()}"
        theirs.insert(rnd.randrange(len(theirs)), "theirs")
    begun = time.process_time()
    merge("\n".join(lines), "\n".join(mine), "\n".join(theirs))
    assert time.process_time() - begun < 20
