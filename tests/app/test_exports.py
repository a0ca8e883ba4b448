"""A version as DMN and BPMN from the page of its process, for who may read it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from lxml import etree

from app.cli.convert import convert

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def test_the_page_offers_both_and_they_are_what_the_command_writes(sign_in):
    hana = sign_in("hana")
    page = hana.get("/processes/refund/1").text
    for kind in ("dmn", "bpmn"):
        assert f'href="/processes/refund/1/{kind}"' in page
        given = hana.get(f"/processes/refund/1/{kind}")
        assert given.status_code == 200 and f"refund.{kind}" in given.headers["Content-Disposition"]
        etree.fromstring(given.data)
        written = CliRunner().invoke(convert, [str(EXAMPLES / "refund.way"), "--to", kind])
        assert given.text.startswith(written.stdout) and written.exit_code == 0


def test_what_is_not_in_the_document_stands_behind_it(sign_in):
    left = sign_in("hana").get("/processes/refund/1/bpmn").text.split("</bpmn:definitions>")[1]
    assert "leaves a parallel" in left


def test_there_is_no_other_version_and_no_other_notation(sign_in):
    hana = sign_in("hana")
    assert [hana.get(f"/processes/refund/{rest}").status_code for rest in ("9/dmn", "1/cmmn")] == [404, 404]


def test_the_command_tells_a_program_what_is_left_out():
    told = CliRunner().invoke(convert, [str(EXAMPLES / "gallery/goods_return.way"), "--to", "dmn", "--json"])
    assert told.exit_code == 1 and '"code": "dmn-function"' in told.output and '"refuses": true' in told.output


def test_a_text_with_mistakes_is_not_exported(tmp_path):
    path = tmp_path / "broken.way"
    path.write_text("process x {", "utf-8")
    assert CliRunner().invoke(convert, [str(path), "--to", "bpmn"]).exit_code == 1
