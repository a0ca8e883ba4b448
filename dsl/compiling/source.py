"""Python source under construction: lines of code, and the constants they use, which enter as values and never as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable


class Source:
    """Collects code for one function and the smaller ones it calls.

    Constants become parameters of an outer function, so that the inner ones reach them as quickly as their own names and
    no word of a process text is ever part of the code.
    """

    def __init__(self) -> None:
        self.constants: list[object] = []
        self.names: dict[object, str] = {}
        self.functions: list[str] = []

    def constant(self, value: object) -> str:
        """The name under which the code finds `value`; small whole numbers, truths and None may stand for themselves."""
        if value is None or value is True or value is False or (type(value) is int and -1000 <= value <= 1000):
            return repr(value)
        # 1, True and 1.0 are equal but not the same, so the type is part of the key; large things are only themselves.
        key = (type(value), value) if isinstance(value, PLAIN) else id(value)
        name = self.names.get(key)
        if name is None:
            name = self.names[key] = f"k{len(self.constants)}"
            self.constants.append(value)
        return name

    def function(self, parameters: str, lines: list[str]) -> str:
        """Adds a function and gives its name."""
        name = f"g{len(self.functions)}"
        self.functions.append(f"  def {name}({parameters}):\n" + "\n".join(f"    {line}" for line in lines))
        return name

    def build(self, name: str) -> Callable:
        """Compiles everything and gives the function `name`."""
        parameters = ", ".join(f"k{number}" for number in range(len(self.constants)))
        code = f"def make({parameters}):\n" + "\n".join(self.functions) + f"\n  return {name}\n"
        scope: dict[str, object] = {}
        exec(compile(code, "<process>", "exec"), {"__builtins__": BUILTINS}, scope)
        return scope["make"](*self.constants)


PLAIN = (str, int, datetime.date, datetime.time)

BUILTINS = {"sum": sum, "any": any, "all": all, "min": min, "max": max, "len": len, "tuple": tuple}
"""All the names generated code can see besides its constants."""


def lazily(make: Callable[[], Callable]) -> Callable:
    """A function that is made when it is first called: most functions of a process are never called in one worker."""
    made: list[Callable] = []

    def call(*arguments: object) -> object:
        if not made:
            made.append(make())
        return made[0](*arguments)

    return call
