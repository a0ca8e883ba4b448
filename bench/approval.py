"""The twelve rules of `texts/approval.way` once more: as a Python function and as a table of zen-engine, with tickets."""

from __future__ import annotations

import datetime
import random

from zen import ZenEngine

from bench.zen_tables import zen_engine

ABROAD = frozenset({"us", "elsewhere"})
FIRST_DAY = datetime.date(2026, 1, 1)

ZEN_INPUTS = [
    "amount", "kind", "country", "vendor", "new_vendor", "contract_until",
    "units", "quotes", "urgent", "personal_data", "level",
]  # fmt: skip
ZEN_ROWS = [
    ({"kind": '"gift"', "country": '$ != "cn"'}, "compliance"),
    ({"kind": '"gift"', "amount": "> 50000"}, "compliance"),
    ({"personal_data": "true", "new_vendor": "true"}, "privacy"),
    ({"contract_until": "$ != null and $ < start"}, "legal"),
    ({"kind": '"equipment"', "units": "> 50"}, "it"),
    ({"quotes": "< 2", "amount": "> 1000000"}, "purchasing"),
    ({"urgent": "true", "amount": "<= 100000"}, "auto"),
    ({"level": '"vip"', "amount": "<= 500000"}, "auto"),
    ({"amount": "> 50000000"}, "board"),
    ({"amount": "> 20000000"}, "finance"),
    ({"vendor": 'startsWith($, "Cloud")'}, "it"),
    ({"country": '"us", "elsewhere"', "amount": "> 300000"}, "finance"),
    ({}, "manager"),
]


def by_hand(a: dict, requester: dict) -> str:
    """The rules as a programmer writes them on the same values."""
    amount, kind = a["amount"], a["kind"]
    if kind == "gift" and a["country"] != "cn":
        return "compliance"
    if kind == "gift" and amount > 500_00:
        return "compliance"
    if a["personal_data"] and a["new_vendor"]:
        return "privacy"
    until = a.get("contract_until")
    if until is not None and until < a["start"]:
        return "legal"
    if kind == "equipment" and a["units"] > 50:
        return "it"
    if a["quotes"] < 2 and amount > 10_000_00:
        return "purchasing"
    if a["urgent"] and amount <= 1_000_00:
        return "auto"
    if requester["level"] == "vip" and amount <= 5_000_00:
        return "auto"
    if amount > 500_000_00:
        return "board"
    if amount > 200_000_00:
        return "finance"
    if a["vendor"].startswith("Cloud"):
        return "it"
    if a["country"] in ABROAD and amount > 3_000_00:
        return "finance"
    return "manager"


def tickets(count: int, seed: int = 12) -> list[tuple[dict, dict]]:
    """Random answers and requesters, spread so that every rule wins now and then."""
    dice = random.Random(seed)
    return [(ticket(dice), {"level": dice.choice(("regular", "regular", "vip"))}) for _ in range(count)]


def ticket(dice: random.Random) -> dict:
    start = FIRST_DAY + datetime.timedelta(days=dice.randrange(300))
    answers = {
        "amount": dice.choice((dice.randrange(100_00), dice.randrange(20_000_00), dice.randrange(1_000_000_00))),
        "kind": dice.choice(("travel", "equipment", "service", "service", "training", "gift")),
        "country": dice.choice(("cn", "cn", "cn", "de", "fr", "us", "elsewhere")),
        "vendor": dice.choice(("Cloudy GmbH", "Li & Söhne", "Papier AG", "Huaxin", "Acme")),
        "new_vendor": dice.random() < 0.2,
        "start": start,
        "units": dice.choice((1, 3, 20, 80)),
        "quotes": dice.choice((0, 1, 2, 3, 3, 3, 4)),
        "urgent": dice.random() < 0.2,
        "personal_data": dice.random() < 0.2,
    }
    if dice.random() < 0.3:
        answers["contract_until"] = start + datetime.timedelta(days=dice.randrange(-100, 400))
    return answers


def zen() -> ZenEngine:
    return zen_engine(ZEN_INPUTS, [([cells.get(name, "") for name in ZEN_INPUTS], outcome) for cells, outcome in ZEN_ROWS])


def for_zen(answers: dict, requester: dict) -> dict:
    """The same ticket as zen-engine likes it best: numbers instead of days, null instead of nothing."""
    days = {name: (answers[name] - FIRST_DAY).days if name in answers else None for name in ("start", "contract_until")}
    return {**answers, **days, **requester}
