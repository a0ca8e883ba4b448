"""What the examples of a draft come to, worked out once for each text."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from designer.look import Look
from dsl.examples import Result, examples
from dsl.program import Program

KEPT = 32
"""Programs whose results are kept."""

_kept: OrderedDict[int, tuple[Program, dict[str, Result]]] = OrderedDict()
_lock = Lock()


def results(look: Look) -> dict[str, Result]:
    """The result of each example by its name; nothing while the text has problems."""
    program = look.program
    if program is None:
        return {}
    with _lock:
        found = _kept.get(id(program))
    if found is not None and found[0] is program:
        return found[1]
    made = {result.name: result for result in examples(program, look.libraries)}
    with _lock:
        # The program is kept beside its results, so that its id cannot be taken over by another one.
        _kept[id(program)] = (program, made)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def first_difference(result: Result) -> tuple[str, str]:
    """What was expected and what stood there instead, where an example goes another way."""
    happened = [*result.happened, ""]
    for number, expected in enumerate(result.expected):
        if number >= len(result.happened) or happened[number] != expected:
            return expected, happened[number]
    return "", happened[len(result.expected)] if len(result.happened) > len(result.expected) else ""
