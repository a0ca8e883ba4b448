"""Decision tables as DMN 1.3, one decision for each table that the notation can say exactly."""

from __future__ import annotations

from xml.etree import ElementTree as xml

from dsl.checked import Checked
from dsl.exporting.decisions import Decision, decisions, only
from dsl.exporting.ids import document, identity
from dsl.exporting.refusals import Exported

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
OURS = "urn:waybill:process:"


def dmn(checked: Checked, tables: tuple[str, ...] | None = None) -> Exported:
    """The tables of a checked process, or some of them, as one DMN document."""
    found = decisions(checked)
    if tables is not None:
        found = only(found, tables)
    if not found.tables:
        return Exported(None, found.refusals)
    process = checked.process
    root = xml.Element(
        "definitions",
        {"xmlns": MODEL, "id": identity(process.name), "name": process.label or process.name,
         "namespace": OURS + process.name, "expressionLanguage": FEEL},
    )  # fmt: skip
    for one in found.tables:
        written(root, one)
    return Exported(document(root), found.refusals)


def written(root: xml.Element, one: Decision) -> None:
    """One decision with its table."""
    parent = xml.SubElement(root, "decision", {"id": identity(one.name), "name": one.name})
    xml.SubElement(parent, "variable", {"id": identity(one.name, "variable"), "name": one.name})
    table = xml.SubElement(parent, "decisionTable", {"id": identity(one.name, "table"), "hitPolicy": one.policy})
    if one.label != one.name:
        table.set("outputLabel", one.label)
    for at, column in enumerate(one.columns, 1):
        given = {"id": identity(one.name, "input", at), "label": column.label}
        entry = xml.SubElement(table, "input", given)
        asked = xml.SubElement(entry, "inputExpression", {"id": given["id"] + "_expression", "typeRef": column.type})
        xml.SubElement(asked, "text").text = column.expression
    output = {"id": identity(one.name, "output"), "name": one.name, "typeRef": "string"}
    values = xml.SubElement(xml.SubElement(table, "output", output), "outputValues", {"id": output["id"] + "_values"})
    xml.SubElement(values, "text").text = ", ".join(f'"{outcome}"' for outcome in one.outcomes)
    for number, rule in enumerate(one.rules, 1):
        line = xml.SubElement(table, "rule", {"id": identity(one.name, "rule", number)})
        xml.SubElement(line, "description").text = rule.row
        for at, each in enumerate(rule.cells, 1):
            entry = xml.SubElement(line, "inputEntry", {"id": identity(one.name, "rule", number, at)})
            xml.SubElement(entry, "text").text = each
        entry = xml.SubElement(line, "outputEntry", {"id": identity(one.name, "rule", number, "output")})
        xml.SubElement(entry, "text").text = f'"{rule.outcome}"'
