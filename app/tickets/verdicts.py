"""What came of claims asked of recorded tickets, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import number
from app.i18n import translate as _
from app.processes.picture import step_word
from dsl.explaining.shown import field_at
from dsl.hindsight import BROKEN, HELD, UNASKED
from dsl.program import Before, Claim, Program


def label(asker: Program, claim_name: str, to: str) -> str:
    """What a claim is called in the reader's language."""
    return asker.word(claim_name, claim_name, to)


def sentence(asker: Program, claim: Claim, counts: Mapping[str, int], to: str) -> str:
    """How many tickets a claim speaks of, and in how many it held."""
    held, broken = counts[HELD], counts[BROKEN]
    told = {"asked": number(held + broken), "held": number(held), "broken": number(broken)}
    if isinstance(claim, Before):
        told |= {"first": step_word(asker, claim.first, to), "then": step_word(asker, claim.then, to)}
        if claim.when is None:
            return _("{asked} came to a decision at {then}: {held} after {first}, {broken} without it.", to, **told)
        condition = claim.text.partition(" when ")[2]
        return _(
            "{asked} came to a decision at {then} with {condition}: {held} after {first}, {broken} without it.",
            to,
            condition=condition,
            **told,
        )
    who = _("the requester", to) if claim.who.text == "requester" else claim.who.text
    if claim.step is None:
        return _("{asked} were decided at an approval: {broken} by {who}.", to, who=who, **told)
    return _(
        "{asked} were decided at {step}: {broken} by {who}.", to, who=who, step=step_word(asker, claim.step, to), **told
    )


WHYS = {
    "erased": "they were erased",
    "unreadable": "their journal cannot be read: run `waybill verify`",
    "no-field": "their version had no field {about}",
    "other-kind": "the field {about} was of another kind then",
    "no-answer": "{about} had no answer then",
    "no-fact": "nobody recorded what the directory knew then: {about}",
    "no-step": "their version has no step {about}",
}
"""Why a claim could not be asked."""


def why_not(asker: Program, reason: Mapping[str, object], to: str) -> str:
    """Why a claim could not be asked of some tickets."""
    why, about = str(reason["why"]), str(reason["about"])
    if why in ("no-field", "other-kind", "no-answer") and (field := field_at(asker, about)):
        about = asker.word(field.path, field.label or field.name, to)
    if why == "no-step":
        about = step_word(asker, about, to)
    return _(WHYS[why], to, about=about)


def not_asked(asker: Program, reason: Mapping[str, object], to: str) -> str:
    """The same as a whole sentence."""
    count = number(int(str(reason["count"])))
    return _("{count} could not be asked: {why}.", to, count=count, why=why_not(asker, reason, to))


def how_broken(asker: Program, place: Mapping[str, object], to: str) -> str:
    """What happened where a claim was broken first."""
    step = step_word(asker, str(place["step"]), to)
    first = step_word(asker, str(place["about"]), to) if place.get("about") else ""
    match place["why"]:
        case "decided":
            return _("decided {step}", to, step=step)
        case "not-there":
            return _(
                "decided {step}; version {number} has no step {first}", to, step=step, first=first, number=place["version"]
            )
    return _("decided {step} before {first} was decided", to, step=step, first=first)


def counted(result: Mapping[str, object]) -> dict[str, int]:
    """Tickets looked at, and over all claims how many were broken and could not be asked."""
    claims = result["claims"]
    return {name: sum(each["tickets"][name] for each in claims) for name in (BROKEN, UNASKED)}
