"""Where files lie: by the SHA-256 of their content, outside what the web server shows; known by rows of who brought them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import select

from app.db import insert_once, now, reading, transaction
from app.tickets.rows import file
from dsl.types import FileRef
from forms.messages import Wrong

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of one file."""
PIECE = 64 * 1024
STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
)
"""First bytes of the types told apart; what a browser says about a file is not believed."""


def folder() -> Path:
    """The folder of all files."""
    return current_app.extensions["waybill"].data / "files"


def path_of(hash: str) -> Path:
    """Where the content with this hash lies."""
    return folder() / hash[:2] / hash


def type_of(start: bytes) -> str:
    """The media type by content: one of STARTS, text, or just bytes."""
    for begin, media in STARTS:
        if start.startswith(begin):
            return media
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3:
            return "application/octet-stream"
    return "application/octet-stream" if b"\0" in start else "text/plain"


def keep(stream: IO[bytes], name: str, person: str) -> FileRef | Wrong:
    """Store what `stream` holds; the same content is stored once. Durable before its row is."""
    folder().mkdir(parents=True, exist_ok=True)
    number, place = tempfile.mkstemp(dir=folder())
    try:
        with open(number, "wb") as target:
            size, start, digest = copied(stream, target)
        if size > LARGEST_FILE:
            return Wrong("file-refused", {"word": name, "reason": f"> {LARGEST_FILE // 1024 // 1024} MB"})
        path_of(digest).parent.mkdir(exist_ok=True)
        os.replace(place, path_of(digest))
        for changed in (path_of(digest).parent, folder()):
            settle(changed)
    finally:
        Path(place).unlink(missing_ok=True)
    ref = FileRef(name, digest, size, type_of(start))
    remember(ref, person)
    return ref


def settle(folder: Path) -> None:
    """Wait until the disk knows what is in the folder."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def copied(stream: IO[bytes], target: IO[bytes]) -> tuple[int, bytes, str]:
    """Copy piece by piece onto the disk, no further than just over the limit: size, first bytes and SHA-256."""
    size, start, digest = 0, b"", hashlib.sha256()
    while size <= LARGEST_FILE and (piece := stream.read(PIECE)):
        size += len(piece)
        start = start or piece[:4096]
        digest.update(piece)
        target.write(piece)
    target.flush()
    os.fsync(target.fileno())
    return size, start, digest.hexdigest()


def remember(ref: FileRef, person: str) -> None:
    """Note who brought the file under which name."""
    row = {"hash": ref.hash, "person": person, "name": ref.name, "size": ref.size, "type": ref.type, "at": now()}
    with transaction() as c:
        insert_once(c, file, row)


def owns(ref: FileRef, person: str) -> bool:
    """Whether the person brought just this file: nobody attaches what somebody else has."""
    with reading() as c:
        query = select(file.c.size, file.c.type).where(
            file.c.hash == ref.hash, file.c.person == person, file.c.name == ref.name
        )
        row = c.execute(query).first()
    return row is not None and tuple(row) == (ref.size, ref.type)
