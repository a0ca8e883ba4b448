"""What somebody who can write the database may do to it, one function each, and the check that must tell of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, insert, select, update

from app.db import now
from app.journal import admin, chain, checkpoints, keys, merkle, notes, sequence
from app.journal.rows import act as acts
from app.journal.rows import checkpoint, journal, log
from app.journal.rows import key as key_rows
from app.people.rows import holding, person
from app.processes.rows import process, version
from app.tickets.rows import file as files
from app.tickets.rows import involved, waiting
from app.tickets.rows import ticket as tickets


def body(c, ticket: int, number: int) -> dict:
    return c.scalar(select(journal.c.body).where(journal.c.ticket == ticket, journal.c.number == number))


def event(ticket: int, at_number: int, **values):
    return update(journal).where(journal.c.ticket == ticket, journal.c.number == at_number).values(**values)


def flip_answer(c, one):
    changed = body(c, one, 1)
    changed["answers"]["student"] = "Li Hue"
    c.execute(event(one, 1, body=changed))


def flip_comment(c, one):
    number = c.scalar(select(journal.c.number).where(journal.c.ticket == one, journal.c.type == "Approved"))
    c.execute(event(one, number, body=body(c, one, number) | {"comment": "fime"}))


def flip_public(c, one):
    c.execute(event(one, 3, body=body(c, one, 3) | {"people": ["fay"]}))


def change_fact(c, one):
    facts = c.scalar(select(journal.c.facts).where(journal.c.ticket == one, journal.c.number == 1))
    c.execute(event(one, 1, facts=facts | {"today": "2026-01-01"}))


def change_actor(c, one):
    c.execute(event(one, 2, by="dan"))


def change_time(c, one):
    c.execute(event(one, 2, at=now() - timedelta(days=1)))


def change_kind(c, one):
    c.execute(event(one, 2, type="Ended"))


def remove_event(c, one):
    c.execute(delete(journal).where(journal.c.ticket == one, journal.c.number == 2))


def cut_events(c, one):
    c.execute(delete(journal).where(journal.c.ticket == one, journal.c.number > 5))
    c.execute(update(tickets).where(tickets.c.id == one).values(count=5))


def swap_events(c, one):
    for number, other in ((2, 100), (3, 2), (100, 3)):
        c.execute(event(one, number, number=other))


def take_salt(c, one):
    c.execute(event(one, 1, salt=None))


def erase_by_hand(c, one):
    for row in c.execute(select(journal).where(journal.c.ticket == one, journal.c.salt.is_not(None))).all():
        facts = None if row.facts is None else {}
        c.execute(event(one, row.number, body=chain.blank(row.body), facts=facts, salt=None))


def chained_anew(c, ticket: int) -> None:
    """As somebody would who can write the database and knows how the chain is made."""
    head = chain.START
    for row in c.execute(select(journal).where(journal.c.ticket == ticket).order_by(journal.c.number)).mappings().all():
        made = chain.sealed(head, dict(row))
        head = made["digest"]
        c.execute(event(ticket, row["number"], **{name: made[name] for name in ("salt", "private", "digest")}))


def rewrite_chain(c, one):
    flip_comment(c, one)
    chained_anew(c, one)


def decide_unasked(c, one):
    """An approval by somebody who was not asked, chained anew and hidden from the log."""
    number = c.scalar(select(journal.c.number).where(journal.c.ticket == one, journal.c.type == "Approved"))
    c.execute(event(one, number, body=body(c, one, number) | {"by": "gil"}, by="gil"))
    chained_anew(c, one)


def decide_oneself(c, one):
    number = c.scalar(select(journal.c.number).where(journal.c.ticket == one, journal.c.type == "Approved"))
    c.execute(event(one, number, body=body(c, one, number) | {"by": "ana"}, by="ana"))
    chained_anew(c, one)


def hide_from_log(c, one):
    c.execute(event(one, 5, leaf=None))


def change_row(c, one):
    c.execute(update(tickets).where(tickets.c.id == one).values(status="ended", end="done"))


def remove_row(c, one):
    for table, column in ((waiting, waiting.c.ticket), (involved, involved.c.ticket), (tickets, tickets.c.id)):
        c.execute(delete(table).where(column == one))


def invent_row(c, one):
    row = dict(c.execute(select(tickets).where(tickets.c.id == one)).mappings().one())
    c.execute(insert(tickets).values(row | {"id": 999}))


def ask_nobody(c, one):
    c.execute(delete(waiting).where(waiting.c.ticket == one))


def see_more(c, one):
    c.execute(insert(involved).values(ticket=one, person="kai", step="", titled=True))


def change_act(c, one):
    c.execute(update(acts).where(acts.c.what == "published").values(by="dan"))


def change_name_in_act(c, one):
    row = c.execute(acts.select().where(acts.c.what == "people").limit(1)).one()
    parts = row.personal | {"ana": row.personal["ana"] | {"value": row.personal["ana"]["value"] | {"name": "Ann"}}}
    c.execute(update(acts).where(acts.c.number == row.number).values(personal=parts))


def forget_name_in_act(c, one):
    row = c.execute(acts.select().where(acts.c.what == "people").limit(1)).mappings().one()
    c.execute(update(acts).where(acts.c.number == row["number"]).values(admin.without(row, "ana")))


def forget_names_in_act(c, one):
    c.execute(update(acts).where(acts.c.what == "people").values(personal=None))


def erase_name_by_hand(c, one):
    c.execute(update(person).where(person.c.id == "ana").values(name="", erased=now()))


def remove_act(c, one):
    c.execute(delete(acts).where(acts.c.number == 2))


def cut_acts(c, one):
    c.execute(delete(acts).where(acts.c.what == "key"))


def invent_act(c, one):
    head = c.execute(admin.HEAD).first()
    row = {"number": head.number + 1, "at": now(), "by": "hana", "what": "retired", "subject": "refund"}
    c.execute(acts.insert().values(row | {"body": {}, "leaf": 0, "digest": "0" * 64}))


def remove_entry(c, one):
    c.execute(delete(log).where(log.c.number == 3))


def cut_log(c, one):
    size = sequence.size(c)
    c.execute(delete(log).where(log.c.number > size - 2))


def cut_all_of_it(c, one):
    """The last batch taken away everywhere, as if it had never been."""
    last = c.execute(select(log).order_by(log.c.number.desc()).limit(1)).one()
    c.execute(delete(log).where(log.c.number == last.number))
    c.execute(delete(journal).where(journal.c.ticket == last.of, journal.c.leaf == last.number))


def swap_entries(c, one):
    rows = {n: dict(c.execute(select(log).where(log.c.number == n)).mappings().one()) for n in (1, 2)}
    for here, there in ((1, 2), (2, 1)):
        wanted = {name: rows[there][name] for name in ("kind", "of", "last", "digest")}
        c.execute(update(log).where(log.c.number == here).values(wanted))


def change_node(c, one):
    c.execute(update(log).where(log.c.number == 4).values(node="0" * 64))


def log_anew(c, one):
    """Everything rewritten that can be without the key: the event, its chain, and the whole log."""
    rewrite_chain(c, one)
    tree = merkle.Growing()
    for row in c.execute(select(log).order_by(log.c.number)).mappings().all():
        made = dict(row)
        if row["kind"] == "ticket":
            at = journal.c.ticket == row["of"], journal.c.number == row["last"]
            made["digest"] = c.scalar(select(journal.c.digest).where(*at))
        change = update(log).where(log.c.number == row["number"])
        c.execute(change.values(digest=made["digest"], node=tree.add(sequence.data(made)).hex()))


def remove_checkpoint(c, one):
    c.execute(delete(checkpoint).where(checkpoint.c.size == select(func.min(checkpoint.c.size)).scalar_subquery()))


def remove_checkpoints(c, one):
    c.execute(delete(checkpoint))


def change_checkpoint(c, one):
    c.execute(update(checkpoint).values(root="0" * 64))


def forge_signature(c, one):
    row = checkpoints.newest(c)
    note = notes.opened(row.note, keys.known(c))
    forged = notes.sign(note, keys.Ed25519PrivateKey.generate())
    c.execute(update(checkpoint).where(checkpoint.c.size == row.size).values(note=forged))


def bring_own_key(c, one):
    """A key of somebody else's that is written among ours, and signs."""
    mine, row = keys.Ed25519PrivateKey.generate(), checkpoints.newest(c)
    public = notes.public_of(mine)
    written = keys.base64.b64encode(public).decode()
    c.execute(insert(key_rows).values(id=notes.id_of(public), public=written, at=now()))
    note = notes.opened(row.note, keys.known(c))
    change = update(checkpoint).where(checkpoint.c.size == row.size)
    c.execute(change.values(note=notes.sign(note, mine), key=notes.id_of(public)))


