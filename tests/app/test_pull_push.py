"""Texts out of an installation and in again by command: over HTTP with a token, and on the database of this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from app.cli import main
from app.db import now, transaction
from app.people import sessions
from app.people.changes import entry, known, save
from tests.conftest import EXAMPLES, SECRET

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
SMALL = 'process 小 "Small" {\n  form {\n    a: text 80 "A"\n  }\n  flow {\n  }\n  ends {\n    done "完成"\n  }\n}'
SMALL = SMALL.replace("\n", "\r\n")
"""Line ends of another system, letters of another script, and no line end at the end."""


def run(*words: str, **environment: str) -> tuple[int, str, bytes]:
    """(exit code, standard output, its bytes)"""
    nothing = {"WAYBILL_DEMO": None, "WAYBILL_SERVER": None, "WAYBILL_TOKEN": None, "WAYBILL_ADDRESS": None}
    ran = CliRunner().invoke(main, list(map(str, words)), env=nothing | environment)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output, ran.stdout_bytes


@pytest.fixture
def tokens(app) -> dict[str, str]:
    """Tokens of two process admins and of an employee."""
    with app.app_context(), transaction() as c:
        save(c, entry(known(c, "judith") | {"roles": "process-admin"}))
        return {who: sessions.give_token(c, who, "test", 1, now()) for who in ("hana", "judith", "ana")}


@pytest.fixture
def address(app):
    """Where the product is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["server", "here"])
def waybill(request, database, tmp_path, tokens):
    """waybill("hana", "pull", …) runs the command against a server, or on the database of this machine."""
    if request.param == "server":
        served = request.getfixturevalue("address")
        return lambda who, *words: run(*words, WAYBILL_SERVER=served, WAYBILL_TOKEN=tokens[who])
    local = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}
    return lambda who, *words: run(*words, *(["--by", who] if words[0] == "push" else []), **local)


def test_pull_writes_every_byte(waybill, tmp_path):
    code, _said, printed = waybill("hana", "pull", "refund")
    assert code == 0 and printed == TEXT.encode()
    code, said, _ = waybill("hana", "pull", "refund", "-o", tmp_path / "r.way")
    assert code == 0 and "`refund` version 1" in said and (tmp_path / "r.way").read_bytes() == TEXT.encode()
    found = json.loads(waybill("hana", "pull", "refund", "--json")[1])
    assert (found["process"], found["version"], found["text"]) == ("refund", 1, TEXT)


def test_push_then_pull_gives_the_same_bytes(waybill, tmp_path):
    (tmp_path / "small.way").write_bytes(SMALL.encode())
    code, said, _ = waybill("hana", "push", "--draft", tmp_path / "small.way", "--json")
    draft = json.loads(said)
    assert code == 0 and (draft["process"], draft["revision"]) == (None, 1)
    code, said, printed = waybill("hana", "pull", "--draft", draft["draft"])
    assert code == 0 and printed == SMALL.encode()
    code, said, _ = waybill("hana", "push", "--draft", tmp_path / "small.way", "--publish", "--reason", "first", "--json")
    assert code == 0 and json.loads(said) | {"draft": draft["draft"], "process": "小", "version": 1} == json.loads(said)
    assert waybill("hana", "pull", "小")[2] == SMALL.encode()


def test_a_text_of_any_script_comes_over_http(address, tokens, sign_in):
    """A name that is no Latin-1 must not get into a header as it is."""
    hana = sign_in("hana")
    id = hana.post("/api/drafts", json={"text": SMALL}).json["id"]
    hana.post(f"/api/drafts/{id}/publish", json={"reason": "first"})
    asked = Request(f"{address}/api/processes/%E5%B0%8F/text", headers={"Authorization": f"Bearer {tokens['hana']}"})
    with urlopen(asked, timeout=10) as answer:
        assert answer.read() == SMALL.encode()


def test_tables_come_along(waybill, tmp_path):
    assert waybill("hana", "pull", "supplies", "-o", tmp_path / "supplies.way", "--json")[0] == 0
    assert (tmp_path / "supplies.way").read_text("utf-8") == (EXAMPLES / "supplies.way").read_text("utf-8")
    (tmp_path / "limits.csv").write_bytes(b"name,outcome\r\n")
    (tmp_path / "new.way").write_text('process new "New" {\n  table t first -> { a } from "limits.csv" {\n  }\n}\n', "utf-8")
    draft = json.loads(waybill("hana", "push", "--draft", tmp_path / "new.way", "--json")[1])
    out = tmp_path / "out"
    out.mkdir()
    assert waybill("hana", "pull", "--draft", draft["draft"], "-o", out / "new.way")[0] == 0
    assert (out / "limits.csv").read_bytes() == b"name,outcome\r\n"


