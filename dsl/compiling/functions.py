"""The functions a program is made of, from either evaluator: compiled to Python, or interpreted as the specification."""

from __future__ import annotations

from dsl import reference, tree, types
from dsl.checked import Checked
from dsl.compiling.expressions import Writer
from dsl.compiling.source import Source, lazily
from dsl.program import Function


class Compiled:
    """Functions compiled to Python when they are first called."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked

    def value(self, e: tree.Expression, kind: types.Type, in_row: bool = False) -> Function:
        """`(a, f[, row])` -> a value of `kind`, None when absent."""
        return lazily(lambda: self._build(in_row, lambda writer: writer.write(e, types.scale_of(kind))))

    def holds(self, conditions: tuple[tree.Expression, ...], in_row: bool = False) -> Function:
        """`(a, f[, row])` -> whether all conditions hold, tried in order."""
        return lazily(lambda: self._build(in_row, lambda writer: " and ".join(map(writer.write, conditions))))

    def people(self, expressions: tuple[tree.Expression, ...]) -> Function:
        """`(a, f)` -> ids in order, without doubles."""
        return lazily(lambda: self._build(False, lambda writer: _together(writer, expressions)))

    def _build(self, in_row: bool, code) -> Function:
        source = Source()
        writer = Writer(self.checked, source, in_row)
        return source.build(source.function(writer.parameters, [f"return {code(writer)}"]))


def _together(writer: Writer, expressions: tuple[tree.Expression, ...]) -> str:
    parts = ", ".join(f"*{writer.people(each)}" for each in expressions)
    return f"{writer.source.constant(unique)}(({parts},))" if parts else "()"


def unique(ids: tuple[str, ...]) -> tuple[str, ...]:
    """`ids` in order, each once."""
    return tuple(dict.fromkeys(ids))


class Interpreted:
    """Functions that call the interpreter."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked

    def _world(self, a, f, row) -> reference.World:
        return reference.World(self.checked, a, f, row or {})

    def value(self, e: tree.Expression, kind: types.Type, in_row: bool = False) -> Function:
        return lambda a, f, row=None: reference.to_units(reference.evaluate(e, self._world(a, f, row)), kind)

    def holds(self, conditions: tuple[tree.Expression, ...], in_row: bool = False) -> Function:
        return lambda a, f, row=None: all(reference.evaluate(each, self._world(a, f, row)) for each in conditions)

    def people(self, expressions: tuple[tree.Expression, ...]) -> Function:
        def find(a, f):
            world = self._world(a, f, None)
            return unique(tuple(person for each in expressions for person in reference.people(each, world)))

        return find


Functions = Compiled | Interpreted


def functions(checked: Checked, evaluator: str) -> Functions:
    """`evaluator` is "compiled" or "reference"."""
    match evaluator:
        case "compiled":
            return Compiled(checked)
        case "reference":
            return Interpreted(checked)
    raise ValueError(evaluator)
