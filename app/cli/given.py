"""What the commands `decide` and `run` are given: answers, who asks, and what the directory shall say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.cli.ending import stop
from app.cli.roster import told_by
from dsl import values
from dsl.beside import described, description, tables
from dsl.compile import compile_text
from dsl.libraries import Libraries
from dsl.messages import render
from dsl.pretend import Pretend
from dsl.program import Program
from forms.form import load_json, say

REQUESTER = "requester"


@dataclass(slots=True)
class Given:
    """A file of answers, taken apart: raw answers, the requester, and answers of the directory by question; `roster` is
    what files of persons and teams know, `groups` are the roles and teams the requester is told to be in."""

    requester: str = REQUESTER
    answers: dict[str, object] = field(default_factory=dict)
    told: dict[str, object] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    roster: dict[str, object] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def program_in(file: Path) -> tuple[Program, Libraries]:
    """The process in a file; ends the command when it has problems."""
    text = read_text(file)
    libraries = beside(file, text)
    made = compile_text(text, libraries)
    if isinstance(made, Program):
        return made, libraries
    wrong = [problem for problem in made if problem.level == "problem"]
    stop(*(f"{file}:{each.at.line}:{each.at.column}: {each.code}: {render(each)}" for each in wrong), code=1)


def beside(file: Path, text: str) -> Libraries:
    """The libraries described beside a text, or the usual ones, with its CSV files; ends the command on mistakes."""
    libraries, problems = described(file, tables(file, text, read_text))
    if problems:
        toml = description(file)
        stop(*(f"{toml}:{each.at.line}:{each.at.column}: {each.code}: {render(each)}" for each in problems), code=1)
    return libraries


def read_text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        stop(f"{file}: the text is not UTF-8")


def read_json(file: Path) -> object:
    """The JSON in a file, read with the same care as what comes over the net."""
    value, wrong = load_json(file.read_bytes())
    if wrong:
        stop(f"{file}: {say(wrong, 'en')}")
    return value


def read_given(file: Path, libraries: Libraries, people: Path | None = None, teams: Path | None = None) -> Given:
    """Answers, and who there is: the file of answers may have `requester`, `requester.level`, `role:finance`, `today` or
    `now` in it."""
    raw = read_json(file)
    if not isinstance(raw, dict):
        stop(f"{file}: expected an object of answers")
    given = Given(roster=read_roster(people, teams, libraries) if people else {})
    who = raw.get("requester") or REQUESTER
    about = who if isinstance(who, dict) else {"id": who}
    given.requester = next((about[key] for key in ("id", "name", "person") if key in about), REQUESTER)
    if not isinstance(given.requester, str):
        stop("`requester`: expected the id of a person, or an object with `id`")
    for key, value in about.items():
        if key not in ("id", "name", "person"):
            tell(given, libraries, [key], value)
    for key, value in raw.items():
        _take(given, libraries, key, value)
    for question, answer in given.told.items():
        given.told[question] = _checked(libraries, question, answer)
    return given


def _checked(libraries: Libraries, question: str, answer: object) -> object:
    """What the directory shall say, when it can say such a thing."""
    kind, _, rest = question.partition(":")
    if kind in ("role", "team") and ":" not in rest:
        answer = [answer] if isinstance(answer, str) else answer
        if not isinstance(answer, list) or not all(isinstance(each, str) for each in answer):
            stop(f"`{question}`: expected a list of ids of persons")
    known = {"person": libraries.person, "team": libraries.team}.get(kind, {}).get(rest.rpartition(":")[2])
    if known is None or answer is None:
        return answer
    try:
        return values.to_json(known.type, values.from_json(known.type, answer))
    except ValueError as wrong:
        stop(f"`{question}`: the directory cannot say {answer!r:.80}: {wrong}")


def read_roster(people: Path, teams: Path | None, libraries: Libraries) -> dict[str, object]:
    try:
        return told_by(people, teams, libraries)
    except ValueError as wrong:
        stop(f"{people}: a value that cannot be read: {wrong}")


def _take(given: Given, libraries: Libraries, key: str, value: object) -> None:
    if key == "answers" and isinstance(value, dict):
        given.answers |= value
    elif key.startswith("requester."):
        tell(given, libraries, key.split(".")[1:], value)
    elif ":" in key:
        given.told[key] = value
    elif key in ("today", "now"):
        _set_clock(given, key, value)
    elif key != "requester":
        given.answers[key] = value


def _set_clock(given: Given, key: str, value: object) -> None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        stop(f"`{key}`: expected a day or a moment such as 2026-03-05T12:00Z")
    if key == "today":
        given.told["today"] = moment.date().isoformat()
    given.now = (moment.replace(hour=12) if key == "today" else moment).replace(tzinfo=moment.tzinfo or UTC)


def tell(given: Given, libraries: Libraries, path: list[str], value: object) -> None:
    """Let the directory say `value` for an attribute of the requester, over hops such as department.head."""
    if path[0] in ("role", "roles", "team", "teams"):
        kind = path[0].removesuffix("s")
        given.groups += [f"{kind}:{each}" for each in (value if isinstance(value, list) else [value])]
        return
    holder, kind = given.requester, "person"
    for name in path[:-1]:
        holder = str(given.told.setdefault(f"{kind}:{holder}:{name}", f"{holder}.{name}"))
        kind = "team" if _leads_to_team(libraries, kind, name) else "person"
    question = f"{kind}:{holder}:{path[-1]}"
    if not isinstance(value, Mapping):
        given.told[question] = value
        return
    if "id" in value:
        given.told[question] = value["id"]
    for name, each in value.items():
        if name != "id":
            tell(given, libraries, [*path, name], each)


def _leads_to_team(libraries: Libraries, kind: str, name: str) -> bool:
    known = (libraries.team if kind == "team" else libraries.person).get(name)
    return known is not None and type(known.type).__name__ == "Team"


def directory(given: Given, program: Program, libraries: Libraries) -> Callable[[str], object]:
    """The directory of files of persons if there are some, else the pretend one; told what the answers say."""
    told = {"today": given.now.date().isoformat(), **given.roster, **given.told}
    pretend = Pretend(program, libraries, told)
    for group in given.groups:
        pretend.told[group] = sorted({given.requester, *pretend(group)})
    return real(pretend.told) if given.roster else pretend


def real(told: Mapping[str, object]) -> Callable[[str], object]:
    """A directory that knows only what it was told: other roles are empty, other attributes unknown."""

    def ask(question: str) -> object:
        kind, _, rest = question.partition(":")
        nothing = {"load": 0, "role": [], "team": None if ":" in rest else []}.get(kind)
        return told.get(question, nothing)

    return ask
