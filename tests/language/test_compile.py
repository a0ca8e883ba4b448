"""What a program knows about a process: its nodes, people, access, and every default written out."""

from dataclasses import replace

from dsl import program as p
from dsl.compile import compile_text
from dsl.compiling.texts import template
from dsl.complete import complete
from tests.language.random_answers import facts

TEXT = """
process order "Order" {
  title "{item}: {price}"
  nobody end stuck

  form {
    section what "What" {
      item: text 20 "Item"
      price: money CNY
    }
    note: text 20 optional
    double: money CNY = price * 2
    invoice: text 20
  }

  table size "How large" collect -> { small, large } {
    big when price > 100.00 CNY -> large
    huge when price > 200.00 CNY -> large
    otherwise -> small
  }

  flow {
    approve boss "Boss" {
      by requester.manager, person("ana"), requester.manager
      decide 2 of them
      reject return to request at most 3 times
      may return
      sees item
      edits price
    }
    branch by size {
      small {
      }
      large {
        notify requester "large"
      }
    }
    parallel both join any {
      arm {
        task pack {
          by role("desk")
          nobody ask role("help")
          outcome fine
          outcome broken "It broke" -> return to boss
        }
      }
      arm "Second" {
        end stuck
      }
    }
    notify requester "done"
    task file {
      by role("desk")
      fills invoice required
    }
  }

  ends {
    done
    stuck "Stuck"
    rejected
  }
}
"""
PROGRAM = compile_text(TEXT)
KNOWN = {"person:li:manager": "bruno", "role:desk": ["dan"], "role:help": ["eva"], "role:process-admin": ["hana"],
         "role:employee": ["ana", "li"]}  # fmt: skip


def node(name):
    return PROGRAM.nodes[name]


def people(found: p.People):
    return found.find({}, facts(KNOWN, "li"))


def test_nodes_know_what_follows_them():
    assert PROGRAM.start == "boss" and PROGRAM.order == ("boss", "pack", "file")
    assert list(PROGRAM.nodes) == [
        "boss", "branch.size", "notify.1", "both", "pack", "end.stuck", "notify.2", "file", "both.join.0",
        "both.join.1", "branch.size.merge",
    ]  # fmt: skip
    assert {name: each.next for name, each in PROGRAM.nodes.items()} == {
        "boss": "branch.size", "branch.size": "both", "notify.1": "branch.size.merge", "branch.size.merge": "both",
        "both": "notify.2", "pack": "both.join.0", "end.stuck": None, "both.join.0": "notify.2", "both.join.1": "notify.2",
        "notify.2": "file", "file": None,
    }  # fmt: skip


def test_the_arms_of_a_collect_branch_lead_to_its_merge():
    assert node("branch.size").arms == {"small": "branch.size.merge", "large": "notify.1"}
    assert node("branch.size.merge").branch == "branch.size"
    assert node("branch.size").label == "How large"


def test_a_call_is_a_task_that_says_what_it_stands_for():
    calling = compile_text(TEXT.replace("task file", "call file"))
    assert calling.nodes["file"] == replace(node("file"), people=calling.nodes["file"].people, calls=True)
    assert calling.hash != PROGRAM.hash and calling.picture == PROGRAM.picture


def test_a_parallel_needs_as_many_arms_as_it_says():
    assert (node("both").arms, node("both").need) == (("pack", "end.stuck"), 1)
    assert (node("both.join.1").parallel, node("both.join.1").arm) == ("both", 1)


def test_one_of_two_roles_may_be_asked():
    either = 'by if price > 9.00 CNY then role("desk") else role("help")\n      fills'
    text = TEXT.replace('by role("desk")\n      fills', either)
    asked = [compile_text(text, evaluator=one).nodes["file"].people.find for one in ("compiled", "reference")]
    assert [find({"price": 901}, facts(KNOWN, "li")) for find in asked] == [("dan",)] * 2
    assert [find({"price": 900}, facts(KNOWN, "li")) for find in asked] == [("eva",)] * 2


def test_people_are_asked_once_each_and_absent_ones_are_nobody():
    assert people(node("boss").people) == ("bruno", "ana")
    assert node("boss").people.text == 'requester.manager, person("ana"), requester.manager'
    assert node("boss").people.find({}, facts({"person:li:manager": None}, "li")) == ("ana",)
    assert people(PROGRAM.started_by) == ("ana", "li") and people(PROGRAM.seen_by) == ()


def test_the_nobody_policy_of_a_step_goes_before_that_of_the_process():
    assert node("boss").nobody == p.Nobody(end="stuck")
    assert people(node("pack").nobody.people) == ("eva",)
    assert PROGRAM.nobody.end == "stuck"
    usual = compile_text(TEXT.replace("  nobody end stuck\n", ""))
    assert people(usual.nodes["boss"].nobody.people) == ("hana",)


def test_approvals_and_tasks_have_their_defaults():
    boss, file = node("boss"), node("file")
    assert (boss.rule, boss.number, boss.may, boss.asks_again) == ("count", 2, ("return",), True)
    assert boss.reject == p.Target(to="request", limit=3)
    assert file.outcomes == (p.Outcome("done", "Done"),)
    assert node("pack").outcomes == (p.Outcome("fine", "fine"), p.Outcome("broken", "It broke", p.Target(to="boss")))
    plain = compile_text(TEXT.replace("      reject return to request at most 3 times\n", ""))
    assert plain.nodes["boss"].reject == p.Target(end="rejected")


def test_who_edits_or_fills_also_sees():
    assert node("boss").access == p.Access(sees=("item", "price"), edits=("price",))
    everything = ("item", "price", "note", "double", "invoice")
    assert node("file").access == p.Access(sees=everything, fills=("invoice",), required=("invoice",))


def test_the_form_asks_for_what_is_not_computed_and_not_filled_later():
    assert PROGRAM.form.requested == ("item", "price", "note")
    assert PROGRAM.form.sections == (p.Section("what", "What", ("item", "price")), p.Section("", "", ("note", "double")))
    double = PROGRAM.form.fields["double"]
    assert (double.computed_text, double.computed_reads, double.label) == ("price * 2", ("price",), "double")
    assert complete(PROGRAM, {"item": "Desk", "price": 150}, facts({}, "li"))["double"] == 300


def test_a_table_tells_its_rows_and_what_failed():
    table = PROGRAM.tables["size"]
    assert table.choose({"price": 15_000}, facts({}, "li")) == (("big",), ("large",), (-1, 0))
    assert table.choose({"price": 25_000}, facts({}, "li")) == (("big", "huge"), ("large",), (-1, -1))
    assert table.choose({"price": 100}, facts({}, "li")) == (("otherwise",), ("small",), (0, 0))
    row = table.rows[0]
    assert (row.name, row.outcome, row.line, row.conditions[0].text) == ("big", "large", 17, "price > 100.00 CNY")
    assert row.conditions[0].holds({"price": 10_001}, facts({}, "li")) and row.conditions[0].reads == ("price",)


def test_ends_and_the_end_nobody_declared():
    assert PROGRAM.ends == {"done": "done", "stuck": "Stuck", "rejected": "rejected", "withdrawn": "Withdrawn"}


def test_templates_are_read_in_one_pass():
    assert template("{a}: {b.c}!").parts == ("", "a", ": ", "b.c", "!")
    assert template("{{a}} {b}").parts == ("{a} ", "b", "")
    assert template("plain").parts == ("plain",)
    assert PROGRAM.title.reads == ("item", "price")


def test_a_text_with_problems_gives_its_problems():
    assert [each.code for each in compile_text(TEXT.replace("price * 2", "prise * 2"))] == ["unknown-field"]
