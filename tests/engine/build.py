"""Programs put together by hand, so that tests of the engine need no text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from dsl import program as p
from dsl import types
from dsl.engine.decide import decide
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts
from dsl.engine.state import State

NOON = datetime.datetime(2026, 3, 5, 12, 0, tzinfo=datetime.UTC)
MONEY = types.Money("CNY", 0, 10**15)


def people(*names: str) -> p.People:
    """These people, whoever asks."""
    return p.People(lambda a, f: names, ", ".join(names))


def role(name: str) -> p.People:
    """Those the directory names."""
    return p.People(lambda a, f: tuple(f.ask(f"role:{name}")), f'role("{name}")')


def field(name: str, type: types.Type = MONEY, **more) -> p.Field:
    return p.Field(name=name, path=name, type=type, label=name, line=1, **more)


ADMINS = p.Nobody(people=people("hana"))
REJECTED = p.Target(end="rejected")


def approve(id: str, *by: str, fields: tuple[str, ...] = (), **more) -> p.Approve:
    more.setdefault("people", people(*by))
    access = p.Access(sees=("amount",), edits=fields)
    given = {"pick": None, "access": access, "nobody": ADMINS, "reject": REJECTED} | more
    return p.Approve(id=id, label=id, line=1, **given)


def task(id: str, *by: str, outcomes: tuple[p.Outcome, ...] = (), **more) -> p.Task:
    given = {"pick": None, "access": p.Access(sees=("amount",)), "nobody": ADMINS} | more
    return p.Task(id=id, label=id, line=1, people=people(*by), outcomes=outcomes, **given)


def parallel(id: str, *arms: tuple[p.Node, ...], need: int | None = None) -> tuple[p.Node, ...]:
    """A parallel and all that stands in its arms."""
    nodes: list[p.Node] = []
    starts = []
    for number, arm in enumerate(arms):
        join = p.Join(id=f"{id}.join.{number}", label="", line=1, parallel=id, arm=number)
        chained = chain(*arm, last=join.id)
        starts.append(chained[0].id if chained else join.id)
        nodes += [*chained, join]
    head = p.Parallel(id=id, label=id, line=1, arms=tuple(starts), join=f"{id}.join", need=need or len(arms))
    return (head, *nodes)


def branch(id: str, table: str, merge: bool = False, **arms: tuple[p.Node, ...]) -> tuple[p.Node, ...]:
    """A branch; without `merge` the caller's chain connects the ends of its arms."""
    close = f"{id}.merge" if merge else None
    nodes: list[p.Node] = []
    starts = {}
    for outcome, arm in arms.items():
        chained = chain(*arm, last=close)
        starts[outcome] = chained[0].id if chained else close
        nodes += chained
    head = p.Branch(id=id, label=id, line=1, table=table, arms=starts, merge=close)
    tail = (p.Merge(id=close, label="", line=1, branch=id),) if merge else ()
    return (head, *nodes, *tail)


def chain(*items: p.Node | tuple[p.Node, ...], last: str | None = None) -> list[p.Node]:
    """Nodes one after the other; a tuple is a block with its head first. Returns all nodes, connected."""
    blocks = [item if isinstance(item, tuple) else (item,) for item in items]
    nodes: list[p.Node] = []
    for at, (head, *rest) in enumerate(blocks):
        follows = blocks[at + 1][0].id if at + 1 < len(blocks) else last
        nodes.append(_with(head, next=follows, **_arms(head, follows)))
        nodes += [_with(node, next=follows) if _is_loose(head, node) else node for node in rest]
    return nodes


def _arms(head: p.Node, follows: str | None) -> dict:
    if isinstance(head, p.Branch) and head.merge is None:
        return {"arms": {outcome: first or follows for outcome, first in head.arms.items()}}
    return {}


def _is_loose(head: p.Node, node: p.Node) -> bool:
    """The last node of an arm of a plain branch leads to what follows the branch."""
    return isinstance(head, p.Branch) and head.merge is None and node.next is None


def _with(node: p.Node, **changes) -> p.Node:
    from dataclasses import replace

    return replace(node, **changes)


def table(name: str, policy: str, *rows: tuple[str, str, Callable], otherwise: str | None = None) -> p.Table:
    """Rows are (name, outcome, holds)."""

    def choose(a, f):
        hits = [(row, outcome) for row, outcome, holds in rows if holds(a, f)]
        if not hits and otherwise is not None:
            hits = [("otherwise", otherwise)]
        hits = hits if policy == "collect" else hits[:1]
        return tuple(row for row, _ in hits), tuple(outcome for _, outcome in hits), ()

    outcomes = tuple(dict.fromkeys([outcome for _, outcome, _ in rows] + ([otherwise] if otherwise else [])))
    built = tuple(p.Row(row, row, 1, (), outcome) for row, outcome, _ in rows)
    return p.Table(name, policy, outcomes, built, otherwise, 1, 1, choose, lambda a, f: choose(a, f)[1])


def process(
    *flow: p.Node | tuple[p.Node, ...],
    fields: tuple[p.Field, ...] = (field("amount"),),
    later: tuple[str, ...] = (),
    tables: tuple[p.Table, ...] = (),
    ends: Mapping[str, str] | None = None,
) -> p.Program:
    nodes = {node.id: node for node in chain(*flow)}
    return p.Program(
        name="try", label="Try", hash="0" * 64, source="", title=p.Template(("",)), started_by=people(),
        seen_by=people(), nobody=ADMINS,
        form=p.Form(
            {each.name: each for each in fields}, (),
            tuple(each.name for each in fields if each.name not in later and each.computed is None),
        ),
        tables={each.name: each for each in tables}, nodes=nodes, start=next(iter(nodes), None),
        order=tuple(id for id, node in nodes.items() if isinstance(node, p.Step)), picture=(),
        ends=ends or {"done": "Done", "rejected": "Rejected", "withdrawn": "Withdrawn"},
        rules=(), words={}, examples=(),
    )  # fmt: skip


class Ticket:
    """A ticket of a program: `do` a command and look at the state; keeps all events and checks them against a replay."""

    def __init__(self, program: p.Program, directory: Mapping[str, object] | None = None):
        self.program = program
        self.directory = dict(directory or {})
        self.events: tuple = ()

    @property
    def state(self) -> State:
        return replay(self.program, self.events)

    def do(self, command) -> list:
        facts = Facts(NOON, ask=self.directory.__getitem__)
        news = decide(self.program, self.state, command, facts)
        self.events += news
        return list(news)

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        return {step: now.waiting for step, now in self.state.open.items()}
