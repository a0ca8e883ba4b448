"""The settings of one installation, read once from the environment and handed to everything that needs them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECRET_LENGTH = 32
"""Fewest characters of `WAYBILL_SECRET`."""


class WrongSettings(Exception):
    """The settings do not allow a safe start; the message says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is an SQLAlchemy URL, `data` the folder for uploads and the SQLite file, `address` how people reach us."""

    database: str
    data: Path
    secret: str
    demo: bool = False
    address: str = "http://127.0.0.1:8000"
    zone: str = "UTC"
    synchronous: str = "FULL"

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
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSettings(f"unknown zone `{settings.zone}` in `WAYBILL_ZONE`: use one like Europe/Berlin") from None


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
