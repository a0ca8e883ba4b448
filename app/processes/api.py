"""The JSON API of processes."""

from flask import Blueprint


def blueprint() -> Blueprint:
    """Addresses under /api."""
    return Blueprint("processes_api", __name__, url_prefix="/api")
