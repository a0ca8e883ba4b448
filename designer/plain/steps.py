"""The chapter about the flow: numbered steps with who decides, how many, by when, and where each may lead."""

from __future__ import annotations

from collections.abc import Iterator

from designer.plain.document import Block, Listing, Part, Said
from designer.plain.reader import Reader
from dsl import tree


def flow(r: Reader) -> Part:
    """All steps, and what happens before and behind them."""
    say = r.say
    blocks: list[Block] = [Said(say("Nobody is ever asked to approve a request of their own."))]
    ends = [end.name for item in r.process.all(tree.Ends) for end in item.items]
    for each in r.process.all(tree.Flow):
        first = Said(say("The requester fills in the form and files it."), number="0")
        blocks.append(Listing((first, *steps(r, each.steps, ""))))
    if ends:
        blocks.append(Said(say("Behind the last step the ticket ends as “{end}”.", end=r.end(ends[0]))))
    return Part("flow", say("What happens"), tuple(blocks))


def steps(r: Reader, several: tuple[tree.Step, ...], before: str) -> tuple[Said, ...]:
    """Steps one after the other: 1, 2, and inside an arm 2a.1, 2a.2."""
    return tuple(step(r, each, f"{before}{number}") for number, each in enumerate(several, 1))


def step(r: Reader, node: tree.Step, number: str) -> Said:
    """A step and everything below it."""
    say = r.say
    match node:
        case tree.Approve():
            return Said(say("Approval: {label}", label=r.step(node.name)), node.name, number, tuple(approval(r, node)))
        case tree.Task(calls=True):
            label = say("Call of another system: {label}", label=r.step(node.name))
            return Said(label, node.name, number, tuple(task(r, node)))
        case tree.Task():
            return Said(say("Task: {label}", label=r.step(node.name)), node.name, number, tuple(task(r, node)))
        case tree.Notify():
            told = say("Message to {people}: “{text}”", people=r.people(node.people), text=r.teller.notice(node))
            return Said(told, number=number)
        case tree.Finish(end):
            return Said(say("The ticket ends here as “{end}”.", end=r.end(end)), end, number)
        case tree.Branch():
            return branch(r, node, number)
    return parallel(r, node, number)


def branch(r: Reader, node: tree.Branch, number: str) -> Said:
    """A branch: which table decides, and what happens in each case."""
    say = r.say
    table = r.teller.tables.get(node.table)
    called = r.word((node.table,), (table.label if table else None) or node.table.replace("_", " "))
    told = say("The rules “{table}” decide how it goes on:", table=called)
    if table and table.policy == "collect":
        told = say("The rules “{table}” decide what happens, one after the other:", table=called)
    arms = tuple(arm(r, each, f"{number}{letter(at)}", node) for at, each in enumerate(node.arms))
    return Said(told, node.table, number, arms)


def parallel(r: Reader, node: tree.Parallel, number: str) -> Said:
    """Arms at the same time."""
    say = r.say
    told = say("At the same time: {label}", label=r.step(node.name))
    arms = tuple(arm(r, each, f"{number}{letter(at)}", node, at) for at, each in enumerate(node.arms))
    return Said(told, node.name, number, (*arms, Said(joined(r, node))))


def arm(r: Reader, node: tree.Arm, number: str, of: tree.Branch | tree.Parallel, at: int = 0) -> Said:
    """An arm and its steps."""
    say = r.say
    if isinstance(of, tree.Branch):
        label = node.label or (node.name or "").replace("_", " ")
        told = say("If it comes to “{outcome}”:", outcome=r.word((of.table, node.name or ""), label))
    else:
        told = say("{label}:", label=r.teller.arm(of, node, at)[0])
    inner = steps(r, node.steps, f"{number}.") or (Said(say("Nothing more happens here; it goes on.")),)
    return Said(told, node.name or "", number, inner)


def joined(r: Reader, node: tree.Parallel) -> str:
    """When a parallel goes on."""
    say = r.say
    if node.join == "all":
        return say("It goes on when every arm is through.")
    number = 1 if node.join == "any" else node.join
    return say("It goes on when {number} of the arms are through; the others are cancelled.", number=number)


def letter(at: int) -> str:
    """a … z, aa …"""
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(ord("a") + at % 26)


# -- clauses


def clauses(node: tree.Approve | tree.Task, kind: type) -> list:
    return [each for each in node.clauses if isinstance(each, kind)]


