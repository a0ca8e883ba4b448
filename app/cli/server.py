"""The commands that run the product: serve, migrate, rebuild, publish."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask

from app.cli.ending import stop

WORKERS_PER_CORE = 2
THREADS = 8


def made_app() -> Flask:
    """The product with the settings of the environment; ends the command when they are not safe."""
    from app.create_app import create_app
    from app.settings import WrongSettings

    os.umask(0o077)
    try:
        return create_app()
    except WrongSettings as wrong:
        stop(str(wrong))


@contextmanager
def running_app() -> Iterator[Flask]:
    """The product while a command needs it; its connections are closed afterwards."""
    from app.db import db

    app = made_app()
    with app.app_context():
        try:
            yield app
        finally:
            db.engine.dispose()


def tell(as_json: bool, found: dict, text: str) -> None:
    """One answer, for a program or for a person."""
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else text)


def head_and_current() -> tuple[str | None, str | None]:
    """The newest migration there is, and the one the database has."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from flask import current_app

    from app.db import reading

    head = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    with reading() as c:
        current = MigrationContext.configure(c, opts={"version_table": "wb_alembic"}).get_current_revision()
    return head, current


def bring_up() -> None:
    """Migrate to the newest release; says nothing."""
    import logging

    from flask_migrate import upgrade

    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Put a proxy with https in front for anything else.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; two for each core unless given.")
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int | None, threads: int) -> None:
    """Serve the product with gunicorn until it is stopped."""
    with running_app():
        head, current = head_and_current()
        if head != current:
            stop(f"the database is at `{current}` and needs `{head}`: run `waybill migrate` first")
        notice_backup()
        note_settings()
    start(host, port, workers or WORKERS_PER_CORE * (os.cpu_count() or 1), threads)


def notice_backup() -> None:
    """Say on stderr, and by an act in the log, that the database was put back from a backup, when it was."""
    from app.db import reading
    from app.journal import restored

    noticed = restored.notice()
    with reading() as c:
        for each in restored.acts(c):
            if each.number in noticed:
                click.echo(f"the database is of {each.told()}", err=True)


def note_settings() -> None:
    """Keep in the log with which settings the product starts."""
    from importlib.metadata import PackageNotFoundError, version

    from app.db import transaction
    from app.journal import sealing

    try:
        release = version("waybill")
    except PackageNotFoundError:
        release = "not installed"
    with transaction() as c:
        sealing.note_settings(c, release)


def begin_worker(worker) -> None:
    """gunicorn's hook: what each process of the server does when it has loaded the product."""
    from app.journal import sealing
    from app.worker import post_worker_init

    post_worker_init(worker)
    sealing.start(worker.wsgi)


def start(host: str, port: int, workers: int, threads: int) -> None:
    """Run gunicorn in this process; each of its workers makes the product anew after the fork."""
    from gunicorn.app.base import BaseApplication

    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 60,
        "graceful_timeout": 20,
        "loglevel": "warning",
        "control_socket_disable": True,
        "post_worker_init": begin_worker,
    }

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            return made_app()

    Server().run()


@click.command()
@click.option("--json", "as_json", is_flag=True)
def migrate(as_json: bool) -> None:
    """Bring the database to this release; make it when there is none. Nothing happens when it is there already."""
    with running_app():
        _head, before = head_and_current()
        bring_up()
        _head, now = head_and_current()
    moved = "" if before == now else f", was at {before}"
    tell(as_json, {"before": before, "now": now}, f"the database is at {now}{moved}")


@click.command()
@click.option("--json", "as_json", is_flag=True)
def rebuild(as_json: bool) -> None:
    """Make every ticket's rows again from the journal. Ends with 1 when some were different."""
    from app.tickets import rebuild as rebuilding

    with running_app():
        found = list(rebuilding.rebuild())
    different = [id for id, changed in found if changed]
    text = f"{len(found)} tickets made again, {len(different)} had been different"
    tell(as_json, {"tickets": len(found), "different": different}, text)
    sys.exit(1 if different else 0)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="Id of the process admin who publishes.")
@click.option("--reason", required=True, help="Why this version; kept with it for ever.")
@click.option("--json", "as_json", is_flag=True)
def publish(file: Path, by: str, reason: str, as_json: bool) -> None:
    """Publish FILE as the next version of its process. Tables it reads lie beside it as CSV."""
    from app.db import reading
    from app.people.permissions import may
    from app.people.queries import find
    from app.processes import publish as publishing

    if not reason.strip():
        raise click.BadParameter("say why this version: it is kept with it for ever", param_hint="--reason")
    with running_app():
        with reading() as c:
            person = find(c, by)
        if person is None or not may(person, "publish"):
            raise click.BadParameter(f"`{by}` is not an active process admin", param_hint="--by")
        made = publishing.publish(read_text(file), by, reason.strip(), tables_beside(file))
    if isinstance(made, publishing.NotPublished):
        complain(file, made, as_json)
        sys.exit(1)
    found = {"process": made.process, "version": made.number, "hash": made.hash, "new": made.new}
    already = f"`{made.process}` version {made.number} has just this text: nothing was published, the reason is not kept"
    tell(as_json, found, f"`{made.process}` version {made.number} is published" if made.new else already)


def read_text(file: Path) -> str:
    """A text file; ends the command when it is none."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        stop(f"{file}: the text is not UTF-8")


def tables_beside(file: Path) -> dict[str, str]:
    """The CSV files beside a text that it names, and `libraries.toml` when there is one."""
    from app.processes.programs import DESCRIPTION

    text = read_text(file)
    found = [path for path in sorted(file.parent.glob("*.csv")) if f'"{path.name}"' in text]
    found += file.parent.glob(DESCRIPTION)
    return {path.name: read_text(path) for path in found}


def complain(file: Path, made, as_json: bool) -> None:
    """Say why a text was not published."""
    from dsl.messages import render

    problems = [f"{file}:{p.at.line}:{p.at.column}: {p.code}: {render(p)}" for p in made.problems]
    problems += [f"{file}:{each.at.line}:{each.at.column}: {each.code}: {each.said()}" for each in made.findings]
    problems += [f"{file}:{result.line}:1: example: `{result.name}`: {result.message}" for result in made.failed]
    problems += [f"{file}: {made.code}: {made.told}"] if made.told else []
    tell(as_json, {"problems": problems}, "\n".join(problems))
