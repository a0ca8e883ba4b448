"""Decision tables for the peer zen-engine, compiled by its static loader (its fastest face)."""

from __future__ import annotations

import json

from zen import ZenEngine


def zen_engine(inputs: list[str], rows: list[tuple[list[str], str]]) -> ZenEngine:
    """An engine that knows one first-match table `table`; a row is one cell for each input and its outcome."""
    columns = [{"id": f"i{n}", "name": name, "field": name} for n, name in enumerate(inputs)]
    rules = [
        {"_id": f"r{number}", **{f"i{n}": cell for n, cell in enumerate(cells)}, "o": json.dumps(outcome)}
        for number, (cells, outcome) in enumerate(rows)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": columns,
        "outputs": [{"id": "o", "name": "outcome", "field": "outcome"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "t", "name": "t", "type": "decisionTableNode", "content": content, "position": {"x": 0, "y": 0}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "t", "type": "edge"},
        {"id": "b", "sourceId": "t", "targetId": "out", "type": "edge"},
    ]
    return ZenEngine({"loader": {"type": "static", "content": {"table": {"nodes": nodes, "edges": edges}}}})
