"""Findings about the flow: what no ticket reaches, ways that lead nowhere or back without end, and who may not be found."""

from __future__ import annotations

from collections.abc import Iterator

from dsl import tree
from dsl.analysing.findings import Finding
from dsl.analysing.probe import Ticket
from dsl.analysing.routes import flow_of
from dsl.analysing.tickets import draw, worked
from dsl.analysing.tried import Absent, Tried
from dsl.analysing.walk import FlowWalk, Standing
from dsl.checked import AttributeAt, FieldAt
from dsl.checking.book import Book
from dsl.checking.names import all_steps
from dsl.compiling.steps import DEFAULT_RETURNS
from dsl.format import format_expression
from dsl.problems import Problem

FEW_TRIES = 20


def flow_findings(walk: FlowWalk, tried: Tried) -> Iterator[Finding]:
    """All findings about the flow but claims."""
    book = walk.book
    yield from unreached(walk)
    for step in walk.steps:
        if isinstance(step, tree.Approve | tree.Task):
            yield from returns(book, tried, step)
            yield from nobody(walk, tried, step)
    for problem in book.problems:
        yield from told_by_the_checker(walk, problem)


# -- what no ticket reaches


def unreached(walk: FlowWalk) -> Iterator[Finding]:
    """The first step of each sequence that no standing comes to, unless the checker says so from the picture alone."""
    graph = {problem.at for problem in walk.book.problems if problem.code == "unreachable"}
    yield from _unreached(walk, flow_of(walk.book.process), graph)


def _unreached(walk: FlowWalk, steps: tuple[tree.Step, ...], graph: set[tree.Span]) -> Iterator[Finding]:
    for step in steps:
        if id(step) not in walk.at:
            if step.at not in graph:
                yield Finding("never-reached", step.at, {"what": called(step)}, "note")
            return
        for arm in getattr(step, "arms", ()):
            if isinstance(step, tree.Branch) and id(arm) not in walk.arms:
                if arm.steps:
                    yield Finding("never-reached", arm.at, {"what": f"`{arm.name}`"}, "note")
            else:
                yield from _unreached(walk, arm.steps, graph)


def called(step: tree.Step) -> str:
    match step:
        case tree.Branch(table):
            return f"`branch by {table}`"
        case tree.Finish(end):
            return f"`end {end}`"
        case tree.Notify():
            return "`notify`"
    return f"`{step.name}`"


# -- ways back


def returns(book: Book, tried: Tried, step: tree.Approve | tree.Task) -> Iterator[Finding]:
    """Returns without a limit written; tasks that can only send back."""
    for clause in step.clauses:
        match clause:
            case tree.Reject(tree.Return(to, None)) | tree.Outcome(target=tree.Return(to, None)):
                values = {"step": step.name, "to": to, "limit": str(DEFAULT_RETURNS)}
                yield Finding("no-limit", clause.at, values, "note")
    outcomes = [clause for clause in step.clauses if isinstance(clause, tree.Outcome)]
    if isinstance(step, tree.Task) and outcomes and all(isinstance(each.target, tree.Return) for each in outcomes):
        limit = sum(each.target.limit or DEFAULT_RETURNS for each in outcomes)
        ticket = stuck_ticket(book, tried, step.name)
        values = {"step": step.name, "limit": str(limit)}
        yield tried.made("stuck", step.at, "problem", values, ticket, (step.name,), surely=ticket is not None)


def stuck_ticket(book: Book, tried: Tried, step: str) -> Ticket | None:
    """A ticket that comes to a step again and again until nobody can do anything there."""
    if tried.driver is None:
        return None
    ticket = draw(book, tried.driver.program, {}, None, next(iter(worked(book, tried.driver.program)), None))
    return ticket if tried.driver.stuck(ticket, step) else None


# -- people


