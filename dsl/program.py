"""A program: the checked text made ready to run. The engine, the forms and the pages read this and never the tree.

Functions compiled from expressions take `(a, f)`: the answers and the Facts; those of columns `(a, f, row)`. The name
`requester` is `f.requester`. Functions may be called only when what they read is there as far as the checker demanded.
People functions return a tuple of person ids, in order, without doubles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dsl import types

Function = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Check:
    """`messages`: language -> the translated message."""

    holds: Function
    message: str
    reads: tuple[str, ...]
    text: str
    line: int
    messages: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """The message in `language`, or as written."""
        return self.messages.get(language, self.message)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form, or a column of rows (`columns` non-empty only for rows). Definition order is evaluation order:
    `when`, `computed` and `default` read earlier fields only. `path` is "amount" or "lines.price"; `helps`: language ->
    the translated help."""

    name: str
    path: str
    type: types.Type
    label: str
    line: int
    help: str | None = None
    section: str | None = None
    optional: bool = False
    default: Function | None = None
    default_reads: tuple[str, ...] = ()
    when: Function | None = None
    when_reads: tuple[str, ...] = ()
    when_text: str = ""
    computed: Function | None = None
    computed_reads: tuple[str, ...] = ()
    computed_text: str = ""
    checks: tuple[Check, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[Field, ...] = ()
    helps: Mapping[str, str] = field(default_factory=dict)

    def helped(self, language: str) -> str | None:
        """The help in `language`, or as written."""
        return self.helps.get(language, self.help)


@dataclass(frozen=True, slots=True)
class Section:
    """`fields` names the fields in order; `filled_later` fields are in no section the requester fills."""

    name: str
    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All fields in definition order; `requested` are those the requester fills in: all but computed ones and those that
    some step `fills`."""

    fields: Mapping[str, Field]
    sections: tuple[Section, ...]
    requested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a condition reads: its type, `value(a, f)` (None when absent), and `question(a, f)`, what the directory
    is asked for it (None for `now` and `requester`, or when there is nobody to ask about)."""

    type: types.Type
    value: Function
    question: Function


@dataclass(frozen=True, slots=True)
class Condition:
    """One conjunct of a row: `text` as formatted, `holds(a, f)`, what it `reads` (field paths and fact names such as
    "requester.level"), the `facts` among these, and, when it compares one thing with constants, its `edge` (dsl/edges.py)
    for explanations."""

    text: str
    holds: Function
    reads: tuple[str, ...]
    line: int
    edge: object = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    label: str
    line: int
    conditions: tuple[Condition, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Table:
    """`choose(a, f)` -> (rules, outcomes, failed) as in the event Routed; `pick(a, f)` -> outcomes alone, faster.
    Of a `collect` table `failed` has an entry for every row, -1 for those that matched.
    `otherwise` is None or its outcome; `rows` is a lazy sequence. Large tables (more than 64 rows) keep no `failed` and have
    `near(a, f)` -> for each thing that rows compare with constants the numbers of the rows that fail in it alone."""

    name: str
    policy: str
    outcomes: tuple[str, ...]
    rows: Sequence[Row]
    otherwise: str | None
    otherwise_line: int
    line: int
    choose: Function
    pick: Function
    near: Function | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """A people expression: `find(a, f)`, how it reads in the text, and the fields and facts it reads."""

    find: Function
    text: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a step leads instead of on: `end` is an end's name, or `to` is "request" or a step, at most `limit` times."""

    end: str | None = None
    to: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Access:
    """What a step may do with answers; `sees` are field names (rows as a whole), `required` a part of `fills`."""

    sees: tuple[str, ...]
    edits: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """`next` is the id of the node after it; None: off the last step of the flow."""

    id: str
    label: str
    line: int
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Node):
    """What approvals and tasks share."""

    people: People
    pick: str | None
    access: Access
    may: tuple[str, ...] = ()
    nobody: Nobody
    due: object = None


@dataclass(frozen=True, slots=True)
class Nobody:
    """Who is asked when nobody is found, or which end is taken. One of both."""

    people: People | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Step):
    """`rule`: any all order count percent."""

    rule: str = "any"
    number: int = 1
    reject: Target
    asks_again: bool = True
    void: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    label: str
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Step):
    """`calls`: it stands for a call of another system, which its people do by hand so far."""

    outcomes: tuple[Outcome, ...]
    calls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Node):
    """`texts`: language -> the translated text, which reads no more than `text`."""

    people: People
    text: Template
    texts: Mapping[str, Template] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish(Node):
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Node):
    """`arms`: outcome -> first node id of the arm, or what follows the branch for an empty arm. With a `collect` table the
    arms of all outcomes run one after the other: each arm's last node leads to the node `merge`."""

    table: str
    arms: Mapping[str, str | None]
    merge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Node):
    """Behind each arm of a `collect` branch: goes to the next pending arm, or on."""

    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel(Node):
    """`arms` are first node ids; each arm's last node leads to `join`; `need` arms must arrive (all: their number)."""

    arms: tuple[str | None, ...]
    join: str
    need: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Node):
    """Behind arm number `arm` of `parallel`: one Join node per arm, id `both.join.0`."""

    parallel: str
    arm: int


@dataclass(frozen=True, slots=True)
class Before:
    """A claim: whenever `when(a, f)` holds (or there is none), `then` is decided only after `first` in the same round.
    `reads`: the fields and facts of `when`."""

    name: str
    text: str
    line: int
    first: str
    then: str
    when: Function | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Never:
    """A claim: `who` never decides `step`; without a step, none of the approvals."""

    name: str
    text: str
    line: int
    who: People
    step: str | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        return self.who.reads


Claim = Before | Never


@dataclass(frozen=True, slots=True)
class Template:
    """A single-pass text with placeholders: `parts` are strings and field paths, alternating, first a string."""

    parts: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        return self.parts[1::2]


@dataclass(frozen=True, slots=True)
class Picture:
    """The flow as nested shape for drawing: kind, node id, label, arms as (label, steps), and the paths of the arms in
    `words` ("" for those nothing can be said of)."""

    kind: str
    node: str
    label: str
    arms: tuple[tuple[str, tuple[Picture, ...]], ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """`hash` is the semantic hash (SHA-256, hex) of the process; `source` the text it was made from; `order` the steps'
    ids in the text's order; `words` language -> dotted path -> text; `examples` the Example trees for the runner;
    `titles`: language -> the translated title, which reads no more than `title`; `claims` are the `rules`, ready to be
    kept."""

    name: str
    label: str
    hash: str
    source: str
    title: Template
    started_by: People
    seen_by: People
    nobody: Nobody
    form: Form
    tables: Mapping[str, Table]
    nodes: Mapping[str, Node]
    start: str | None
    order: tuple[str, ...]
    picture: tuple[Picture, ...]
    ends: Mapping[str, str]
    rules: tuple[object, ...]
    words: Mapping[str, Mapping[str, str]]
    examples: tuple[object, ...]
    titles: Mapping[str, Template] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()

    def word(self, path: str, label: str, language: str) -> str:
        """The label of the thing at `path` in `language`, or as written."""
        return self.words.get(language, {}).get(path, label)
