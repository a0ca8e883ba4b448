"""Ids and documents of XML."""

from __future__ import annotations

import re
from xml.etree import ElementTree as xml

PLAIN_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def identity(*parts: object) -> str:
    """An XML id; letters that not every tool takes are spelt out."""
    joined = "_".join(map(str, parts))
    return joined if PLAIN_ID.fullmatch(joined) else "x_" + joined.encode().hex()


def document(root: xml.Element) -> str:
    """An XML document, indented, the same for the same process."""
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"
