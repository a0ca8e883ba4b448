"""A small load client: `python -m bench.load` reads one JSON plan from its input and prints one JSON result.

It runs as a process of its own beside the server. Each connection is kept alive and sends its next request when the
answer to the one before has arrived, so at most as many requests are under way as there are connections. It stops when
all requests are sent or the time is over.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter


@dataclass(slots=True)
class Tally:
    """What was seen: seconds per request, statuses, and the first answer that was not expected."""

    taken: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    unexpected: str = ""


async def main(plan: dict) -> dict:
    """Plan: host, port, connections, seconds, expect (statuses), requests as texts. Result: see `result`."""
    todo = iter([request.encode() for request in plan["requests"]])
    tally = Tally()
    began = perf_counter()
    connections = [connection(plan, todo, began + plan["seconds"], tally) for _ in range(plan["connections"])]
    await asyncio.gather(*connections)
    return result(tally, perf_counter() - began)


async def connection(plan: dict, todo, deadline: float, tally: Tally) -> None:
    """One kept connection; opened again when the server closes it."""
    reader = writer = None
    for request in todo:
        began = perf_counter()
        if began > deadline:
            break
        if writer is None:
            reader, writer = await asyncio.open_connection(plan["host"], plan["port"])
        writer.write(request)
        head, body = await answer(reader)
        tally.taken.append(perf_counter() - began)
        status = int(head.split(b" ", 2)[1])
        tally.statuses[status] += 1
        if status not in plan["expect"] and not tally.unexpected:
            tally.unexpected = (head + body)[:2000].decode("utf-8", "replace")
        if b"connection: close" in head.lower():
            writer.close()
            reader = writer = None
    if writer is not None:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Head and body of one answer; the server must say how long it is, or send it in chunks."""
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    if b"content-length:" in lower:
        length = int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return head, await reader.readexactly(length)
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return head, body


def result(tally: Tally, seconds: float) -> dict:
    """Requests a second, the middle and the 99th percentile of the answer times in ms, and what went wrong."""
    taken = sorted(tally.taken)
    return {
        "requests": len(taken),
        "per_second": len(taken) / seconds,
        "p50": 1000 * taken[len(taken) // 2],
        "p99": 1000 * taken[min(len(taken) - 1, len(taken) * 99 // 100)],
        "statuses": {str(status): count for status, count in tally.statuses.items()},
        "unexpected": tally.unexpected,
    }


if __name__ == "__main__":
    json.dump(asyncio.run(main(json.load(sys.stdin))), sys.stdout)
