"""Servers for the HTTP bench: gunicorn with 2 × 8 threads, and a PostgreSQL of its own, both on loopback and gone after."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

HOST = "127.0.0.1"
WAIT = 30.0
"""Seconds a server may take to start."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """The port of a running server of `application`."""
    port = free_port()
    arguments = ["--workers", "2", "--threads", "8", "--worker-class", "gthread", "--bind", f"{HOST}:{port}"]
    arguments += ["--keep-alive", "30", "--log-level", "warning", "--no-control-socket", "--config", "python:app.worker"]
    command = [sys.executable, "-m", "gunicorn", *arguments, application]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}) as server:
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen) -> None:
    """Until the port takes connections."""
    give_up = time.monotonic() + WAIT
    while True:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            assert server.poll() is None and time.monotonic() < give_up, "the server did not start"
        time.sleep(0.05)


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of a new, empty database; None where no PostgreSQL is installed."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not binaries:
        yield None
        return
    folder, port = Path(tempfile.mkdtemp(prefix="bench-pg-")), free_port()
    try:
        as_user = unprivileged(folder)
        quiet = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
        initdb = [str(binaries[-1] / "initdb"), "-D", str(folder / "data"), "-U", "bench", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*as_user, *initdb, "--locale=C.UTF-8"], **quiet)
        options = f"-c listen_addresses={HOST} -c port={port} -c unix_socket_directories={folder}"
        control = [*as_user, str(binaries[-1] / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], **quiet)
        try:
            yield f"postgresql://bench@{HOST}:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: give the folder to its own user, and become that one."""
    if os.getuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def load(port: int, requests: list[str], expect: tuple[int, ...], seconds: float = 20.0, connections: int = 8) -> dict:
    """What the load client saw; see `bench/load.py`."""
    plan = {"host": HOST, "port": port, "connections": connections, "seconds": seconds, "expect": expect}
    client = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(
        client, input=json.dumps({**plan, "requests": requests}), cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert not found["unexpected"], found["unexpected"]
    return found


def request(method: str, path: str, headers: Mapping[str, str], body: str = "") -> str:
    """One HTTP/1.1 request as text."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines.append(f"Content-Length: {len(body.encode())}")
    return "\r\n".join([*lines, "", body])
