"""A walk through a flow with the data and not the picture alone: what is known of the tickets that come to each step.

At a branch the conditions of its rows are intersected with what is known; when people act, what they may have changed is
forgotten again, and so is what the directory or the clock said. So every real ticket is among those of some standing; a
standing may hold more than real ones, which is why what is found this way is tried on the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dsl import tree
from dsl.analysing.cells import OverBudget
from dsl.analysing.depends import Depends, written_by
from dsl.analysing.grid import Grid
from dsl.analysing.routes import flow_of, outcomes_of
from dsl.checking.assignment import needed
from dsl.checking.book import Book, Box
from dsl.checking.names import all_steps
from dsl.checking.sets import Set, union

MOST_BOXES = 60
"""Boxes of one outcome kept apart with all that is known of them."""
MOST_STANDINGS = 400
"""Standings kept apart at one place; beyond, what is known of the answers is given up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Tickets at a place: what is known of them now (`box`), what was when they were filed (`filed`), which fields may have
    changed since, the steps that surely were decided in this round, and the way they came. `writers` are the steps that
    may have changed a field last, `made` what each (step, field) must have made of it."""

    box: Box = field(default_factory=dict)
    filed: Box = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    writers: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[tuple[str, str], Set] = field(default_factory=dict)

    def passed(self, name: str) -> Standing:
        return replace(self, done=self.done | {name}, path=(*self.path, name))


Standings = list[Standing]


class FlowWalk:
    """`at`: for each step (by identity of its node) the standings of the tickets that come there, before it is decided;
    `behind`: what is known of them while it is decided. `arms`: the arms some ticket takes."""

    def __init__(self, book: Book, budget: int, also: Iterable[object] = ()) -> None:
        self.book, self.budget = book, budget
        self.depends = Depends(book)
        self.steps = all_steps(flow_of(book.process))
        self.at: dict[int, Standings] = {}
        self.arms: set[int] = set()
        self.undecided: set[str] = set()
        self.grids: dict[str, Grid] = {}
        self.asked = self._asked(also)
        self.apart = frozenset(key for key, count in self.asked.items() if count > 1)
        self.loose = Loose(book.process)

    def start(self) -> Standings:
        """All tickets, through the whole flow; the standings at its end."""
        return self.sequence(flow_of(self.book.process), [Standing()])

    def _asked(self, also: Iterable[object]) -> dict[object, int]:
        """How often each key is asked; what is asked once need not be kept apart."""
        counts: dict[object, int] = dict.fromkeys(also, 1)
        for step in self.steps:
            boxes = self.book.row_boxes.get(step.table) if isinstance(step, tree.Branch) else None
            for key in {key for several in boxes or () for box in several for key in box}:
                counts[key] = counts.get(key, 0) + 1
        return counts

    def sequence(self, steps: Sequence[tree.Step], standings: Standings) -> Standings:
        for step in steps:
            if not standings:
                break
            standings = self.merged(self.step(step, standings))
        return standings

    def step(self, step: tree.Step, standings: Standings) -> Standings:
        match step:
            case tree.Approve(name) | tree.Task(name):
                now = [self.decided(step, each) for each in standings]
                self.at.setdefault(id(step), []).extend(now)
                return [each.passed(name) for each in now] if goes_on(step) else []
            case tree.Branch():
                self.at.setdefault(id(step), []).extend(standings)
                return [each for standing in standings for each in self.branch(step, standing)]
            case tree.Parallel():
                self.at.setdefault(id(step), []).extend(standings)
                return [each for standing in standings for each in self.parallel(step, standing)]
        self.at.setdefault(id(step), []).extend(standings)
        return [] if isinstance(step, tree.Finish) else standings

    def decided(self, step: tree.Step, standing: Standing) -> Standing:
        """What is known while the step is decided: time has passed, and those who act may have changed something."""
        changed = self.loose.changes_at(step)
        box = self.depends.without(standing.box, changed, time_passes=True)
        writers = {**standing.writers, **dict.fromkeys(written_by(step), step.name)}
        return replace(standing, box=box, changed=standing.changed | changed, writers=writers)

    def branch(self, step: tree.Branch, standing: Standing) -> Iterator[Standing]:
        by_name = {arm.name: arm for arm in step.arms}
        for here, outcomes in self.routed(step.table, standing):
            now = [here]
            for outcome in outcomes:
                arm = by_name.get(outcome)
                if arm is not None and now:
                    self.arms.add(id(arm))
                    now = self.sequence(arm.steps, now)
            yield from now

    def routed(self, table: str, standing: Standing) -> list[tuple[Standing, tuple[str, ...]]]:
        """Where a table sends the tickets of a standing; everywhere when that cannot be told."""
        found: dict[tuple[str, ...], dict[frozenset, Box]] = {}
        try:
            for outcomes, box in self.ways(table, standing.box):
                found.setdefault(outcomes, {}).setdefault(self.told_apart(box), box)
        except OverBudget:
            self.undecided.add(table)
            node = self.book.tables[table].node if table in self.book.tables else None
            one_by_one = [(standing, (each,)) for each in (node.outcomes if node else ())]
            return [*one_by_one, (standing, node.outcomes)] if node and node.policy == "collect" else one_by_one
        return [(self.narrowed(standing, box), way) for way, boxes in found.items() for box in self.fewer(boxes)]

    def ways(self, table: str, within: Box) -> Iterator[tuple[tuple[str, ...], Box]]:
        """The outcomes of a table inside a box, each with tickets that have them."""
        grid = self.grids.get(table)
        if grid is None:
            boxes = self.book.row_boxes.get(table)
            if boxes is None:
                raise OverBudget
            collects = self.book.tables[table].node.policy == "collect"
            grid = self.grids[table] = Grid(self.book, boxes, self.budget, self.apart, collects)
        for leaf in grid.leaves(within=within):
            rows = grid.rows_in(leaf.rows) if grid.every else () if leaf.row is None else (leaf.row,)
            outcomes = outcomes_of(self.book, table, rows)
            if outcomes:
                yield outcomes, {**within, **leaf.box}

    def fewer(self, boxes: Mapping[frozenset, Box]) -> list[Box]:
        """The boxes as they are when they are few; else what later steps may ask about, put together key by key."""
        if len(boxes) <= MOST_BOXES:
            return list(boxes.values())
        asked = [dict(each) for each in boxes]
        for key in sorted({key for box in asked for key in box}, key=str):
            together: dict[frozenset, dict] = {}
            for box in asked:
                rest = frozenset((other, values) for other, values in box.items() if other != key) | {(None, key in box)}
                twin = together.setdefault(rest, box)
                if twin is not box and key in box:
                    twin[key] = union(twin[key], box[key])
            asked = list(together.values())
        return asked

    def narrowed(self, standing: Standing, box: Box) -> Standing:
        """What a table found out is known now, and of what nobody changed it was so from the beginning."""
        filed = {**standing.filed, **{k: v for k, v in box.items() if self.depends.of(k)[0].isdisjoint(standing.changed)}}
        made = {(standing.writers[key], key): values for key, values in box.items() if key in standing.writers}
        return replace(standing, box=box, filed=filed, made={**standing.made, **made})

    def parallel(self, step: tree.Parallel, standing: Standing) -> Iterator[Standing]:
        """Each arm for itself; what any arm may change is not known in the others, nor behind them."""
        inner = frozenset().union(*(written_by(each) for arm in step.arms for each in all_steps(arm.steps)))
        box = self.depends.without(standing.box, inner, time_passes=True)
        before = replace(standing, box=box, changed=standing.changed | inner)
        behind = []
        for arm in step.arms:
            self.arms.add(id(arm))
            behind.append(self.sequence(arm.steps, [before]))
        open_arms = [each for each in behind if each]
        need = needed(step)
        if not open_arms or len(open_arms) < need:
            return
        sure = [frozenset.intersection(*(each.done for each in several)) - standing.done for several in open_arms]
        names = frozenset().union(*sure)
        done = frozenset(name for name in names if sum(name in each for each in sure) > len(open_arms) - need)
        path = tuple(name for several in open_arms for name in several[0].path[len(before.path) :])
        yield replace(before, done=before.done | done, path=(*before.path, *path))

    def told_apart(self, box: Box) -> frozenset:
        """The part of a box that something later may ask about."""
        return frozenset((key, values) for key, values in box.items() if key in self.apart)

    def merged(self, standings: Standings) -> Standings:
        """One of several that nothing later could tell apart; when they are too many what is known is given up."""
        found: dict[tuple, Standing] = {}
        for each in standings:
            found.setdefault((each.done, each.changed, self.told_apart(each.box)), each)
        if len(found) <= MOST_STANDINGS:
            return list(found.values())
        self.undecided.add("flow")
        fewer: dict[tuple, Standing] = {}
        for each in found.values():
            fewer.setdefault((each.done, each.changed), replace(each, box={}))
        return list(fewer.values())


def goes_on(step: tree.Approve | tree.Task) -> bool:
    """Whether the flow can go on behind a step: a task may only lead away."""
    outcomes = [clause for clause in step.clauses if isinstance(clause, tree.Outcome)]
    return not outcomes or any(each.target is None for each in outcomes)


class Loose:
    """Which fields may have changed when a step is decided: by itself, by arms beside it, and by later steps that can send
    back to it."""

    def __init__(self, process: tree.Process) -> None:
        self.found: dict[int, frozenset[str]] = {}
        self.writes: dict[int, frozenset[str]] = {}
        self.in_turn = {each.name for each in process.all(tree.Table) if each.policy == "collect"}
        self._sequence(flow_of(process), [], frozenset())

    def changes_at(self, step: tree.Step) -> frozenset[str]:
        return self.found.get(id(step), written_by(step))

    def _sequence(self, steps: Sequence[tree.Step], later: list[tree.Step], beside: frozenset[str]) -> None:
        """`later`: all steps that may come after these; `beside`: what may be written at the same time."""
        for number, step in enumerate(steps):
            behind = all_steps(steps[number + 1 :]) + later
            if isinstance(step, tree.Approve | tree.Task):
                self.found[id(step)] = self._changes(step, behind) | beside
            for arm in getattr(step, "arms", ()):
                others = [each for other in step.arms if other is not arm for each in all_steps(other.steps)]
                if isinstance(step, tree.Parallel):
                    self._sequence(arm.steps, [*others, *behind], beside.union(*map(self.written, others)))
                else:
                    # Arms of a `collect` table run one after the other, in the order of its rows.
                    self._sequence(arm.steps, [*others, *behind] if step.table in self.in_turn else behind, beside)

    def _changes(self, step: tree.Approve | tree.Task, behind: list[tree.Step]) -> frozenset[str]:
        everything = self.written(step).union(*map(self.written, behind))
        watched = {name for clause in step.clauses if isinstance(clause, tree.Void) for name in clause.fields}
        back = any(returns_to(each, step.name) for each in behind) or returns_to(step, step.name, by_hand=False)
        return everything if watched & everything or back else self.written(step)

    def written(self, step: tree.Step) -> frozenset[str]:
        """As `written_by`, looked at once."""
        if id(step) not in self.writes:
            self.writes[id(step)] = written_by(step)
        return self.writes[id(step)]


def returns_to(step: tree.Step, name: str, by_hand: bool = True) -> bool:
    """Whether a step may send the ticket back to the step `name`; `by_hand` also by `may return`."""
    for clause in getattr(step, "clauses", ()):
        match clause:
            case tree.Reject(tree.Return(to)) | tree.Outcome(target=tree.Return(to)) if to == name:
                return True
            case tree.May(actions) if by_hand and "return" in actions:
                return True
    return False
