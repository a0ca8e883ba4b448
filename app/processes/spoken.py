"""Conditions as the reader says them: what a text writes as `amount > 5000.00 CNY` is “Amount is more than 5,000.00 CNY”."""

from __future__ import annotations

from app.i18n import language
from app.processes.design import outside
from app.processes.elsewhere import draft
from app.recent import of_app
from designer.conditions.sentences import sentence
from designer.look import look
from designer.scene import Scene
from dsl.fragments import read_expression

KEPT = 20_000
"""Sentences kept in memory: a condition of a version is said in the same way for ever."""


def spoken(source: str, condition: str) -> str:
    """The sentence of a condition of the text `source`; as it is written where it cannot be read by itself."""
    kept, key = of_app("waybill.spoken", KEPT), (source, language(), condition)
    found = kept.get(key)
    if found is None:
        found = said(source, condition)
        kept.put(key, found)
    return found


def said(source: str, condition: str) -> str:
    node = read_expression(condition)
    if isinstance(node, tuple):
        return condition
    # Labels stand in the text itself; the tables beside it say nothing about what a field is called.
    seen = draft(source, {})
    return sentence(Scene(seen, look(seen), outside(), "flow"), node)
