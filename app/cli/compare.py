"""The command `compare`: what changed between two process texts, in words."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from app.cli.language import FILES, as_json, read
from dsl import tree
from dsl.compare import compare as compare_processes
from dsl.compare import render
from dsl.meaning import semantic_hash
from dsl.messages import render as render_problem
from dsl.parse import parse


@click.command()
@click.argument("old", type=FILES)
@click.argument("new", type=FILES)
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object with every change and its place.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the sentences.")
def compare(old: Path, new: Path, json_output: bool, language: str) -> None:
    """Say what changed from OLD to NEW; exit 1 when a text cannot be read. Layout is no change."""
    before, after = (good(file, json_output, language) for file in (old, new))
    changes = compare_processes(before, after)
    same = semantic_hash(before) == semantic_hash(after)
    if json_output:
        listed = [
            change.to_json() | {"only_words": change.is_only_words, "message": render(change, language)}
            for change in changes
        ]
        click.echo(json.dumps({"same_meaning": same, "changes": listed}, ensure_ascii=False, indent=2))
        return
    for change in changes:
        click.echo(render(change, language))


def good(file: Path, json_output: bool, language: str) -> tree.Process:
    """The process of a file; without one its problems are told and the command ends."""
    source = parse(read(file))
    if source.process is not None and not source.problems:
        return source.process
    if json_output:
        listed = [as_json(problem, language) for problem in source.problems]
        click.echo(json.dumps({"files": [{"file": str(file), "problems": listed}]}, ensure_ascii=False, indent=2))
    else:
        for p in source.problems:
            click.echo(f"{file}:{p.at.line}:{p.at.column}: {p.code}: {render_problem(p, language)}")
    sys.exit(1)
