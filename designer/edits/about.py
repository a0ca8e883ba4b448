"""The edits of what stands around form, rules and flow: title, calendar, who is asked when nobody is found, ends, claims."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.flow import fresh
from designer.names import all_names
from dsl import tree

ORDER = (
    tree.Title, tree.StartedBy, tree.SeenBy, tree.Calendar, tree.Nobody, tree.Form, tree.Table, tree.Flow, tree.Ends,
    tree.Always, tree.Example, tree.Words,
)  # fmt: skip
"""The items of a process as they are usually ordered."""
ADMINS = tree.Call("role", (tree.Text("process-admin"),))


def place_of(process: tree.Process, kind: type) -> int:
    """Where a new item of a kind goes: behind the last one that usually stands before it, or of its kind."""
    before = ORDER[: ORDER.index(kind) + 1]
    return max((n + 1 for n, item in enumerate(process.items) if type(item) in before), default=0)


def found(process: tree.Process, kind: type) -> str | None:
    """The address of the first item of a kind."""
    return next((f"items.{n}" for n, item in enumerate(process.items) if isinstance(item, kind)), None)


def with_item(process: tree.Process, item: tree.Line) -> tree.Process:
    """The process with its only item of a kind, which keeps its comments."""
    place = found(process, type(item))
    if place is not None:
        old = at.get(process, place)
        return (
            process if old == replace(item, trivia=old.trivia) else at.put(process, place, replace(item, trivia=old.trivia))
        )
    return at.insert(process, "items", place_of(process, type(item)), (item,))


def without_item(process: tree.Process, kind: type) -> tree.Process:
    """The process without its item of a kind."""
    place = found(process, kind)
    return at.remove(process, place) if place is not None else process


@dataclass(frozen=True, slots=True)
class SetTitle:
    """How a ticket is called in lists: a text with `{field}` in it; with no text the line goes."""

    text: str

    def on(self, process: tree.Process) -> tree.Process:
        text = " ".join(self.text.split())
        return with_item(process, tree.Title(text)) if text else without_item(process, tree.Title)


@dataclass(frozen=True, slots=True)
class SetCalendar:
    """Which calendar business time is counted by; with no name the line goes."""

    name: str

    def on(self, process: tree.Process) -> tree.Process:
        name = self.name.strip()
        return with_item(process, tree.Calendar(snippets.name(name))) if name else without_item(process, tree.Calendar)


@dataclass(frozen=True, slots=True)
class AllowPeople:
    """Begin a line `started by` or `seen by` (`who` is `started` or `seen`); the people are chosen afterwards."""

    who: str

    def on(self, process: tree.Process) -> tree.Process:
        first = tree.Path(("requester",)) if self.who == "seen" else tree.Call("team", (tree.Text("staff"),))
        kinds = {"started": tree.StartedBy, "seen": tree.SeenBy}
        if self.who not in kinds:
            raise LookupError(self.who)
        if found(process, kinds[self.who]):
            return process
        return with_item(process, kinds[self.who]((first if self.who == "started" else ADMINS,)))


@dataclass(frozen=True, slots=True)
class SetPolicyForNobody:
    """What happens when a step finds nobody: `how` is ask, end (then `end` names it), or nothing for the usual."""

    how: str
    end: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        place = found(process, tree.Nobody)
        old = at.get(process, place) if place else None
        match self.how:
            case "":
                return without_item(process, tree.Nobody)
            case "ask":
                return with_item(process, tree.Nobody(old.people if old and old.people else (ADMINS,)))
            case "end":
                end = self.end or fresh.refusal_end(process) or next(iter(fresh.ends_of(process)), "")
                if end not in fresh.ends_of(process):
                    raise CannotEdit("the process has no end yet: add one first", "end")
                return with_item(process, tree.Nobody((), tree.End(end)))
        raise LookupError(self.how)


# -- ends


@dataclass(frozen=True, slots=True)
class AddEnd:
    """Add an end to the process, behind the others."""

    label: str

    def on(self, process: tree.Process) -> tree.Process:
        label = " ".join(self.label.split())
        if not label:
            raise CannotEdit("write a text here", "label")
        place = found(process, tree.Ends)
        ends = at.get(process, place).items if place else ()
        name = snippets.free_name(name_from(label, "ended"), all_names(process) | {end.name for end in ends})
        end = tree.EndPoint(name, label if label != name else None)
        if place is None:
            block = tree.Ends((end,), trivia=tree.Trivia(blank_above=True))
            return at.insert(process, "items", place_of(process, tree.Ends), (block,))
        return at.insert(process, f"{place}.items", len(ends), (end,))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        place = found(after, tree.Ends)
        return f"{place}.items.{len(at.get(after, place).items) - 1}"


def name_from(label: str, otherwise: str) -> str:
    """A name made from a label: `Not granted` is `not_granted`."""
    made = "_".join("".join(mark if mark.isalnum() else " " for mark in label.lower()).split())[:40]
    try:
        return snippets.name(made)
    except CannotEdit:
        return otherwise


# -- claims


@dataclass(frozen=True, slots=True)
class AddClaim:
    """Add a claim that must hold for every ticket: that the requester decides nothing, or (`sort` is `before`) an order."""

    sort: str = "never"

    def on(self, process: tree.Process) -> tree.Process:
        steps = [line.name for _, line in at.walk(process) if isinstance(line, tree.Approve | tree.Task)]
        if self.sort == "before" and len(steps) < 2:
            raise CannotEdit("the flow needs two steps first", "sort")
        order = self.sort == "before"
        claim = tree.Before(steps[0], steps[-1]) if order else tree.NeverDecides(tree.Path(("requester",)))
        name = snippets.free_name("in_order" if order else "not_the_own_request", all_names(process))
        place = found(process, tree.Always)
        if place is None:
            block = tree.Always((tree.Rule(name, claim),), trivia=tree.Trivia(blank_above=True))
            return at.insert(process, "items", place_of(process, tree.Always), (block,))
        return at.insert(process, f"{place}.rules", len(at.get(process, f"{place}.rules")), (tree.Rule(name, claim),))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        place = found(after, tree.Always)
        return f"{place}.rules.{len(at.get(after, place).rules) - 1}"


@dataclass(frozen=True, slots=True)
class SetClaim:
    """Which steps a claim is about: `first` comes before `then`; or `step`, that somebody never decides, any when empty."""

    address: str
    first: str = ""
    then: str = ""
    step: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        rule = at.get(process, self.address)
        match getattr(rule, "claim", None):
            case tree.Before() as claim:
                new = replace(claim, first=self.first or claim.first, then=self.then or claim.then)
            case tree.NeverDecides() as claim:
                new = replace(claim, step=self.step or None)
            case _:
                raise LookupError(self.address)
        return process if new == claim else at.put(process, f"{self.address}.claim", new)


# -- translations


@dataclass(frozen=True, slots=True)
class AddLanguage:
    """Begin a block of translations into a language."""

    language: str

    def on(self, process: tree.Process) -> tree.Process:
        name = snippets.name(self.language.strip().lower(), "language")
        if any(item.language == name for item in process.all(tree.Words)):
            raise CannotEdit("`{word}` exists already: choose another name", "language", word=name)
        block = tree.Words(name, trivia=tree.Trivia(blank_above=True))
        return at.insert(process, "items", len(process.items), (block,))


@dataclass(frozen=True, slots=True)
class RemoveLanguage:
    """Take all translations into a language away."""

    language: str

    def on(self, process: tree.Process) -> tree.Process:
        left = tuple(item for item in process.items if not (isinstance(item, tree.Words) and item.language == self.language))
        if len(left) == len(process.items):
            raise LookupError(self.language)
        return replace(process, items=left)
