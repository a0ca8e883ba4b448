"""Keep what was rehearsed as an example of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import snippets
from designer.edit import CannotEdit
from designer.names import all_names
from dsl import tree
from dsl.check import check
from dsl.compile import compile as compiled
from dsl.examples import run_example


@dataclass(frozen=True, slots=True)
class KeepExample:
    """Write an example into the text, behind the others: `text` is the whole example, `name` and `label` what it is called.
    One that does not pass is refused, as far as the text can be run without the tables beside it."""

    text: str
    name: str
    label: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        name = snippets.name(self.name)
        if name in all_names(process):
            raise CannotEdit("there is a `{word}` already: choose another name", "name", word=name[:40])
        example = snippets.line(tree.Example, self.text, "text")
        example = replace(
            example, name=name, label=" ".join(self.label.split()) or None, trivia=tree.Trivia(blank_above=True)
        )
        items = process.items
        behind = next((at for at, item in enumerate(items) if isinstance(item, tree.Words)), len(items))
        behind = max([at + 1 for at, item in enumerate(items) if isinstance(item, tree.Example)], default=behind)
        kept = replace(process, items=(*items[:behind], example, *items[behind:]))
        require_passed(kept, example)
        return kept

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        name = self.name.strip()
        at = next(at for at, item in enumerate(after.items) if isinstance(item, tree.Example) and item.name == name)
        return f"items.{at}"


def require_passed(process: tree.Process, example: tree.Example) -> None:
    """Refuse an example that goes another way."""
    found = check(process)
    if not found.ok:
        return
    result = run_example(compiled(found), example)
    if not result.passed:
        raise CannotEdit("this example would go another way: {why}", "text", why=result.message)
