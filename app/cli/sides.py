"""Both sides of `pull` and `push`: a server over HTTP, and the database of this machine, through the same doors."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from app.cli.ending import stop
from app.cli.remote import Server, complain, of_process


class There:
    """A server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def __enter__(self) -> There:
        return self

    def __exit__(self, *_raised: object) -> None:
        """Nothing is held."""

    def draft(self, id: int) -> dict[str, Any]:
        """A draft with its text."""
        return drafted(self.server.need("GET", f"drafts/{id}").json)

    def published(self, process: str, version: int | None) -> dict[str, Any]:
        """A version with its text; the newest unless given."""
        every = self.server.need("GET", f"{of_process(process)}/versions").json["versions"]
        found = next((each for each in every if version in (None, each["number"])), None)
        if found is None:
            stop(f"`{process}` has no version {version}", code=1)
        return {"process": process, "version": found["number"], "text": found["text"], "files": found["files"]}

    def known(self, name: str | None) -> str | None:
        """The name, when it is one of a published process."""
        if name is None:
            return None
        answer = self.server.ask("GET", of_process(name))
        if answer.status not in (200, 404):
            complain(answer)
        return name if answer.status == 200 else None

    def push(self, text: str, files: dict[str, str], process: str | None, revision: int | None) -> dict[str, Any]:
        """Keep a text as a draft."""
        given = {"text": text, "files": files}
        if revision is None:
            return drafted(self.server.need("POST", "drafts", given | ({"process": process} if process else {})).json)
        id = self.server.need("POST", "drafts", {"process": needed(process)}).json["id"]
        return drafted(self.server.need("PUT", f"drafts/{id}", given | {"revision": revision, "what": "push"}).json)

    def publish(self, id: int, revision: int, reason: str) -> dict[str, Any]:
        """Publish a draft."""
        made = self.server.need("POST", f"drafts/{id}/publish", {"revision": revision, "reason": reason}).json
        return {"process": made["process"], "version": made["version"], "hash": made["hash"]}


def drafted(given: dict[str, Any]) -> dict[str, Any]:
    """A draft as commands tell it."""
    kept = {name: given[name] for name in ("process", "base", "revision", "by", "text", "files")}
    return {"draft": given["id"]} | kept | {"merged": given.get("merged", False)}


def needed(process: str | None) -> str:
    """The process a revision is of."""
    return process or stop("--revision: name the process it continues with --process")


class Here:
    """The database of this machine, as the process admin `by`."""

    def __init__(self, by: str) -> None:
        self.by, self.open = by, ExitStack()

    def __enter__(self) -> Here:
        from app.cli.server import running_app

        self.open.enter_context(running_app())
        return self

    def __exit__(self, *raised: Any) -> bool | None:
        """Close it; a refusal ends the command with its sentence."""
        from werkzeug.exceptions import HTTPException

        from app.errors import Invalid

        self.open.close()
        match raised[1]:
            case Invalid() as wrong:
                stop(*(f"{path}: {told}" for path, told in wrong.problems), code=1)
            case HTTPException() as refused:
                stop(str(refused.description), code=1)
        return None

    def me(self):
        """The process admin; ends the command when it is none."""
        import click

        from app.db import reading
        from app.people.permissions import may
        from app.people.queries import find

        with reading() as c:
            person = find(c, self.by) if self.by else None
        if person is None or not may(person, "design"):
            raise click.BadParameter(f"`{self.by}` is not an active process admin", param_hint="--by")
        return person

    def draft(self, id: int) -> dict[str, Any]:
        """A draft with its text: who holds the database may read everything in it."""
        from app.db import reading
        from app.processes import draft_rows

        with reading() as c:
            kept = draft_rows.find(c, id)
        if kept is None or kept.closed:
            stop(f"there is no draft {id}", code=1)
        return told_of(kept.draft)

    def published(self, process: str, version: int | None) -> dict[str, Any]:
        """A version with its text; the newest unless given."""
        from app.db import reading
        from app.processes.queries import find, numbered

        with reading() as c:
            known = find(c, process)
            found = numbered(c, process, version or (known.number if known else None))
        if found is None:
            stop(f"there is no process `{process}`" if known is None else f"`{process}` has no version {version}", code=1)
        return {"process": process, "version": found.number, "text": found.text, "files": found.files}

    def known(self, name: str | None) -> str | None:
        """The name, when it is one of a published process."""
        from app.db import reading
        from app.processes.queries import find

        with reading() as c:
            return name if name and find(c, name) else None

    def push(self, text: str, files: dict[str, str], process: str | None, revision: int | None) -> dict[str, Any]:
        """Keep a text as a draft."""
        from app.processes.bring_draft import bring_draft
        from app.processes.drafts import StoredDrafts, open_draft
        from designer.drafts import Conflict, Saved

        me = self.me()
        if revision is None:
            made = bring_draft(me, text, process, files)
        else:
            made = StoredDrafts(lambda: me).save(open_draft(me, needed(process)).id, revision, text, "push", files=files)
        if isinstance(made, Conflict):
            stop(f"`{made.theirs.by}` changed the same lines of draft {made.theirs.id}: nothing was kept",
                 "  pull the draft, merge it with your text, and push with --revision", code=1)  # fmt: skip
        return told_of(made.draft, made.merged) if isinstance(made, Saved) else told_of(made)

    def publish(self, id: int, revision: int, reason: str) -> dict[str, Any]:
        """Publish a draft."""
        from app.processes.publish import NotPublished
        from app.processes.publish_draft import publish_draft
        from dsl.messages import render

        made = publish_draft(self.me(), id, reason, revision)
        if isinstance(made, NotPublished):
            lines = [f"line {one.at.line}: {render(one)}" for one in made.problems]
            lines += [f"line {one.line}: example: `{one.name}`: {one.message}" for one in made.failed]
            stop(*lines, *([made.told] if made.told else []), code=1)
        return {"process": made.process, "version": made.number, "hash": made.hash}


def told_of(draft, merged: bool = False) -> dict[str, Any]:
    """A draft as commands tell it."""
    kept = {name: getattr(draft, name) for name in ("process", "base", "revision", "by", "text")}
    return {"draft": draft.id} | kept | {"files": dict(draft.files), "merged": merged}
