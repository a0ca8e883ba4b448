"""Who owns a comment: the line it stands above or behind, or the block it closes. No comment is ever lost or reordered."""

from __future__ import annotations

from dsl.lexing import Comment, Scan


class Comments:
    """Hands out the comments of a scan in their order, each once."""

    def __init__(self, scan: Scan) -> None:
        self._comments = scan.comments
        self._pieces = scan.pieces

    def behind(self, piece: int) -> str | None:
        """Takes the comment behind piece number `piece`, on its line."""
        found = self._comments.get(piece + 1)
        if not found or found[0].own:
            return None
        first = found.pop(0)
        return first.text

    def take(self, first: int, last: int) -> list[Comment]:
        """Takes all comments left before the pieces number `first` to `last`."""
        taken: list[Comment] = []
        for piece in range(first, last + 1):
            if piece in self._comments:
                taken += self._comments.pop(piece)
        return taken

    def any(self, piece: int) -> bool:
        """Whether a comment before piece number `piece` has no owner yet."""
        return bool(self._comments.get(piece))

    def blank(self, piece: int, comments: list[Comment]) -> bool:
        """Whether an empty line stands above the comments or the piece they belong to."""
        here = piece < len(self._pieces) and self._pieces[piece].blank
        return here or any(comment.blank for comment in comments)
