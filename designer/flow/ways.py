"""The ways a step or an arm may go from where it stands: up, down, left and right in the tree."""

from __future__ import annotations

from designer import address as at
from dsl import tree

WAYS = ("up", "down", "left", "right")
Goal = tuple[str, int]


def shifted_to(process: tree.Process, address: str, way: str) -> Goal | None:
    """The list and the place in it where a step or an arm comes to stand; None when there is no way there."""
    home, place = at.split(address)
    at.get(process, address)
    if home.endswith(".arms"):
        return arm_to(process, home, place, way)
    if not home.endswith(".steps"):
        raise LookupError(address)
    match way:
        case "up":
            return (home, place - 1) if place else out_of(home, 0)
        case "down":
            return (home, place + 2) if place + 1 < len(at.get(process, home)) else out_of(home, 1)
        case "left" | "right":
            return beside(process, home, place, way)
    raise LookupError(way)


def arm_to(process: tree.Process, home: str, place: int, way: str) -> Goal | None:
    """Arms go left and right among each other."""
    if way in ("left", "up"):
        return (home, place - 1) if place else None
    return (home, place + 2) if place + 1 < len(at.get(process, home)) else None


def out_of(home: str, behind: int) -> Goal | None:
    """In front of or behind the branch an arm's steps stand in; None for the steps of the flow itself."""
    arm = home.rpartition(".")[0]
    arms, _, _ = arm.rpartition(".")
    if not arms.endswith(".arms"):
        return None
    steps, number = at.split(arms.rpartition(".")[0])
    return steps, number + behind


def beside(process: tree.Process, home: str, place: int, way: str) -> Goal | None:
    """The same height in the arm beside; without one, into the branch that stands next to the step."""
    arms, _, number = home.rpartition(".")[0].rpartition(".")
    if arms.endswith(".arms"):
        other = int(number) + (1 if way == "right" else -1)
        if 0 <= other < len(at.get(process, arms)):
            return f"{arms}.{other}.steps", min(place, len(at.get(process, f"{arms}.{other}.steps")))
    return into(process, home, place) if way == "right" else None


def into(process: tree.Process, home: str, place: int) -> Goal | None:
    """The first arm of the branch below, else the end of the first arm of the branch above."""
    steps = at.get(process, home)
    if place + 1 < len(steps) and is_split(steps[place + 1]):
        return f"{home}.{place + 1}.arms.0.steps", 0
    if place and is_split(steps[place - 1]):
        return f"{home}.{place - 1}.arms.0.steps", len(steps[place - 1].arms[0].steps)
    return None


def is_split(step: tree.Step) -> bool:
    return isinstance(step, tree.Branch | tree.Parallel) and bool(step.arms)


def ways(process: tree.Process, address: str) -> frozenset[str]:
    """The ways that are open."""
    return frozenset(way for way in WAYS if shifted_to(process, address, way) is not None)
