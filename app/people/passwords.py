"""Passwords: kept as argon2 hashes, checked in the same time whether or not the person exists."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST, LONGEST = 10, 256
"""Characters of a password."""

hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def problem_of(password: str) -> str | None:
    """Why the password cannot be taken."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"a password has {SHORTEST} to {LONGEST} characters"
    return None


def to_hash(password: str) -> str:
    """What is stored."""
    return hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; spends the same time on a person without one."""
    try:
        return hasher.verify(stored or nobody(), password[:LONGEST]) and stored is not None
    except VerificationError:
        return False


@cache
def nobody() -> str:
    """A hash that no password has."""
    return hasher.hash("\0nobody")
