"""How a command ends before its time: sentences for people, and one JSON object where `--json` asks for one."""

from __future__ import annotations

import json
from typing import IO, NoReturn

import click


class Stop(click.ClickException):
    """A command that ends with `code`; `told` when its JSON is out already."""

    def __init__(self, lines: tuple[str, ...], code: int, told: bool):
        super().__init__("\n".join(lines))
        self.exit_code = code
        self.told = told

    def show(self, file: IO | None = None) -> None:
        """What is wrong, without the usage of the command."""
        click.echo(self.message, file=file, err=True)


def stop(*lines: str, code: int = 2, told: bool = False) -> NoReturn:
    """Say what is wrong and end the command."""
    raise Stop(lines, code, told)


def tell_program(wrong: click.ClickException) -> None:
    """What is wrong, for a program: every call with `--json` prints one document."""
    if not getattr(wrong, "told", False):
        click.echo(json.dumps({"error": wrong.format_message()}, ensure_ascii=False))
