"""Scripts of `waybill run`: a list of acts, each made into a command and tried on a rehearsed ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.cli.given import Given
from app.cli.tables import later_fields
from dsl.engine import commands as c
from dsl.engine.events import Event
from dsl.engine.refused import Refused, render
from dsl.engine.ways import leads_back
from dsl.program import Approve, Program, Step, Task
from dsl.rehearsal import Rehearsal
from forms.form import read, read_draft


@dataclass(frozen=True, slots=True)
class Unfit:
    """An act that did not happen: its number (0 is the filing), who, the code, and the sentences."""

    act: int
    by: str
    code: str
    message: str
    message_zh: str


@dataclass(slots=True)
class Played:
    """A script played: each act with what it led to, and the acts that were refused."""

    ticket: Rehearsal
    told: list[tuple[str, list[Event], Unfit | None]] = field(default_factory=list)

    @property
    def refused(self) -> list[Unfit]:
        return [unfit for _, _, unfit in self.told if unfit]


class WrongAct(ValueError):
    """An act of a script that cannot be understood."""


class WrongAnswers(ValueError):
    """Answers that the form does not take: what is wrong, in English and Chinese."""


def play(ticket: Rehearsal, given: Given, script: list[object]) -> Played:
    """File the ticket, unless the script begins with it, and do one act after the other; a refused one changes nothing."""
    acts = [understood(each) for each in script]
    if not acts or acts[0]["act"] not in ("submit", "save"):
        acts.insert(0, {"act": "submit"})
        first = 0
    else:
        first = 1
    played = Played(ticket)
    for number, act in enumerate(acts, first):
        _try(played, given, number, act)
    return played


def understood(raw: object) -> dict[str, object]:
    """An act as an object; `"payment -> paid"` is short for one, as in the examples of a text."""
    if isinstance(raw, str):
        step, _, outcome = (part.strip() for part in raw.partition("->"))
        return {"act": _plain(outcome or "approve"), "step": step, "word": outcome}
    if not isinstance(raw, Mapping) or not isinstance(raw.get("act", raw.get("action")), str):
        raise WrongAct(f"an act is an object with `act`, or a text such as `payment -> paid`; found {raw!r:.80}")
    word = raw.get("act", raw.get("action"))
    for key, kind, wanted in (("answers", dict, "an object"), ("changes", dict, "an object"), ("people", list, "a list")):
        if not isinstance(raw.get(key, kind()), kind):
            raise WrongAct(f"`{key}` of the act `{word}`: expected {wanted}")
    return {**raw, "act": _plain(word), "word": word}


def _plain(word: str) -> str:
    return word.lower().replace(" ", "").replace("_", "").replace("-", "")


def _try(played: Played, given: Given, number: int, act: dict[str, object]) -> None:
    ticket = played.ticket
    step = _step(ticket, act)
    by = str(act.get("by") or _first(ticket, given, act, step))
    what = " ".join(filter(None, (by, str(act.get("word") or act["act"]), step)))
    before = len(ticket.batches)
    try:
        ticket.do(_command(ticket, given, act, by, step))
    except Refused as refused:
        unfit = Unfit(number, by, refused.code, render(refused), render(refused, "zh"))
        return played.told.append((what, [], unfit))
    except WrongAnswers as wrong:
        return played.told.append((what, [], Unfit(number, by, "wrong-answers", *wrong.args)))
    played.told.append((what, [event for batch in ticket.batches[before:] for event in batch.events], None))


def _step(ticket: Rehearsal, act: Mapping[str, object]) -> str:
    """The step an act is about; the only open one when it names none."""
    if act["act"] in REQUESTER or act.get("step"):
        return str(act.get("step") or "")
    return next(iter(ticket.state.open), "") if len(ticket.state.open) == 1 else ""


def _first(ticket: Rehearsal, given: Given, act: Mapping[str, object], step: str) -> str:
    if act["act"] in REQUESTER:
        return ticket.state.requester or given.requester
    return (ticket.first_asked(step) if step in ticket.state.open else None) or given.requester


def _command(ticket: Rehearsal, given: Given, act: dict[str, object], by: str, step: str) -> c.Command:
    word = act["act"]
    if word in REQUESTER:
        return REQUESTER[word](ticket, given, act, by)
    comment = str(act.get("comment") or "")
    match word:
        case "reject":
            return c.Reject(by=by, step=step, comment=comment)
        case "return" | "sendback":
            return c.SendBack(by=by, step=step, to=str(act.get("to") or "request"), comment=comment)
        case "transfer":
            return c.Transfer(by=by, step=step, to=_named(act, "to"), comment=comment)
        case "reassign":
            people = act.get("people") or [_named(act, "to")]
            return c.Reassign(by=by, step=step, people=tuple(map(str, people)), comment=comment)
    node = ticket.program.nodes.get(step)
    if word == "approve" and not (isinstance(node, Task) and not act["word"]):
        return c.Approve(by=by, step=step, comment=comment, changes=_changes(ticket, given, act, step))
    if isinstance(node, Approve) and word != "complete":
        raise WrongAct(f"there is no act `{act['word']}` at the approval `{step}`: `waybill run --help` lists the acts")
    outcome = str(act.get("outcome") or (_onward(node) if word in ("approve", "complete") else act["word"]))
    back = isinstance(node, Task) and leads_back(node, outcome)
    changes = {} if back else _changes(ticket, given, act, step)
    return c.Complete(by=by, step=step, outcome=outcome, comment=comment, changes=changes)


def _named(act: Mapping[str, object], key: str) -> str:
    if not isinstance(act.get(key), str) or not act[key]:
        raise WrongAct(f"the act `{act['word']}` needs `{key}`: the id of a person")
    return act[key]


def _onward(node: object) -> str:
    """The outcome that is meant when none is said: the only one that goes on."""
    onward = [each.name for each in node.outcomes if each.target is None] if isinstance(node, Task) else []
    return onward[0] if len(onward) == 1 else "done"


def _changes(ticket: Rehearsal, given: Given, act: Mapping[str, object], step: str) -> dict[str, object]:
    """The answers an act gives at its step; those of the file too, for fields that the step fills."""
    node = ticket.program.nodes.get(step)
    if not isinstance(node, Step) or step not in ticket.state.open:
        return {}
    stated = act.get("answers") or act.get("changes") or {}
    raw = {name: given.answers[name] for name in node.access.fills if name in given.answers} | dict(stated)
    if not raw:
        return {}
    return _typed(ticket, raw, step, given)


def _typed(ticket: Rehearsal, raw: dict[str, object], step: str | None, given: Given) -> dict[str, object]:
    """Raw answers as the page would read them; refuses with all that is wrong with them."""
    program, facts, before = ticket.program, ticket.facts(given.requester), ticket.state.answers
    answers, problems = read(program, raw, facts, step=step, before=before)
    if problems:
        _, chinese = read(program, raw, facts, "zh", step=step, before=before)
        raise WrongAnswers(sentence(problems), sentence(chinese))
    return answers


def sentence(problems: Mapping[str, str]) -> str:
    """Problems per field in one line."""
    return "; ".join(f"`{path}`: {text}" if path and f"`{path}`" not in text else text for path, text in problems.items())


def _submit(ticket: Rehearsal, given: Given, act: Mapping[str, object], by: str) -> c.Command:
    raw = _asked(ticket.program, given) | dict(act.get("answers") or {})
    return c.Submit(by=by, answers=_typed(ticket, raw, None, given))


def _asked(program: Program, given: Given) -> dict[str, object]:
    """The answers of the file without those that steps fill in later."""
    later = later_fields(program)
    return {name: value for name, value in given.answers.items() if name not in later}


def _save(ticket: Rehearsal, given: Given, act: Mapping[str, object], by: str) -> c.Command:
    raw, facts = dict(act.get("answers") or _asked(ticket.program, given)), ticket.facts(given.requester)
    answers, problems = read_draft(ticket.program, raw, facts)
    if problems:
        raise WrongAnswers(sentence(problems), sentence(read_draft(ticket.program, raw, facts, "zh")[1]))
    return c.Save(by=by, answers=answers)


REQUESTER: dict[str, Callable[..., c.Command]] = {
    "submit": _submit,
    "save": _save,
    "withdraw": lambda ticket, given, act, by: c.Withdraw(by=by, comment=str(act.get("comment") or "")),
    "takeback": lambda ticket, given, act, by: c.TakeBack(by=by, comment=str(act.get("comment") or "")),
    "acknowledge": lambda ticket, given, act, by: c.Acknowledge(by=by),
    "comment": lambda ticket, given, act, by: c.Comment(by=by, text=str(act.get("text") or act.get("comment") or "")),
}
"""Acts on the ticket as a whole; the requester does them unless the script says who."""
