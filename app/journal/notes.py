"""Signed checkpoints as text, in the manner of C2SP tlog-checkpoint and signed-note: Ed25519 over a few lines."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DASH = "\u2014"
"""What a signature line begins with."""
ED25519 = b"\x01"
"""The sort of key, as signed-note numbers them."""


class Forged(ValueError):
    """A note that is none, or that nobody we know has signed."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a checkpoint says: so many entries have this root, at this time; `previous` is the size of the one before, so
    that none can be left out; `key` is the id of who signed."""

    origin: str
    size: int
    root: bytes
    at: str
    previous: int = 0
    key: str = ""

    def text(self) -> str:
        """The lines that are signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\ntime {self.at}\nprevious {self.previous}\n"


def public_of(private: Ed25519PrivateKey) -> bytes:
    """The 32 bytes everybody may know."""
    return private.public_key().public_bytes_raw()


def id_of(public: bytes) -> str:
    """How a key is called: the SHA-256 of its public bytes."""
    return hashlib.sha256(public).hexdigest()


def hint(name: str, public: bytes) -> bytes:
    """The four bytes before a signature by which its key is found."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def sign(note: Note, private: Ed25519PrivateKey) -> str:
    """The whole text of a checkpoint."""
    text = note.text()
    signature = hint(note.origin, public_of(private)) + private.sign(text.encode())
    return f"{text}\n{DASH} {note.origin} {base64.b64encode(signature).decode()}\n"


def opened(whole: str, keys: Mapping[str, bytes]) -> Note:
    """What a checkpoint says, when one of `keys` (id -> public bytes) has signed it; Forged otherwise."""
    text, gap, signatures = whole.partition("\n\n")
    try:
        origin, size, root, time, previous = text.split("\n")
        before = int(previous.removeprefix("previous "))
        note = Note(origin, int(size), base64.b64decode(root, validate=True), time.removeprefix("time "), before)
        lines = [line.split(" ") for line in signatures.splitlines()]
        given = [base64.b64decode(line[2], validate=True) for line in lines if line[:2] == [DASH, origin]]
    except (ValueError, IndexError, binascii.Error):
        raise Forged("it cannot be read") from None
    if not gap or note.text() != f"{text}\n":
        raise Forged("it is not written as we write it")
    for id, public in keys.items():
        if any(is_signed(text, public, one[4:]) for one in given if one[:4] == hint(origin, public)):
            return replace(note, key=id)
    raise Forged("no key of the log has signed it")


def is_signed(text: str, public: bytes, signature: bytes) -> bool:
    """Whether the signature is of this text by this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, f"{text}\n".encode())
    except InvalidSignature:
        return False
    return True
