"""The command `impact`: which tickets a changed text sends elsewhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.cli.compare import good
from app.cli.given import beside
from app.cli.language import FILES
from dsl import tree
from dsl.analysing.routes import Route, in_line
from dsl.analysing.tickets import example
from dsl.check import check
from dsl.compare import render
from dsl.compile import compile
from dsl.format import format_line
from dsl.format_expression import format_expression
from dsl.impact import Impact, Region
from dsl.impact import impact as impact_of
from dsl.libraries import Libraries
from dsl.messages import render as render_problem


@click.command()
@click.argument("old", type=FILES)
@click.argument("new", type=FILES)
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object with every region.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the sentences.")
def impact(old: Path, new: Path, json_output: bool, language: str) -> None:
    """Name all tickets that NEW sends another way than OLD, each kind with a ticket of it.

    Ways are compared for answers both versions take, when everybody approves and answers stay as they were filed. Ends with
    0, with 1 when a text has problems, with 2 when not everything could be decided.
    """
    before, after = good(old, json_output, language), good(new, json_output, language)
    libraries = [sound(file, process, language) for file, process in ((old, before), (new, after))]
    found = impact_of(before, after, *libraries)
    if json_output:
        click.echo(json.dumps(told(found, after, libraries[1], language), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(found, after, libraries[1], language)))
    sys.exit(0 if found.decided else 2)


def sound(file: Path, process: tree.Process, language: str) -> Libraries:
    """What stands beside a text that has no problems; else they are told and the command ends."""
    libraries = beside(file, file.read_text("utf-8"))
    wrong = [each for each in check(process, libraries).problems if each.level == "problem"]
    for each in wrong:
        click.echo(f"{file}:{each.at.line}:{each.at.column}: {each.code}: {render_problem(each, language)}")
    if wrong:
        sys.exit(1)
    return libraries


def told(found: Impact, new: tree.Process, libraries: Libraries, language: str) -> dict[str, Any]:
    """The impact for programs."""
    return {
        "decided": found.decided,
        "undecided": list(found.undecided),
        "regions": [
            {
                "before": list(each.before),
                "after": list(each.after),
                "when": conditions(each),
                "surely": each.surely,
                "ticket": ticket(each, new, libraries) or None,
            }
            for each in found.regions
        ],
        "answered": [each.to_json() | {"message": render(each, language)} for each in found.answered],
        "asked": [each.to_json() | {"message": render(each, language)} for each in found.asked],
    }


def conditions(region: Region) -> list[str]:
    return [format_expression(each) if each is not None else "" for each in region.conditions]


def ticket(region: Region, new: tree.Process, libraries: Libraries) -> str:
    """A ticket of the region as an example of the text."""
    if region.ticket is None:
        return ""
    form = compile(check(new, libraries), "reference", "", "").form
    return format_line(example(form.fields, region.ticket, "goes_elsewhere"))


SENTENCES = {
    "none": ("No ticket goes elsewhere.", "没有单据改变走向。"),
    "goes": ("{before} → {after}", "{before} → {after}"),
    "when": ("  when {condition}", "  当 {condition}"),
    "always": ("  always", "  总是"),
    "possibly": ("  possibly: no ticket was found that shows it", "  可能：没有找到能说明它的单据"),
    "undecided": ("Not everything could be decided: there may be more.", "未能判定全部：可能还有更多。"),
    "table": ("Table {name} could not be read.", "表 {name} 无法读取。"),
}


def way(route: Route) -> str:
    return in_line(route, str, ", ", " | ")


def lines(found: Impact, new: tree.Process, libraries: Libraries, language: str) -> list[str]:
    """The impact for people."""

    def phrase(key: str, **values: str) -> str:
        return SENTENCES[key][language == "zh"].format(**values)

    shown = []
    for each in found.regions:
        shown.append(phrase("goes", before=way(each.before), after=way(each.after)))
        shown += [phrase("when", condition=one) if one else phrase("always") for one in conditions(each)]
        shown += [f"    {one}" for one in ticket(each, new, libraries).split("\n")] if each.surely else [phrase("possibly")]
    shown += [phrase("none")] if found.decided and not found.regions else []
    shown += [] if found.decided else [phrase("undecided"), *(phrase("table", name=name) for name in found.undecided)]
    return [*shown, *(render(each, language) for each in (*found.answered, *found.asked))]
