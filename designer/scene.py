"""What a view of the designer is made from: a draft, its look, what is selected, and what was just said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from designer import address as at
from designer.drafts import Draft
from designer.look import Look
from designer.outside import Names, Outside
from dsl import tree
from dsl.messages import render
from dsl.problems import Problem


@dataclass(frozen=True)
class Scene:
    """`view` is the view's name, `at` the address of the selected line or "", `notice` a sentence to tell once."""

    draft: Draft
    look: Look
    outside: Outside
    view: str
    at: str = ""
    notice: str = ""

    @property
    def process(self) -> tree.Process:
        return self.look.process

    @property
    def language(self) -> str:
        return self.outside.language()

    @property
    def selected(self) -> Any:
        """The selected node; the process when nothing is."""
        return at.get(self.process, self.at)

    @property
    def span(self) -> tree.Span:
        """Where the selected line stands in the text."""
        return at.get(self.process, at.line_of(self.process, self.at)).at

    @property
    def title(self) -> str:
        """What the process is called, in the reader's language."""
        return self.word((self.process.name,), self.process.label or self.process.name)

    @cached_property
    def words(self) -> dict[tuple[str, ...], str]:
        """The translations into the reader's language, by path."""
        items = [item for item in self.process.items if isinstance(item, tree.Words) and item.language == self.language]
        return {word.path: word.text for words in items for word in words.items}

    @cached_property
    def names(self) -> Names:
        """People, roles and teams to choose from, read once for a page."""
        return self.outside.directory()

    def word(self, path: tuple[str, ...], otherwise: str) -> str:
        """A translation into the reader's language, or else what the text says."""
        return self.words.get(path, otherwise)

    def told(self, problem: Problem) -> str:
        """A problem's sentence in the reader's language."""
        return render(problem, self.language)

    @property
    def locked(self) -> bool:
        """Whether the picture cannot be edited now, because the text does not parse."""
        return not self.look.good

    @cached_property
    def listed(self) -> list[tuple[Problem, str, str]]:
        """What the checker says, each with the address of its line and the view that shows it."""
        places = {id(one): place for place, several in self.look.by_address.items() for one in several}
        found = [(one, places.get(id(one), "")) for one in self.look.problems]
        return [(one, place, view_of(self.process, place, self.view)) for one, place in found]

    def place(self, problem: Problem) -> str:
        """The address of the line a problem is about, while the text is good."""
        return at.find_line(self.process, problem.at.start) if self.look.good else ""

    def view_of(self, problem: Problem) -> str:
        """The view that shows the line a problem is about."""
        return view_of(self.process, self.place(problem), self.view)


def view_of(process: tree.Process, address: str, otherwise: str = "flow") -> str:
    """The view that shows the line at an address."""
    top = at.get(process, ".".join(address.split(".")[:2])) if address else process
    match top:
        case tree.Form():
            return "form"
        case tree.Flow():
            return "flow"
        case tree.Table():
            return "tables"
        case tree.Process():
            return otherwise
        case tree.Example():
            return "rehearse"
    return "about"
