"""Every story in `stories/`: the process beside it behaves exactly as the story says, with both evaluators."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.engine.telling import Teller, program_of

STORIES = sorted((Path(__file__).parent / "stories").iterdir())


@pytest.mark.parametrize("evaluator", ["compiled", "reference"])
@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_it_goes_as_the_story_says(folder: Path, evaluator: str):
    story = (folder / "story.txt").read_text("utf-8")
    assert Teller(program_of(folder, evaluator)).tell(story) == story


PAGE = (Path(__file__).parents[2] / "docs" / "approvals.md").read_text("utf-8")


def test_the_page_about_approvals_names_every_story():
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE))
    assert named == {folder.name for folder in STORIES}


def test_the_files_on_the_page_lead_to_the_end(tmp_path):
    from click.testing import CliRunner

    from app.cli import main

    answers, acts = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "answers.json").write_text(answers, "utf-8")
    (tmp_path / "acts.json").write_text(acts, "utf-8")
    words = ["run", str(Path(__file__).parents[2] / "examples" / "refund.way"), "--json"]
    words += ["--answers", str(tmp_path / "answers.json"), "--script", str(tmp_path / "acts.json")]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["end"] == "done"