def test_a_text_becomes_the_draft_of_its_process_until_somebody_else_works_on_it(waybill, tmp_path):
    file = tmp_path / "refund.way"
    file.write_text(TEXT.replace('"Receipts"', '"Bills"'), "utf-8")
    first = json.loads(waybill("hana", "push", "--draft", file, "--json")[1])
    assert (first["process"], first["base"], first["revision"]) == ("refund", 1, 2)
    file.write_text(TEXT.replace('"Receipts"', '"Papers"'), "utf-8")
    again = json.loads(waybill("hana", "push", "--draft", file, "--process", "refund", "--json")[1])
    assert (again["draft"], again["revision"]) == (first["draft"], 3)
    file.write_text(TEXT.replace('"Amount"', '"Sum"'), "utf-8")
    code, said, _ = waybill("judith", "push", "--draft", file)
    assert code == 1 and "push with --revision" in said
    code, said, _ = waybill("judith", "push", "--draft", file, "--process", "refund", "--revision", "1", "--json")
    found = json.loads(said)
    assert code == 0 and found["merged"]
    assert found["text"] == TEXT.replace('"Receipts"', '"Papers"').replace('"Amount"', '"Sum"')
    file.write_text(TEXT.replace('"Amount"', '"Total"'), "utf-8")
    code, said, _ = waybill("judith", "push", "--draft", file, "--process", "refund", "--revision", "1")
    assert code == 1 and "same lines" in said


def test_what_cannot_be_published_says_why_and_stays_a_draft(waybill, tmp_path):
    file = tmp_path / "refund.way"
    for text, told in (
        (TEXT.replace("amount > 5000.00", "amuont > 5000.00"), "amuont"),
        (TEXT.replace("amount > 5000.00 CNY -> finance", "amount > 6000.00 CNY -> finance"), "large"),
    ):
        file.write_text(text, "utf-8")
        code, said, _ = waybill("hana", "push", "--publish", file, "--reason", "test")
        assert code == 1 and told in said, said
    code, said, _ = waybill("hana", "push", "--publish", file)
    assert code == 2 and "say why this version" in said
    assert waybill("hana", "push", file)[0] == 2


def test_wrong_use_ends_with_2_or_1_and_one_json_document(waybill, tmp_path):
    (tmp_path / "bad.way").write_bytes(b"\xff\xfe")
    for words, code in (
        (("pull",), 2), (("pull", "refund", "--draft", "1"), 2), (("pull", "nothing"), 1), (("pull", "--draft", "99"), 1),
        (("pull", "refund", "--version", "9"), 1), (("push", "--draft", tmp_path / "bad.way"), 2),
        (("push", "--draft", tmp_path / "missing.way"), 2),
    ):  # fmt: skip
        ended, said, printed = waybill("hana", *words, "--json")
        assert ended == code, (words, said)
        assert json.loads(printed).keys() == {"error"}, words


def test_who_may_not_design_pushes_nothing(waybill, tmp_path):
    (tmp_path / "refund.way").write_text(TEXT + "# more\n", "utf-8")
    code, said, _ = waybill("ana", "push", "--draft", tmp_path / "refund.way")
    assert code in (1, 2) and "process" in said and "admin" in said


def test_a_token_goes_nowhere_it_should_not(tokens, tmp_path):
    """Not in the open to another machine, and not to where somebody redirects to."""
    asked = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/stolen")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given):
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    code, said, _ = run("pull", "refund", "--server", f"http://127.0.0.1:{server.server_port}", "--token", "wb_x")
    server.shutdown()
    thread.join()
    server.server_close()
    assert code == 1 and "answered 302" in said and asked == [("/api/processes/refund/versions", "Bearer wb_x")]
    for address, told in (
        ("http://waybill.example.org", "in the open"), ("ftp://localhost", "expected an address"),
        ("file:///etc/passwd", "expected an address"), ("localhost:8000", "expected an address"),
        ("https://ana:secret@waybill.example.org", "expected an address"), ("http://127.0.0.1.example.org", "in the open"),
    ):  # fmt: skip
        code, said, _ = run("pull", "refund", "--server", address, "--token", "wb_x")
        assert code == 2 and told in said, said
    assert run("pull", "refund", "--server", "http://127.0.0.1:1")[0] == 2
    code, said, _ = run("pull", "refund", "--server", "http://127.0.0.1:1", "--token", "wb_x")
    assert code == 1 and "does not answer" in said
    assert run("pull", "refund", "--server", "http://127.0.0.1:1", "--token", "wb\nx")[0] == 2


def test_a_wrong_token_is_told(address, tmp_path):
    code, said, _ = run("pull", "refund", "--server", address, "--token", "wb_wrong")
    assert code == 1 and "sign in" in said
