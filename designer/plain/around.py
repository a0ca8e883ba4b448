"""The chapters around form, rules and flow: what it is for, ends, claims, examples, translations and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.about.view import told as claim
from designer.address import walk
from designer.conditions.labels import options_of
from designer.plain.document import Block, Grid, Listing, Part, Said, Title, cell
from designer.plain.reader import Reader
from designer.plain.steps import nobody
from dsl import tree
from dsl.format_expression import format_expression

HAN = re.compile("[\u4e00-\u9fff]")


def purpose(r: Reader) -> Part:
    """What it is for, who may start and see it."""
    say, process = r.say, r.process
    rows = [(cell(say("Process")), cell(Said(r.scene.title, process.name)))]
    for each in process.all(tree.Title):
        text = r.teller.notice(tree.Notify((), r.sentence(each, each.text)))
        rows.append((cell(say("What a ticket is called in lists")), cell(f"“{text}”")))
    for each in process.all(tree.StartedBy):
        rows.append((cell(say("May be started by")), cell(r.people(each.people))))
    seen = [r.people(each.people) for each in process.all(tree.SeenBy)]
    others = say("nobody but those who take part, process admins and auditors")
    rows.append((cell(say("Every ticket may be seen by")), cell(*(seen or [others]))))
    for each in process.all(tree.Calendar):
        rows.append((cell(say("Calendar of business time")), cell(each.name)))
    asked = [nobody(r, each) for each in process.all(tree.Nobody)]
    admins = tree.Nobody((tree.Call("role", (tree.Text("process-admin"),)),))
    rows.append((cell(say("When a step finds nobody")), cell(*(asked or [nobody(r, admins)]))))
    return Part("purpose", say("What it is for"), (*opening(r), Grid(say("What it is for"), (), tuple(rows))))


def opening(r: Reader) -> Iterator[Said]:
    """What its writers say above it, in the reader's language when they do so in both."""
    paragraphs = "\n".join(line.lstrip("#").strip() for line in r.process.trivia.above).split("\n\n")
    found = [" ".join(each.split()) for each in paragraphs if each.strip()]
    mine = [each for each in found if bool(HAN.search(each)) == (r.scene.language == "zh")]
    yield from (Said(each) for each in mine or found)


def ends(r: Reader) -> Part:
    """How a ticket may end."""
    say = r.say
    found = [end.name for item in r.process.all(tree.Ends) for end in item.items]
    if "withdrawn" not in found:
        found.append("withdrawn")
    listing = Listing(tuple(Said(r.end(name), name) for name in found))
    withdrawn = Said(say("A requester who withdraws ends it as “{end}”.", end=r.end("withdrawn")))
    return Part("ends", say("How it may end"), (listing, withdrawn))


def claims(r: Reader) -> Part | None:
    """What must be true of every ticket, whatever the flow says."""
    say = r.say
    found = [rule for each in r.process.all(tree.Always) for rule in each.rules]
    labels = [r.word((rule.name,), rule.name.replace("_", " ")) for rule in found]
    told = [claim(r.scene, rule.claim) for rule in found]
    names = [Said(label, rule.name) for label, rule in zip(labels, found, strict=True)]
    rows = tuple((cell(name), cell(one)) for name, one in zip(names, told, strict=True))
    grid = Grid(say("What always holds"), (say("Claim"), say("Says")), rows)
    return Part("claims", say("What always holds"), (grid,)) if rows else None


def examples(r: Reader) -> Part | None:
    """Tickets that are tried before every publication."""
    say = r.say
    blocks: list[Block] = []
    for each in r.process.all(tree.Example):
        blocks.append(Title(r.word((each.name,), each.label or each.name), each.name))
        rows = tuple(row for item in each.items for row in example_rows(r, item))
        blocks.append(Grid(r.word((each.name,), each.label or each.name), (), rows))
    return Part("examples", say("Examples that are tried before every publication"), tuple(blocks)) if blocks else None


