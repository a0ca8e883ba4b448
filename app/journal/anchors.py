"""Anchors: places outside that are told each checkpoint, so that nobody on this host can take it back."""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import update

from app.db import now, reading, transaction
from app.journal import chain, checkpoints
from app.journal.rows import checkpoint

TIMEOUT = 5
"""Seconds an anchor may take."""
PRIORITY = 10 * 8 + 5
"""Of syslog: facility authpriv, severity notice."""
NEVER = tuple(
    map(ipaddress.ip_network, ("169.254.0.0/16", "fe80::/10", "64:ff9b::/96", "::ffff:0:0/96", "fd00:ec2::254/128"))
)
"""Networks that are never called, whatever a name resolves to: link-local, metadata, and forms that hide such."""


class NotAnchored(Exception):
    """An anchor did not take the checkpoint."""


def to_file(path: str, note: str) -> None:
    """Append the note to a file: on a share, a disk that cannot be rewritten, or one that another account owns."""
    with open(Path(path), "a", encoding="utf-8") as file:
        file.write(note + "\n")
        file.flush()
        os.fsync(file.fileno())


def to_syslog(address: str, note: str) -> None:
    """Send the note as one line: to the system's own socket, or to host:port by UDP."""
    line = f"<{PRIORITY}>waybill: checkpoint " + " ".join(note.split())
    is_path = address.startswith("/")
    host, _, port = address.rpartition(":")
    with socket.socket(socket.AF_UNIX if is_path else socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.settimeout(TIMEOUT)
        sender.sendto(line.encode(), address if is_path else (host, int(port)))


def to_webhook(url: str, note: str) -> None:
    """POST the note; redirects are not followed, and what is answered is not read beyond its status."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with socket.create_connection((resolved(parts.hostname, port), port), TIMEOUT) as plain:
        secure = parts.scheme == "https"
        ready = ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) if secure else plain
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
        connection.sock = ready
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", path, note.encode(), {"Content-Type": "text/plain; charset=utf-8"})
            status = connection.getresponse().status
        finally:
            connection.close()
    if not 200 <= status < 300:
        raise NotAnchored(f"it answered {status}")


def resolved(host: str, port: int) -> str:
    """The address of a host, looked up once; NotAnchored when it is one that is never called."""
    address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]
    if any(ipaddress.ip_address(address) in network for network in NEVER):
        raise NotAnchored(f"`{host}` is {address}, which is never called")
    return address


SENDERS: dict[str, Callable[[str, str], None]] = {"file": to_file, "syslog": to_syslog, "webhook": to_webhook}


def send_newest() -> dict[str, str]:
    """Send the newest checkpoint to every anchor that has not got it; what came of it, and keep that with it."""
    wanted = current_app.extensions["waybill"].anchors
    with reading() as c:
        last = checkpoints.newest(c) if wanted else None
    if last is None:
        return {}
    done = dict(last.anchored)
    for name, target in wanted.items():
        if not done.get(name, "").startswith("sent "):
            done[name] = sent(name, target, last.note)
    if done != last.anchored:
        with transaction() as c:
            c.execute(update(checkpoint).where(checkpoint.c.size == last.size).values(anchored=done))
    return done


def sent(name: str, target: str, note: str) -> str:
    """Send to one anchor: "sent" and when, or why not."""
    try:
        SENDERS[name](target, note)
    except (OSError, http.client.HTTPException, NotAnchored) as error:
        return f"not sent: {error}"[:300]
    return f"sent {chain.moment(now())}"
