"""Random answers to a program's form and random directories, from a `random.Random`."""

from __future__ import annotations

import datetime
import random

from dsl import types
from dsl.engine.facts import Facts
from dsl.pretend import some_value
from dsl.program import Field, Program
from dsl.values import to_json

DAY = datetime.date(2026, 3, 5)
NOW = datetime.datetime(2026, 3, 5, 9, 30, tzinfo=datetime.UTC)
WORDS = ("desk", "chair", "lamp", "de", "桌子", "")
PEOPLE = ("ana", "bruno", "carla", "li")
TEAMS = ("staff", "sales")


def answers(program: Program, r: random.Random) -> dict[str, object]:
    """Random answers to everything the requester is asked, the ends of the ranges often among them."""
    found = {}
    for name in program.form.requested:
        each = program.form.fields[name]
        if each.columns:
            found[name] = tuple(row(each, r) for _ in range(r.randint(each.type.low, each.type.high)))
        elif not each.optional or r.random() < 0.5:
            found[name] = value(each.type, r)
    return found


def row(each: Field, r: random.Random) -> dict[str, object]:
    asked = [column for column in each.columns if column.computed is None]
    return {column.name: value(column.type, r) for column in asked if not column.optional or r.random() < 0.5}


def value(kind: types.Type, r: random.Random) -> object:
    """A random value of a type."""
    match kind:
        case types.Whole() | types.Decimal() | types.Money() | types.Duration() | types.BusinessDuration():
            step = 60 if isinstance(kind, types.Duration) else 1
            somewhere = r.randint(kind.low, kind.high) // step * step
            return min(max(r.choice([kind.low, kind.high, 0, somewhere, somewhere]), kind.low), kind.high)
        case types.YesNo():
            return r.random() < 0.5
        case types.Date(low, high):
            near = min(max(DAY + datetime.timedelta(days=r.randint(-200, 200)), low), high)
            return r.choice([low, high, near, near, near])
        case types.Time():
            return datetime.time(r.randint(0, 23), r.choice([0, 29, 30, 31]))
        case types.Moment():
            return NOW + datetime.timedelta(hours=r.randint(-200, 200))
        case types.Choice(options):
            return r.choice(options)
        case types.Choices(options):
            return tuple(option for option in options if r.random() < 0.5)
        case types.Text():
            return r.choice(WORDS)
        case types.Person():
            return r.choice(PEOPLE)
        case types.Team():
            return r.choice(TEAMS)
        case types.Files(low, high):
            return tuple(types.FileRef(f"{n}.pdf", "0" * 64, 1, "text/plain") for n in range(r.randint(low, high)))
        case types.Link() | types.Email() | types.Phone():
            return some_value(kind, "")
    raise TypeError(kind)


def directory(r: random.Random) -> dict[str, object]:
    """Everything the directory could be asked about the few people and teams there are."""
    found: dict[str, object] = {"today": (DAY + datetime.timedelta(days=r.randint(-90, 90))).isoformat()}
    for person in PEOPLE:
        found[f"person:{person}:level"] = r.choice(["vip", "regular"])
        found[f"person:{person}:manager"] = r.choice([None, *PEOPLE])
        found[f"person:{person}:department"] = r.choice([None, *TEAMS])
    for team in TEAMS:
        found[f"team:{team}:head"] = r.choice([None, *PEOPLE])
        found[f"team:{team}"] = sorted(r.sample(PEOPLE, r.randint(0, 3)))
    found["role:finance"] = sorted(r.sample(PEOPLE, r.randint(0, 3)))
    found["role:process-admin"] = ["ana"]
    return found


def facts(told: dict[str, object], requester: str) -> Facts:
    """Facts with nothing but what was told; any other question is a mistake of the test."""
    return Facts(NOW, told, None, requester)


def as_json(program: Program, given: dict[str, object]) -> dict[str, object]:
    """Answers to be shown when a case fails."""
    return {name: to_json(program.form.fields[name].type, each) for name, each in given.items()}
