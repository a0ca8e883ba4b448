"""Grows random trees of every construct of the language, with comments wherever they may stand, from any random source.

`process(random.Random(seed))` is fast and repeatable; `PROCESSES` draws the same trees by hypothesis, which shrinks them.
Grown trees are well-formed but mean nothing: names are not defined, types do not fit.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

from hypothesis import strategies as st

from dsl import tree
from dsl.limits import RESERVED, RESERVED_FIELDS

WORDS = """
    a b amount lines line student reason title date text end by form help when optional default check call field section
     row table first from join step any before decides change required business pick least busy in_turn of them at most times
     to return signer asks again counts person team files link e mail phone rows choice choices moment time duration where
     present absent sum count min max role days escalate remind outcome due decide process words example always ends flow
     approve task notify branch parallel arm nobody same void may reject fills_up 金额 课程 naïve straße имя _x x9 über Ⅷ
""".split()  # noqa: SIM905
NAMES = [word for word in WORDS if word not in RESERVED]
FIELD_NAMES = [word for word in NAMES if word not in RESERVED_FIELDS]
TEXTS = [
    "", "x", "Li Hua", 'say "hi"', "back\\slash", "two\nlines", "课程退费", "{amount}", "# no comment", "tab\t.", "naïve 😀",
    "a, b } {", "\\n", "'",
]  # fmt: skip
BOUNDED = {"whole", "decimal", "money", "date", "duration", "business duration", "choices", "files", "rows"}
COMMENTS = ["", " a comment", "x", "# banner", ' "quoted" { } (', " 注释", "  two spaces", "\ttab", " process x {"]
CURRENCIES = ["CNY", "EUR", "JPY"]


class Grower:
    """Grows nodes from `r`, which needs only the methods of `random.Random`."""

    def __init__(self, r: random.Random, comments: float = 0.15) -> None:
        self.r = r
        self.comments = comments

    # -- small things

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def name(self) -> str:
        return self.r.choice(NAMES)

    def field_name(self) -> str:
        return self.r.choice(FIELD_NAMES)

    def text(self) -> str:
        return self.r.choice(TEXTS)

    def label(self) -> str | None:
        return self.text() if self.chance(0.5) else None

    def several(self, grow: Callable[[], object], low: int, high: int) -> tuple:
        return tuple([grow() for _ in range(self.r.randint(low, high))])

    def maybe(self, grow: Callable[[], object], share: float = 0.3) -> object:
        return grow() if self.chance(share) else None

    def trivia(self, block: bool = False) -> tree.Trivia:
        """Comments around a line, and before the closing brace when it has a block."""
        if not self.chance(self.comments):
            return tree.NO_TRIVIA
        r = self.r
        return tree.Trivia(
            above=tuple(r.choices(COMMENTS, k=r.randint(0, 2))),
            behind=r.choice(COMMENTS) if self.chance(0.4) else None,
            inside_end=tuple(r.choices(COMMENTS, k=r.randint(0, 2))) if block else (),
            blank_above=self.chance(0.4),
        )

    # -- expressions

    def number(self) -> tree.Number:
        places = self.r.choice([0, 0, 0, 1, 2, 6])
        return tree.Number(self.units(places), places)

    def units(self, places: int) -> int:
        digits = 10 ** (self.r.choice([1, 3, 15]) + places)
        return self.r.randrange(digits) if self.chance(0.8) else -self.r.randrange(1, digits)

    def amount(self) -> tree.Amount:
        places = self.r.choice([0, 2, 6])
        return tree.Amount(self.units(places), places, self.r.choice(CURRENCIES))

    def length(self) -> tree.Length:
        business = self.chance(0.3)
        unit = self.r.choice(["hours", "days"] if business else ["minutes", "hours", "days", "weeks"])
        return tree.Length(self.r.choice([0, 1, 2, 15, 10**14]), unit, business)

    def moment(self) -> tree.Instant:
        minutes = self.r.randrange(-1_000_000_000, 4_000_000_000)
        return tree.Instant(datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes))

    def literal(self) -> tree.Expression:
        r = self.r
        match r.randrange(8):
            case 0 | 1:
                return self.number()
            case 2:
                return self.amount()
            case 3:
                return tree.Text(self.text())
            case 4:
                return tree.Truth(self.chance(0.5))
            case 5:
                return tree.Day(datetime.date.fromordinal(r.randrange(1, 3_650_000)))
            case 6:
                return tree.Clock(datetime.time(r.randrange(24), r.randrange(60)))
        return self.length() if self.chance(0.7) else self.moment()

    def path(self) -> tree.Path:
        return tree.Path(self.several(self.name, 1, 1 if self.chance(0.7) else 3))

    def call(self, deep: int) -> tree.Call:
        return tree.Call(self.name(), self.several(lambda: self.expression(deep), 0, 2))

    def fold(self, deep: int) -> tree.Fold:
        kind = self.r.choice(["sum", "count", "any", "all", "min", "max"])
        body = None if kind == "count" else self.expression(deep)
        return tree.Fold(kind, self.name(), self.path(), self.maybe(lambda: self.expression(deep)), body)

    def terms(self, ops: str, deep: int) -> tuple[tree.Term, ...]:
        rest = [tree.Term(self.r.choice(ops), self.expression(deep)) for _ in range(self.r.randint(1, 2))]
        return (tree.Term(ops[0], self.expression(deep)), *rest)

    def expression(self, deep: int = 3) -> tree.Expression:
        """Any expression, less than `deep` operators deep."""
        if deep <= 0 or self.chance(0.35):
            return self.path() if self.chance(0.5) else self.literal()
        deep -= 1

        def inner() -> tree.Expression:
            return self.expression(deep)

        match self.r.randrange(13):
            case 0:
                return tree.Or(self.several(inner, 2, 3))
            case 1:
                return tree.And(self.several(inner, 2, 3))
            case 2:
                return tree.Not(inner())
            case 3 | 4:
                return tree.Compare(self.r.choice(["=", "!=", "<", "<=", ">", ">="]), inner(), inner())
            case 5:
                group = None if self.chance(0.6) else (self.call(deep) if self.chance(0.7) else self.path())
                members = () if group else self.several(inner, 1, 3)
                return tree.Member(inner(), members, group, self.chance(0.4))
            case 6:
                return tree.Between(inner(), inner(), inner(), self.chance(0.4))
            case 7:
                return tree.Present(self.path(), self.chance(0.5))
            case 8:
                return tree.Sum(self.terms("+-", deep))
            case 9:
                return tree.Product(self.terms("*/", deep))
            case 10:
                return tree.Negative(inner())
            case 11:
                return tree.If(inner(), inner(), inner())
        return self.call(deep) if self.chance(0.5) else self.fold(deep)

    def people(self) -> tuple[tree.Expression, ...]:
        return self.several(lambda: self.expression(1), 1, 2)

    # -- forms and tables

    def kind(self) -> tree.Kind:
        r = self.r
        word = r.choice([
            "text", "long text", "whole", "decimal", "money", "yes/no", "date", "time", "moment", "duration",
            "business duration", "choice", "choices", "person", "team", "files", "link", "e-mail", "phone", "rows",
        ])  # fmt: skip
        bounded = word in BOUNDED
        bounds = tree.Bounds(self.literal(), self.literal()) if bounded and self.chance(0.5) else None
        size = r.randrange(1, 3000) if word in ("text", "long text", "decimal") and self.chance(0.7) else None
        return tree.Kind(word, size, r.choice(CURRENCIES) if word == "money" else None, bounds)

    def option(self) -> tree.Option:
        return tree.Option(self.name(), self.label(), trivia=self.trivia())

    def field(self, deep: int = 1) -> tree.Field:
        kind = self.kind()
        block = kind.word in ("choice", "choices") or (kind.word == "rows" and deep > 0)
        return tree.Field(
            self.field_name(), kind, self.label(),
            value=self.maybe(self.expression, 0.2),
            help=self.maybe(self.text, 0.2),
            optional=self.chance(0.2),
            default=self.maybe(self.expression, 0.2),
            when=self.maybe(self.expression, 0.2),
            checks=self.several(lambda: tree.Check(self.expression(2), self.text()), 0, 2) if self.chance(0.2) else (),
            options=self.several(self.option, 0, 4) if block and kind.word != "rows" else (),
            columns=self.several(lambda: self.field(deep - 1), 0, 3) if block and kind.word == "rows" else (),
            trivia=self.trivia(block),
        )  # fmt: skip

    def section(self) -> tree.Section:
        fields = self.several(self.field, 0, 3)
        when = self.maybe(self.expression, 0.2)
        return tree.Section(self.name(), self.label(), when, fields, trivia=self.trivia(True))

    def form(self) -> tree.Form:
        items = self.several(lambda: self.section() if self.chance(0.4) else self.field(), 0, 3)
        return tree.Form(items, trivia=self.trivia(True))

    def row(self) -> tree.Row:
        return tree.Row(self.name(), self.expression(), self.name(), trivia=self.trivia())

    def table(self) -> tree.Table:
        file = self.maybe(self.text, 0.2)
        rows = () if file is not None and self.chance(0.7) else self.several(self.row, 0, 3)
        otherwise = tree.Otherwise(self.name(), trivia=self.trivia()) if self.chance(0.6) else None
        return tree.Table(
            self.name(), self.r.choice(["first", "unique", "collect"]), self.several(self.name, 1, 3), rows,
            otherwise, self.label(), file, trivia=self.trivia(rows != () or otherwise is not None or file is None),
        )  # fmt: skip

    # -- flow

    def end(self) -> tree.End:
        return tree.End(self.name())

    def target(self) -> tree.Target:
        return self.end() if self.chance(0.5) else tree.Return(self.name(), self.maybe(lambda: self.r.randrange(100), 0.5))

    def clause(self) -> tree.Clause:
        r, trivia = self.r, self.trivia()
        match r.randrange(10):
            case 0:
                return tree.By(self.people(), r.choice([None, "least busy", "in turn", "first"]), trivia=trivia)
            case 1:
                rule = r.choice(["any", "all", "order", "count", "percent"])
                return tree.Decide(rule, r.randrange(100) if rule in ("count", "percent") else None, trivia=trivia)
            case 2:
                return tree.Reject(self.target(), trivia=trivia)
            case 3:
                return tree.May(self.several(lambda: r.choice(["return", "transfer", "add signer"]), 1, 3), trivia=trivia)
            case 4:
                then = r.choice([None, "escalate", "reassign"])
                reminders = self.several(lambda: r.randrange(100), 0, 2)
                return tree.Due(self.length(), reminders, then, self.people() if then else (), trivia=trivia)
            case 5:
                return self.nobody()
            case 6:
                return tree.SamePerson(self.chance(0.5), trivia=trivia)
            case 7:
                return tree.Void(self.several(self.field_name, 1, 3), trivia=trivia)
            case 8:
                return self.access()
        return tree.Outcome(self.name(), self.label(), self.maybe(self.target, 0.5), trivia=trivia)

    def nobody(self) -> tree.Nobody:
        if self.chance(0.5):
            return tree.Nobody(target=self.end(), trivia=self.trivia())
        return tree.Nobody(self.people(), trivia=self.trivia())

    def access(self) -> tree.Access:
        sees = self.r.choice([None, ("*",), self.several(self.field_name, 1, 3)])
        edits = self.several(self.field_name, 0, 2)
        need = 1 if sees is None and not edits else 0
        fills = self.several(lambda: tree.Need(self.field_name(), self.chance(0.5)), need, 2)
        return tree.Access(sees, edits, fills, trivia=self.trivia())

    def step(self, deep: int = 2) -> tree.Step:
        r = self.r
        match r.randrange(6 if deep > 0 else 4):
            case 0 | 1:
                return self.asking()
            case 2:
                return tree.Notify(self.people(), self.text(), trivia=self.trivia())
            case 3:
                return tree.Finish(self.name(), trivia=self.trivia())
            case 4:
                arms = self.several(lambda: self.arm(self.name(), deep - 1), 0, 3)
                return tree.Branch(self.name(), arms, trivia=self.trivia(True))
        arms = self.several(lambda: self.arm(self.maybe(self.name), deep - 1), 0, 3)
        join = r.choice(["all", "any", 1, 2])
        return tree.Parallel(self.name(), self.label(), join, arms, trivia=self.trivia(True))

    def asking(self) -> tree.Approve | tree.Task:
        """A step that asks people."""
        approves = self.chance(0.6)
        shared = (self.name(), self.label(), self.several(self.clause, 0, 4))
        if approves:
            return tree.Approve(*shared, trivia=self.trivia(True))
        return tree.Task(*shared, calls=self.chance(0.4), trivia=self.trivia(True))

    def arm(self, name: str | None, deep: int) -> tree.Arm:
        return tree.Arm(name, self.several(lambda: self.step(deep), 0, 2), self.label(), trivia=self.trivia(True))

    # -- the rest of a process

    def rule(self) -> tree.Rule:
        if self.chance(0.5):
            claim = tree.Before(self.name(), self.name(), self.maybe(self.expression, 0.5))
        else:
            claim = tree.NeverDecides(self.expression(2), self.maybe(self.name, 0.5))
        return tree.Rule(self.name(), claim, trivia=self.trivia())

    def value(self) -> tree.Expression:
        return tree.Path((self.name(),)) if self.chance(0.4) else self.literal()

    def given(self, deep: int = 1) -> tree.Given:
        if self.chance(0.7):
            return tree.Given(self.field_name(), self.value())
        if deep <= 0 or self.chance(0.5):
            return tree.Given(self.field_name(), values=self.several(self.value, 0, 3))
        rows = self.several(lambda: self.several(lambda: self.given(deep - 1), 0, 2), 1, 3)
        return tree.Given(self.field_name(), values=()) if rows == ((),) else tree.Given(self.field_name(), rows=rows)

    def ticket(self) -> tree.Requester | tree.Answers | tree.Expect:
        match self.r.randrange(3):
            case 0:
                return tree.Requester(self.name(), self.several(self.given, 0, 2), trivia=self.trivia())
            case 1:
                return tree.Answers(self.several(self.given, 1, 3), trivia=self.trivia())
        acts = self.several(lambda: tree.Act(self.name(), self.maybe(self.name), self.changes()), 1, 3)
        return tree.Expect(acts, trivia=self.trivia())

    def changes(self) -> tuple[tree.Given, ...]:
        return self.several(self.given, 1, 2) if self.chance(0.3) else ()

    def item(self) -> tree.Item:
        t = self.trivia
        match self.r.randrange(15):
            case 0:
                return tree.Title(self.text(), trivia=t())
            case 1:
                return tree.StartedBy(self.people(), trivia=t())
            case 2:
                return tree.SeenBy(self.people(), trivia=t())
            case 3:
                return tree.Calendar(self.name(), trivia=t())
            case 4:
                return self.nobody()
            case 5 | 6:
                return self.form()
            case 7 | 8:
                return self.table()
            case 9 | 10:
                return tree.Flow(self.several(self.step, 0, 3), trivia=t(True))
            case 11:
                points = self.several(lambda: tree.EndPoint(self.name(), self.label(), trivia=t()), 0, 3)
                return tree.Ends(points, trivia=t(True))
            case 12:
                return tree.Always(self.several(self.rule, 0, 2), trivia=t(True))
            case 13:
                return tree.Example(self.name(), self.label(), self.several(self.ticket, 0, 3), trivia=t(True))
        words = self.several(lambda: tree.Word(self.several(self.name, 1, 3), self.text(), trivia=t()), 0, 3)
        return tree.Words(self.name(), words, trivia=t(True))

    def process(self) -> tree.Process:
        trivia = self.trivia(True)
        if not trivia.above:
            trivia = tree.Trivia(behind=trivia.behind, inside_end=trivia.inside_end)
        epilogue = tuple(self.r.choices(COMMENTS, k=self.r.choice([0, 0, 0, 1, 2])))
        return tree.Process(self.name(), self.label(), self.several(self.item, 0, 4), epilogue, trivia=trivia)


def process(r: random.Random, comments: float = 0.15) -> tree.Process:
    """A random tree; the same for the same state of `r`."""
    return Grower(r, comments).process()


PROCESSES = st.randoms(use_true_random=False).map(process)
