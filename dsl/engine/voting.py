"""Voting: when the decisions of people settle an approval, for each rule."""

from __future__ import annotations

from dsl.engine.state import Open
from dsl.program import Approve, Step


def verdict(node: Approve, now: Open) -> str | None:
    """The result, approved or rejected, or None while it is not settled."""
    yes = sum(1 for _, word in now.decided if word == "approved")
    no = len(now.decided) - yes
    match node.rule:
        case "any":
            return now.decided[0][1] if now.decided else None
        case "all" | "order":
            if no:
                return "rejected"
            return "approved" if yes and not now.waiting else None
    need = needed(node, len(now.waiting) + len(now.decided))
    if yes >= need:
        return "approved"
    return "rejected" if no and yes + len(now.waiting) < need else None


def needed(node: Step, asked: int) -> int:
    """How many of `asked` people must approve; a percentage is rounded up; at least one."""
    if not isinstance(node, Approve) or node.rule == "any":
        return 1
    if node.rule == "count":
        return node.number
    if node.rule == "percent":
        return max(1, -(-asked * node.number // 100))
    return max(1, asked)


def missing(node: Step, now: Open) -> int:
    """How many people must at least be asked beside those who decided, so that it is for them to settle the step: it can
    be approved, and is not yet."""
    yes = sum(1 for _, word in now.decided if word == "approved")
    most = 100 * (len(now.decided) + 1)
    enough = (more for more in range(1, most) if yes < needed(node, more + len(now.decided)) <= yes + more)
    return next(enough, most)


def acting(node: Step, now: Open) -> tuple[str, ...]:
    """Those of the people asked who may act at this moment."""
    return now.waiting[:1] if isinstance(node, Approve) and node.rule == "order" else now.waiting
