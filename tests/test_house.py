"""The house: floors and rooms import downwards only, and every module begins with its sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["dsl", "forms", "designer", "app"]
ROOMS = ["journal", "people", "processes", "tickets", "audit", "bring", "cli"]
SHELL_MAY_WIRE = {"app/create_app.py"}
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> list[str]:
    """Dotted names that `path` imports, also inside functions."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def room_of(dotted: str) -> int | None:
    """Position of the app room a dotted name lies in; None for the shell and everything else."""
    parts = dotted.split(".")
    return ROOMS.index(parts[1]) if len(parts) > 1 and parts[0] == "app" and parts[1] in ROOMS else None


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_floor_imports_only_floors_below(path: Path):
    floor = FLOORS.index(name_of(path).split("/")[0])
    above = [name for name in imports(path) if name.split(".")[0] in FLOORS[floor + 1 :]]
    assert above == []


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("app/")], ids=name_of)
def test_a_room_imports_only_rooms_before_it(path: Path):
    if name_of(path) in SHELL_MAY_WIRE:
        return
    own = room_of(name_of(path).removesuffix(".py").replace("/", "."))
    later = [name for name in imports(path) if (room := room_of(name)) is not None and (own is None or room > own)]
    assert later == []


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("dsl/")], ids=name_of)
def test_the_language_needs_only_lark_and_the_standard_library(path: Path):
    import sys

    allowed = sys.stdlib_module_names | {"dsl", "lark"}
    assert [name for name in imports(path) if name.split(".")[0] not in allowed] == []


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("dsl/engine/")], ids=name_of)
def test_the_engine_never_sees_the_tree(path: Path):
    forbidden = {"tree", "parse", "check", "compile", "checking", "compiling", "reference"}
    seen = [name for name in imports(path) if name.startswith("dsl.") and name.split(".")[1] in forbidden]
    assert seen == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_begins_with_its_sentence(path: Path):
    sentence = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert sentence and sentence.strip().split("\n")[0].rstrip()[-1] in ".:;,", f"{name_of(path)} has no sentence"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_stay_small(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [(f"{name_of(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1) for node in found]


def test_functions_stay_small():
    assert [name for path in MODULES for name, lines in functions(path) if lines > 50] == []


def catches_everything(node: ast.AST) -> bool:
    everything = ("Exception", "BaseException")
    return isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in everything)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nobody_catches_exception(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    assert [f"{name_of(path)}:{node.lineno}" for node in ast.walk(tree) if catches_everything(node)] == []
