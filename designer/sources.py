"""Texts parsed lately: one gesture asks for the same text when it edits, proves, saves and shows it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from dsl.parse import Source, parse

KEPT = 6
"""Parsed texts kept in memory, at most (more would make the garbage collector pause for longer than an edit takes)…"""
KEPT_CHARACTERS = 2_000_000
"""…and no more of them than have so many characters together; the newest one is always kept."""


class Sources:
    """The newest parsed texts; safe between threads. A text always parses to the same tree, so nothing here grows old."""

    def __init__(self) -> None:
        self.kept: OrderedDict[str, Source] = OrderedDict()
        self.lock = Lock()

    def of(self, text: str) -> Source:
        """The text parsed."""
        with self.lock:
            if text in self.kept:
                self.kept.move_to_end(text)
                return self.kept[text]
        return self.keep(parse(text))

    def keep(self, source: Source) -> Source:
        """Remember what was parsed elsewhere."""
        with self.lock:
            self.kept[source.text] = source
            while len(self.kept) > KEPT or (len(self.kept) > 1 and sum(map(len, self.kept)) > KEPT_CHARACTERS):
                self.kept.popitem(last=False)
        return source


SOURCES = Sources()
"""Those of this process."""
