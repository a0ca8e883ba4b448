"""Findings a customer can read: what is wrong on the way through a flow, and which claims hold on every way."""

from __future__ import annotations

from dsl.analyse import Finding
from tests.language.analysed import BRANCH, DESK, MANAGER, PAYMENT, analysed, found


class TestFlow:
    def test_an_arm_that_no_ticket_reaches_because_of_what_was_decided_before(self):
        (never,) = found(
            "never-reached",
            DESK
            + """ table again first -> { few, many } {
                    many when amount > 8000.00 CNY -> many
                    otherwise -> few
                  }""",
            f"""branch by desk {{
                  large {{ {MANAGER} }}
                  small {{
                    branch by again {{
                      few {{ }}
                      many {{ approve director "Director" {{ by role("director") }} }}
                    }}
                  }}
                }}""",
        )
        assert never.values["what"] == "`many`" and never.level == "note"

    def test_what_somebody_may_change_on_the_way_is_forgotten(self):
        again = " table again first -> { few, many } { many when amount > 8000.00 CNY -> many otherwise -> few }"
        inner = 'branch by again { few { } many { approve director "Director" { by role("director") } } }'
        flow = """branch by desk {
                    large { approve boss "Manager" { by role("manager") } }
                    small { task clerk "Clerk" { by role("clerk") EDITS }
                      INNER
                    }
                  }""".replace("INNER", inner)
        edits = "edits amount"
        assert found("never-reached", DESK + again, flow.replace("EDITS", "\n sees all\n"))
        assert not found("never-reached", DESK + again, flow.replace("EDITS", f"\n {edits}\n"))

    def test_a_task_that_can_only_send_back_holds_its_tickets_for_ever(self):
        (stuck,) = found(
            "stuck",
            flow=MANAGER
            + """
            task payment "Pay out" {
              by role("cashier")
              outcome bounced "Bounced" -> return to request at most 2 times
              outcome unclear "Unclear" -> return to boss at most 1 times
            }""",
        )
        assert stuck.level == "problem" and stuck.surely and stuck.values["limit"] == "3"

    def test_a_return_without_a_limit_is_told_with_the_limit_it_has(self):
        flow = (
            MANAGER
            + '\ntask payment "Pay" {\n by role("cashier")\n outcome ok "Ok"\n outcome bad "No" -> return to request\n}'
        )
        (note,) = found("no-limit", flow=flow)
        assert (note.values["limit"], note.level) == ("20", "note")
        assert not found("no-limit", flow=flow.replace("to request", "to request at most 3 times"))

    def test_arms_that_write_the_same_field_at_the_same_time(self):
        arm = 'arm {{ approve {0} "{0}" {{\n by role("{0}")\n edits amount\n}} }}'
        flow = f'parallel both "Both" join all {{\n{arm.format("left")}\n{arm.format("right")}\n}}'
        one, *_ = found("both-write", flow=MANAGER + "\n" + flow)
        assert (one.values["one"], one.values["other"], one.path) == ("left", "right", ("boss", "both"))

    def test_a_field_that_is_read_before_it_is_surely_filled_with_the_way_there(self):
        (one,) = found(
            "read-before-filled",
            'table bank first -> { a, b } { known when iban = "X" -> a otherwise -> b }',
            MANAGER + '\nbranch by bank { a { } b { } }\ntask payment "Pay" {\n by role("cashier")\n fills iban required\n}',
            fields='iban: text 40 "IBAN"',
        )
        assert one.path == ("boss", "bank") and one.values["name"] == "iban"

    def test_a_manager_the_directory_may_not_know(self):
        by_manager = 'approve boss "Manager" { by requester.manager }'
        (note,) = found("may-find-nobody", flow=by_manager)
        assert note.surely and note.ticket.told["person:ana:manager"] is None and note.path == ("boss",)
        assert not found("may-find-nobody", flow=by_manager, always='nobody ask role("process-admin")')
        assert not found("may-find-nobody", flow='approve boss "Manager" { by requester.manager, role("finance") }')


class TestClaims:
    def claim(self, when: str = "", flow: str = BRANCH + PAYMENT, tables: str = DESK) -> Finding:
        analysis = analysed(tables, flow, f"always {{ sees: finance before payment {when} }}")
        (finding,) = [each for each in analysis.findings if each.code.startswith("claim")]
        return finding

    def test_a_claim_that_the_tables_keep_is_proved(self):
        assert self.claim("when amount > 5000.00 CNY").code == "claim-proved"

    def test_a_claim_whose_limit_is_another_one_is_refuted_by_a_ticket_and_its_path(self):
        finding = self.claim("when amount > 4000.00 CNY")
        assert (finding.code, finding.level, finding.surely) == ("claim-refuted", "problem", True)
        assert 400_000 < finding.ticket.answers["amount"] <= 500_000
        assert finding.path == ("boss", "payment")

    def test_a_claim_about_every_ticket_is_refuted_where_one_way_goes_around(self):
        assert self.claim().code == "claim-refuted"
        assert self.claim(flow='approve finance "Finance" { by role("finance") }\n' + PAYMENT).code == "claim-proved"

    def test_a_claim_fails_when_the_answer_may_be_changed_behind_the_table(self):
        flow = BRANCH.replace('by role("manager")', '\nby role("manager")\nedits amount\n') + PAYMENT
        finding = self.claim("when amount > 5000.00 CNY", flow)
        assert finding.code == "claim-refuted" and finding.ticket.answers["amount"] <= 500_000

    def test_sending_back_to_a_step_before_the_table_changes_nothing_when_nobody_edits(self):
        first = 'task look "Look" { by role("clerk") }\n'
        back = 'task payment "Pay" {\n by role("cashier")\n outcome ok "Ok"\n'
        back += 'outcome bad "No" -> return to look at most 2 times\n}'
        assert self.claim("when amount > 5000.00 CNY", first + BRANCH + back).code == "claim-proved"

    def test_of_arms_at_the_same_time_only_a_join_of_all_puts_one_first(self):
        arms = 'arm {\napprove finance "F" { by role("finance") }\n}\narm {\napprove boss "B" { by role("boss") }\n}'
        both = (
            f'parallel both "Both" join {{}} {{{{\n{arms.replace("{", "{{").replace("}", "}}")}\n}}}}\n'
            + PAYMENT.replace("{", "{{").replace("}", "}}")
        )
        assert self.claim(flow=both.format("all"), tables="").code == "claim-proved"
        assert self.claim(flow=both.format("any"), tables="").code == "claim-refuted"

    def test_a_role_that_never_decides_is_shown_somebody_who_is_left_out(self):
        (finding,) = [
            each
            for each in analysed(
                flow=MANAGER, always='always { never_buyers: never role("buyer") decides any step }'
            ).findings
            if each.code == "claim-kept"
        ]
        assert finding.level == "proved" and finding.ticket.told["role:buyer"] == ["manager-1"]
        assert finding.values["who"] == "`manager-1`"

    def test_the_requester_never_approves_anyway(self):
        (finding,) = found("claim-proved", always="always { own: never requester decides any step }")
        assert finding.values["name"] == "own"
