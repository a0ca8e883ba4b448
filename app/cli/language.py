"""The commands `check` and `format`: process texts on files, with no server and no database."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import Any

import click

from dsl.beside import described, description, tables
from dsl.check import check as check_process
from dsl.format import format_process
from dsl.messages import render
from dsl.parse import parse
from dsl.problems import Problem

FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


def read(file: Path) -> str:
    """The text of a file; wrong use (exit 2) when it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"`{file}` is not UTF-8 text: byte {error.start} cannot be read; save it as UTF-8") from error


def problems_of(file: Path) -> tuple[Problem, ...]:
    """Everything wrong with a text: what does not parse, else what does not check."""
    source = parse(text := read(file))
    if source.process is None or source.problems:
        return source.problems
    libraries, _mistakes = described(file, tables(file, text, read))
    return tuple(check_process(source.process, libraries).problems)


def as_json(problem: Problem, language: str) -> dict[str, Any]:
    at, fix = problem.at, None
    if problem.fix:
        where = problem.fix.at
        fix = {"title": problem.fix.title, "start": where.start, "end": where.end, "text": problem.fix.text}
    return {
        "code": problem.code, "level": problem.level, "line": at.line, "column": at.column, "end_line": at.end_line,
        "end_column": at.end_column, "message": render(problem, language), "fix": fix,
    }  # fmt: skip


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object with the problems of every file.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the messages.")
def check(files: tuple[Path, ...], json_output: bool, language: str) -> None:
    """Check process texts; exit 1 when one has a problem. Notes are printed and do not fail."""
    found = {str(description(file)): problems for file in files if (problems := described(file, {})[1])}
    found |= {str(file): problems_of(file) for file in files}
    if json_output:
        listed = [{"file": file, "problems": [as_json(p, language) for p in found[file]]} for file in found]
        click.echo(json.dumps({"files": listed}, ensure_ascii=False, indent=2))
    else:
        for file, problems in found.items():
            for p in problems:
                click.echo(f"{file}:{p.at.line}:{p.at.column}: {p.code}: {render(p, language)}")
    sys.exit(any(p.level == "problem" for problems in found.values() for p in problems))


@click.command("format")
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when a file is not in canonical form.")
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object that says what happened to every file.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the messages.")
def format_files(files: tuple[Path, ...], only_check: bool, json_output: bool, language: str) -> None:
    """Bring process texts into their one canonical form, in place; a text with mistakes is left alone."""
    results = [format_one(file, only_check, language) for file in files]
    if json_output:
        click.echo(json.dumps({"files": results}, ensure_ascii=False, indent=2))
    else:
        for result in results:
            print_result(result, only_check)
    failed = any(result["problems"] or (only_check and result["changed"]) for result in results)
    sys.exit(failed)


def format_one(file: Path, only_check: bool, language: str) -> dict[str, Any]:
    text = read(file)
    source = parse(text)
    if source.process is None or source.problems:
        problems = [as_json(problem, language) for problem in source.problems]
        return {"file": str(file), "changed": False, "problems": problems, "diff": ""}
    formatted = format_process(source.process)
    changed = formatted != text
    if changed and not only_check:
        file.write_text(formatted, encoding="utf-8", newline="\n")
    lines = difflib.unified_diff(text.splitlines(), formatted.splitlines(), str(file), str(file), lineterm="")
    return {"file": str(file), "changed": changed, "problems": [], "diff": "\n".join(lines)}


def print_result(result: dict[str, Any], only_check: bool) -> None:
    for p in result["problems"]:
        click.echo(f"{result['file']}:{p['line']}:{p['column']}: {p['code']}: {p['message']}")
    if result["changed"]:
        click.echo(result["diff"] if only_check else f"{result['file']}: formatted")
