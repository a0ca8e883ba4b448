"""Whole statements to begin with: what completion offers beside the bare keyword, with places to go on typing."""

from __future__ import annotations

from collections.abc import Iterator

from designer.text.choices import Choice, World

PATTERNS = {
    "section": 'section ${name} "${Heading}" {\n  ${}\n}',
    "table": "table ${name} first -> { ${yes_please}, ${no_thanks} } {\n  ${row} when ${condition} -> ${yes_please}\n"
    "  otherwise -> ${no_thanks}\n}",
    "approve": 'approve ${name} "${Label}" {\n  by ${requester.manager}\n}',
    "task": 'task ${name} "${Label}" {\n  by ${requester}\n  outcome ${done} "${Done}"\n}',
    "parallel": "parallel ${name} join all {\n  arm {\n    ${}\n  }\n  arm {\n  }\n}",
    "notify": 'notify ${requester} "${message}"',
    "example": 'example ${name} "${What it shows}" {\n  requester ${ana}\n  ${}\n  expect ${done}\n}',
    "words": "words ${zh} {\n  ${}\n}",
    "ends": 'ends {\n  done "${Done}"\n  rejected "${Rejected}"\n}',
    "form": 'form {\n  ${name}: text 80 "${Label}"\n}',
    "flow": "flow {\n  ${}\n}",
    "started": 'started by ${team("staff")}',
    "seen": 'seen by ${role("process-admin")}',
    "title": 'title "${}"',
}


def pattern(word: str, world: World, about: str) -> Iterator[Choice]:
    """The patterns of a keyword; a branch has one for each table, with all its arms."""
    if word in PATTERNS:
        yield Choice(f"{word} …", "text", "", about, PATTERNS[word])
    if word == "branch":
        for table in world.names.all("table"):
            arms = "\n".join(f"  {name} {{\n  ${{}}\n  }}" for name in table.node.outcomes)
            yield Choice(
                f"branch by {table.name} …", "text", table.label or "", about, f"branch by {table.name} {{\n{arms}\n}}"
            )
