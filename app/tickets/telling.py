"""A ticket that lives only in the designer, told like a real one: its way as a picture, its history, and why it went so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from app.db import now, reading
from app.i18n import language
from app.i18n import translate as _
from app.people.directory import Directory
from app.processes.picture import Drawn
from app.tickets.progress import progress
from app.tickets.queries import load
from app.tickets.story import Paragraph, Voice, paragraph
from app.tickets.whys import why
from dsl.engine.events import Batch, Routed
from dsl.engine.evolve import evolve
from dsl.engine.facts import Facts
from dsl.engine.state import NEW
from dsl.program import Program
from forms.look import display


@dataclass(frozen=True, slots=True)
class Told:
    """The way so far, and a paragraph for each batch; None where nothing is to be told."""

    progress: Drawn
    paragraphs: tuple[Paragraph | None, ...]


def tell(program: Program, batches: Sequence[Batch], names: Mapping[str, str], requester: str) -> Told:
    """Tell what happened; everybody may see everything of what is only pretended."""
    history = [event for batch in batches for event in batch.events]
    drawn = progress(program, history, names, language(), _, requester)
    return Told(drawn, tuple(paragraphs(program, batches, names)))


def paragraphs(program: Program, batches: Sequence[Batch], names: Mapping[str, str]):
    """One paragraph for each batch."""
    fields = program.form.fields
    voice = Voice(program, names, language(), lambda name, value: display(program, fields[name], value, language()))
    state = NEW
    for batch in batches:
        told, whys = [], []
        for event in batch.events:
            told.append((event, state.answers))
            state = evolve(program, state, event)
            if isinstance(event, Routed):
                facts = Facts(batch.at, dict(batch.facts), requester=state.requester)
                whys.append(why(program, event, state.answers, facts, frozenset(), ""))
        yield paragraph(voice, batch.at, told, tuple(whys))


def ask(question: str) -> object:
    """What the directory of the house answers now; LookupError for what it cannot tell."""
    with reading() as c:
        return Directory(c, now(), current_app.extensions["waybill"].zone, load)(question)
