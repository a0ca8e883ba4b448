"""The parts of the stand-alone verifier: signatures and tables come out as in the product."""

from __future__ import annotations

import json
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit import proofs
from app.audit.bundle import made_of
from app.audit.deciding import Rules
from app.audit.interpreter import World, value
from app.db import now
from app.processes.queries import Version
from dsl.compile import compile_text
from dsl.complete import completing
from dsl.engine.facts import Facts
from dsl.pretend import Pretend
from dsl.values import to_json
from tests.conftest import EXAMPLES
from tests.language import random_answers
from tests.language.random_processes import Maker


def test_signatures_are_checked_as_the_library_does():
    r = random.Random(3)
    for _ in range(40):
        key, message = Ed25519PrivateKey.from_private_bytes(r.randbytes(32)), r.randbytes(r.randrange(200))
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert proofs.signed(public, message, signature)
        for where in (r.randrange(64), r.randrange(32)):
            forged = signature[:where] + bytes([signature[where] ^ 1 << r.randrange(8)]) + signature[where + 1 :]
            assert not proofs.signed(public, message, forged)
        assert not proofs.signed(public, message + b"!", signature)
        s = int.from_bytes(signature[32:], "little") + proofs.L
        assert not proofs.signed(public, message, signature[:32] + s.to_bytes(32, "little"))


TEXTS = [*sorted(EXAMPLES.glob("*.way")), *sorted((EXAMPLES / "gallery").glob("*.way"))]
BESIDE = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}


def decided_alike(text: str, files: dict[str, str], seed: int, wanted: int) -> int:
    """Random tickets of a text: the interpreter of the bundle and the engine decide alike; how many decisions."""
    from app.processes.programs import libraries

    outside = libraries(files)[0]
    program, r, count = compile_text(text, outside), random.Random(seed), 0
    made = made_of(Version(1, program.name, 1, text, files, program.hash, "hana", now(), "test"))
    rules = Rules(json.loads(made["rules.json"]))
    for _ in range(wanted):
        told = Pretend(program, outside)
        facts = Facts(random_answers.NOW, ask=told, requester="ana")
        whole = completing(program, random_answers.answers(program, r) | later(program, r), facts)
        if whole.missing:
            continue
        raw = {name: to_json(program.form.fields[name].type, each) for name, each in whole.answers.items()}
        chosen = {name: table.choose(whole.answers, facts) for name, table in program.tables.items()}
        answers = {name: value(rules.kinds[name], each) for name, each in json.loads(json.dumps(raw)).items()}
        world = World(answers, json.loads(json.dumps(facts.used)), facts.now, "ana")
        assert rules.miscomputed(world) is None
        for name, expected in chosen.items():
            assert rules.decided(name, world) == tuple(map(list, expected)), (name, raw)
            count += 1
    return count


def later(program, r: random.Random) -> dict:
    """Answers to what steps fill in: tables may read them by then."""
    fields = [each for name, each in program.form.fields.items() if name not in program.form.requested]
    return {each.name: random_answers.value(each.type, r) for each in fields if each.computed is None and not each.columns}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_tables_of_the_examples_decide_alike(path):
    count = decided_alike(path.read_text("utf-8"), BESIDE, 5, 60)
    assert count >= 40 or "table" not in path.read_text("utf-8")


def test_tables_of_random_processes_decide_alike():
    texts = [Maker(seed).process(large=seed % 20 == 0) for seed in range(80)]
    good = [text for text in texts if not isinstance(compile_text(text), list)]
    assert sum(decided_alike(text, {}, seed, 25) for seed, text in enumerate(good)) >= 500
