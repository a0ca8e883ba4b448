"""The settings of one installation, read once from the environment and handed to everything that needs them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ANCHORS = ("file", "syslog", "webhook")
"""Sorts of places that checkpoints are sent to."""
SECRET_LENGTH = 32
"""Fewest characters of `WAYBILL_SECRET`."""


class WrongSettings(Exception):
    """The settings do not allow a safe start; the message says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is an SQLAlchemy URL, `data` the folder for uploads and the SQLite file, `address` how people reach us.
    `anchors` are the places checkpoints are sent to (sort -> target), `hosts` those that may be called at all."""

    database: str
    data: Path
    secret: str
    demo: bool = False
    address: str = "http://127.0.0.1:8000"
    zone: str = "UTC"
    synchronous: str = "FULL"
    key_file: Path | None = None
    anchors: Mapping[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()

    @property
    def key(self) -> Path:
        """The file of the key that signs checkpoints."""
        return self.key_file or self.data / "log-key"

    @property
    def secure(self) -> bool:
        """Whether people reach us by https, so that cookies may not travel otherwise."""
        return self.address.startswith("https://")


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in `environment`; raises WrongSettings when they are not safe."""
    given = os.environ if environment is None else environment
    data = Path(given.get("WAYBILL_DATA", "data")).absolute()
    demo = given.get("WAYBILL_DEMO", "") == "1"
    if not demo and given.get("WAYBILL_DEMO", "") not in ("", "0"):
        raise WrongSettings(f"`WAYBILL_DEMO` is `{given['WAYBILL_DEMO']}`: use 1, or leave it out")
    settings = Settings(
        database=given.get("WAYBILL_DATABASE") or f"sqlite:///{data / 'waybill.db'}",
        data=data,
        secret=given.get("WAYBILL_SECRET") or (demo_secret(data) if demo else ""),
        demo=demo,
        address=given.get("WAYBILL_ADDRESS", "http://127.0.0.1:8000").rstrip("/"),
        zone=given.get("WAYBILL_ZONE", "UTC"),
        synchronous=given.get("WAYBILL_SYNCHRONOUS", "FULL").upper(),
        key_file=Path(given["WAYBILL_KEY"]).absolute() if given.get("WAYBILL_KEY") else None,
        anchors=read_anchors(given.get("WAYBILL_ANCHORS", "")),
        hosts=frozenset(given.get("WAYBILL_HOSTS", "").split()),
    )
    require_safe(settings)
    return settings


def require_safe(settings: Settings) -> None:
    """Raise WrongSettings for what must not be started with."""
    if len(settings.secret) < SECRET_LENGTH or len(set(settings.secret)) < 8:
        raise WrongSettings(
            f"`WAYBILL_SECRET` must be a random text of at least {SECRET_LENGTH} characters: "
            'make one with `python -c "import secrets; print(secrets.token_urlsafe(48))"`'
        )
    if settings.synchronous not in ("FULL", "NORMAL"):
        raise WrongSettings(f"`WAYBILL_SYNCHRONOUS` is `{settings.synchronous}`: use FULL or NORMAL")
    if not settings.address.startswith(("http://", "https://")):
        raise WrongSettings(f"`WAYBILL_ADDRESS` is `{settings.address}`: begin with http:// or https://")
    if "webhook" in settings.anchors:
        require_callable(settings.anchors["webhook"], settings.hosts)
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSettings(f"unknown zone `{settings.zone}` in `WAYBILL_ZONE`: use one like Europe/Berlin") from None


def read_anchors(given: str) -> dict[str, str]:
    """`file:/mnt/worm/checkpoints syslog:/dev/log` taken apart."""
    found: dict[str, str] = {}
    for one in given.split():
        sort, _, target = one.partition(":")
        if sort not in ANCHORS or not target or sort in found:
            raise WrongSettings(f"`{one}` in `WAYBILL_ANCHORS`: use each of file:…, syslog:… and webhook:… at most once")
        if sort == "syslog" and not target.startswith("/") and not target.rpartition(":")[2].isdecimal():
            raise WrongSettings(f"`{one}` in `WAYBILL_ANCHORS`: name a socket such as /dev/log, or host:port")
        found[sort] = target
    return found


def require_callable(url: str, hosts: frozenset[str]) -> None:
    """Raise WrongSettings unless a webhook goes by https (or to this machine) to a host that may be called."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        raise WrongSettings(f"the webhook `{url}` in `WAYBILL_ANCHORS` must begin with https://")
    if parts.hostname not in hosts:
        raise WrongSettings(f"`{parts.hostname}` may not be called: name it in `WAYBILL_HOSTS`")


def demo_secret(data: Path) -> str:
    """The secret of a demo: made once, kept beside its data, readable by its owner only."""
    path = data / "demo-secret"
    data.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