def remove_key(c, one):
    c.execute(delete(key_rows))


def change_version(c, one):
    text = c.scalar(select(version.c.text).where(version.c.process == "refund"))
    c.execute(update(version).where(version.c.process == "refund").values(text=text.replace("5000", "9000")))


def change_table(c, one):
    c.execute(update(version).where(version.c.process == "refund").values(files={"other.csv": "a"}))


def change_reason(c, one):
    c.execute(update(version).where(version.c.process == "refund").values(reason="as agreed"))


def change_hash(c, one):
    c.execute(update(version).where(version.c.process == "refund").values(hash="0" * 64))


def change_evidence(c, one):
    known = c.scalar(select(version.c.evidence).where(version.c.process == "refund"))
    known["examples"][0]["passed"] = False
    c.execute(update(version).where(version.c.process == "refund").values(evidence=known))


def lose_evidence(c, one):
    c.execute(update(version).where(version.c.process == "refund").values(evidence=None))


def invent_version(c, one):
    row = dict(c.execute(select(version).where(version.c.process == "refund")).mappings().one())
    c.execute(insert(version).values(row | {"id": 999, "number": 2}))
    c.execute(update(process).where(process.c.id == "refund").values(version=999, number=2))


def switch_four_eyes(c, one):
    c.execute(update(process).where(process.c.id == "refund").values(four_eyes=True))


