"""What was made lately and is dear to make again, kept in memory; never the truth, only a copy of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from flask import current_app

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The `size` values used last, by key; safe between threads."""

    def __init__(self, size: int):
        self.size = size
        self.kept: OrderedDict[Key, Value] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value, which counts as used now."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def drop(self, key: Key) -> None:
        """Keep it no longer."""
        with self.lock:
            self.kept.pop(key, None)

    def put(self, key: Key, value: Value) -> None:
        """Keep the value; the one used longest ago makes room."""
        with self.lock:
            self.kept[key] = value
            self.kept.move_to_end(key)
            if len(self.kept) > self.size:
                self.kept.popitem(last=False)


def of_app(name: str, size: int) -> Recent:
    """The app's own Recent of this name: two apps in one process have two databases."""
    found = current_app.extensions.get(name)
    return current_app.extensions.setdefault(name, Recent(size)) if found is None else found
