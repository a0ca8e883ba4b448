"""Decision tables of a program: small ones as one generated function, large ones through the index.

`choose` gives (rules, outcomes, failed). For tables of more than SMALL rows `failed` is empty (an explanation finds it out
again), and the directory attributes that rows compare with constants are asked before the first row is looked at.
"""

from __future__ import annotations

from dsl import reference, tree
from dsl.checked import Checked, FieldAt, TableSheet
from dsl.compiling.expressions import Writer
from dsl.compiling.functions import Compiled, Functions, Interpreted
from dsl.compiling.large import Large, fallback, in_order, subjects
from dsl.compiling.reads import paths
from dsl.compiling.rows import Rows, conjuncts
from dsl.compiling.source import Source
from dsl.program import Function, Table

SMALL = 64
"""Rows of a table that is compiled to one function, and whose every decision is kept with what failed."""
INLINE = 12
"""Conditions of a row that are written one by one."""


def table(checked: Checked, functions: Functions, sheet: TableSheet) -> Table:
    """A table with its two ways to decide."""
    node, rows = sheet.node, Rows(checked, functions, sheet)
    is_large = len(sheet.rows) > SMALL
    index = Large(checked, functions, sheet) if is_large else None
    match functions:
        case Interpreted():
            choose = interpreted(checked, sheet)
            pick = _outcomes_of(choose)
        case Compiled() if is_large:
            choose, pick = index.choose, index.pick
        case Compiled():
            choose, pick = Small(checked, sheet, True).build(), Small(checked, sheet, False).build()
    return Table(
        name=node.name,
        policy=node.policy,
        outcomes=node.outcomes,
        rows=rows,
        otherwise=node.otherwise.outcome if node.otherwise else None,
        otherwise_line=node.otherwise.at.line if node.otherwise else 0,
        line=node.at.line,
        choose=choose,
        pick=pick,
        near=index.near if index else None,
        label=node.label or "",
    )


def _outcomes_of(choose: Function) -> Function:
    return lambda a, f: choose(a, f)[1]


def interpreted(checked: Checked, sheet: TableSheet) -> Function:
    """The specification of tables."""
    is_large = len(sheet.rows) > SMALL
    asked = [subject.meaning for subject in subjects(checked, sheet)] if is_large else ()

    def choose(a, f):
        world = reference.World(checked, a, f)
        for meaning in asked:
            reference.read(meaning, world)
        won, failed = [], []
        for row in sheet.rows:
            missed = next((i for i, e in enumerate(conjuncts(row)) if not reference.evaluate(e, world)), -1)
            if missed >= 0 or sheet.node.policy == "collect":
                failed.append(missed)
            if missed < 0:
                won.append(row)
                if sheet.node.policy != "collect":
                    break
        rules, outcomes = tuple(row.name for row in won), tuple(dict.fromkeys(row.outcome for row in won))
        return *((rules, outcomes) if won else fallback(sheet)), () if is_large else tuple(failed)

    return choose


class Small:
    """One generated function for a small table; with `trace` it also tells for each row which condition failed first."""

    def __init__(self, checked: Checked, sheet: TableSheet, trace: bool) -> None:
        self.sheet = sheet
        self.trace = trace
        self.collect = sheet.node.policy == "collect"
        self.source = Source()
        self.writer = Writer(checked, self.source)
        self.lines: list[str] = []

    def build(self) -> Function:
        self._keep_fields()
        if self.collect:
            self.lines += ["won = []", "out = []"]
        for number, row in enumerate(self.sheet.rows):
            self._row(number, row)
        rules, outcomes = map(self.source.constant, fallback(self.sheet))
        if self.collect:
            unique = self.source.constant(in_order)
            self.lines += ["if won:", f"  return {self._answer('tuple(won)', f'{unique}(out)', len(self.sheet.rows))}"]
        self.lines.append(f"return {self._answer(rules, outcomes, len(self.sheet.rows))}")
        return self.source.build(self.source.function("a, f", self.lines))

    def _answer(self, rules: str, outcomes: str, rows: int) -> str:
        if not self.trace:
            return outcomes
        failed = "".join(f"x{number}, " for number in range(rows))
        return f"{rules}, {outcomes}, ({failed})"

    def _keep_fields(self) -> None:
        """Fields that are surely there and read more than twice are read once, at the start."""
        counts: dict[str, int] = {}
        for name in always_present(self.writer.checked, self.sheet):
            counts[name] = counts.get(name, 0) + 1
        for name in [name for name, count in counts.items() if count > 2]:
            self.lines.append(f"v{len(self.writer.kept)} = a[{self.source.constant(name)}]")
            self.writer.kept[name] = f"v{len(self.writer.kept)}"

    def _row(self, number: int, row: tree.Row) -> None:
        tests = self._tests(conjuncts(row))
        if not self.trace and not self.collect:
            self.lines += [f"if {' and '.join(tests)}:", f"  return {self._won(number, row)}"]
            return
        word = "if"
        for at, test in enumerate(tests):
            self.lines += [f"{word} not {test}:", f"  x{number} = {self._missed(at, row)}"]
            word = "elif"
        self.lines.append("else:")
        if not self.collect:
            self.lines.append(f"  return {self._won(number, row)}")
            return
        outcome, name = self.source.constant(row.outcome), self.source.constant(row.name)
        self.lines += [f"  x{number} = -1", f"  won.append({name})", f"  out.append({outcome})"]

    def _won(self, number: int, row: tree.Row) -> str:
        rules, outcomes = self.source.constant((row.name,)), self.source.constant((row.outcome,))
        return self._answer(rules, outcomes, number)

    def _tests(self, conditions: tuple[tree.Expression, ...]) -> list[str]:
        """One test for each condition; of very many the later ones are counted by a function of their own."""
        tests = [self.writer.write(e) for e in conditions[:INLINE]]
        if len(conditions) > INLINE:
            rest = ", ".join(self._alone(e) for e in conditions[INLINE:])
            tests.append(f"(late := {self.source.constant(_first_missed)}(({rest},), a, f)) < 0")
            tests[-1] = f"({tests[-1]})"
        return tests

    def _alone(self, e: tree.Expression) -> str:
        kept, self.writer.kept = self.writer.kept, {}
        name = self.source.function("a, f", [f"return {self.writer.write(e)}"])
        self.writer.kept = kept
        return name

    def _missed(self, at: int, row: tree.Row) -> str:
        return f"{INLINE} + late" if at == INLINE else str(at)


def _first_missed(tests, a, f) -> int:
    return next((at for at, test in enumerate(tests) if not test(a, f)), -1)


def always_present(checked: Checked, sheet: TableSheet) -> list[str]:
    """Every reading of a form field that is there on every ticket: required, never hidden, not filled later."""
    found = []
    for path in paths(tuple(row.when for row in sheet.rows)):
        meaning = checked.meanings.get(id(path))
        if isinstance(meaning, FieldAt):
            field = checked.fields[meaning.path]
            if not (field.when or field.optional or field.later):
                found.append(meaning.path)
    return found
