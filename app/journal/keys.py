"""The key that signs checkpoints: a file that only the account of the server reads, and the public halves for ever."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from app.db import insert_once, now
from app.journal import admin, notes
from app.journal.rows import key


class WrongKey(Exception):
    """The key file cannot be used; the message says what to do."""


def private(path: Path) -> Ed25519PrivateKey:
    """The key in the file; made at first use."""
    try:
        if path.stat().st_mode & 0o077:
            raise WrongKey(f"{path} can be read by others: `chmod 600` it, then `waybill seal --new-key`")
    except FileNotFoundError:
        make(path)
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text("ascii"), validate=True))
    except (OSError, ValueError) as error:
        raise WrongKey(
            f"{path} holds no key ({error}): bring it back, or move it away for `waybill seal` to make one"
        ) from None


def make(path: Path) -> None:
    """Write a new key to the file, unless somebody was faster. Whole or not at all: it appears under its name when done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def renew(path: Path) -> None:
    """Put a new key in the place of the one there is; its public half stays known."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    make(new)
    os.replace(new, path)


def known(c: Connection) -> dict[str, bytes]:
    """The public keys of the log, by id."""
    return {row.id: base64.b64decode(row.public) for row in c.execute(select(key).order_by(key.c.at))}


def introduce(c: Connection, private: Ed25519PrivateKey) -> bool:
    """Keep the public half, and that this key signs from now on as an act; nothing when it is known."""
    public, before = notes.public_of(private), list(known(c))
    id = notes.id_of(public)
    if id in before:
        return False
    at, written = now(), base64.b64encode(public).decode()
    if not insert_once(c, key, {"id": id, "public": written, "at": at}):
        return False
    body = {"key": id, "public": written, "before": before[-1] if before else None}
    admin.note(c, "key", admin.COMMAND_LINE, body=body, at=at)
    return True