def example_rows(r: Reader, item: tree.Requester | tree.Answers | tree.Expect) -> Iterator[tuple[tuple[Said, ...], ...]]:
    """Who files, the answers, and what must happen."""
    say = r.say
    match item:
        case tree.Requester(name, attributes):
            facts = [f"{each.name}: {given(r, each, '')}" for each in attributes]
            yield cell(say("Filed by")), cell(r.listed([name, *facts]))
        case tree.Answers(items):
            yield from ((cell(Said(r.field(each.name))), cell(*answers(r, each))) for each in items)
        case tree.Expect(acts):
            yield cell(say("Must go")), cell(*(act(r, each) for each in acts))


def answers(r: Reader, each: tree.Given) -> list[str]:
    """An answer; of line items each row."""
    say = r.say
    if each.rows is None:
        return [given(r, each, "")]
    rows = [[f"{r.field(f'{each.name}.{one.name}')}: {given(r, one, each.name)}" for one in row] for row in each.rows]
    return [r.listed(row) or say("none") for row in rows] or [say("none")]


def given(r: Reader, each: tree.Given, rows: str) -> str:
    """One value, or several; options by their labels."""
    say = r.say
    labels = options_of(r.scene, f"{rows}.{each.name}" if rows else each.name)
    if each.values is not None:
        return r.listed(one_value(r, value, labels) for value in each.values) or say("none")
    return one_value(r, each.value, labels) if each.value is not None else say("none")


def one_value(r: Reader, value: tree.Expression, labels: dict[str, str]) -> str:
    match value:
        case tree.Path((name,)):
            return labels.get(name, name)
        case tree.Path():
            return format_expression(value)
    return r.value(value)


def act(r: Reader, node: tree.Act) -> str:
    """A step it must go through with what comes of it, or the end it must reach."""
    say = r.say
    what = r.step(node.name) if node.name in r.teller.steps else r.end(node.name)
    if node.name == "request":
        what = say("The requester")
    if node.outcome is not None:
        word = {"reject": say("rejected"), "return": say("sent back"), "withdraw": say("withdrawn")}.get(node.outcome)
        what = f"{what} → {word or r.result(node.name, node.outcome)}"
    changes = r.listed(f"{r.field(one.name)}: {r.listed(answers(r, one))}" for one in node.changes)
    return f"→ {what} ({changes})" if changes else f"→ {what}"


def words(r: Reader) -> Part | None:
    """Every translation of the text."""
    say = r.say
    blocks = []
    for each in r.process.all(tree.Words):
        rows = tuple((cell(Said("", ".".join(word.path))), cell(word.text)) for word in each.items)
        language = {"zh": say("Chinese"), "en": say("English")}.get(each.language, each.language)
        blocks += [Title(language, each.language), Grid(language, (say("What"), say("Is called")), rows)]
    return Part("words", say("In other languages"), tuple(blocks)) if blocks else None


def comments(r: Reader) -> Part | None:
    """What its writers noted, with the line it stands at."""
    say = r.say
    found = [one for _place, line in walk(r.process) for one in noted(line)]
    found += [(0, one) for one in r.process.epilogue]
    written = [(f"{line}" if line else "", text.lstrip("#").strip()) for line, text in found]
    rows = tuple((cell(at), cell(text)) for at, text in written if text)
    grid = Grid(say("What its writers noted"), (say("Line"), say("Note")), rows)
    return Part("comments", say("What its writers noted"), (grid,)) if grid.rows else None


def noted(line: tree.Line) -> Iterator[tuple[int, str]]:
    """The comments of a line, each with the number of the line it belongs to."""
    trivia = line.trivia
    yield from ((line.at.line, one) for one in trivia.above)
    yield from ((line.at.line, one) for one in (trivia.behind,) if one)
    yield from ((line.at.end_line, one) for one in trivia.inside_end)
