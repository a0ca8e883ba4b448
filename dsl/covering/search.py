"""Searching: a ticket for a thing nobody exercises, played on the engine until it does it, and written as an example."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice

from dsl import tree, types
from dsl.analysing.boxes import ORDERED
from dsl.analysing.probe import Ticket, started
from dsl.analysing.tickets import draw, example, pick, value
from dsl.checking.book import Book
from dsl.checking.sets import Set
from dsl.complete import completing
from dsl.covering.regions import NOBODY, Region, Regions
from dsl.covering.solve import Number, Spans, Value, solved
from dsl.covering.things import Thing
from dsl.covering.watch import NOT_THERE, Watch, number_of
from dsl.defaults import with_defaults
from dsl.edges import point
from dsl.engine import events
from dsl.engine.facts import Facts, Unknown
from dsl.engine.refused import Refused
from dsl.examples import Failed, Playing, answers_of, requester_of
from dsl.libraries import Libraries
from dsl.pretend import TODAY, some_value
from dsl.program import Field, Form, Program
from dsl.reference import World, evaluate
from dsl.scaled import Unfit

MOST_ACTS = 40
PLAIN = ("approve", "done")
"""Decisions an example does not write."""
MOST_REGIONS = 6
"""Regions of one thing in which a ticket is looked for."""
TRIES = 12
"""Tickets drawn in one region, beside those that are near an example."""
MOST_TRIES, FEW_TRIES, MOST_WORK = 50, 4, 800
"""Tickets tried in a region: usually, and after so many tried in all."""
MOST_KNOWN = 12
FAR, TINY = 10**15, Fraction(1, 10**9)


@dataclass(slots=True)
class Search:
    """Looks for tickets of one process; `examples` are those the text has."""

    book: Book
    program: Program
    libraries: Libraries
    regions: Regions
    watch: Watch
    examples: Sequence[tree.Example]
    known: list[dict[str, object]] = field(default_factory=list)
    known_tickets: list[Ticket] = field(default_factory=list)
    tried: int = 0

    def __post_init__(self) -> None:
        self.known_tickets = list(islice(filter(None, map(self.ticket_of, self.examples)), MOST_KNOWN))
        self.known = [dict(each.answers) for each in self.known_tickets]

    def ticket_of(self, example: tree.Example) -> Ticket | None:
        """The ticket an example of the text files."""
        try:
            answers = answers_of(self.program, example)
            requester, told = requester_of(example, self.libraries)
        except (Failed, KeyError, Unfit):
            return None
        today = datetime.date.fromisoformat(told.get("today", TODAY.isoformat()))
        attributes = {key.rpartition(":")[2]: each for key, each in told.items() if key != "today"}
        return Ticket(answers, attributes, {}, requester, today)

    def find(self, thing: Thing, name: str, label: str | None) -> tree.Example | None:
        """An example that does the thing; None when none was found."""
        for region in spread(self.regions.some(thing), MOST_REGIONS):
            if any(word == NOBODY for _, word in region.plan):
                continue
            for ticket in islice(self.tickets(region), self.few()):
                self.tried += 1
                found = self.played(ticket, region, thing, name, label)
                if found is not None:
                    return found
        return None

    def few(self) -> int:
        """How many more tickets may be tried in a region; fewer when much has been tried for nothing."""
        return MOST_TRIES if self.tried < MOST_WORK else FEW_TRIES

    # -- tickets

    def tickets(self, region: Region) -> Iterator[Ticket]:
        """Tickets of a region, the most ordinary first; with the answers of later steps."""
        yield from self.known_tickets
        r, box = random.Random(1), self.wanted(region)
        bases = [*((base, None) for base in self.known), ({}, None)]
        bases += [(r.choice([{}, *self.known]), r) for _ in range(TRIES)]
        for base, chance in bases:
            asked = box if chance else {key: each for key, each in box.items() if not self.lies_in(base, key, each)}
            ticket = draw(self.book, self.program, asked, chance, base)
            later = {name: each for name, each in base.items() if name not in self.program.form.requested}
            answers = {**ticket.answers, **later, **self.given_later(box)}
            answers |= hinted(self.program.form, answers, box)
            # The directory of an example says nothing beforehand but about the requester.
            yield self.adjusted(replace(ticket, answers=answers, told={}), region, box)

    def wanted(self, region: Region) -> dict:
        """What must hold of answers and requester, whoever gives them."""
        made = {name: values for (_, name), values in region.standing.made.items()}
        return {**made, **region.standing.filed, **region.box}

    def lies_in(self, base: Mapping[str, object], key: object, values: Set) -> bool:
        """Whether an answer of an example does already."""
        field = self.program.form.fields.get(key) if isinstance(key, str) else None
        if field is None or base.get(key) is None:
            return False
        match field.type:
            case types.Choice(options):
                number = options.index(base[key])
            case types.YesNo():
                number = int(base[key])
            case kind if isinstance(kind, ORDERED):
                number = point(kind, base[key])
            case _:
                return False
        return any(low <= number <= high for low, high in values)

    def given_later(self, box: Mapping) -> dict[str, object]:
        """Answers of the box that nobody is asked for at the beginning."""
        fields, asked = self.program.form.fields, self.program.form.requested
        keys = [key for key in box if key in fields and key not in asked and fields[key].computed is None]
        return {key: value(self.book, key, pick(box[key], None)) for key in keys if key in self.book.things}

    def adjusted(self, ticket: Ticket, region: Region, box: Mapping) -> Ticket:
        """The ticket with answers moved until what is computed from them is as it must be, where that can be done."""
        facts = started(self.program, self.libraries, ticket).facts(ticket.requester)
        fixed = frozenset(key for key in box if isinstance(key, str))
        for spans, number in self.aims(region, box, facts):
            moved = solved(self.program.form, dict(ticket.answers), spans, number, fixed)
            ticket = replace(ticket, answers=moved) if moved is not None else ticket
        return ticket

    def aims(self, region: Region, box: Mapping, facts: Facts) -> Iterator[tuple[Spans, Value]]:
        """Numbers that answers cannot be set to, and where they must lie."""
        for key, values in box.items():
            field = self.program.form.fields.get(key) if isinstance(key, str) else None
            if field is not None and field.computed is not None and isinstance(field.type, ORDERED):
                yield values, lambda given, field=field: self.computed(field, given, facts)
            elif not isinstance(key, str) and isinstance(key[0], tree.Compare) and key[1] is None:
                spans = spans_of(key[0].op, bool(values[0][0]))
                yield spans, lambda given, node=key[0]: difference(node, self.world(given, facts))
        if region.border is not None:
            aim = ((region.aim, region.aim),)
            yield aim, lambda given: number_of(region.border, self.world(given, facts))

    def computed(self, field: Field, given: Mapping[str, object], facts: Facts) -> int | None:
        value = self.whole(given, facts).get(field.name)
        return None if value is None else point(field.type, value)

    def world(self, given: Mapping[str, object], facts: Facts) -> World:
        return World(self.watch.checked, self.whole(given, facts), facts)

    def whole(self, given: Mapping[str, object], facts: Facts) -> dict[str, object]:
        """All answers, those of later steps too: computed ones in, hidden ones out."""
        form = self.program.form
        asked = with_defaults(form, {name: each for name, each in given.items() if name in form.requested}, facts)
        try:
            return completing(self.program, {**given, **asked}, facts).answers
        except Unknown:
            return {}

    # -- played

    def played(self, ticket: Ticket, region: Region, thing: Thing, name: str, label: str | None) -> tree.Example | None:
        """The ticket as an example with what happens to it, as far as it gets, when it does the thing."""
        shown, plan, acts = self.shown(ticket, name, label), dict(region.plan), []
        playing = Playing(self.program, shown, self.libraries, {})
        try:
            playing.begin()
            while playing.ticket.state.status in ("open", "returned") and len(acts) < MOST_ACTS:
                acts.append(self.act(playing, plan, region.standing.path))
        except (Refused, Failed):
            pass  # What happened until then may be enough.
        end, batches = playing.ticket.state.end, playing.ticket.batches
        acts += [tree.Act(end)] if end in self.program.ends and not is_withdrawal(acts) else []
        if not acts or thing not in self.watch.seen(self.program, batches, playing.ticket.ask):
            return None
        return replace(shown, items=(*shown.items, tree.Expect(tuple(acts))))

    def shown(self, ticket: Ticket, name: str, label: str | None) -> tree.Example:
        """The ticket as an example, without answers that are hidden."""
        facts = started(self.program, self.libraries, ticket).facts(ticket.requester)
        there = self.whole(ticket.answers, facts)
        answers = {key: without_hidden(each, there[key]) for key, each in ticket.answers.items() if key in there}
        found = example(self.program.form.fields, replace(ticket, answers=answers), name, label)
        return replace(found, trivia=tree.Trivia(blank_above=True))

    def act(self, playing: Playing, plan: dict[str, str], path: tuple[str, ...]) -> tree.Act:
        """What happens next: what is planned, else everybody goes on; a ticket that came back is filed again."""
        if "request" in plan:
            return self.played_act(playing, tree.Act("request", plan["request"]))
        if playing.ticket.state.status == "returned":
            playing.file()
            if playing.ticket.state.status != "open":
                return tree.Act("request")
        open_now = playing.ticket.state.open
        step = min(open_now, key=lambda each: (each not in plan, each not in path))
        act = self.played_act(playing, tree.Act(step, self.word(step, plan)))
        if any(isinstance(each, events.Closed) and each.step == step for each in playing.ticket.batches[-1].events):
            plan.pop(step, None)
        return act

    def played_act(self, playing: Playing, act: tree.Act) -> tree.Act:
        playing.play(act)
        return act

    def word(self, step: str, plan: Mapping[str, str]) -> str | None:
        """What is planned at a step, else the first outcome that goes on."""
        if step in plan:
            return None if plan[step] in PLAIN else plan[step]
        outcomes = getattr(self.program.nodes[step], "outcomes", ())
        onward = [each.name for each in outcomes if each.target is None]
        return onward[0] if onward and onward != ["done"] else None


def spans_of(op: str, truth: bool) -> Spans:
    """Where left minus right lies when a comparison holds, or does not."""
    op = op if truth else {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}[op]
    return {
        "<": ((-FAR, -TINY),), "<=": ((-FAR, 0),), ">": ((TINY, FAR),), ">=": ((0, FAR),), "=": ((0, 0),),
        "!=": ((TINY, FAR), (-FAR, -TINY)),
    }[op]  # fmt: skip


def difference(node: tree.Compare, world: World) -> Number | None:
    """Left minus right; None where they are no numbers or days, or not there."""
    try:
        left, right = evaluate(node.left, world), evaluate(node.right, world)
        found = left - right
    except NOT_THERE:
        return None
    return found.days if isinstance(found, datetime.timedelta) else found


def hinted(form: Form, answers: Mapping[str, object], box: Mapping) -> dict[str, object]:
    """Answers that do what conditions on texts and attachments ask for."""
    found: dict[str, object] = {}
    for key, values in box.items():
        match key[0] if isinstance(key, tuple) else key:
            case tree.Call(("contains" | "starts_with") as name, (tree.Path((field,)), tree.Text(part))) if values[0][0]:
                before = str(answers.get(field) or "")
                found[field] = part + before if name == "starts_with" else f"{before} {part}".strip()
            case tree.Member(tree.Path((field,)), _, tree.Call("role" | "team", (tree.Text(group),))) if values[0][0]:
                found[field] = f"{group}-1"
            case tree.Compare(op, tree.Call("length", (tree.Path((field,)),)), tree.Number(count, 0)):
                kind, spans = form.fields[field].type, spans_of(op, bool(values[0][0]))
                if isinstance(kind, types.Files | types.Choices):
                    fitting = (n for n in range(kind.low, kind.high + 1) if any(a <= n - count <= b for a, b in spans))
                    found[field] = some_value(replace(kind, low=next(fitting, kind.low)), field)
    return {name: each for name, each in found.items() if name in form.fields}


def is_withdrawal(acts: list[tree.Act]) -> bool:
    return bool(acts) and acts[-1].outcome == "withdraw"


def spread(regions: list[Region], most: int) -> list[Region]:
    """A few of them, from all over."""
    step = max(1, len(regions) // most)
    return list(islice(regions[::step], most))


def without_hidden(given: object, whole: object) -> object:
    """Rows without the cells that are hidden in them."""
    if not isinstance(given, tuple) or not all(isinstance(row, Mapping) for row in given):
        return given
    pairs = zip(given, whole, strict=True)
    return tuple({name: cell for name, cell in row.items() if name in there} for row, there in pairs)
