"""Files: kept by the hash of their content, outside what the web server shows, handed out as attachments."""

from flask import Blueprint


def blueprint() -> Blueprint:
    """Addresses of files."""
    return Blueprint("files", __name__)
