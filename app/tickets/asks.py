"""What a person may do with a ticket now, as panels and buttons; and what was pressed there, as a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.i18n import language
from app.i18n import translate as _
from app.processes.picture import result_word
from app.tickets.acts import Act
from app.tickets.known import Known
from app.tickets.lists import end_label, step_label
from dsl.engine.choices import Choice
from dsl.engine.state import State
from dsl.program import Approve, Program
from forms.view import FormView

BUTTONS = {"take-back": "take back"}
"""Buttons whose value is not the name of their act."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The panel of one open step: its buttons, the fields it fills in, and what was wrong the last time. `reassign` is
    for those who look after tickets that nobody can act on."""

    ticket: int
    step: str
    label: str
    rule: str
    version: int
    approve: bool = False
    reject: bool = False
    outcomes: tuple[tuple[str, str], ...] = ()
    back: tuple[tuple[str, str], ...] = ()
    transfer: bool = False
    reassign: bool = False
    people: tuple[tuple[str, str], ...] = ()
    form: FormView | None = None
    fields: bool = False
    comment: str = ""
    problem: str = ""

    @property
    def only_reassign(self) -> bool:
        """Whether the person does not act here, but looks after who does."""
        return self.reassign and not (self.approve or self.outcomes)


def rule_of(program: Program, state: State, choice: Choice) -> str:
    """How many decisions a step needs, in a sentence."""
    step = choice.step or ""
    node = program.nodes[step]
    if not isinstance(node, Approve):
        return _("Do this, then say how it went.")
    asked = len(state.open[step].waiting) + len(state.open[step].decided)
    match node.rule:
        case "all":
            return _("Everybody asked has to approve.")
        case "order":
            return _("One after the other; it is your turn.")
        case "count":
            return _("{number} of {asked} have to approve.", number=node.number, asked=asked)
        case "percent":
            return _("{number}% of {asked} have to approve.", number=node.number, asked=asked)
    return _("Your decision counts for the whole step.") if asked > 1 else _("It is up to you.")


def place_label(program: Program, place: str) -> str:
    return _("the requester") if place == "request" else step_label(program, place)


def asks(program: Program, known: Known, me: str, offered: Sequence[Choice]) -> list[Ask]:
    """One panel for each step that waits for the person."""
    found: dict[str, Ask] = {}
    for choice in offered:
        if choice.step is None:
            continue
        label, rule = step_label(program, choice.step), rule_of(program, known.state, choice)
        blank = Ask(known.ticket or 0, choice.step, label, rule, known.version)
        found[choice.step] = with_choice(program, found.get(choice.step, blank), choice)
    return list(found.values())


def with_choice(program: Program, ask: Ask, choice: Choice) -> Ask:
    """The panel with one more thing to do."""
    match choice.action:
        case "approve":
            return replace(ask, approve=True, fields=bool(choice.fields))
        case "complete":
            labelled = tuple((name, result_word(program, ask.step, name, language())) for name in choice.outcomes)
            return replace(ask, outcomes=labelled, fields=bool(choice.fields))
        case "reject":
            return replace(ask, reject=True)
        case "return":
            return replace(ask, back=tuple((place, place_label(program, place)) for place in choice.to))
        case "transfer":
            return replace(ask, transfer=True)
        case "reassign":
            return replace(ask, reassign=True)
    return ask


def own_buttons(offered: Sequence[Choice]) -> list[tuple[str, str, str, str]]:
    """What the requester may do beside changing the answers: (act, label, icon, kind of button)."""
    words = {
        "take back": ("take-back", _("Take back to change it"), "undo-2", ""),
        "acknowledge": ("acknowledge", _("I have seen this"), "check", ""),
        "withdraw": ("withdraw", _("Withdraw the request"), "x", "danger"),
    }
    offers = {choice.action for choice in offered if choice.step is None}
    return [button for action, button in words.items() if action in offers]


def version_of(posted: Mapping[str, str], version: int) -> int:
    """The version whose form was filled in: that of the page, which a move may have overtaken; `version` where none says."""
    given = posted.get("_version", "")
    return version if not given else int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def act_of(posted: Mapping[str, str], raw: object) -> Act:
    """The act that a pressed button stands for; `raw` are the answers that go with it."""
    action, _space, outcome = posted.get("_act", "").partition(" ")
    action = BUTTONS.get(action, action)
    to = posted.get("_over" if action in ("transfer", "reassign") else "_to", "")
    return Act(
        action=action,
        step=posted.get("_step", ""),
        to=to,
        outcome=outcome,
        comment=posted.get("_comment", "").strip(),
        people=(to,) if action == "reassign" and to else (),
        answers={} if raw is None or action not in ("approve", "complete") else raw,
    )


DONE = {
    "approve": "You approved it.",
    "reject": "You rejected it.",
    "sendback": "You sent it back.",
    "complete": "You finished it.",
    "transfer": "You handed it over.",
    "comment": "Your comment is on the ticket.",
    "withdraw": "You withdrew the request.",
    "takeback": "You took it back. Change it and file it again.",
    "reassign": "Somebody else is in charge now.",
    "acknowledge": "Noted that you have seen it.",
    "submit": "Filed. Below you see who has it now, and why.",
}
"""The command's name in lower case -> what to tell the person after it was done."""


def done_words(did: str, program: Program, end: str | None) -> str:
    """What was done, and where it ended if it did."""
    said = _(DONE[did])
    return f"{said} {_('Ended: {end}', end=end_label(program, end))}" if end else said
