"""Decides again what tables decided, from rules as JSON and recorded facts: a part of the stand-alone verifier."""

from __future__ import annotations

from app.audit.interpreter import World, made, moment, value
from app.audit.proofs import Bad, need

UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError)


class Rules:
    """The rules of one version, ready to decide."""

    def __init__(self, raw):
        self.branches = raw["branches"]
        self.fields = [self.field(each) for each in raw["fields"]]
        self.kinds = {each["name"]: each["kind"] for each in raw["fields"]}
        tables = raw["tables"]
        self.tables = {name: dict(tables[name], rows=[self.row(row) for row in tables[name]["rows"]]) for name in tables}

    def field(self, raw):
        computed = None if raw["value"] is None else made(raw["value"])
        columns = [self.field(each) for each in raw.get("columns", ())]
        return raw["name"], [made(each) for each in raw["when"]], computed, columns

    def row(self, raw):
        return raw["name"], [made(each) for each in raw["when"]], raw["outcome"]

    def decided(self, table, w):
        """(rules, outcomes, failed) of a table."""
        table = self.tables[table]
        won, failed, collects = [], [], table["policy"] == "collect"
        for name, when, outcome in table["rows"]:
            missed = next((at for at, holds in enumerate(when) if not holds(w)), -1)
            if missed >= 0 or collects:
                failed.append(missed)
            if missed < 0:
                won.append((name, outcome))
                if not collects:
                    break
        if not won and table["otherwise"] is not None:
            won = [("otherwise", table["otherwise"])]
        outcomes = list(dict.fromkeys(outcome for _name, outcome in won))
        return [name for name, _outcome in won], outcomes, failed if table["traced"] else []

    def miscomputed(self, w):
        """The first field that is hidden and there, or computed otherwise, or None."""
        for name, when, computed, columns in self.fields:
            if wrong := self.is_wrong(name, when, computed, w.answers, w):
                return wrong
            for row in w.answers.get(name, ()) if columns else ():
                w.row = row
                for column, *how in columns:
                    if wrong := self.is_wrong(column, *how[:2], row, w):
                        return f"{name}.{wrong}"
            w.row = {}
        return None

    def is_wrong(self, name, when, computed, answers, w):
        shown = all(holds(w) for holds in when)
        if not shown:
            return name if name in answers else None
        return name if computed is not None and computed(w) != answers.get(name) else None


class Replay:
    """Decides again what a table decided on a ticket, event by event."""

    def __init__(self, rules, requester):
        self.rules, self.requester = rules, requester
        self.answers, self.facts, self.open = {}, {}, False
        self.raw, self.left = {}, {}

    def event(self, place, where, row):
        body = row["body"]
        self.facts = row["facts"] if row["facts"] is not None else self.facts
        self.open = row["type"] == "Submitted" or (self.open and not self.returns(row))
        try:
            if row["type"] == "Moved":
                changed = self.moved(body)
                need(not changed, place, f"{where}: the answer to `{changed}` is not what it was")
            self.raw = body["answers"] if "answers" in body else dict(self.raw, **body.get("changes", {}))
            if "answers" in body:
                self.answers = self.typed(body["answers"])
            elif "changes" in body:
                self.answers.update(self.typed(body["changes"]))
                self.answers = {name: each for name, each in self.answers.items() if each is not None}
            if row["type"] in ("Submitted", "Changed", "Routed") or (row["type"] == "Moved" and self.open):
                wrong = self.wrong(row, World(self.answers, self.facts, moment(row["at"]), self.requester))
                need(not wrong, place, f"{where}: {wrong}")
        except UNREADABLE as error:
            raise Bad(place, f"{where}: it cannot be decided again ({type(error).__name__}: {error})") from None

    @staticmethod
    def returns(row):
        return row["type"] == "TakenBack" or (row["type"] == "SentBack" and row["body"]["to"] == "request")

    def moved(self, body):
        """The first answer that is not what people gave, or None; what undoes a move brings back what was before it."""
        now = body["answers"]
        if body.get("back"):
            return next((name for name in {**self.left, **now} if self.left.get(name) != now.get(name)), None)
        self.left = {name: each for name, each in self.raw.items() if each is not None}
        for name, _when, computed, columns in self.rules.fields:
            typed = [column for column, _when, follows, _columns in columns if follows is None]
            if computed is None and name in now and not self.is_kept(self.left.get(name), now[name], typed):
                return name
        return None

    @staticmethod
    def is_kept(was, now, typed):
        """Whether an answer is what it was; of rows what is still shown of what people may have typed in them."""
        if not typed:
            return was == now
        pairs = zip(was or (), now)  # noqa: B905
        return len(was or ()) == len(now) and all(
            row.get(name) == new[name] for row, new in pairs for name in typed if name in new
        )

    def typed(self, answers):
        return {name: value(self.rules.kinds[name], each) for name, each in answers.items()}

    def wrong(self, row, w):
        body = row["body"]
        if row["type"] != "Routed":
            field = self.rules.miscomputed(w)
            return field and f"`{field}` follows otherwise from the other answers"
        if self.rules.branches.get(body["node"]) != body["table"]:
            return f"the branch `{body['node']}` is not decided by `{body['table']}`"
        again = self.rules.decided(body["table"], w)
        if again == (body["rules"], body["outcomes"], body.get("failed", [])):
            return None
        return f"`{body['table']}` decides {again[0]} -> {again[1]}, and {body['rules']} -> {body['outcomes']} is recorded"
