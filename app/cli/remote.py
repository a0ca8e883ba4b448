"""A Waybill server as commands talk to it: JSON over HTTP with a token, short waits, no redirects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from app.cli.ending import stop

WAIT = 20.0
"""Seconds to wait for an answer."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer that are read."""


class NoRedirects(HTTPRedirectHandler):
    """A token is for the server it was given for, and for no other."""

    def redirect_request(self, *_given: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; ends the command when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            stop(f"the server answered {self.status} with something that is not JSON: is this address Waybill's?", code=1)


@dataclass(frozen=True, slots=True)
class Server:
    """The server at `address`, asked as the person whose token it is."""

    address: str
    token: str

    def ask(self, method: str, path: str, given: dict | None = None) -> Answer:
        """One request; ends the command when there is no answer."""
        body = None if given is None else json.dumps(given, ensure_ascii=False).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json", "User-Agent": "waybill"}
        headers |= {"Content-Type": "application/json"} if body is not None else {}
        request = Request(f"{self.address}/api/{path}", body, headers, method=method)
        try:
            with opener().open(request, timeout=WAIT) as answer:
                return Answer(answer.status, answer.read(LARGEST_ANSWER))
        except HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read(LARGEST_ANSWER))
        except (URLError, HTTPException, OSError) as failed:
            stop(f"{self.address} does not answer: {getattr(failed, 'reason', failed)}", code=1)

    def need(self, method: str, path: str, given: dict | None = None) -> Answer:
        """One request that must succeed; ends the command with what the server says against it."""
        answer = self.ask(method, path, given)
        if answer.status >= 300:
            complain(answer)
        return answer


def opener() -> OpenerDirector:
    """What opens addresses: without redirects."""
    return build_opener(NoRedirects)


def complain(answer: Answer) -> None:
    """End the command with the server's own words."""
    if answer.status >= 500 or answer.status < 400:
        stop(f"the server answered {answer.status}", code=1)
    told = answer.json if isinstance(answer.json, dict) else {}
    lines = [f"{told.get('title', answer.status)}: {told.get('detail', '')}".rstrip(": ")]
    for each in told.get("errors") or []:
        place = f"line {each['line']}: " if "line" in each else f"{each.get('path')}: "
        place += f"example: `{each['example']}`: " if "example" in each else ""
        lines.append(f"  {place}{each.get('message')}")
    if told.get("code") == "conflict":
        lines.append("  pull the draft, merge it with your text, and push with --revision")
    stop(*lines, code=1)


def server(address: str, token: str, plain: bool) -> Server:
    """The server at an address; ends the command for one that would send the token in the open."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        stop("--server: expected an address such as https://waybill.example.org")
    if parts.scheme == "http" and not plain and not is_here(parts.hostname):
        stop("--server: http sends the token in the open: use https, or --plain-http when the line is safe otherwise")
    if not token:
        stop("--token: a server needs a token: `waybill person token ID --name …` gives one; or set WAYBILL_TOKEN")
    if not (token.isascii() and token.isprintable()):
        stop("--token: this is no token")
    return Server(address.rstrip("/"), token)


def is_here(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def of_process(name: str) -> str:
    """The name of a process in an address."""
    return f"processes/{quote(name, safe='')}"
