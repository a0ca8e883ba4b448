"""The ground: pinned libraries carry hashes and no addresses, every one has its licence listed, docs name real things."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_pins_carry_hashes_and_no_addresses(lock: Path):
    text = lock.read_text("utf-8")
    assert not re.search(r"https?://|--index-url", text)
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in block and "--hash=sha256:" in block


def test_the_front_end_lock_carries_hashes_and_no_addresses():
    lock = json.loads((ROOT / "static/package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages and all("integrity" in package and "resolved" not in package for package in packages.values())


def test_every_pinned_library_has_its_licence_listed():
    pinned = {name for lock in LOCKS for name in re.findall(r"^([a-z0-9-]+)==", lock.read_text("utf-8"), re.M)}
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \|", (ROOT / "docs/licences.md").read_text("utf-8"), re.M)) - {"library"}
    assert pinned == listed


def test_nothing_generated_is_committed():
    generated = re.compile(r"(^|/)(dist|node_modules|__pycache__)/|\.(db|sqlite3|pyc|whl)$")
    assert [name for path in tracked() if generated.search(name := path.relative_to(ROOT).as_posix())] == []


def test_links_between_documents_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []
