"""The form on trial: the real form of a draft over pretended answers, of which nothing is kept."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import IO

from designer.conditions.sentences import sentence
from designer.look import Look
from designer.scene import Scene
from dsl import tree, types
from dsl.check import check
from dsl.compile import compile as compiled
from dsl.engine.facts import Facts
from dsl.pretend import Pretend
from dsl.program import Program
from dsl.translatable import things
from forms.answers import Raw
from forms.build import view
from forms.form import read
from forms.look import label_of, show
from forms.view import AnswersView, FormView
from forms.world import World

KEPT = 64
"""Drafts whose last form that could be tried is remembered."""
REQUESTER = "requester"


@dataclass(frozen=True)
class Trial:
    """A form that can be tried; `current` tells whether it is the form of the text as it stands, `whole` whether the rest of
    the process has no mistakes either. `step` is the step it is filled in at, "" for the request."""

    scene: Scene
    program: Program
    current: bool
    whole: bool
    language: str
    step: str = ""

    @property
    def world(self) -> World:
        names = self.scene.outside.directory()
        return World(people=dict(names.people), teams=dict(names.teams), keep=pretended)

    @property
    def facts(self) -> Facts:
        now = datetime.now(UTC)
        ask = Pretend(self.program, self.scene.look.libraries)
        return Facts(now, {"today": now.date().isoformat()}, ask, REQUESTER)

    def view(self, raw: Raw | None = None, problems: Mapping[str, str] | None = None) -> FormView:
        return view(
            self.program, raw, problems, self.facts, self.language, self.step or None, before={}, world=self.world
        )

    def read(self, raw: Raw) -> tuple[dict[str, object], dict[str, str]]:
        """What would be filed, and what is wrong."""
        return read(self.program, raw, self.facts, self.language, self.step or None, {}, self.world)

    def answers(self, given: Mapping[str, object]) -> tuple[AnswersView, ...]:
        """Answers as the ticket would show them."""
        return show(self.program, given, self.language, world=self.world)

    def hidden(self, shown: FormView) -> tuple[tuple[str, str], ...]:
        """Questions that are not there now: label, and the sentence when they are."""
        there = {field.name for section in shown.sections for field in section.fields}
        whens = conditions(self.scene.process) if self.current else {}
        asked = (self.program.form.fields[name] for name in self.program.form.requested)
        return tuple(
            (label_of(self.program, field, self.language), self.told(whens.get(field.name, ())))
            for field in asked
            if field.name not in there and not self.step
        )

    def told(self, whens: tuple[tree.Expression, ...]) -> str:
        """Conditions as one sentence."""
        return sentence(self.scene, whens[0] if len(whens) == 1 else tree.And(whens)) if whens else ""


def pretended(stream: IO[bytes], name: str, media: str) -> types.FileRef:
    """A file as answers know it, kept nowhere."""
    content = stream.read()
    return types.FileRef(name, hashlib.sha256(content).hexdigest(), len(content), media)


def conditions(process: tree.Process) -> dict[str, tuple[tree.Expression, ...]]:
    """Name of a field -> its own condition and that of its section."""
    found = {}
    for form in process.all(tree.Form):
        for item in form.items:
            for field in item.fields if isinstance(item, tree.Section) else (item,):
                found[field.name] = tuple(one.when for one in dict.fromkeys((item, field)) if one.when is not None)
    return found


class Trials:
    """The forms that could be tried lately, by draft: while a text has mistakes, its last good form is shown."""

    def __init__(self) -> None:
        self.kept: OrderedDict[int, Program] = OrderedDict()
        self.lock = Lock()

    def of(self, scene: Scene, language: str, step: str = "") -> Trial | None:
        """The trial of a draft; None when no form of it could be tried yet."""
        made = scene.look.program if scene.look.good else None
        made = made or form_alone(scene.look)
        with self.lock:
            if made is not None:
                self.kept[scene.draft.id] = made
                self.kept.move_to_end(scene.draft.id)
                if len(self.kept) > KEPT:
                    self.kept.popitem(last=False)
            last = self.kept.get(scene.draft.id)
        if last is None:
            return None
        whole = made is not None and made is scene.look.program
        return Trial(scene, last, made is not None, whole, language, step if step in steps_of(last) else "")


def form_alone(look: Look) -> Program | None:
    """The form without the rest of its process, whose mistakes keep nobody from trying it; None when it has its own."""
    if not look.good:
        return None
    ends = tree.Ends((tree.EndPoint("done"),))
    bare = replace(look.process, items=(*look.process.all(tree.Form), tree.Flow(), ends))
    known = {path for path, _ in things(bare)}
    words = tuple(
        replace(block, items=tuple(word for word in block.items if ".".join(word.path) in known))
        for block in look.process.all(tree.Words)
    )
    checked = check(replace(bare, items=(*bare.items, *words)), look.libraries)
    return compiled(checked) if checked.ok else None


def steps_of(program: Program) -> dict[str, str]:
    """Steps that fill in or edit something: name -> label."""
    found = {}
    for name, node in program.nodes.items():
        access = getattr(node, "access", None)
        if access is not None and (access.fills or access.edits):
            found[name] = getattr(node, "label", None) or name
    return found
