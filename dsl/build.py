"""Makes the node of a statement, without its block and its comments, from what the grammar reduced."""

from __future__ import annotations

from typing import Any

from lark import Token

from dsl import tree
from dsl.build_expression import Expressions, Mistaken, across, name, place, unquote
from dsl.limits import RESERVED_FIELDS


def is_token(child: Any, kind: str) -> bool:
    return isinstance(child, Token) and child.type == kind


def label_of(children: list) -> str | None:
    """The text in quotes among the children, if any."""
    return next((unquote(child) for child in children if is_token(child, "QUOTED")), None)


def field_name(token: Token) -> str:
    """The name of a field, which more words cannot be than other names."""
    if token.value in RESERVED_FIELDS:
        raise Mistaken("reserved-word", place(token), word=token.value)
    return name(token)


def whole(token: Token) -> int:
    """A count in a statement, such as the 3 of `at most 3 times`."""
    if "." in token:
        raise Mistaken("not-a-whole-number", place(token), word=token.value)
    return int(token)


class Statements(Expressions):
    """One method per rule; a method named like a start symbol gives the statement's node."""

    # -- the process, its form and tables

    def process(self, c: list) -> tree.Process:
        return tree.Process(name(c[0]), label_of(c))

    def title(self, c: list) -> tree.Title:
        return tree.Title(unquote(c[0]))

    def started_by(self, c: list) -> tree.StartedBy:
        return tree.StartedBy(c[0])

    def seen_by(self, c: list) -> tree.SeenBy:
        return tree.SeenBy(c[0])

    def calendar(self, c: list) -> tree.Calendar:
        return tree.Calendar(name(c[0]))

    def nobody_ask(self, c: list) -> tree.Nobody:
        return tree.Nobody(people=c[0])

    def nobody_end(self, c: list) -> tree.Nobody:
        return tree.Nobody(target=tree.End(name(c[0]), at=place(c[0])))

    def form(self, c: list) -> tree.Form:
        return tree.Form()

    def section(self, c: list) -> tree.Section:
        when = c[-1] if isinstance(c[-1], tree.Node) else None
        return tree.Section(name(c[0]), label_of(c), when)

    def field(self, c: list) -> tree.Field:
        """Clauses may come in any order; only `check` may come twice."""
        parts: dict[str, Any] = {"label": label_of(c[2:3])}
        checks: list[tree.Check] = []
        for part in c[2:]:
            if isinstance(part, Token):
                continue
            for key, (value, at) in part.items():
                if key == "check":
                    checks.append(value)
                elif parts.get(key) is not None:
                    raise Mistaken("written-twice", at, word=key)
                else:
                    parts[key] = value
        return tree.Field(field_name(c[0]), c[1], checks=tuple(checks), **parts)

    def value(self, c: list) -> dict:
        label = {"label": (unquote(c[1]), place(c[1]))} if len(c) > 1 else {}
        return {"value": (c[0], c[0].at)} | label

    def help(self, c: list) -> dict:
        return {"help": (unquote(c[0]), place(c[0]))}

    def optional(self, c: list) -> dict:
        return {"optional": (True, place(c[0]))}

    def default(self, c: list) -> dict:
        return {"default": (c[0], c[0].at)}

    def when(self, c: list) -> dict:
        return {"when": (c[0], c[0].at)}

    def check(self, c: list) -> dict:
        return {"check": (tree.Check(c[0], unquote(c[1]), at=across(c[0], c[1])), c[0].at)}

    def kind(self, c: list) -> tree.Kind:
        words = [child for child in c if isinstance(child, Token)]
        bounds = c[-1] if isinstance(c[-1], tree.Bounds) else None
        size = next((whole(word) for word in words if word.type == "NUMERAL"), None)
        currency = next((word.value for word in words if word.type == "CURRENCY"), None)
        plain = [word.value for word in words if word.type not in ("NUMERAL", "CURRENCY")]
        written = "".join(plain) if plain[1:2] in (["/"], ["-"]) else " ".join(plain)
        return tree.Kind(written, size, currency, bounds, at=across(c[0], c[-1]))

    def bounds(self, c: list) -> tree.Bounds:
        return tree.Bounds(c[1], c[3], at=across(c[0], c[-1]))

    def option(self, c: list) -> tree.Option:
        return tree.Option(name(c[0]), label_of(c))

    def policy(self, c: list) -> str:
        return c[0].value

    def from_file(self, c: list) -> dict:
        return {"file": unquote(c[0])}

    def table(self, c: list) -> tree.Table:
        policy = next(i for i, child in enumerate(c) if not isinstance(child, Token))
        outcomes = tuple(name(child) for child in c[policy + 1 :] if isinstance(child, Token))
        file = c[-1]["file"] if isinstance(c[-1], dict) else None
        return tree.Table(name(c[0]), c[policy], outcomes, label=label_of(c[:policy]), file=file)

    def row(self, c: list) -> tree.Row:
        return tree.Row(name(c[0]), c[1], name(c[2]))

    def otherwise(self, c: list) -> tree.Otherwise:
        return tree.Otherwise(name(c[0]))

    # -- the flow

    def flow(self, c: list) -> tree.Flow:
        return tree.Flow()

    def approve(self, c: list) -> tree.Approve:
        return tree.Approve(name(c[0]), label_of(c))

    def task(self, c: list) -> tree.Task:
        return tree.Task(name(c[0]), label_of(c))

    def calling(self, c: list) -> tree.Task:
        return tree.Task(name(c[0]), label_of(c), calls=True)

    def notify(self, c: list) -> tree.Notify:
        return tree.Notify(c[0], unquote(c[1]))

    def finish(self, c: list) -> tree.Finish:
        return tree.Finish(name(c[0]))

    def branch(self, c: list) -> tree.Branch:
        return tree.Branch(name(c[0]))

    def parallel(self, c: list) -> tree.Parallel:
        return tree.Parallel(name(c[0]), label_of(c), c[-1])

    def join(self, c: list) -> str | int:
        return whole(c[0]) if c[0].type == "NUMERAL" else c[0].value

    def arm(self, c: list) -> tree.Arm:
        return tree.Arm(name(c[0]), label=label_of(c))

    def parallel_arm(self, c: list) -> tree.Arm:
        return tree.Arm(name(c[0]) if c and c[0].type == "NAME" else None, label=label_of(c))

    def by(self, c: list) -> tree.By:
        return tree.By(*c)

    def pick(self, c: list) -> str:
        return " ".join(c[1:])

    def decide(self, c: list) -> tree.Decide:
        number = whole(c[1]) if c[1].type == "NUMERAL" else None
        if number is None:
            return tree.Decide("order" if c[1] == "in" else c[1].value)
        return tree.Decide("percent" if c[2] == "%" else "count", number)

    def reject(self, c: list) -> tree.Reject:
        return tree.Reject(c[0])

    def to_end(self, c: list) -> tree.End:
        return tree.End(name(c[0]), at=place(c[0]))

    def back_to(self, c: list) -> tree.Return:
        return tree.Return(name(c[0]), c[1] if len(c) > 1 else None, at=place(c[0]))

    def limit(self, c: list) -> int:
        return whole(c[0])

    def may_action(self, c: list) -> str:
        return " ".join(c)

    def may(self, c: list) -> tree.May:
        return tree.May(tuple(c))

    def late_action(self, c: list) -> str:
        return c[0].value

    def due(self, c: list) -> tree.Due:
        reminders = tuple(whole(child) for child in c if isinstance(child, Token))
        then, people = (c[-2], c[-1]) if isinstance(c[-1], tuple) else (None, ())
        return tree.Due(c[0], reminders, then, people)

    def same_person(self, c: list) -> tree.SamePerson:
        return tree.SamePerson(c[2] == "asks")

    def void(self, c: list) -> tree.Void:
        return tree.Void(c[0])

    def need(self, c: list) -> tree.Need:
        return tree.Need(name(c[0]), len(c) > 1, at=across(c[0], c[-1]))

    def required(self, c: list) -> Token:
        return c[0]

    def access_part(self, c: list) -> tuple:
        return c[0], tree.Need("*", at=place(c[1])) if isinstance(c[1], Token) else c[1]

    def access(self, c: list) -> tree.Access:
        parts: dict[str, list[tree.Need]] = {}
        for child in c:
            if isinstance(child, tuple):
                word, child = child
                if word.value in parts:
                    raise Mistaken("written-twice", place(word), word=word.value)
                needs = parts[word.value] = []
            elif needs and needs[0].name == "*":
                raise Mistaken("all-and-more", child.at, word=child.name)
            if child.required and "fills" not in list(parts)[-1]:
                raise Mistaken("required-outside-fills", child.at, word=child.name)
            needs.append(child)
        plain = {word: tuple(need.name for need in needs) for word, needs in parts.items()}
        return tree.Access(plain.get("sees"), plain.get("edits", ()), tuple(parts.get("fills", ())))

    def outcome(self, c: list) -> tree.Outcome:
        return tree.Outcome(name(c[0]), label_of(c), None if isinstance(c[-1], Token) else c[-1])

    # -- ends, rules, examples, words

    def ends(self, c: list) -> tree.Ends:
        return tree.Ends()

    def always(self, c: list) -> tree.Always:
        return tree.Always()

    def end_point(self, c: list) -> tree.EndPoint:
        return tree.EndPoint(name(c[0]), label_of(c))

    def rule(self, c: list) -> tree.Rule:
        return tree.Rule(name(c[0]), c[1])

    def before(self, c: list) -> tree.Before:
        when = c[2] if len(c) > 2 else None
        return tree.Before(name(c[0]), name(c[1]), when, at=across(c[0], c[-1]))

    def any_step(self, c: list) -> Token:
        return c[0]

    def never(self, c: list) -> tree.NeverDecides:
        """`decides any step` means every step; a step may also be called `any`."""
        step: str | None = name(c[1])
        if len(c) > 2:
            if step != "any":
                raise Mistaken("any-step", place(c[2]), word=step)
            step = None
        return tree.NeverDecides(c[0], step, at=across(c[0], c[-1]))

    def example(self, c: list) -> tree.Example:
        return tree.Example(name(c[0]), label_of(c))

    def requester(self, c: list) -> tree.Requester:
        return tree.Requester(name(c[0]), tuple(c[1:]))

    def answers(self, c: list) -> tree.Answers:
        return tree.Answers(tuple(c))

    def given_value(self, c: list) -> tree.Given:
        return tree.Given(name(c[0]), c[1], at=across(c[0], c[1]))

    def given_none(self, c: list) -> tree.Given:
        return tree.Given(name(c[0]), values=(), at=place(c[0]))

    def given_values(self, c: list) -> tree.Given:
        return tree.Given(name(c[0]), values=tuple(c[1:]), at=across(c[0], c[-1]))

    def given_rows(self, c: list) -> tree.Given:
        return tree.Given(name(c[0]), rows=tuple(c[1:]), at=place(c[0]))

    def empty(self, c: list) -> tuple:
        return ()

    def full(self, c: list) -> tuple:
        return tuple(c)

    def act(self, c: list) -> tree.Act:
        words = [child for child in c if isinstance(child, Token)]
        changes = next((child for child in c if isinstance(child, tuple) and not isinstance(child, Token)), ())
        outcome = name(words[1]) if len(words) > 1 else None
        return tree.Act(name(words[0]), outcome, changes, at=across(words[0], words[-1]))

    def expect(self, c: list) -> tree.Expect:
        return tree.Expect(tuple(c))

    def words(self, c: list) -> tree.Words:
        return tree.Words(name(c[0]))

    def word(self, c: list) -> tree.Word:
        return tree.Word(tuple(name(token) for token in c[:-1]), unquote(c[-1]))
