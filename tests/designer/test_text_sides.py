"""Out of a conflict lead three texts; what only one of the two changed is in all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from designer.merge import merge
from designer.text.sides import Sides, sides

LINES = st.lists(st.sampled_from("abcd"), max_size=8).map("\n".join)


def test_only_the_lines_that_both_changed_differ():
    base = "title\nitem\namount\nurgent\nend"
    mine = "title\nitem\namount\nmine\nend\nmore"
    theirs = "Title\nitem\namount\ntheirs\nend"
    assert sides(base, mine, theirs) == Sides(
        mine="Title\nitem\namount\nmine\nend\nmore",
        theirs="Title\nitem\namount\ntheirs\nend\nmore",
        both="Title\nitem\namount\ntheirs\nmine\nend\nmore",
    )


def test_without_the_base_the_two_texts_are_told_apart():
    assert sides(None, "a\nmine\nc", "a\ntheirs\nc") == Sides("a\nmine\nc", "a\ntheirs\nc", "a\ntheirs\nmine\nc")


@given(LINES, LINES, LINES)
def test_where_nothing_touches_all_ways_lead_to_the_merged_text(base, mine, theirs):
    merged = merge(base, mine, theirs)
    if merged is not None and base != mine and base != theirs:
        assert sides(base, mine, theirs) == Sides(merged, merged, merged)


@given(LINES, LINES)
def test_who_is_alone_wins_everywhere(base, mine):
    if base != mine:
        assert sides(base, mine, base) == Sides(mine, mine, mine)
