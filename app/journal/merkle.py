"""A Merkle tree as in RFC 9162 over entries that are numbered from 1; kept so that it grows by one hash an entry.

For entry i the hash of the largest whole subtree that ends there is kept: of the last `lowest(i)` entries. All other
hashes follow from these, so that the root and a proof need few of them, however long the log is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

Kept = Callable[[int], bytes]
"""The kept hash that ends at an entry."""
EMPTY = hashlib.sha256(b"").digest()
"""The root of nothing."""


def leaf(data: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def lowest(number: int) -> int:
    """The largest power of two that divides `number`."""
    return number & -number


def peaks(size: int) -> list[int]:
    """Where the whole subtrees of the first `size` entries end, the leftmost first."""
    found = []
    while size:
        found.append(size)
        size -= lowest(size)
    return found[::-1]


def folded(hashes: Iterable[bytes]) -> bytes:
    """The hash of subtrees that lie beside each other, each smaller than the one before."""
    whole = None
    for each in reversed(list(hashes)):
        whole = each if whole is None else node(each, whole)
    return EMPTY if whole is None else whole


def root(size: int, kept: Kept) -> bytes:
    """The root of the first `size` entries."""
    return folded(kept(end) for end in peaks(size))


class Growing:
    """A tree that grows: `tops` are its whole subtrees as (entries, hash), the leftmost first."""

    def __init__(self, size: int = 0, kept: Kept | None = None):
        self.size = size
        self.tops = [(lowest(end), kept(end)) for end in peaks(size)] if size else []

    def add(self, data: bytes) -> bytes:
        """Add an entry; the hash to keep for it."""
        self.size += 1
        count, hash = 1, leaf(data)
        while self.tops and self.tops[-1][0] == count:
            hash = node(self.tops.pop()[1], hash)
            count *= 2
        self.tops.append((count, hash))
        return hash

    def root(self) -> bytes:
        """The root now."""
        return folded(hash for _count, hash in self.tops)


def inclusion(number: int, size: int, kept: Kept, leaf_of: Kept) -> list[bytes]:
    """The proof that entry `number` is in the first `size`: hashes from the bottom up. `leaf_of` gives an entry's own."""
    return list(_path(number, 1, size, kept, leaf_of))


def _path(number: int, first: int, count: int, kept: Kept, leaf_of: Kept) -> Iterator[bytes]:
    """Hashes beside the way from entry `number` up to the root of `count` entries from `first` on."""
    if count == 1:
        return
    left = 1 << ((count - 1).bit_length() - 1)
    if number < first + left:
        yield from _path(number, first, left, kept, leaf_of)
        yield _range(first + left, count - left, kept, leaf_of)
    else:
        yield from _path(number, first + left, count - left, kept, leaf_of)
        yield _range(first, left, kept, leaf_of)


def consistency(first: int, size: int, kept: Kept, leaf_of: Kept) -> list[bytes]:
    """The proof that the first `first` entries are still the beginning of the first `size` (RFC 9162, 2.1.4.1)."""
    return list(_grown(first, 1, size, True, kept, leaf_of))


def _grown(size: int, first: int, count: int, is_whole: bool, kept: Kept, leaf_of: Kept) -> Iterator[bytes]:
    """Hashes from which `size` of the `count` entries from `first` on have their root, and all of them; `is_whole` while
    the smaller root is the one that whoever checks knows already."""
    if size == count:
        if not is_whole:
            yield _range(first, count, kept, leaf_of)
        return
    left = 1 << ((count - 1).bit_length() - 1)
    if size <= left:
        yield from _grown(size, first, left, is_whole, kept, leaf_of)
        yield _range(first + left, count - left, kept, leaf_of)
    else:
        yield from _grown(size - left, first + left, count - left, False, kept, leaf_of)
        yield _range(first, left, kept, leaf_of)


def _range(first: int, count: int, kept: Kept, leaf_of: Kept) -> bytes:
    """The hash of `count` entries from `first` on, where a subtree of the whole begins."""
    if count == 1:
        return leaf_of(first)
    if lowest(count) == count:
        end = first + count - 1
        if lowest(end) == count:
            return kept(end)
    left = 1 << ((count - 1).bit_length() - 1)
    return node(_range(first, left, kept, leaf_of), _range(first + left, count - left, kept, leaf_of))


def included(data: bytes, number: int, size: int, proof: Iterable[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `data` is entry `number` of the `size` entries with this `root` (RFC 9162, 2.1.3.2)."""
    if not 1 <= number <= size:
        return False
    at, last, hash = number - 1, size - 1, leaf(data)
    for beside in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            hash = node(beside, hash)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = node(hash, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and hash == root


def consistent(first: int, size: int, first_root: bytes, root: bytes, proof: Iterable[bytes]) -> bool:
    """Whether `proof` shows that the `first` entries with `first_root` begin the `size` with `root` (RFC 9162, 2.1.4.2)."""
    path = list(proof)
    if first == size:
        return not path and first_root == root
    if not 0 < first < size:
        return False
    path = [first_root, *path] if lowest(first) == first else path
    at, last = (first - 1) // lowest(first), (size - 1) // lowest(first)
    if not path:
        return False
    smaller = larger = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            smaller, larger = node(beside, smaller), node(beside, larger)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            larger = node(larger, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and smaller == first_root and larger == root
