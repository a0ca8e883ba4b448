"""Verifies an auditor's bundle.

python3 -I verify.py BUNDLE.zip [--key ID] [--anchor FILE] [--json], or PROOF.json in the place of the bundle

It needs Python 3.9 or later and nothing else. `--key` names a public key (its SHA-256) that must have signed everything,
`--anchor` a file of checkpoints that were kept elsewhere. Ends with 0 when everything holds, else with 1 and the first
place where something does not. What it checks and what it cannot is told in `docs/audit.md` of Waybill.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import zipfile
import zlib

from app.audit.deciding import UNREADABLE, Replay, Rules
from app.audit.proofs import START, Bad, Tree, act_fault, canonical, event_fault, need, opened, sha
from app.audit.proving import Proof, exact, kept, no_number

FORMAT = "waybill bundle 1"
UNPACKING = (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError)


class Bundle:
    """The files of a bundle; reading one is checked against the manifest."""

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
        except UNPACKING as error:
            raise Bad(str(path), f"it is no bundle or was damaged ({error})") from None
        names = self.zip.namelist()
        need(len(names) == len(set(names)), str(path), "it has a file twice")
        self.manifest = self.json("manifest.json")
        need(self.manifest.get("format") == FORMAT, "manifest.json", "it is of another format than this verifier knows")
        self.hashes = self.manifest["files"]
        for name in sorted(set(self.hashes) | set(names) - {"manifest.json"}):
            need(name in names, name, "the manifest names it, and it is missing")
            need(name in self.hashes, name, "it is there, and the manifest does not name it")
            need(sha(self.data(name)) == self.hashes[name], name, "it was changed: its SHA-256 is not that of the manifest")

    def data(self, name):
        try:
            return self.zip.read(name)
        except UNPACKING as error:
            raise Bad(name, f"it cannot be unpacked: it is missing or was damaged ({error})") from None

    def json(self, name):
        try:
            return json.loads(self.data(name), parse_float=exact, parse_constant=no_number)
        except UNREADABLE as error:
            raise Bad(name, f"it cannot be read ({error})") from None

    def lines(self, name):
        """(place, value) of each line."""
        for number, line in enumerate(self.data(name).splitlines(), 1):
            place = f"{name}, line {number}"
            try:
                yield place, json.loads(line, parse_float=exact, parse_constant=no_number)
            except UNREADABLE as error:
                raise Bad(place, f"it cannot be read ({error})") from None

    def named(self, start):
        return sorted(name for name in self.hashes if name.startswith(start))


class Check:
    """Everything that is checked, in order; `seen` counts."""

    def __init__(self, path, keys=(), anchors=()):
        self.wanted, self.anchors, self.path = keys, anchors, path
        self.seen = dict.fromkeys(("versions", "checkpoints", "acts", "log", "signed", "tickets", "events", "decisions"), 0)
        self.seen.update(erased=0, rederived=0, files=0, missing=0)
        self.counts, self.ended, self.published, self.attached = {}, {}, {}, {}
        self.restored, self.notes, self.moves, self.early = [], [], {}, []

    def run(self):
        try:
            self.bundle = Bundle(self.path)
            self.query = self.bundle.manifest["query"]
            self.whole = self.query["process"] is None
            self.query["tickets"], self.query["log"], self.query["carried"]
        except UNREADABLE as error:
            raise Bad("manifest.json", f"it cannot be read ({type(error).__name__}: {error})") from None
        for part in (self.versions, self.signatures, self.acts, self.log, self.tickets, self.files, self.totals):
            if part in (self.versions, self.totals) or self.query["tickets"]:
                try:
                    part()
                except (*UNREADABLE, OSError) as error:
                    raise Bad(part.__name__, f"it cannot be read ({type(error).__name__}: {error})") from None
        return self.seen

    def versions(self):
        self.known, counted = {}, {}
        for one in self.bundle.json("versions.json"):
            start = f"processes/{one['process']}/{one['number']}"
            counted[one["process"]] = counted.get(one["process"], 0) + 1
            wanted = f"processes/{one['process']}/{counted[one['process']]}"
            need(one["number"] == counted[one["process"]], f"{wanted}.way", "this version is missing")
            need(sha(self.bundle.data(f"{start}.way")) == one["text"], f"{start}.way", "it is not the text of the version")
            for name, digest in one["files"].items():
                need(sha(self.bundle.data(f"{start}/{name}")) == digest, f"{start}/{name}", "it is not that of the version")
            rules = self.bundle.json(f"{start}.rules.json")
            need(rules["text"] == one["text"], f"{start}.rules.json", "it belongs to another text")
            self.known[one["id"]] = dict(one, rules=Rules(rules), place=f"{start}.way")
            self.counts[one["id"]] = {"tickets": 0, "events": 0, "decisions": 0}
            self.seen["versions"] += 1
        for name, wanted in self.bundle.manifest["totals"]["versions"].items():
            is_there = counted.pop(name, 0) == wanted
            need(is_there, f"processes/{name}/{wanted}.way", "the manifest counts it, and it is missing")
        need(not counted, "manifest.json", f"it does not count the versions of {sorted(counted)}")

    def signatures(self):
        self.keys = {one["id"]: base64.b64decode(one["public"], validate=True) for one in self.bundle.json("keys.json")}
        self.roots, before = {}, 0
        for name, public in self.keys.items():
            need(sha(public) == name, "keys.json", f"{name[:12]}\u2026 is not the key it is called")
        for place, row in self.bundle.lines("checkpoints.jsonl"):
            size, root, _time, previous, key = opened(row["note"], self.keys, place)
            need(not self.wanted or key in self.wanted, place, f"it is signed by {key}, not by the key you named")
            need(previous == before and size > before, place, f"the checkpoint before it, of {previous} entries, is missing")
            self.roots.setdefault(size, []).append((place, root, None))
            before = self.seen["signed"] = size
            self.seen["checkpoints"] += 1
        for place, (size, root, time, *_rest) in kept(self.anchors, self.keys):
            if size <= self.query["carried"]:
                self.roots.setdefault(size, []).append((place, root, time))
            elif time <= self.query["at"]:
                self.early.append((place, size, root, time))
        if not self.seen["checkpoints"]:
            self.notes.append("nothing in it is signed: it shows what was sent, not that it is what was recorded")
        signed, log = self.seen["signed"], self.query["log"]
        need(not self.wanted or signed >= log, "checkpoints.jsonl", f"{log - signed} entries are signed by nobody")

    def acts(self):
        head, self.digests = START, []
        for place, row in self.bundle.lines("acts.jsonl"):
            number = len(self.digests) + 1
            need(row["number"] == number, place, f"act {number} is missing: after it comes {row['number']}")
            wrong = act_fault(head, row)
            need(not wrong, place, f"act {number}: {wrong}")
            head = row["digest"]
            self.digests.append(head)
            if row["what"] in ("moved", "moved-back"):
                self.moves[number] = row
            if row["what"] == "restored":
                self.restored.append(row)
            if row["what"] == "published":
                self.published[row["body"]["version"]] = row
        self.seen["acts"] = len(self.digests)
        for id, row in sorted(self.published.items()):
            if self.whole or row["subject"] == self.query["process"]:
                place = f"processes/{row['subject']}/{row['body']['number']}.way"
                need(id in self.known, place, "it was published by an act, and it is missing")
        for id, one in self.known.items():
            row = self.published.get(id)
            need(row, one["place"], "no act published it")
            body = dict(row["body"], process=row["subject"], by=row["by"], at=row["at"], id=id)
            for name in ("process", "number", "text", "files", "hash", "reason", "author", "by", "at"):
                need(body[name] == one[name], one["place"], f"its {name} is not the one that was published")
            known, place = one.get("evidence"), f"versions.json, `{one['process']}` version {one['number']}"
            digest = None if known is None else sha(b"waybill/evidence/1\n" + canonical(known))
            need(digest == body.get("evidence"), place, "what was known when it was published is not what was kept")

    def log(self):
        tree, acts = Tree(), 0
        for place, row in self.bundle.lines("log.jsonl"):
            number = tree.size + 1
            need(row["number"] == number, place, f"entry {number} is missing: after it comes {row['number']}")
            tree.add(canonical({name: row[name] for name in ("kind", "of", "last", "digest")}))
            for about, root, time in self.roots.pop(number, ()):
                same = tree.root() == root or self.is_gone(about, number, root, time)
                need(same, about, f"the first {number} entries of the log have another root than it signs")
            if number > self.query["log"]:
                continue
            if row["kind"] == "act":
                acts += 1
                need(row["last"] == acts <= len(self.digests), place, f"act {row['last']} is missing or in another order")
                need(self.digests[acts - 1] == row["digest"], place, f"act {acts} had another digest when it was logged")
            else:
                self.ended.setdefault(row["of"], []).append((row["last"], row["digest"], number))
        for size, signed in sorted(self.roots.items()):
            for about, root, time in signed:
                gone = self.is_gone(about, size, root, time)
                need(gone, about, f"it signs {size} entries, and the log has {tree.size}: it was cut off")
        for place, size, root, time in self.early:
            need(
                self.is_gone(place, size, root, time),
                place,
                f"{size} entries were signed at {time}, before the moment of the bundle, which holds {tree.size}",
            )
        need(tree.size == self.query["carried"], "log.jsonl", f"it has {tree.size} entries, not {self.query['carried']}")
        need(acts == len(self.digests), "acts.jsonl", f"it has {len(self.digests)} acts, and the log {acts}")
        self.seen["log"] = tree.size

    def is_gone(self, place, size, root, time):
        """Whether a checkpoint kept elsewhere is of a history that an act says was put back from a backup."""
        for row in self.restored if time else ():
            body = row["body"]
            same = size != body["size"] or root.hex() == body["root"]
            if body["kept"] < size <= body["size"] and time < row["at"] and same:
                self.notes.append(
                    f"{place}: it is of a history that was put back on {row['at'][:16]}Z to size {body['kept']}; entries "
                    f"{body['kept'] + 1}\u2013{body['size']} of that history are gone, said so by act {row['number']}"
                )
                return True
        return False

    def tickets(self):
        rows, id = [], None
        for name in self.bundle.named("tickets/"):
            for place, row in self.bundle.lines(name):
                if row["ticket"] != id:
                    self.ticket(id, rows)
                    rows, id = [], row["ticket"]
                rows.append((place, row))
        self.ticket(id, rows)
        for id, ends in sorted(self.ended.items()):
            need(not self.whole, f"log.jsonl, line {ends[0][2]}", f"ticket {id}, which it is about, is not in the bundle")

    def ticket(self, id, rows):
        if not rows:
            return
        head, ends = START, iter(self.ended.pop(id, ()))
        version, requester, before = rows[0][1]["version"], rows[0][1]["by"], None
        need(version in self.known, rows[0][0], f"ticket {id} was decided by a version that is not in the bundle")
        erased = any(row["private"] is not None and row["salt"] is None for _place, row in rows)
        replay, counts = Replay(self.known[version]["rules"], requester), self.counts[version]
        for number, (place, row) in enumerate(rows, 1):
            where = f"ticket {id}, event {number}"
            need(row["number"] == number, place, f"{where} is missing: event {row['number']} stands in its place")
            if row["version"] != version or row["type"] == "Moved":
                before, version = self.moved(place, where, row, version, before), row["version"]
                replay.rules, counts = self.known[version]["rules"], self.counts[version]
            wrong = event_fault(head, row)
            need(not wrong, place, f"{where}: {wrong}")
            head = row["digest"]
            if number == len(rows) or rows[number][1]["facts"] is not None:
                last, digest, entry = next(ends, (None, None, None))
                need(last == number and digest == head, place, f"{where}: the log knows no batch that ends so")
                need(row["leaf"] == entry, place, f"{where} names another entry of the log than its own")
            for hash, size in attached(row["body"]):
                self.attached[hash] = place, size
            if not erased:
                replay.event(place, where, row)
            counts["events"] += 1
            if row["type"] == "Routed":
                counts["decisions"] += 1
                self.seen["erased" if erased else "rederived"] += 1
        missing = next(ends, None)
        need(missing is None, rows[-1][0], f"ticket {id}: the events after it are missing, up to {missing and missing[0]}")
        said = id in self.bundle.manifest["erased_since"] or any(row["type"] == "Erased" for _place, row in rows)
        need(said or not erased, rows[0][0], f"ticket {id}: its personal parts are gone, and nobody erased them")
        self.counts[rows[0][1]["version"]]["tickets"] += 1

    def moved(self, place, where, row, version, before):
        """The version an event takes a ticket from, `before` that its last move; an act must have asked for it."""
        body = row["body"]
        is_move = row["type"] == "Moved" and row["facts"] is not None and row["version"] in self.known
        is_move = is_move and row["version"] != version
        need(is_move, place, f"{where} is of another version, and nobody moved the ticket there")
        what = "moved-back" if body.get("back") else "moved"
        act = self.moves.get(body["act"], {"what": None})
        need(act["what"] == what and row["ticket"] in act["body"]["tickets"], place, f"{where}: no act asked for this move")
        said = act["by"], act["body"]["reason"], before if body.get("back") else act["body"]["version"]
        is_same = said == (row["by"], body["reason"], row["version"])
        need(is_same, place, f"{where}: act {body['act']} asked for another move")
        return version

    def files(self):
        """Every file that an event names, by its content; none that no event names."""
        wanted = self.attached if self.query.get("files") else {}
        missing = set(self.bundle.manifest.get("files_missing", ()))
        for hash, (place, size) in sorted(wanted.items()):
            name = f"files/{hash}"
            if name not in self.bundle.hashes:
                need(hash in missing, place, f"it names the file {hash}, which is not in the bundle")
                self.seen["missing"] += 1
                continue
            data = self.bundle.data(name)
            need(sha(data) == hash and len(data) == size, name, "it is not the content that was attached")
            self.seen["files"] += 1
        for name in self.bundle.named("files/"):
            need(name[len("files/") :] in wanted, name, "no ticket names this file")

    def totals(self):
        totals = self.bundle.manifest["totals"]
        for name in ("tickets", "events", "decisions"):
            self.seen[name] = totals[name]
            add = sum(each[name] for each in totals["by_version"].values())
            need(add == totals[name], "manifest.json", f"the {name} of the versions are {add}, not {totals[name]} together")
            for id, counts in self.counts.items():
                one = self.known[id]
                said = totals["by_version"][f"{one['process']} {one['number']}"][name]
                wrong = f"`{one['process']}` version {one['number']} has {counts[name]} {name}, not {said}"
                need(not self.query["tickets"] or said == counts[name], "manifest.json", wrong)


def attached(value):
    """(SHA-256, size) of the files named anywhere in a JSON value."""
    if isinstance(value, dict):
        if value.keys() == {"name", "hash", "size", "type"}:
            yield value["hash"], value["size"]
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from attached(each)


def summary(seen, query):
    """What was seen, for a person."""
    if not query["tickets"]:
        return f"the bundle holds: {seen['versions']} versions; it counts {seen['tickets']} tickets and shows none of them"
    unsigned = max(seen["log"] - seen["signed"], 0)
    gone = f", {seen['erased']} belong to erased tickets" if seen["erased"] else ""
    files = f"{seen['files']} attached files hold" if query.get("files") else "attached files are not in it"
    lost = f", {seen['missing']} were missing when it was made" if seen["missing"] else ""
    return (
        f"the bundle holds: {seen['versions']} versions, {seen['tickets']} tickets, {seen['events']} events, "
        f"{seen['acts']} acts, {seen['log']} entries of the log, {seen['checkpoints']} signatures; "
        f"{unsigned} entries are not signed\n"
        f"{files}{lost}\n"
        f"100 % of {seen['rederived']} decisions re-derived{gone}"
    )


def main(arguments=None):
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bundle", help="a bundle, or a proof that `waybill prove` wrote")
    parser.add_argument("--key", action="append", default=[], help="SHA-256 of a public key that may have signed")
    parser.add_argument("--anchor", action="append", default=[], help="file of checkpoints that were kept elsewhere")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    is_bundle = zipfile.is_zipfile(given.bundle) or not given.bundle.endswith(".json")
    check = (Check if is_bundle else Proof)(given.bundle, given.key, given.anchor)
    try:
        seen = check.run()
    except Bad as bad:
        print(json.dumps({"good": False, "place": bad.place, "wrong": bad.wrong}) if given.json else f"BAD {bad}")
        return 1
    lines = [*(f"NOTE {one}" for one in check.notes), summary(seen, check.query)] if is_bundle else check.lines
    print(json.dumps({"good": True, "seen": seen, "notes": check.notes}) if given.json else "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
