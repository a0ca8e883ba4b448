"""The blocks of the language as JSON, from which the editor colours words; `python -m designer.text.blocks` prints it."""

from __future__ import annotations

import json

from dsl.blocks import BLOCKS, Block, Statement


def as_json() -> str:
    """Every block with its statements, one a line."""
    return "{\n" + ",\n".join(f"  {json.dumps(name)}: {_block(block)}" for name, block in BLOCKS.items()) + "\n}"


def _block(block: Block) -> str:
    lines = ",\n".join(f"      {json.dumps(word)}: {_statement(one)}" for word, one in block.words.items())
    words = f"{{\n{lines}\n    }}" if lines else "{}"
    goes_on, commas = json.dumps(sorted(block.goes_on)), json.dumps(block.commas)
    return (
        f'{{\n    "words": {words},\n    "named": {_statement(block.named)}, "goesOn": {goes_on}, "commas": {commas}\n  }}'
    )


def _statement(kind: Statement | None) -> str:
    return json.dumps(kind and {"start": kind.start, "body": kind.body, "next": sorted(kind.next)})


if __name__ == "__main__":
    print(as_json())
