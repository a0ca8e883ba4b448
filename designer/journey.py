"""The journey of an edit: the text it was made on is parsed, edited, written with other lines kept, proved, and saved."""

from __future__ import annotations

from dataclasses import dataclass

from designer.drafts import Conflict, Draft, Saved
from designer.edit import CannotEdit, Edit
from designer.look import libraries_of
from designer.outside import Outside
from designer.sound import is_sound
from designer.sources import SOURCES
from dsl import tree
from dsl.libraries import DEFAULT, Libraries
from dsl.parse import Source
from dsl.rewrite import NotWritable, rewrite


@dataclass(frozen=True, slots=True)
class Done:
    """The draft after the edit, what is selected now (None: as before), and whether a colleague's lines came along."""

    draft: Draft
    selected: str | None = None
    merged: bool = False


def apply(outside: Outside, draft: Draft, base: int, edits: tuple[Edit, ...], what: str) -> Done | Conflict:
    """Do edits one after the other as one step to undo; raises CannotEdit, and nothing has happened then."""
    text = draft.text if base == draft.revision else outside.drafts.text_of(draft.id, base)
    if text is None:
        raise CannotEdit("this page is too old: load it again")
    new, selected = edited(text, edits, libraries_of(draft.files))
    if new == text:
        return Done(draft, selected)
    match outside.drafts.save(draft.id, base, new, what):
        case Saved(saved, merged):
            return Done(saved, selected, merged)
        case Conflict() as conflict:
            return conflict


def edited(text: str, edits: tuple[Edit, ...], libraries: Libraries = DEFAULT) -> tuple[str, str | None]:
    """The text after edits, and what is selected; raises CannotEdit. `libraries` describe what stands outside the text."""
    source = SOURCES.of(text)
    if source.process is None or source.problems:
        raise CannotEdit("the text has a mistake: mend it there first, or undo")
    process, selected = source.process, None
    for edit in edits:
        before = process
        try:
            within = getattr(edit, "within", None)
            process = within(before, libraries) if within else edit.on(before)
        except LookupError:
            raise CannotEdit("what this changes is not there any more: load the page again") from None
        if not is_sound(before, process):
            raise CannotEdit("this cannot stand there")
        selected = chosen(edit, before, process, selected)
    return written(source, process).text, selected


def written(source: Source, process: tree.Process) -> Source:
    """The text of the edited process; a tree that has no text is refused with what the parser says about it."""
    try:
        return SOURCES.keep(rewrite(source, process))
    except NotWritable as failed:
        raise CannotEdit("this cannot be written as text", problems=failed.problems) from None


def chosen(edit: Edit, before: tree.Process, after: tree.Process, otherwise: str | None) -> str | None:
    """What the edit selects."""
    select = getattr(edit, "selected", None)
    return select(before, after) if select else otherwise
