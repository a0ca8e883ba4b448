"""What a new process begins with: an almost empty text, or the text of another one under a name of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from app.i18n import translate as _
from designer import snippets
from designer.edit import CannotEdit
from designer.edits.names import Rename
from designer.journey import edited
from designer.sources import SOURCES
from dsl.format_expression import quote
from dsl.limits import LITERAL_LENGTH, NAME_LENGTH

WORDS = re.compile(r"[^\W_]+")
EMPTY = """process {name} {title} {{
  title "{{about}}"

  form {{
    about: text 80 {about}
  }}

  flow {{
    approve manager {manager} {{
      by requester.manager
    }}
  }}

  ends {{
    done {done}
    rejected {rejected}
  }}
}}
"""


def empty_text(title: str, name: str, language: str) -> str:
    """One question and one decision, in the language of who begins; it can be published as it is."""
    said = {
        "about": _("What is it about?", language),
        "manager": _("Line manager", language),
        "done": _("Granted", language),
        "rejected": _("Not granted", language),
    }
    return EMPTY.format(name=name, title=quote(title), **{key: quote(each) for key, each in said.items()})


def proposed_name(title: str, taken: Collection[str] = ()) -> str:
    """A name made of the title that no process has: its letters and digits, of any script."""
    words = "_".join(WORDS.findall(unicodedata.normalize("NFKC", title).casefold()))
    short = words[: NAME_LENGTH - 20].strip("_")
    name = short if is_name(short) else f"process_{short or 1}"
    return snippets.free_name(name if is_name(name) else "process_1", frozenset(taken))


def is_name(text: str) -> bool:
    """Whether a process may be called so."""
    try:
        return snippets.name(text) == text and len(text) <= NAME_LENGTH
    except CannotEdit:
        return False


def wrong_title(title: str) -> str:
    """What speaks against a title; empty when nothing does."""
    if not title.strip():
        return _("say what the process is called")
    if len(title) > LITERAL_LENGTH:
        return _("at most {count} characters", count=LITERAL_LENGTH)
    return "" if title.isprintable() else _("the title holds an invisible character: delete it")


def wrong_name(name: str, taken: Collection[str]) -> str:
    """What speaks against a name; empty when nothing does."""
    if not is_name(name):
        return _("use letters, digits and `_`, beginning with a letter; no word of the language")
    return _("there is a process `{name}` already: choose another name", name=name) if name in taken else ""


def own_name(text: str) -> str | None:
    """The name a text gives its process; None when it cannot be read that far."""
    process = SOURCES.of(text).process
    return process.name if process else None


def under_another_name(text: str, taken: Collection[str]) -> str:
    """The text, called differently everywhere when its name is taken; one with mistakes stays as it is."""
    name = own_name(text)
    if name is None or name not in taken:
        return text
    try:
        return edited(text, (Rename("", snippets.free_name(name, frozenset(taken))),))[0]
    except CannotEdit:
        return text
