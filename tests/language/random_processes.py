"""Random processes that mostly pass the checker. Everything comes from one `random.Random`, so that a seed is a case."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.language.random_answers import WORDS

COLOURS = ("red", "green", "blue")

KINDS = (
    "whole", "whole", "decimal", "money", "money", "yes/no", "date", "choice", "choice", "choices", "text", "duration",
    "work", "person", "team", "time", "moment", "files",
)  # fmt: skip


@dataclass(slots=True)
class Thing:
    """A field or column as expressions can name it; `guard` must hold for it to be there."""

    name: str
    kind: str
    guard: str = ""
    low: int = 0
    high: int = 0


@dataclass(slots=True)
class Scope:
    things: list[Thing]
    rows: list[str] = field(default_factory=list)
    known: tuple[str, ...] = ()
    requester: bool = True

    def of(self, *kinds: str) -> list[Thing]:
        return [each for each in self.things if each.kind in kinds]


class Maker:
    """Writes the text of a process."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.count = 0
        self.columns: dict[str, list[Thing]] = {}

    def name(self, start: str) -> str:
        self.count += 1
        return f"{start}{self.count}"

    def process(self, large: bool = False) -> str:
        scope, lines = Scope([]), []
        for _ in range(self.r.randint(6, 11)):
            lines.append(self.field(scope))
        lines += self.rows_field(scope)
        for _ in range(self.r.randint(2, 6)):
            lines.append(self.computed(scope))
        return self.around(scope, lines, [line for _ in range(self.r.randint(1, 2)) for line in self.table(scope, large)])

    def small(self) -> str:
        """A process of a few fields and one table: quick to try, so that very many can be."""
        scope, lines = Scope([]), []
        for _ in range(self.r.randint(2, 4)):
            lines.append(self.field(scope))
        if self.r.random() < 0.3:
            lines += self.rows_field(scope)
        lines.append(self.computed(scope))
        return self.around(scope, lines, self.table(scope, False))

    def around(self, scope: Scope, lines: list[str], tables: list[str]) -> str:
        form = "\n".join(f"    {line}" for line in lines)
        return (
            f"process random {{\n  form {{\n{form}\n  }}\n" + "\n".join(tables)
            + f"\n  flow {{\n    task work {{\n      by {self.people(scope)}\n    }}\n  }}\n  ends {{\n    done\n  }}\n}}\n"
        )

    # -- the form --------------------------------------------------------------------------------

    def field(self, scope: Scope) -> str:
        kind = self.r.choice(KINDS)
        thing = Thing(self.name("f"), kind)
        written, braces = self.written(thing)
        clauses = ""
        if self.r.random() < 0.2:
            clauses, thing.guard = " optional", f"{thing.name} is present"
        elif self.r.random() < 0.2 and scope.things:
            when = self.condition(scope, 1)
            clauses, thing.guard = f" when {when}", f"{thing.name} is present"
        scope.things.append(thing)
        if not thing.guard and self.r.random() < 0.2:
            clauses += f' check {self.condition(scope, 1)} else "not so"'
        return f"{thing.name}: {written}{clauses}{braces}"

    def written(self, thing: Thing) -> tuple[str, str]:
        r = self.r
        thing.low, thing.high = sorted((r.randint(-50, 50), r.randint(-50, 50)))
        match thing.kind:
            case "whole":
                return f"whole [{thing.low} .. {thing.high}]", ""
            case "decimal":
                return f"decimal 2 [{thing.low}.00 .. {thing.high}.50]", ""
            case "money":
                thing.low, thing.high = 0, r.choice([10, 1000])
                return f"money CNY [0.00 .. {thing.high}.00]", ""
            case "choice":
                return "choice", " { red, green, blue }"
            case "choices":
                return "choices", " { red, green, blue }"
            case "text":
                return "text 12", ""
            case "duration":
                return "duration [0 minutes .. 3 hours]", ""
            case "work":
                return "business duration", ""
            case "date":
                return r.choice(["date", "date [2026-01-01 .. 2026-12-31]"]), ""
            case "files":
                return "files [0 .. 2]", ""
        return thing.kind, ""

    def rows_field(self, scope: Scope) -> list[str]:
        name = self.name("rows")
        inner, lines = Scope(list(scope.things), [], (), True), []
        own = []
        for kind in ("whole", "money", "yes/no", "text", "choice"):
            thing = Thing(self.name("c"), kind)
            written, braces = self.written(thing)
            if self.r.random() < 0.25:
                written, thing.guard = f"{written} optional", f"{thing.name} is present"
            own.append(thing)
            inner.things.append(thing)
            lines.append(f"  {thing.name}: {written}{braces}")
        made = Thing(self.name("c"), "money")
        lines.append(f"  {made.name}: money CNY = {self.money(inner, 1)}")
        self.columns[name] = [*own, made]
        scope.rows.append(name)
        return [f"{name}: rows [{self.r.choice([0, 1])} .. 3] {{", *lines, "}"]

    def computed(self, scope: Scope) -> str:
        kind = self.r.choice(["whole", "decimal", "money", "yes/no", "date", "choice"])
        thing = Thing(self.name("v"), kind)
        written = {"decimal": "decimal 3", "money": "money CNY"}.get(kind, kind)
        value = {
            "whole": self.whole, "decimal": self.decimal, "money": self.money, "yes/no": self.condition, "date": self.date,
            "choice": self.whole,
        }[kind](scope, 3)  # fmt: skip
        if kind == "choice":
            thing.kind = "whole"
            written = "whole"
        elif kind == "money" and self.r.random() < 0.2 and scope.rows:
            rows = scope.rows[0]
            value = f"{self.r.choice(['min', 'max'])}(each x in {rows}: x.{self.columns[rows][-1].name})"
            thing.guard = f"{thing.name} is present"
            written = "money CNY"
            scope.things.append(thing)
            return f"{thing.name}: {written} = {value} optional"
        scope.things.append(thing)
        return f"{thing.name}: {written} = {value}"

    # -- expressions -----------------------------------------------------------------------------

    def read(self, scope: Scope, *kinds: str) -> Thing | None:
        fit = [each for each in scope.of(*kinds) if not each.guard or each.guard in scope.known]
        return self.r.choice(fit) if fit else None

    def guarded(self, scope: Scope, write, depth: int) -> str:
        """An expression in which one more thing is known to be there."""
        absent = [each for each in scope.things if each.guard and each.guard not in scope.known]
        thing = self.r.choice(absent)
        inner = Scope(scope.things, scope.rows, (*scope.known, thing.guard), scope.requester)
        return f"if {thing.guard} then {write(inner, depth)} else {write(scope, depth)}"

    def some(self, scope: Scope, depth: int, leaves: list, branches: list):
        """One way to write it: a leaf, or while there is depth left sometimes a branch."""
        ways = [way for way in (branches if depth > 0 and self.r.random() < 0.75 else leaves) if way is not None]
        return self.r.choice(ways or leaves)()

    def whole(self, s: Scope, depth: int) -> str:
        r = self.r
        leaves = [lambda: str(r.randint(-9, 60)), lambda: self.leaf(s, "whole", str(r.randint(-3, 9)))]
        return self.some(s, depth, leaves, [
            lambda: f"({self.whole(s, depth - 1)} {r.choice('+-')} {self.whole(s, depth - 1)})",
            lambda: f"({self.whole(s, depth - 1)} * {r.randint(-3, 5)})",
            lambda: f"-({self.whole(s, depth - 1)})",
            lambda: f"(if {self.condition(s, depth - 1)} then {self.whole(s, depth - 1)} else {self.whole(s, depth - 1)})",
            lambda: f"({self.guarded(s, self.whole, depth - 1)})" if self.can_guard(s) else self.whole(s, 0),
            lambda: f"{r.choice(['lower', 'higher'])}({self.whole(s, depth - 1)}, {self.whole(s, depth - 1)})",
            lambda: f"round({self.decimal(s, depth - 1)})",
            lambda: f"round({self.whole(s, depth - 1)} / {r.choice([3, 7, -2, 100])})",
            lambda: f"round(divide({self.whole(s, depth - 1)}, {self.whole(s, depth - 1)}, {r.randint(-2, 2)}))",
            lambda: f"days({self.date(s, 0)}, {self.date(s, 0)})",
            lambda: f"{r.choice(['month', 'day', 'weekday', 'year'])}({self.date(s, 0)})",
            lambda: f"length({thing.name})" if (thing := self.read(s, "text", "choices", "files")) else self.whole(s, 0),
            lambda: self.fold(s, depth, "count"),
        ])  # fmt: skip

    def decimal(self, s: Scope, depth: int) -> str:
        r = self.r
        number = lambda: f"{r.randint(-20, 20)}.{r.randint(0, 99):02}"  # noqa: E731
        return self.some(s, depth, [number, lambda: self.leaf(s, "decimal", number())], [
            lambda: f"({self.decimal(s, depth - 1)} {r.choice('+-')} {self.decimal(s, depth - 1)})",
            lambda: f"round({self.decimal(s, depth - 1)} * {self.decimal(s, depth - 1)}, {r.randint(0, 3)})",
            lambda: f"round({self.whole(s, depth - 1)} / {r.choice(['3', '0.7', '-7'])}, {r.randint(0, 3)})",
            lambda: f"(if {self.condition(s, depth - 1)} then {self.whole(s, depth - 1)} else {self.decimal(s, depth - 1)})",
            lambda: f"{r.choice(['lower', 'higher'])}({self.decimal(s, depth - 1)}, {self.whole(s, depth - 1)})",
            lambda: f"-{self.leaf(s, 'decimal', '1.5')}",
        ])  # fmt: skip

    def money(self, s: Scope, depth: int) -> str:
        r = self.r
        amount = lambda: f"{r.randint(0, 300)}.{r.randint(0, 99):02} CNY"  # noqa: E731
        return self.some(s, depth, [amount, lambda: self.leaf(s, "money", amount())], [
            lambda: f"({self.money(s, depth - 1)} {r.choice('+-')} {self.money(s, depth - 1)})",
            lambda: f"({self.money(s, depth - 1)} * {r.randint(-3, 5)})",
            lambda: f"({self.whole(s, 0)} * {self.money(s, depth - 1)})",
            lambda: f"round({self.money(s, depth - 1)} / {r.choice(['3', '1.5', '-7'])}, 2)",
            lambda: f"round({self.money(s, depth - 1)} * {self.decimal(s, 0)})",
            lambda: f"(if {self.condition(s, depth - 1)} then {self.money(s, depth - 1)} else {self.money(s, depth - 1)})",
            lambda: f"({self.guarded(s, self.money, depth - 1)})" if self.can_guard(s) else self.money(s, 0),
            lambda: f"{r.choice(['lower', 'higher'])}({self.money(s, depth - 1)}, {self.money(s, depth - 1)})",
            lambda: self.fold(s, depth, "sum"),
        ])  # fmt: skip

    def date(self, s: Scope, depth: int) -> str:
        fixed = f"2026-{self.r.randint(1, 12):02}-{self.r.randint(1, 28):02}"
        if depth and self.r.random() < 0.4:
            return f"(if {self.condition(s, depth - 1)} then {self.date(s, 0)} else {self.date(s, 0)})"
        return self.r.choice([fixed, "today", self.leaf(s, "date", fixed)])

    def leaf(self, s: Scope, kind: str, other: str) -> str:
        thing = self.read(s, kind)
        return thing.name if thing else other

    def can_guard(self, s: Scope) -> bool:
        return any(each.guard and each.guard not in s.known for each in s.things)

    def condition(self, s: Scope, depth: int) -> str:
        r = self.r
        return self.some(s, depth, [lambda: self.test(s)], [
            lambda: self.test(s),
            lambda: self.both(s, depth),
            lambda: "(" + " or ".join(self.condition(s, depth - 1) for _ in range(r.randint(2, 3))) + ")",
            lambda: f"not ({self.condition(s, depth - 1)})",
            lambda: f"{self.whole(s, depth - 1)} {self.op()} {self.decimal(s, depth - 1)}",
            lambda: f"{self.money(s, depth - 1)} {self.op()} {self.money(s, depth - 1)}",
            lambda: self.fold(s, depth, r.choice(["any", "all"])),
        ])  # fmt: skip

    def both(self, s: Scope, depth: int) -> str:
        """A conjunction, sometimes with a guard whose thing the next item uses."""
        absent = [each for each in s.things if each.guard and each.guard not in s.known]
        if absent and self.r.random() < 0.5:
            thing = self.r.choice(absent)
            inner = Scope(s.things, s.rows, (*s.known, thing.guard), s.requester)
            return f"({thing.guard} and {self.condition(inner, depth - 1)})"
        return f"({self.condition(s, depth - 1)} and {self.condition(s, depth - 1)})"

    def op(self) -> str:
        return self.r.choice(["=", "!=", "<", "<=", ">", ">="])

    def test(self, s: Scope) -> str:
        """One thing compared with constants, or something like it."""
        r = self.r
        usable = [each for each in s.things if not each.guard or each.guard in s.known]
        if r.random() < 0.15:
            return self.about_requester()
        thing = r.choice(usable) if usable else None
        match thing and thing.kind:
            case "whole" | "decimal":
                return self.number_test(thing)
            case "money":
                return f"{thing.name} {self.op()} {r.randint(0, thing.high)}.{r.choice(['00', '50'])} CNY"
            case "yes/no":
                return r.choice([thing.name, f"not {thing.name}", f"{thing.name} = no"])
            case "choice":
                return r.choice([f"{thing.name} {r.choice(['=', '!='])} {r.choice(COLOURS)}",
                                 f"{thing.name} {r.choice(['in', 'not in'])} {{red, {r.choice(COLOURS[1:])}}}"])  # fmt: skip
            case "choices":
                return f"contains({thing.name}, {r.choice(COLOURS)})"
            case "text":
                return r.choice([
                    f'{thing.name} {r.choice(["=", "!="])} "{r.choice(WORDS)}"', f'starts_with({thing.name}, "de")',
                    f'contains({thing.name}, "{r.choice("ab桌")}")',
                ])  # fmt: skip
            case "date":
                return r.choice([f"{thing.name} {self.op()} 2026-0{r.randint(1, 9)}-15", f"{thing.name} {self.op()} today"])
            case "time":
                return f"{thing.name} {self.op()} {r.randint(0, 23):02}:30"
            case "moment":
                return r.choice([f"{thing.name} {self.op()} 2026-03-0{r.randint(1, 9)}T12:00Z", f"{thing.name} < now"])
            case "duration":
                return f"{thing.name} {self.op()} {r.randint(0, 120)} minutes"
            case "work":
                return f"{thing.name} {self.op()} {r.randint(0, 20)} business hours"
            case "person":
                return r.choice([
                    f'{thing.name} in role("finance")', f"{thing.name} = requester", f"{thing.name}.level = vip",
                    f'{thing.name} in {{person("ana"), person("li")}}', f"{thing.name}.manager is present",
                    f"({thing.name}.manager is present and {thing.name}.manager = requester)",
                ])  # fmt: skip
            case "team":
                return r.choice([f'{thing.name} = team("staff")', f"requester in {thing.name}"])
            case "files":
                return f"length({thing.name}) {self.op()} 1"
        return r.choice(["today > 2026-03-01", "yes", self.about_requester()])

    def about_requester(self) -> str:
        return self.r.choice([
            "requester.level = vip", 'requester in team("staff")', "requester.department is present",
            "(requester.department is present and requester.department.head is present)",
        ])  # fmt: skip

    def number_test(self, thing: Thing) -> str:
        r = self.r
        places = r.choice(["", ".5", ".25"]) if thing.kind == "decimal" or r.random() < 0.2 else ""
        value = lambda: f"{r.randint(thing.low, thing.high)}{places}"  # noqa: E731
        low, high = sorted((r.randint(thing.low, thing.high), r.randint(thing.low, thing.high)))
        return r.choice([
            f"{thing.name} {self.op()} {value()}", f"{value()} {self.op()} {thing.name}",
            f"{thing.name} {r.choice(['in', 'not in'])} [{low} .. {high}]", f"{thing.name} in {{{value()}, {value()}}}",
        ])  # fmt: skip

    def fold(self, s: Scope, depth: int, kind: str) -> str:
        if not s.rows:
            return {"count": "1", "sum": "1.00 CNY"}.get(kind, "yes")
        rows, name = self.r.choice(s.rows), self.name("x")
        columns = [
            Thing(f"{name}.{each.name}", each.kind, each.guard and f"{name}.{each.guard}", each.low, each.high)
            for each in self.columns[rows]
        ]
        inner = Scope([*s.things, *columns], [], s.known, s.requester)
        own = Scope(columns, [], (), s.requester)
        where = f" where {self.test(own)}" if self.r.random() < 0.5 else ""
        match kind:
            case "count":
                return f"count(each {name} in {rows}{where})"
            case "sum":
                return f"sum(each {name} in {rows}{where}: {self.money(inner, min(depth - 1, 1))})"
        return f"{kind}(each {name} in {rows}{where}: {self.condition(inner, min(depth - 1, 1))})"

    # -- tables and people -----------------------------------------------------------------------

    def table(self, scope: Scope, large: bool) -> list[str]:
        r, name = self.r, self.name("t")
        policy = r.choice(["first", "first", "collect"])
        count = r.randint(66, 120) if large else r.randint(1, 8)
        rows = [f"    {self.name('r')} when {self.row(scope, large)} -> {r.choice('abc')}" for _ in range(count)]
        rows += [f"    {self.name('r')} when {self.test(scope)} -> {outcome}" for outcome in "abc"]
        return [f"  table {name} {policy} -> {{ a, b, c }} {{", *rows, "    otherwise -> a", "  }"]

    def row(self, scope: Scope, large: bool) -> str:
        r, items, known = self.r, [], scope.known
        for _ in range(r.randint(2, 4) if large else r.randint(1, 3)):
            inner = Scope(scope.things, scope.rows, known, scope.requester)
            absent = [each for each in scope.things if each.guard and each.guard not in known]
            if absent and r.random() < 0.2:
                thing = r.choice(absent)
                items.append(thing.guard)
                known = (*known, thing.guard)
            else:
                items.append(self.test(inner) if large or r.random() < 0.7 else self.condition(inner, 2))
        return " and ".join(f"({item})" if " or " in item else item for item in items)

    def people(self, scope: Scope) -> str:
        ways = ['role("finance")', 'team("staff")', 'person("ana")', "requester", "requester.manager"]
        ways.append("requester.department.head")
        ways += [f"{each.name}.manager" for each in scope.of("person")] + [each.name for each in scope.of("person", "team")]
        ways.append(f'if {self.test(scope)} then role("finance") else role("process-admin")')
        ways.append(f'if {self.test(scope)} then team("staff") else requester.department')
        return ", ".join(self.r.sample(ways, self.r.randint(1, 3)))