def approval(r: Reader, node: tree.Approve) -> Iterator[Said]:
    """Everything about an approval, what its text leaves to the rule too."""
    say = r.say
    yield from asked(r, node)
    for each in clauses(node, tree.Decide) or [tree.Decide("any")]:
        yield Said(decide(r, each))
    for each in clauses(node, tree.Reject) or [tree.Reject(tree.End("rejected"))]:
        yield Said(say("If it is rejected, {what}.", what=r.target(each.target)))
    for each in clauses(node, tree.SamePerson) or [tree.SamePerson(True)]:
        if each.asks_again:
            yield Said(say("Somebody who approved an earlier step is asked again."))
        else:
            yield Said(say("Somebody who approved an earlier step counts as having approved."))
    for each in clauses(node, tree.Void):
        fields = r.listed(r.field(name) for name in each.fields)
        yield Said(say("Approvals no longer count when one of these is changed: {fields}.", fields=fields))
    yield from common(r, node)


def task(r: Reader, node: tree.Task) -> Iterator[Said]:
    """Everything about a task."""
    say = r.say
    yield from asked(r, node)
    found = clauses(node, tree.Outcome)
    if not found:
        yield Said(say("Whoever does it says that it is done."))
    for each in found:
        label = r.word((node.name, each.name), each.label or each.name)
        if each.target is None:
            yield Said(say("Outcome “{label}”: it goes on.", label=label), each.name)
        else:
            yield Said(say("Outcome “{label}”: {what}.", label=label, what=r.target(each.target)), each.name)
    yield from common(r, node)


def asked(r: Reader, node: tree.Approve | tree.Task) -> Iterator[Said]:
    """Who is asked."""
    say = r.say
    for each in clauses(node, tree.By):
        if each.pick:
            yield Said(say("Asked: {pick} of {people}.", people=r.people(each.people), pick=r.teller.pick(each.pick)))
        else:
            yield Said(say("Asked: {people}.", people=r.people(each.people)))


def decide(r: Reader, clause: tree.Decide) -> str:
    """How many must agree."""
    say = r.say
    match clause.rule:
        case "all":
            return say("All of them must approve; the first rejection rejects.")
        case "order":
            return say("All of them must approve, one after the other in this order; the first rejection rejects.")
        case "count":
            return say("{number} of them must approve; it is rejected once so many cannot be reached.", number=clause.number)
        case "percent":
            return say(
                "{number}% of them must approve; it is rejected once so many cannot be reached.", number=clause.number
            )
    return say("Any one of them decides: the first decision counts.")


def common(r: Reader, node: tree.Approve | tree.Task) -> Iterator[Said]:
    """What approvals and tasks share: powers, deadline, nobody found, and what is seen and filled in."""
    say = r.say
    for each in clauses(node, tree.May):
        yield from (Said(power(r, action)) for action in each.actions)
    for each in clauses(node, tree.Due):
        yield from due(r, each)
    for each in clauses(node, tree.Nobody):
        yield Said(nobody(r, each))
    yield from access(r, clauses(node, tree.Access))
    if not any(each.sees is not None for each in clauses(node, tree.Access)):
        yield Said(say("They see all answers."))


def power(r: Reader, action: str) -> str:
    """What deciders may do besides."""
    say = r.say
    return {
        "return": say("They may send it back for changes."),
        "transfer": say("They may hand it to somebody else."),
        "add signer": say("They may ask somebody else to sign as well."),
    }.get(action, action)


def due(r: Reader, clause: tree.Due) -> Iterator[Said]:
    """The deadline, its reminders, and what happens when it passes."""
    say = r.say
    yield Said(say("Due within {length}.", length=r.value(clause.length)))
    if clause.reminders:
        yield Said(say("Reminders at {percents} of that time.", percents=r.listed(f"{each}%" for each in clause.reminders)))
    if clause.then == "escalate":
        yield Said(say("When it is overdue, it goes to {people} as well.", people=r.people(clause.people)))
    elif clause.then:
        yield Said(say("When it is overdue, it goes to {people} instead.", people=r.people(clause.people)))


def nobody(r: Reader, clause: tree.Nobody) -> str:
    """What happens when nobody is found."""
    say = r.say
    if clause.target is not None:
        return say("If nobody is found for it, {what}.", what=r.target(clause.target))
    return say("If nobody is found for it, it goes to {people}.", people=r.people(clause.people))


def access(r: Reader, found: list[tree.Access]) -> Iterator[Said]:
    """What is seen, changed and filled in."""
    say = r.say
    for each in found:
        if each.sees == ("*",):
            yield Said(say("They see all answers."))
        elif each.sees is not None:
            yield Said(say("They see only: {fields}.", fields=r.listed(r.field(name) for name in each.sees)))
        if each.edits:
            yield Said(say("They may change: {fields}.", fields=r.listed(r.field(name) for name in each.edits)))
        for need in each.fills:
            if need.required:
                yield Said(say("They must fill in: {field}.", field=r.field(need.name)))
            else:
                yield Said(say("They may fill in: {field}.", field=r.field(need.name)))