def shorten_retention(c, one):
    c.execute(update(process).where(process.c.id == "refund").values(retention=1))


def give_role(c, one):
    c.execute(insert(holding).values(role="process-admin", person="ana"))


def bring_back_person(c, one):
    c.execute(update(person).where(person.c.id == "ana").values(active=False))


def forget_file(c, one):
    c.execute(delete(files))


CORRUPTIONS = {
    flip_answer: "chain", flip_comment: "chain", flip_public: "chain", change_fact: "chain", change_actor: "chain",
    change_time: "chain", change_kind: "chain", remove_event: "numbers", cut_events: "log", swap_events: "chain",
    take_salt: "chain", erase_by_hand: "chain", rewrite_chain: "log", decide_unasked: "decisions",
    decide_oneself: "decisions", hide_from_log: "log", change_row: "rows", remove_row: "rows", invent_row: "events",
    ask_nobody: "rows", see_more: "rows", change_act: "acts", change_name_in_act: "acts", forget_name_in_act: "acts",
    forget_names_in_act: "acts", erase_name_by_hand: "people", remove_act: "acts", cut_acts: "keys", invent_act: "acts",
    remove_entry: "log", cut_log: "checkpoints", cut_all_of_it: "checkpoints", swap_entries: "log", change_node: "log",
    log_anew: "checkpoints", remove_checkpoint: "checkpoints", remove_checkpoints: "checkpoints",
    change_checkpoint: "checkpoints", forge_signature: "checkpoints", bring_own_key: "keys", remove_key: "keys",
    change_version: "versions", change_table: "versions", change_reason: "versions", change_hash: "versions",
    change_evidence: "versions", lose_evidence: "versions", invent_version: "versions",
    switch_four_eyes: "processes", shorten_retention: "processes", give_role: "people", bring_back_person: "people",
    forget_file: "files",
}  # fmt: skip
"""What is done to the database, and the check that must tell of it (others may as well)."""
