"""The log and its checkpoints: no gap, every entry is what happened, every signed root is the root of the entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select

from app.journal import admin, chain, export, keys, merkle, notes, sequence
from app.journal.rows import act, journal, log
from app.tickets.checks.breach import Breach, Look
from app.tickets.checks.kept import Signed, anchored, fault, put_back

Row = Mapping[str, object]
Wanted = dict[int, list[Signed]]
"""By size of the log: everything that was signed about it."""


def acts(look: Look) -> Iterator[Breach]:
    """The acts of administrators are numbered and chained without a gap; the first that is not is told."""
    head = chain.START
    named, whole = erasures(look)
    for wanted, row in enumerate(raw_acts(look), 1):
        look.seen["acts"] += 1
        wrong = admin.fault(head, row) if row["number"] == wanted else f"it is missing: after it comes {row['number']}"
        if not wrong and row["leaf"] is None:
            wrong = "it waits for no place in the log"
        if not wrong and row["number"] not in whole and admin.gone(row) - named.get(row["number"], set()):
            wrong = "personal values are gone from it, and no act erased them"
        if wrong:
            yield Breach("acts", f"act {wanted}", wrong)
            return
        head = row["digest"]


def erasures(look: Look) -> tuple[dict[int, set[str]], set[int]]:
    """About whom acts say that they took something out of an act; and acts that lost all they had, as older ones do."""
    named, whole = {}, set()
    for row in look.c.execute(select(act).where(act.c.what == "erased-person")).mappings():
        for number in row["body"]["acts"]:
            named.setdefault(number, set()).add(row["subject"])
        whole |= set(row["body"]["whole"])
    return named, whole


def raw_acts(look: Look) -> Iterator[Row]:
    """Every act as it is stored, piece by piece."""
    above = 0
    query = select(act).order_by(act.c.number).limit(export.PIECE)
    while rows := look.c.execute(query.where(act.c.number > above)).mappings().all():
        yield from rows
        above = rows[-1]["number"]


def entries(look: Look) -> Iterator[Breach]:
    """The log itself, and everything that was signed about it."""
    wanted, found = signed(look)
    yield from found
    tree = merkle.Growing()
    for row in joined(look):
        if row["number"] != tree.size + 1:
            yield Breach("log", f"entry {tree.size + 1}", f"it is missing: after it comes entry {row['number']}")
            return
        yield from entry(row, tree)
        look.seen["log"] += 1
        yield from rooted(look, wanted.pop(tree.size, []), tree)
    for size, about in sorted(wanted.items()):
        for one in about:
            yield from fault(look, one, f"it signs {size} entries, and the log has {tree.size}: it was cut off")
    yield from put_back(look)
    yield from outside(look)


def entry(row: Row, tree: merkle.Growing) -> Iterator[Breach]:
    """One entry is about what is stored, and the hash that is kept with it follows."""
    place = f"entry {row['number']}"
    about = f"act {row['last']}" if row["kind"] == "act" else f"ticket {row['of']}, event {row['last']}"
    if row["stored"] is None:
        yield Breach("log", place, f"{about}, which it is about, is not there")
    elif row["stored"] != row["digest"]:
        yield Breach("log", place, f"{about} has another digest than when it was logged")
    elif row["leaf"] != row["number"]:
        yield Breach("log", place, f"{about} says that its entry is {row['leaf']}")
    if tree.add(sequence.data(row)).hex() != row["node"]:
        yield Breach("log", place, "the hash kept with it does not follow from the entries")


def rooted(look: Look, about: list[Signed], tree: merkle.Growing) -> Iterator[Breach]:
    """What was signed about the log up to here is its root."""
    for one in about:
        if tree.root().hex() != one.root:
            yield from fault(look, one, f"the first {tree.size} entries have another root than it signs")


def joined(look: Look) -> Iterator[Row]:
    """Every entry with the digest and the place that what it is about has now."""
    of_ticket = (journal.c.ticket == log.c.of) & (journal.c.number == log.c.last) & (log.c.kind == "ticket")
    of_act = (act.c.number == log.c.last) & (log.c.kind == "act")
    columns = func.coalesce(journal.c.digest, act.c.digest), func.coalesce(journal.c.leaf, act.c.leaf)
    query = select(log, columns[0].label("stored"), columns[1].label("leaf"))
    query = query.select_from(log.outerjoin(journal, of_ticket).outerjoin(act, of_act)).order_by(log.c.number)
    above = 0
    while rows := look.c.execute(query.where(log.c.number > above).limit(export.PIECE)).mappings().all():
        yield from rows
        above = rows[-1]["number"]


def outside(look: Look) -> Iterator[Breach]:
    """What says that it is in the log and is not."""
    there = select(log.c.number).where(log.c.kind == "ticket", log.c.of == journal.c.ticket, log.c.last == journal.c.number)
    query = select(journal.c.ticket, journal.c.number).where(journal.c.leaf > 0, ~there.exists())
    for row in look.c.execute(query.order_by(journal.c.ticket, journal.c.number).limit(export.PIECE)):
        yield Breach("log", f"ticket {row.ticket}, event {row.number}", "the log has no entry of it any more")
    there = select(log.c.number).where(log.c.kind == "act", log.c.last == act.c.number)
    for number in look.c.scalars(select(act.c.number).where(act.c.leaf > 0, ~there.exists()).limit(export.PIECE)):
        yield Breach("log", f"act {number}", "the log has no entry of it any more")


def signed(look: Look) -> tuple[Wanted, list[Breach]]:
    """Roots by size that were signed, by our checkpoints and by anchors; and what is wrong with the signatures."""
    known, wanted, found, before = keys.known(look.c), {}, [], 0
    found += strangers(look, known)
    for row in export.checkpoints(look.c):
        place = f"checkpoint of {row['size']} entries"
        look.seen["checkpoints"] += 1
        try:
            note = notes.opened(row["note"], known)
        except notes.Forged as forged:
            found.append(Breach("checkpoints", place, str(forged)))
            continue
        if (note.size, note.root.hex(), note.key) != (row["size"], row["root"], row["key"]):
            found.append(Breach("checkpoints", place, "its row says something else than what is signed"))
        if note.previous != before:
            found.append(Breach("checkpoints", place, f"the one before it, of {note.previous} entries, is missing"))
        before = row["size"]
        wanted.setdefault(note.size, []).append(Signed("checkpoints", place, note.root.hex()))
    if known and not look.seen["checkpoints"]:
        found.append(Breach("checkpoints", "all of them", "a key has signed, and there is none"))
    for one in anchored(look):
        if isinstance(one, Breach):
            found.append(one)
        else:
            wanted.setdefault(one.note.size, []).append(one)
    return wanted, found


def strangers(look: Look, known: dict[str, bytes]) -> Iterator[Breach]:
    """Keys are those that acts brought in, and are what they are called."""
    told = {row["body"].get("key") for row in raw_acts(look) if row["what"] == "key"}
    for id, public in known.items():
        if notes.id_of(public) != id:
            yield Breach("keys", id[:12], "it is not the key it is called")
        elif id not in told:
            yield Breach("keys", id[:12], "no act brought it in")
    for id in sorted(told - known.keys()):
        yield Breach("keys", str(id)[:12], "an act brought it in, and it is gone")
