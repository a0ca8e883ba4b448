"""A likely example: answers that the form takes, and the way a ticket goes when everybody agrees."""

from __future__ import annotations

from dataclasses import replace

from designer.rehearse.written import given as written
from designer.snippets import block
from dsl import tree
from dsl.engine.refused import Refused
from dsl.examples import Failed, Playing
from dsl.libraries import DEFAULT, Libraries
from dsl.pretend import some_value
from dsl.program import Program

MOST_ACTS = 60
"""Acts after which a way is too long to be told."""
WIDTH = 100


def likely_answers(program: Program) -> tuple[tree.Answers, ...]:
    """Something for every field that everybody has to answer."""
    fields = [program.form.fields[name] for name in program.form.requested]
    wanted = [one for one in fields if one.computed is None and not one.optional and not one.when and one.default is None]
    values = [(one, some_value(one.type, one.name)) for one in wanted]
    given = [written(one, value) for one, value in values if value not in (None, (), "")]
    lines: list[str] = []
    for one in given:
        together = f"{lines[-1]}, {one}" if lines else one
        lines = [*lines[:-1], together] if lines and len(together) <= WIDTH else [*lines, one]
    return tuple(block("example", "\n".join(lines))) if lines else ()


def way(program: Program, example: tree.Example, libraries: Libraries = DEFAULT) -> tuple[str, ...]:
    """The acts of an example when everybody agrees, the end last; nothing when it cannot be filed or does not end."""
    bare = replace(example, items=tuple(item for item in example.items if not isinstance(item, tree.Expect)))
    playing = Playing(program, bare, libraries, {step: MOST_ACTS for step in program.nodes})
    try:
        playing.begin()
        while playing.ticket.state.status == "open" and len(playing.happened) < MOST_ACTS:
            playing.play(tree.Act(next(iter(playing.ticket.state.open))))
    except (Refused, Failed):
        return ()
    return (*playing.happened, playing.ticket.state.end) if playing.ticket.state.status == "ended" else ()
