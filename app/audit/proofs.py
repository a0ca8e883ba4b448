"""Hashes and signatures of a bundle, checked with the standard library alone: chains, the tree of the log, Ed25519.

This file is the first part of the `verify.py` in a bundle and runs on Python 3.9.
"""

from __future__ import annotations

import base64
import hashlib
import json

START, EVENT, ACT, PRIVATE = "0" * 64, b"waybill/event/1\n", b"waybill/act/1\n", b"waybill/private/1\n"
PARTS = b"waybill/parts/1\n"
UNLINKED = "its digest does not follow from what is before it and in it"
PERSONAL = ("answers", "changes", "comment", "text")
BLANK = {"Saved": ("answers", {}), "Submitted": ("answers", {}), "Changed": ("changes", {}),
         "Commented": ("text", ""), "Notified": ("text", ""), "Moved": ("answers", {})}  # fmt: skip


class Bad(Exception):
    """The first place where something does not hold."""

    def __init__(self, place, wrong):
        super().__init__(f"{place}: {wrong}")
        self.place, self.wrong = place, wrong


def need(holds, place, wrong):
    if not holds:
        raise Bad(place, wrong)


# -- hashes: the chain of a ticket, the tree of the log ----------------------------------------------------------------


def sha(data):
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """The one way to write a JSON value that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def link(previous, entry, domain):
    return sha(domain + bytes.fromhex(previous) + canonical(entry))


def committed(salt, value):
    return sha(PRIVATE + bytes.fromhex(salt) + canonical(value))


def fault(row, private, blank):
    """What is wrong with the personal parts of a stored row; `blank`: nothing personal is left in it."""
    if row["private"] is not None and row["salt"] is None:
        return None if blank else "it was erased, and something personal is in it"
    if private and row["salt"] is None:
        return "its personal values have no commitment"
    if private and committed(row["salt"], private) != row["private"]:
        return "its personal values or facts are not what was committed to"
    return "its personal values are gone" if row["private"] and not private else None


def event_fault(head, row):
    """What is wrong with an event that follows the digest `head`."""
    body, facts = row["body"], row["facts"]
    public = {name: value for name, value in body.items() if name not in PERSONAL}
    private = {name: body[name] for name in PERSONAL if name in body}
    left = dict([BLANK[body["type"]]]) if body["type"] in BLANK else {}
    wrong = fault(row, dict(private, facts=facts) if facts else private, private == left and not facts)
    entry = {name: row[name] for name in ("number", "version", "at", "by", "private")}
    entry.update(first=facts is not None, body=public)
    if wrong or row["type"] != body["type"]:
        return wrong or "it names another type than its body"
    return None if link(head, entry, EVENT) == row["digest"] else UNLINKED


def torn(row):
    """What is wrong with the personal parts of an act: each has a commitment of its own, which stays when it is erased. Acts
    from before 0005 have one salt and one commitment for all."""
    if row["salt"] is not None or not row["personal"]:
        return fault(row, row["personal"], not row["personal"])
    each = {name: part.get("gone") or committed(part["salt"], part["value"]) for name, part in row["personal"].items()}
    return None if sha(PARTS + canonical(each)) == row["private"] else "its personal values are not what was committed to"


def act_fault(head, row):
    """The same of an act of an administrator."""
    entry = {name: row[name] for name in ("number", "by", "what", "subject", "body", "at", "private")}
    if wrong := torn(row):
        return wrong
    return None if link(head, entry, ACT) == row["digest"] else UNLINKED


class Tree:
    """The Merkle tree of RFC 9162, growing."""

    def __init__(self):
        self.tops, self.size = [], 0

    def add(self, data):
        count, whole = 1, hashlib.sha256(b"\0" + data).digest()
        while self.tops and self.tops[-1][0] == count:
            whole = hashlib.sha256(b"\1" + self.tops.pop()[1] + whole).digest()
            count *= 2
        self.tops.append((count, whole))
        self.size += 1

    def root(self):
        whole = None
        for _count, each in reversed(self.tops):
            whole = each if whole is None else hashlib.sha256(b"\1" + each + whole).digest()
        return whole


# -- signatures: Ed25519 as in RFC 8032 --------------------------------------------------------------------------------

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point(data):
    """The curve point that 32 bytes stand for, as (X, Y, Z, T); None for none."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def plus(one, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, message, signature):
    """Whether `signature` is of `message` by the key `public`."""
    key = point(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = P - key[0], key[1], 1, P - key[3]
    sums, found = {(1, 0): BASE, (0, 1): minus, (1, 1): plus(BASE, minus)}, (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        found = plus(found, found)
        which = s >> bit & 1, k >> bit & 1
        found = plus(found, sums[which]) if which in sums else found
    inverse = pow(found[2], P - 2, P)
    x, y = found[0] * inverse % P, found[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def opened(note, keys, place):
    """(size, root, time, size of the one before, key) of a signed checkpoint."""
    text, _gap, signatures = note.partition("\n\n")
    try:
        origin, size, root, time, previous = text.split("\n")
        found = int(size), base64.b64decode(root, validate=True), time[5:], int(previous[9:])
        lines = [line.split(" ") for line in signatures.splitlines()]
        given = [base64.b64decode(line[2], validate=True) for line in lines if line[:2] == ["\u2014", origin]]
    except (ValueError, IndexError):
        raise Bad(place, "it cannot be read") from None
    exact = f"{origin}\n{found[0]}\n{base64.b64encode(found[1]).decode()}\ntime {found[2]}\nprevious {found[3]}"
    need(text == exact, place, "it is not written as it must be")
    for name, public in keys.items():
        hint = hashlib.sha256(origin.encode() + b"\n\1" + public).digest()[:4]
        if any(one[:4] == hint and signed(public, f"{text}\n".encode(), one[4:]) for one in given):
            return (*found, name)
    raise Bad(place, "no key of the bundle has signed it: it is forged")
