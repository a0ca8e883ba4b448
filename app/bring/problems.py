"""What is said when a log or its map cannot be used."""

from __future__ import annotations


class Unusable(ValueError):
    """A log or a map cannot be used; `mistakes` are sentences, each with its place."""

    def __init__(self, *mistakes: str):
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
