"""The commands `pull` and `push`: texts of processes out of an installation and, as drafts, into one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.ending import stop
from app.cli.server import tables_beside, tell

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def shared(command):
    """The options of both commands."""
    for option in (
        click.option("--json", "as_json", is_flag=True),
        click.option("--plain-http", is_flag=True, help="Send the token by http to another machine all the same."),
        click.option("--token", envvar="WAYBILL_TOKEN", default="", help="Of `waybill person token`; or WAYBILL_TOKEN."),
        click.option("--server", envvar="WAYBILL_SERVER", default="", help="Address of a server; or WAYBILL_SERVER. "
                     "Without one, the database of this machine."),
    ):  # fmt: skip
        command = option(command)
    return command


def side(server: str, token: str, plain_http: bool, by: str = ""):
    """Who is talked to: a server, or the database here."""
    if server:
        from app.cli.remote import server as at
        from app.cli.sides import There

        return There(at(server, token, plain_http))
    from app.cli.sides import Here

    return Here(by)


@click.command()
@click.argument("process", required=False)
@click.option("--draft", type=click.IntRange(1), help="Number of a draft, instead of a process.")
@click.option("--version", type=click.IntRange(1), help="An earlier version of the process.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else printed.")
@shared
def pull(process, draft, version, output, as_json, server, token, plain_http) -> None:
    """Write the text of PROCESS, or of a draft, byte by byte; tables it reads come to lie beside it."""
    if (process is None) == (draft is None):
        raise click.UsageError("name a process, or a draft with --draft")
    with side(server, token, plain_http) as there:
        found = there.draft(draft) if draft else there.published(process, version)
    if output is None and not as_json:
        sys.stdout.buffer.write(found["text"].encode())
        return
    if output is not None:
        written = write(output, found["text"], found["files"])
        found |= {"written": written}
    tell(as_json, found, f"{told(found)}: {', '.join(found.get('written', ()))}")


def told(found: dict) -> str:
    """What was read, for a person."""
    if "revision" in found:
        return f"draft {found['draft']}, revision {found['revision']}"
    return f"`{found['process']}` version {found['version']}"


def write(output: Path, text: str, files: dict[str, str]) -> list[str]:
    """Write the text and its tables; returns the files."""
    for name in files:
        if Path(name).name != name:
            stop(f"`{name}` is no name of a file beside {output}", code=1)
    output.write_bytes(text.encode())
    for name, content in files.items():
        (output.parent / name).write_bytes(content.encode())
    return [str(output), *(str(output.parent / name) for name in files)]


@click.command()
@click.argument("file", type=FILE)
@click.option("--draft", "as_draft", is_flag=True, help="Keep it as a draft: what this command does.")
@click.option("--process", help="The process it continues; the one its text names unless given.")
@click.option("--revision", type=click.IntRange(1), help="The revision it was made from: others' lines are merged.")
@click.option("--publish", is_flag=True, help="Publish the draft afterwards.")
@click.option("--reason", default="", help="Why this version; needed to publish.")
@click.option("--by", default="", help="Id of the process admin; without a server.")
@shared
def push(file, as_draft, process, revision, publish, reason, by, as_json, server, token, plain_http) -> None:
    """Make FILE the draft of its process, or of a new one; tables it reads come along."""
    from app.processes.beginnings import own_name

    if not (as_draft or publish):
        raise click.UsageError("say --draft to keep it as a draft, or --publish to publish it at once")
    if publish and not reason.strip():
        raise click.BadParameter("say why this version: it is kept with it for ever", param_hint="--reason")
    text = exact(file)
    files = {name: exact(file.parent / name) for name in tables_beside(file)}
    with side(server, token, plain_http, by) as there:
        found = there.push(text, files, process or there.known(own_name(text)), revision)
        if publish:
            found |= there.publish(found["draft"], found["revision"], reason)
    done = f"`{found['process']}` version {found['version']} is published" if publish else f"{told(found)} is kept"
    tell(as_json, found, done)


def exact(file: Path) -> str:
    """The text of a file, its line ends and all; ends the command when it is no text."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        stop(f"{file}: the text is not UTF-8")

