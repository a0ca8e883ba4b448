"""The stand-alone verifier: the modules that need the standard library alone, put together into one file."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PARTS = ("proofs.py", "interpreter.py", "deciding.py", "proving.py", "verify.py")
HEAD = "#!/usr/bin/env python3\n"


@cache
def verifier() -> str:
    """The text of `verify.py` as it lies in every bundle."""
    sources = [(Path(__file__).parent / name).read_text("utf-8") for name in PARTS]
    trees = [ast.parse(source) for source in sources]
    wanted = {ast.unparse(node) for tree in trees for node in imports(tree) if "app.audit" not in ast.unparse(node)}
    first = "from __future__ import annotations"
    about = ast.get_docstring(trees[-1])
    bodies = [body(source, tree) for source, tree in zip(sources, trees, strict=True)]
    return "\n".join([f'{HEAD}"""{about}\n"""\n', first, "", *sorted(wanted - {first}), "", "", "\n\n".join(bodies)])


def imports(tree: ast.Module) -> list[ast.stmt]:
    """The lines at the top that import."""
    return [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


def body(source: str, tree: ast.Module) -> str:
    """A module behind its imports."""
    return "".join(source.splitlines(keepends=True)[imports(tree)[-1].end_lineno :]).lstrip("\n")
