"""What every server process does once, when it has loaded the product: it keeps the garbage collector short."""

from __future__ import annotations

import gc


def post_worker_init(worker: object) -> None:
    """gunicorn's hook. What is loaded by now stays for ever: looking through it again and again would stop all threads
    for tenths of a second, in the middle of somebody's request."""
    gc.collect()
    gc.freeze()
