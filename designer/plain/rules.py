"""The chapter about decision tables: every row as a sentence, in its order."""

from __future__ import annotations

from designer.plain.document import Block, Grid, Part, Said, Title, cell
from designer.plain.reader import Reader
from dsl import tree


def tables(r: Reader) -> Part:
    """All tables."""
    say = r.say
    blocks = [block for each in r.process.all(tree.Table) for block in table(r, each)]
    none = Said(say("There are no rules: every ticket goes the same way."))
    return Part("rules", say("The rules"), tuple(blocks) or (none,))


def table(r: Reader, node: tree.Table) -> list[Block]:
    """A table: how it decides, what it may come to, and its rows."""
    say = r.say
    outcomes = r.listed(f"“{r.outcome(node.name, each)}” ({each})" for each in node.outcomes)
    blocks: list[Block] = [Title(r.word((node.name,), node.label or node.name.replace("_", " ")), node.name)]
    blocks.append(Said(say("{policy} It comes to one of: {outcomes}.", policy=policy(r, node.policy), outcomes=outcomes)))
    if node.file is not None:
        blocks.append(Said(say("The rows stand in the file {file} beside the text.", file=node.file)))
    sheet = r.scene.look.checked.tables.get(node.name)
    found = node.rows if node.file is None or sheet is None else sheet.rows
    rows = [row(r, node, number, each) for number, each in enumerate(found, 1)]
    if node.otherwise is not None:
        last = outcome(r, node, node.otherwise.outcome)
        rows.append((cell(""), cell(say("otherwise")), cell(say("in all other cases")), last))
    blocks.append(Grid(blocks[0].text, (say("No."), say("Rule"), say("Condition"), say("Then")), tuple(rows)))
    return blocks


def policy(r: Reader, policy: str) -> str:
    """How rows and outcome go together."""
    say = r.say
    return {
        "first": say("The rows are read from above; the first that fits decides."),
        "unique": say("At most one row fits, and it decides."),
        "collect": say("Every row that fits counts, in the order of the rows."),
    }.get(policy, policy)


def row(r: Reader, table: tree.Table, number: int, node: tree.Row) -> tuple[tuple[Said, ...], ...]:
    """A row: its number, its name, its condition and where it leads."""
    label = r.word((table.name, node.name), node.name.replace("_", " "))
    named = Said(label, node.name if label != node.name else "")
    return cell(f"{number}"), (named,), cell(r.condition(node.when)), outcome(r, table, node.outcome)


def outcome(r: Reader, table: tree.Table, name: str) -> tuple[Said, ...]:
    return (Said(r.outcome(table.name, name)),)
