"""The command `analyse`: what can be proved about process texts on files, with a ticket for what cannot hold."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app.cli.language import FILES, as_json, read
from dsl.analyse import BUDGET, Analysis, Finding, analyse
from dsl.beside import described, tables
from dsl.check import examined
from dsl.format import format_line
from dsl.messages import render
from dsl.parse import parse
from dsl.problems import Problem

NOTHING = Analysis()


@dataclass(frozen=True, slots=True)
class Looked:
    """What the parser and the checker refuse in a file, and what was found about its process as far as it can be read."""

    problems: tuple[Problem, ...]
    analysis: Analysis = NOTHING

    @property
    def refused(self) -> bool:
        return bool(self.problems or self.analysis.problems)


def looked(file: Path, budget: int) -> Looked:
    source = parse(text := read(file))
    if source.process is None or source.problems:
        return Looked(source.problems)
    book = examined(source.process, described(file, tables(file, text, read))[0])
    problems = tuple(each for each in book.done().problems if each.level == "problem")
    return Looked(problems, analyse(source.process, book.libraries, budget, book))


@click.command("analyse")
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object with the findings about every file.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the sentences.")
@click.option("--budget", type=click.IntRange(min=1), default=BUDGET, help="Steps a proof may take.")
def analyse_files(files: tuple[Path, ...], json_output: bool, language: str, budget: int) -> None:
    """Prove what a process does, or show the ticket it loses; exit 1 when something refuses publishing."""
    found = {str(file): looked(file, budget) for file in files}
    if json_output:
        listed = [told(file, each, language) for file, each in found.items()]
        click.echo(json.dumps({"files": listed}, ensure_ascii=False, indent=2))
    else:
        for file, each in found.items():
            show(file, each, language)
    sys.exit(any(each.refused for each in found.values()))


def told(file: str, found: Looked, language: str) -> dict[str, Any]:
    return {
        "file": file,
        "problems": [as_json(each, language) for each in found.problems],
        "findings": [each.to_json(language) for each in found.analysis.findings],
        "undecided": list(found.analysis.undecided),
    }


def show(file: str, found: Looked, language: str) -> None:
    for problem in found.problems:
        click.echo(f"{file}:{problem.at.line}:{problem.at.column}: {problem.code}: {render(problem, language)}")
    for each in found.analysis.findings:
        click.echo(f"{file}:{each.at.line}:{each.at.column}: {each.level}: {each.code}: {each.said(language)}")
        show_ticket(each)


def show_ticket(finding: Finding) -> None:
    """The ticket of a problem as an example of the text, set in a little."""
    if finding.example is not None and finding.level == "problem":
        for line in format_line(finding.example).split("\n"):
            click.echo(f"    {line}")
