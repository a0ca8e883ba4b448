"""The command `waybill`: a group that loads a command's module only when that command is called."""

from __future__ import annotations

from importlib import import_module

import click

from app.cli.ending import tell_program

COMMANDS = {
    "analyse": "app.cli.analyse:analyse_files",
    "check": "app.cli.language:check",
    "convert": "app.cli.convert:convert",
    "xes": "app.cli.convert:xes",
    "format": "app.cli.language:format_files",
    "compare": "app.cli.compare:compare",
    "coverage": "app.cli.coverage:coverage",
    "cases": "app.cli.coverage:cases",
    "full-examples": "app.cli.coverage:full_examples",
    "backtest": "app.cli.backtest:backtest",
    "impact": "app.cli.impact:impact",
    "explain": "app.cli.explain:explain",
    "invariants": "app.cli.invariants:invariants",
    "decide": "app.cli.decide:decide",
    "run": "app.cli.decide:run",
    "examples": "app.cli.decide:examples",
    "replay": "app.cli.replay:replay",
    "import": "app.cli.bring:bring",
    "serve": "app.cli.server:serve",
    "migrate": "app.cli.server:migrate",
    "rebuild": "app.cli.server:rebuild",
    "erase": "app.cli.erase:erase",
    "hold": "app.cli.erase:hold",
    "move": "app.cli.move:move",
    "retention": "app.cli.erase:retention",
    "verify": "app.cli.verify:verify",
    "export": "app.cli.export:export",
    "verify-bundle": "app.cli.export:verify_bundle",
    "prove": "app.cli.prove:prove",
    "seal": "app.cli.seal:seal",
    "doctor": "app.cli.doctor:doctor",
    "demo": "app.cli.demo:demo",
    "person": "app.cli.people:person",
    "people": "app.cli.people:people",
    "publish": "app.cli.server:publish",
    "pull": "app.cli.drafts:pull",
    "push": "app.cli.drafts:push",
}
"""Command name -> "module:function"; a new command is one more line."""


JSON = "waybill.json"
"""Whether a program has asked."""


class LazyCommands(click.Group):
    """A click group whose commands are imported on first use, so that `waybill check` never loads Flask."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, function = COMMANDS[name].split(":")
        return getattr(import_module(module), function)

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        context.meta[JSON] = "--json" in args
        return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except click.ClickException as wrong:
            if context.meta[JSON]:
                tell_program(wrong)
            raise


@click.group(cls=LazyCommands)
@click.version_option(package_name="waybill")
def main() -> None:
    """Waybill: approval processes as readable text, checked, run and explained."""
