"""The JSON API of tickets."""

from flask import Blueprint


def blueprint() -> Blueprint:
    """Addresses under /api."""
    return Blueprint("tickets_api", __name__, url_prefix="/api")
