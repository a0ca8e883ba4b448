"""Mistakes put into every worked process one by one: each is found, with the ticket that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dsl import tree
from dsl.analyse import Finding, analyse
from dsl.check import check
from dsl.checking.names import all_steps, fields_of
from dsl.parse import parse

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXTS = sorted([*EXAMPLES.glob("*.way"), *(EXAMPLES / "gallery").glob("*.way")])
PROCESSES = {path.stem: parse(path.read_text("utf-8")).process for path in TEXTS}
Change = Callable[[tree.Table], tree.Table]


def with_table(process: tree.Process, name: str, change: Change) -> tree.Process:
    items = tuple(change(each) if isinstance(each, tree.Table) and each.name == name else each for each in process.items)
    return replace(process, items=items)


def with_steps(process: tree.Process, change: Callable[[tree.Step], tree.Step]) -> tree.Process:
    """The process with every step changed, those in arms first."""

    def changed(step: tree.Step) -> tree.Step:
        if isinstance(step, tree.Branch | tree.Parallel):
            arms = tuple(replace(arm, steps=tuple(map(changed, arm.steps))) for arm in step.arms)
            return change(replace(step, arms=arms))
        return change(step)

    items = (
        replace(each, steps=tuple(map(changed, each.steps))) if isinstance(each, tree.Flow) else each
        for each in process.items
    )
    return replace(process, items=tuple(items))


def found(process: tree.Process, code: str, **values: str) -> list[Finding]:
    findings = [each for each in analyse(process).findings if each.code == code]
    return [each for each in findings if all(each.values.get(key) == value for key, value in values.items())]


def tables(policy: str = "first") -> Iterator[object]:
    for name, process in PROCESSES.items():
        for table in process.all(tree.Table):
            if table.policy == policy and table.file is None:
                yield pytest.param(process, table, id=f"{name}-{table.name}")


def test_the_worked_processes_themselves_have_no_problem():
    told = {name: [each.said() for each in analyse(process).problems] for name, process in PROCESSES.items()}
    assert not any(told.values()), told


@pytest.mark.parametrize("process, table", list(tables()))
def test_a_table_without_its_otherwise(process: tree.Process, table: tree.Table):
    spoiled = with_table(process, table.name, lambda each: replace(each, otherwise=None))
    complete = check(spoiled).tables[table.name].complete
    gaps = found(spoiled, "gap", name=table.name)
    assert bool(gaps) != complete and all(each.ticket and each.surely for each in gaps)


@pytest.mark.parametrize("process, table", list(tables()))
def test_a_row_written_again_below_itself(process: tree.Process, table: tree.Table):
    again = replace(table.rows[0], name="again")
    spoiled = with_table(process, table.name, lambda each: replace(each, rows=(*each.rows, again)))
    (never,) = found(spoiled, "row-never-wins", row="again")
    assert f"`{table.rows[0].name}`" in never.values["others"] and never.ticket


@pytest.mark.parametrize("process, table", list(tables()))
def test_every_row_below_a_copy_with_another_outcome(process: tree.Process, table: tree.Table):
    for number, row in enumerate(table.rows):
        other = next(each for each in table.outcomes if each != row.outcome)
        rows = (*table.rows[:number], replace(row, name="copy", outcome=other), *table.rows[number:])
        spoiled = with_table(process, table.name, lambda each, rows=rows: replace(each, rows=rows))
        assert found(spoiled, "row-never-wins", row=row.name)


@pytest.mark.parametrize("process, table", list(tables()))
def test_rows_in_another_order_when_one_covers_the_other(process: tree.Process, table: tree.Table):
    """A row for everybody, put on top: everything below it never wins."""
    always = tree.Or((table.rows[0].when, tree.Not(table.rows[0].when)))
    rows = (tree.Row("everybody", always, table.rows[-1].outcome), *table.rows)
    spoiled = with_table(process, table.name, lambda each: replace(each, rows=rows))
    hidden = {each.values["row"] for each in found(spoiled, "row-never-wins")}
    assert hidden == {row.name for row in table.rows}


@pytest.mark.parametrize("process, table", list(tables()))
def test_the_same_rows_where_only_one_may_match(process: tree.Process, table: tree.Table):
    rows = (*table.rows, replace(table.rows[-1], name="again"))
    spoiled = with_table(process, table.name, lambda each: replace(each, policy="unique", rows=rows))
    overlaps = found(spoiled, "overlap")
    told = {(each.values["one"], each.values["other"]) for each in overlaps if each.ticket}
    assert (table.rows[-1].name, "again") in told or len(overlaps) == 10


def bounds() -> Iterator[object]:
    """Comparisons of one field with a number that stand alone in a row."""
    for param in tables():
        process, table = param.values
        for row in table.rows:
            match row.when:
                case tree.Compare(">" | ">=" as op, tree.Path((_,)), tree.Amount() | tree.Number()):
                    yield pytest.param(process, table, row, op, id=f"{param.id}-{row.name}")


@pytest.mark.parametrize("process, table, row, op", list(bounds()))
def test_a_bound_that_is_one_off(process: tree.Process, table: tree.Table, row: tree.Row, op: str):
    """Below the limit and above it are said, the limit itself is forgotten."""
    below = tree.Row("below", tree.Compare("<", row.when.left, row.when.right), table.outcomes[0])
    above = replace(row, when=tree.Compare(">", row.when.left, row.when.right))
    spoiled = with_table(process, table.name, lambda each: replace(each, rows=(above, below), otherwise=None))
    (gap,) = found(spoiled, "gap", name=table.name)
    name, limit = row.when.left.parts[0], row.when.right
    shown = gap.example and [each for line in gap.example.items if isinstance(line, tree.Answers) for each in line.items]
    computed = check(process).fields[name].computed
    assert computed or next(each.value.units for each in shown if each.name == name) == limit.units
    kept = with_table(
        process, table.name, lambda each: replace(each, rows=(replace(above, when=row.when), below), otherwise=None)
    )
    assert bool(found(kept, "gap", name=table.name)) == (op == ">")


def claims() -> Iterator[object]:
    """Claims about a limit, with the limit."""
    for name, process in PROCESSES.items():
        for always in process.all(tree.Always):
            for rule in always.rules:
                if isinstance(rule.claim, tree.Before) and rule.claim.when is not None:
                    yield pytest.param(process, rule, id=f"{name}-{rule.name}")


def shifted(node: object, by: int) -> object:
    """A condition whose limits of more than 1 are moved."""
    match node:
        case tree.And(items):
            return tree.And(tuple(shifted(each, by) for each in items))
        case tree.Compare(op, left, tree.Amount(units, places, currency)):
            return tree.Compare(op, left, tree.Amount(units + by, places, currency))
        case tree.Compare(op, left, tree.Number(units, places)):
            return tree.Compare(op, left, tree.Number(units + by, places))
    return node


@pytest.mark.parametrize("process, rule", list(claims()))
def test_a_claim_whose_first_step_may_be_gone_around(process: tree.Process, rule: tree.Rule):
    """The step that must come first is put beside one that is enough, so that it is not always passed."""

    def around(step: tree.Step) -> tree.Step:
        if getattr(step, "name", None) != rule.claim.first:
            return step
        by = next(clause for clause in step.clauses if isinstance(clause, tree.By))
        other = tree.Approve("other_way", None, (by, tree.Reject(tree.End("withdrawn"))))
        return tree.Parallel("either", None, "any", (tree.Arm(None, (step,)), tree.Arm(None, (other,))))

    spoiled = with_steps(process, around)
    if not check(spoiled).ok:
        assert found(process, "claim-proved", name=rule.name)
        return
    (finding,) = found(spoiled, "claim-refuted", name=rule.name)
    assert finding.ticket and rule.claim.first not in finding.path and finding.path[-1] == rule.claim.then


LIMITS = [each for each in claims() if shifted(each.values[1].claim.when, 1) != each.values[1].claim.when]


@pytest.mark.parametrize("process, rule", LIMITS)
def test_a_limit_that_is_one_lower_in_the_claim_than_in_the_table(process: tree.Process, rule: tree.Rule):
    lower = replace(rule, claim=replace(rule.claim, when=shifted(rule.claim.when, -1)))
    items = tuple(
        replace(each, rules=tuple(lower if one is rule else one for one in each.rules))
        if isinstance(each, tree.Always)
        else each
        for each in process.items
    )
    told = [each.code for each in analyse(replace(process, items=items)).findings if each.values.get("name") == rule.name]
    assert told in (["claim-refuted"], ["claim-not-decided"])


def clauses_gone(step: tree.Step, keep: Callable[[tree.Clause], bool]) -> tree.Step:
    return replace(step, clauses=tuple(filter(keep, step.clauses))) if hasattr(step, "clauses") else step


@pytest.mark.parametrize("name", PROCESSES)
def test_returns_whose_limit_is_taken_away(name: str):
    def limitless(clause: tree.Clause) -> tree.Clause:
        goal = getattr(clause, "target", None)
        return replace(clause, target=replace(goal, limit=None)) if isinstance(goal, tree.Return) else clause

    def change(step: tree.Step) -> tree.Step:
        return replace(step, clauses=tuple(map(limitless, step.clauses))) if hasattr(step, "clauses") else step

    spoiled = with_steps(PROCESSES[name], change)
    returns = [
        clause
        for flow in spoiled.all(tree.Flow)
        for step in all_steps(flow.steps)
        for clause in getattr(step, "clauses", ())
        if isinstance(getattr(clause, "target", None), tree.Return)
    ]
    assert len(found(spoiled, "no-limit")) == len(returns)


@pytest.mark.parametrize("name", PROCESSES)
def test_tasks_that_lose_every_outcome_but_the_returns(name: str):
    """One task after the other loses what leads on."""
    for step in [each for flow in PROCESSES[name].all(tree.Flow) for each in all_steps(flow.steps)]:
        returns = [each for each in getattr(step, "clauses", ()) if isinstance(each, tree.Outcome) and each.target]
        if not isinstance(step, tree.Task) or not any(isinstance(each.target, tree.Return) for each in returns):
            continue
        gone = clauses_gone(step, lambda each: not isinstance(each, tree.Outcome) or isinstance(each.target, tree.Return))
        spoiled = with_steps(PROCESSES[name], lambda each, step=step, gone=gone: gone if each == step else each)
        assert found(spoiled, "stuck", step=step.name)


@pytest.mark.parametrize("name", PROCESSES)
def test_people_whom_nobody_may_know_when_no_line_says_what_then(name: str):
    process = PROCESSES[name]
    items = tuple(each for each in process.items if not isinstance(each, tree.Nobody))
    manager = tree.By((tree.Path(("requester", "manager")),))

    def asked(step: tree.Step) -> tree.Step:
        if not hasattr(step, "clauses"):
            return step
        rest = clauses_gone(step, lambda each: not isinstance(each, tree.By | tree.Nobody))
        return replace(rest, clauses=(manager, *rest.clauses))

    spoiled = with_steps(replace(process, items=items), asked)
    steps = [each for flow in spoiled.all(tree.Flow) for each in all_steps(flow.steps) if hasattr(each, "clauses")]
    assert len(found(spoiled, "may-find-nobody")) == len(steps)


def test_arms_of_every_parallel_that_write_the_same_field():
    for process in PROCESSES.values():
        field = next(each for form in process.all(tree.Form) for each in fields_of(form) if each.value is None)

        def write(step: tree.Step, field: tree.Field = field) -> tree.Step:
            rest = clauses_gone(step, lambda clause: not isinstance(clause, tree.Access))
            if not hasattr(rest, "clauses"):
                return step
            return replace(rest, clauses=(*rest.clauses, tree.Access(edits=(field.name,))))

        spoiled = with_steps(process, write)
        parallels = [s for flow in spoiled.all(tree.Flow) for s in all_steps(flow.steps) if isinstance(s, tree.Parallel)]
        assert bool(parallels) == bool(found(spoiled, "both-write", name=field.name))
