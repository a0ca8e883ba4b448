"""Every story in `stories/`: the process beside it behaves exactly as the story says, with both evaluators."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.telling import Teller, program_of

STORIES = sorted((Path(__file__).parent / "stories").iterdir())


@pytest.mark.parametrize("evaluator", ["compiled", "reference"])
@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_it_goes_as_the_story_says(folder: Path, evaluator: str):
    story = (folder / "story.txt").read_text("utf-8")
    assert Teller(program_of(folder, evaluator)).tell(story) == story