def nobody(walk: FlowWalk, tried: Tried, step: tree.Approve | tree.Task) -> Iterator[Finding]:
    """People whom the directory may not know, and nothing written for that case."""
    book = walk.book
    if book.process.one(tree.Nobody) or any(isinstance(clause, tree.Nobody) for clause in step.clauses):
        return
    for clause in step.clauses:
        if not isinstance(clause, tree.By) or not all(may_be_nobody(book, each) for each in clause.people):
            continue
        standing = next(iter(walk.at.get(id(step), ())), None)
        found = tried.found(standing, missing(book, clause), step.name, FEW_TRIES) if standing else None
        people = ", ".join(f"`{format_expression(each)}`" for each in clause.people)
        values = {"step": step.name, "people": people, "instead": '`role("process-admin")`'}
        path = tried.path_of(found, step.name) if found else ()
        yield tried.made("may-find-nobody", clause.at, "note", values, found, path, surely=found is not None)


def may_be_nobody(book: Book, node: tree.Expression) -> bool:
    """An attribute the directory may not have, or an answer that may be absent."""
    meaning = book.meanings.get(id(node))
    match meaning:
        case AttributeAt(base, hops):
            return any(hop.attribute.optional for hop in hops) or may_be_absent(book, base)
    return may_be_absent(book, meaning)


def may_be_absent(book: Book, meaning: object) -> bool:
    return isinstance(meaning, FieldAt) and (book.fields[meaning.path].optional or bool(book.fields[meaning.path].when))


def missing(book: Book, clause: tree.By) -> Absent:
    """What the directory must not know, so that none of these people is found: the first optional attribute of each."""
    found: Absent = []
    for node in clause.people:
        match book.meanings.get(id(node)):
            case AttributeAt(base, hops):
                optional = [n for n, hop in enumerate(hops) if hop.attribute.optional]
                upto = hops[: optional[0] + 1] if optional else ()
                head = base.path if isinstance(base, FieldAt) else "requester"
                found.append((head, tuple((hop.of, hop.name) for hop in upto)))
            case FieldAt(path):
                found.append((path, ()))
    return found


# -- what the checker found, with the way


def told_by_the_checker(walk: FlowWalk, problem: Problem) -> Iterator[Finding]:
    match problem.code:
        case "both-write":
            for step in walk.steps:
                if isinstance(step, tree.Parallel) and step.name == problem.values.get("place"):
                    one, other = writers(step, problem.values["name"])
                    values = {"name": problem.values["name"], "one": one, "other": other}
                    yield Finding("both-write", problem.at, values, path=way(walk, step))
        case "not-filled-yet":
            where = problem.values.get("place", "")
            values = {"name": problem.values["name"], "where": f"`{where}`"}
            path = unfilled_way(walk, where, problem.values["step"])
            shown = {"way": " → ".join(path)} if path else {}
            yield Finding("read-before-filled", problem.at, {**values, **shown}, path=path)


def writers(step: tree.Parallel, name: str) -> tuple[str, str]:
    """The first steps of two arms that write a field."""
    found = []
    for arm in step.arms:
        for inner in all_steps(arm.steps):
            lines = [clause for clause in getattr(inner, "clauses", ()) if isinstance(clause, tree.Access)]
            if any(name in (*line.edits, *(need.name for need in line.fills)) for line in lines):
                found.append(inner.name)
                break
    return (found[0], found[1]) if len(found) > 1 else (step.name, step.name)


def way(walk: FlowWalk, step: tree.Step) -> tuple[str, ...]:
    first: Standing | None = next(iter(walk.at.get(id(step), ())), None)
    return (*first.path, step.name) if first else ()


def unfilled_way(walk: FlowWalk, place: str, filler: str) -> tuple[str, ...]:
    """A way to a table or step on which the step that fills has not been."""
    for step in walk.steps:
        if place in (getattr(step, "name", None), getattr(step, "table", None)):
            for standing in walk.at.get(id(step), ()):
                if filler not in standing.done:
                    return (*standing.path, place)
    return ()
