"""Checks a proof of one thing: that a ticket or an act is in the log, or that the log only grew; reads kept checkpoints.

A part of the stand-alone verifier.
"""

from __future__ import annotations

import base64
import hashlib
import json

from app.audit.deciding import UNREADABLE
from app.audit.proofs import Bad, act_fault, canonical, event_fault, need, opened, sha

PROOF = "waybill proof 1"
SYSLOG = "waybill: checkpoint "


def exact(text):
    """A number with a point, which only a directory gives: it is hashed and read as the text of its shortest form."""
    return repr(float(text))


def no_number(text):
    raise ValueError(f"{text} is no number")


def parent(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def included(data, number, size, path, root):
    """RFC 9162, 2.1.3.2: entry `number` is among `size` entries with this root."""
    at, last, whole = number - 1, size - 1, hashlib.sha256(b"\0" + data).digest()
    for beside in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            whole = parent(beside, whole)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            whole = parent(whole, beside)
        at, last = at >> 1, last >> 1
    return 0 < number <= size and last == 0 and whole == root


def consistent(first, size, first_root, root, path):
    """RFC 9162, 2.1.4.2: `first` entries with their root are the beginning of `size` entries with theirs."""
    if first == size:
        return not path and first_root == root
    path = ([first_root] if first & -first == first else []) + list(path)
    if not (0 < first < size and path):
        return False
    at, last = (first - 1) // (first & -first), (size - 1) // (first & -first)
    smaller = larger = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            smaller, larger = parent(beside, smaller), parent(beside, larger)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            larger = parent(larger, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and smaller == first_root and larger == root


# -- checkpoints that were kept elsewhere --------------------------------------------------------------------------------


def kept(files, keys):
    """(place, what is signed, size before it) of each checkpoint in files kept elsewhere. A message that says of itself
    that it continues one that is there as well must do so."""
    for file in files:
        roots = {}
        with open(file, encoding="utf-8", errors="replace") as lines:
            for number, (note, head) in enumerate(messages(lines), 1):
                place = f"{file}, checkpoint {number}"
                signed = opened(note, keys, place)
                old = int(head[0]) if head else 0
                path = hashes(head[1:])
                grew = [consistent(old, signed[0], root, signed[1], path) for root in roots.get(old, ())]
                need(not grew or any(grew), place, f"it does not continue the checkpoint of {old} entries before it")
                roots.setdefault(signed[0], []).append(signed[1])
                yield place, signed


def messages(lines):
    """(note, [size before, hashes …]) of each message in a file to which they were appended, or in lines of syslog."""
    found = []
    for line in lines:
        if SYSLOG in line:
            yield unfolded(line.split(SYSLOG, 1)[1].split())
        elif found or line.strip():
            found.append(line)
        if found and line.startswith("\u2014 "):
            has_head = found[0].startswith("old ") and "\n" in found
            cut = found.index("\n") if has_head else 0
            yield "".join(found[cut + has_head :]), [found[0][4:].strip(), *map(str.strip, found[1:cut])] if has_head else []
            found = []


def unfolded(words):
    """A message that was sent as one line."""
    end = max(words.index("\u2014") if "\u2014" in words else 0, 7)
    size, root, *times = words[end - 6 : end]
    text = "\n".join([words[end - 7], size, root, " ".join(times[:2]), " ".join(times[2:])])
    return f"{text}\n\n{' '.join(words[end:])}\n", words[1 : end - 7]


def hashes(texts):
    return [base64.b64decode(each, validate=True) for each in texts]


# -- proofs of one thing -------------------------------------------------------------------------------------------------


class Proof:
    """A proof file, checked; `lines` say what it proves, `seen` the same for a program."""

    def __init__(self, path, keys=(), anchors=()):
        self.path, self.wanted, self.anchors, self.notes = str(path), keys, anchors, []
        self.lines, self.seen = [], {}

    def run(self):
        try:
            with open(self.path, encoding="utf-8") as file:
                self.raw = json.load(file, parse_float=exact, parse_constant=no_number)
            need(self.raw["format"] == PROOF, self.path, "it is no proof of a format this verifier knows")
            self.signatures()
            {"growth": self.growth, "ticket": self.entry, "act": self.entry}[self.raw["proves"]]()
            self.elsewhere()
        except (*UNREADABLE, OSError) as error:
            raise Bad(self.path, f"it cannot be read ({type(error).__name__}: {error})") from None
        return self.seen

    def signatures(self):
        self.keys = {one["id"]: base64.b64decode(one["public"], validate=True) for one in self.raw["keys"]}
        for name, public in self.keys.items():
            need(sha(public) == name, self.path, f"{name[:12]}\u2026 is not the key it is called")
        self.signed = [opened(note, self.keys, self.path) for note in self.raw["checkpoints"]]
        for *_rest, key in self.signed:
            need(not self.wanted or key in self.wanted, self.path, f"it is signed by {key}, not by the key you named")

    def growth(self):
        (first, one, *_), (size, other, *_) = self.signed
        grew = consistent(first, size, one, other, hashes(self.raw["path"]))
        need(grew, self.path, f"the {first} entries signed first are not the beginning of the {size} signed later")
        self.seen = {"proves": "growth", "first": first, "size": size}
        self.lines.append(f"the log of {first} entries is the beginning of the log of {size} entries: it only grew")

    def entry(self):
        (size, root, time, *_), entry, head = self.signed[0], self.raw["entry"], self.raw["before"]
        kind, rows = self.raw["proves"], self.raw["rows"]
        data = canonical({name: entry[name] for name in ("kind", "of", "last", "digest")})
        is_there = included(data, entry["number"], size, hashes(self.raw["path"]), root)
        need(is_there, self.path, f"it is not entry {entry['number']} of the {size} entries that are signed")
        need(entry["kind"] == kind and rows, self.path, f"its entry of the log is about {entry['kind']}")
        first, fault = rows[0]["number"], event_fault if kind == "ticket" else act_fault
        for number, row in enumerate(rows, first):
            what = f"event {number} of ticket {entry['of']}" if kind == "ticket" else f"act {number}"
            need(row["number"] == number, self.path, f"{what} is missing")
            need(kind == "act" or row["ticket"] == entry["of"], self.path, f"{what} names another ticket")
            wrong = fault(head, row)
            need(not wrong, self.path, f"{what}: {wrong}")
            head = row["digest"]
            self.lines.append(f"{what}: {row.get('type') or row['what']} by {row['by']} at {row['at']}{hidden(row)}")
        ends = first + len(rows) - 1, head
        need(ends == (entry["last"], entry["digest"]), self.path, "its rows do not end in the entry of the log")
        self.seen = {"proves": kind, "of": entry["of"], "first": first, "last": entry["last"], "size": size}
        self.lines.append(f"this is entry {entry['number']} of the log of {size} entries, signed at {time}")

    def elsewhere(self):
        """What is signed is what was kept elsewhere; of a log that grew, one of the two is enough."""
        told = list(kept(self.anchors, self.keys))
        self.seen["anchored"] = 0
        for size, root, *_rest in self.signed:
            same = [(place, signed) for place, signed in told if signed[0] == size]
            need(not same or any(signed[1] == root for _place, signed in same), self.path,
                 f"{same and same[0][0]} is of {size} entries as well and has another root")  # fmt: skip
            self.seen["anchored"] += bool(same)
        sizes = ", ".join(str(size) for size, *_rest in self.signed)
        need(self.seen["anchored"] or not self.anchors, self.path, f"no checkpoint of {sizes} entries was kept elsewhere")
        if not self.anchors:
            self.lines.append(f"signed by {self.signed[0][-1]}; compare with a checkpoint kept elsewhere (--anchor)")


def hidden(row):
    return "" if row["private"] is None or row["salt"] else ", personal values not shown"
