"""Sending to anchors: a file, syslog, or a webhook outside, so that nobody on this host can take a checkpoint back."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from app.db import now
from app.journal import chain
from app.journal.witness import SYSLOG

TIMEOUT, LONGEST = 5, 10
"""Seconds an anchor may be silent, and may take altogether."""
SIZE = 18
"""Bytes of an answer that are read, where it is the size of a log."""
PRIORITY = 10 * 8 + 5
"""Of syslog: facility authpriv, severity notice."""
NEVER = tuple(
    map(ipaddress.ip_network, ("169.254.0.0/16", "fe80::/10", "64:ff9b::/96", "::ffff:0:0/96", "fd00:ec2::254/128"))
)
"""Networks that are never called, whatever a name resolves to: link-local, metadata, and forms that hide such."""


class NotAnchored(Exception):
    """An anchor did not take the checkpoint; `has` is the size of the one it says it has."""

    def __init__(self, wrong: str, has: int | None = None):
        super().__init__(wrong)
        self.has = has


def to_file(path: str, message: str) -> None:
    """Append the message to a file: on a share, a disk that cannot be rewritten, or one that another account owns."""
    with open(Path(path), "a", encoding="utf-8") as file:
        file.write(message + "\n")
        file.flush()
        os.fsync(file.fileno())


def to_syslog(address: str, message: str) -> None:
    """Send the message as one line: to the system's own socket, or to host:port by UDP."""
    line = f"<{PRIORITY}>{SYSLOG}" + " ".join(message.split())
    is_path = address.startswith("/")
    host, _, port = address.rpartition(":")
    with socket.socket(socket.AF_UNIX if is_path else socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.settimeout(TIMEOUT)
        sender.sendto(line.encode(), address if is_path else (host, int(port)))


def to_webhook(url: str, message: str) -> None:
    """POST the message; redirects are not followed, and of what is answered only the status is read. With 409 a witness says
    that it has another checkpoint than the proof starts from, and its size, as in C2SP tlog-witness."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with (
        socket.create_connection((resolved(parts.hostname, port), port), TIMEOUT) as plain,
        ready_for(parts, plain) as ready,
    ):
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=TIMEOUT)
        connection.sock = ready
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", path, message.encode(), {"Content-Type": "text/plain; charset=utf-8"})
            answer = connection.getresponse()
            status, has = answer.status, answer.read(SIZE) if answer.status == 409 else b""
        finally:
            connection.close()
    if has.strip().isdigit():
        raise NotAnchored(f"it has {int(has)} entries", int(has))
    if not 200 <= status < 300:
        raise NotAnchored(f"it answered {status}")


@contextlib.contextmanager
def ready_for(parts: SplitResult, plain: socket.socket) -> Iterator[socket.socket]:
    """The connection, encrypted where it must be. It is cut after a while, however slowly the other side goes on."""
    name, context = parts.hostname, ssl.create_default_context()
    is_secure = parts.scheme == "https"
    ready = context.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False) if is_secure else plain
    ending = threading.Timer(LONGEST, cut, (ready,))
    ending.start()
    try:
        if is_secure:
            ready.do_handshake()
        yield ready
    finally:
        ending.cancel()
        ready.close()


def cut(connection: socket.socket) -> None:
    """End a connection that somebody may be waiting on."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def resolved(host: str, port: int) -> str:
    """The address of a host, looked up once; NotAnchored when it is one that is never called."""
    address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]
    if any(ipaddress.ip_address(address) in network for network in NEVER):
        raise NotAnchored(f"`{host}` is {address}, which is never called")
    return address


SENDERS: dict[str, Callable[[str, str], None]] = {"file": to_file, "syslog": to_syslog, "webhook": to_webhook}


def sent(name: str, target: str, message: str) -> tuple[str, int | None]:
    """Send to one anchor: "sent" and when, or why not; and how many entries it says it has, when it does."""
    try:
        SENDERS[name](target, message)
    except NotAnchored as error:
        return f"not sent: {error}"[:300], error.has
    except (OSError, http.client.HTTPException) as error:
        return f"not sent: {error}"[:300], None
    return f"sent {chain.moment(now())}", None
