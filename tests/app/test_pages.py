"""The pages as the server makes them: who sees what, what is refused and how it is said, lists and their pages."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert

from app.db import transaction
from app.people import changes
from app.people.rows import holding
from tests.app.asking import REFUND, act, file

SUPPLIES = {
    "purpose": "Measurements",
    "place": "laboratory",
    "needed_by": "2199-01-31",
    "urgent": True,
    "because": "the old one smokes",
    "lines": [{"kind": "computer", "item": "Workstation", "quantity": 1, "price": "900.00"}],
}


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def press(client, ticket: int, button: str, status: int = 303, fragment: bool = False, **more: str):
    """Press a button on the ticket's page; `fragment` in the list of decisions."""
    headers = {"HX-Request": "true"} if fragment else {}
    posted = {"_act": button, "_csrf": client.csrf} | {f"_{name}": value for name, value in more.items()}
    answer = client.post(f"/tickets/{ticket}/act", data=posted, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def test_a_field_hidden_from_a_step_is_on_no_page_of_it(sign_in):
    ana, bruno, kai = map(sign_in, ("ana", "bruno", "kai"))
    ticket = file(ana, SUPPLIES, "supplies")
    act(bruno, ticket, "approve", step="line_manager")
    for address in (f"/tickets/{ticket}", f"/tickets/{ticket}/decide", "/to-decide", "/tickets", f"/tickets?q={ticket}"):
        headers = {"HX-Request": "true"} if address.endswith("/decide") else {}
        page = kai.get(address, headers=headers, follow_redirects=True).get_data(as_text=True)
        assert "the old one smokes" not in page and "2199-01-31" not in page, address
    page = text_of(kai, f"/tickets/{ticket}")
    assert "Workstation" in page and "Something was left out here" in page
    assert "Lines with a computer" not in page
    assert "the old one smokes" in text_of(bruno, f"/tickets/{ticket}")


def test_a_ticket_that_is_not_for_one_is_not_there(sign_in):
    ana, gil = sign_in("ana"), sign_in("gil")
    ticket = file(ana)
    hidden, missing = gil.get(f"/tickets/{ticket}"), gil.get("/tickets/999999")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.data == missing.data
    for address in (f"/tickets/{ticket}/act", f"/tickets/{ticket}/edit/fields", f"/tickets/{ticket}/steps/director/fields"):
        assert gil.post(address, data={"_csrf": gil.csrf, "_act": "comment"}).status_code == 404
    assert str(ticket) not in re.findall(r'href="/tickets/(\d+)"', text_of(gil, "/tickets"))


def test_a_draft_is_its_writers_alone(sign_in):
    ana, bruno = sign_in("ana"), sign_in("bruno")
    ticket = file(ana, {"student": "Half"}, draft=True)
    assert "Go on filling in" in text_of(ana, f"/tickets/{ticket}")
    assert 'value="Half"' in text_of(ana, f"/tickets/{ticket}/edit")
    text_of(bruno, f"/tickets/{ticket}/edit", 404)


def test_a_ticket_under_way_is_not_edited(sign_in):
    ana = sign_in("ana")
    ticket = file(ana)
    assert "take it back before you change it" in text_of(ana, f"/tickets/{ticket}/edit", 409)
    press(ana, ticket, "take-back")
    assert "File it again" in text_of(ana, f"/tickets/{ticket}/edit")


def test_who_is_not_asked_is_told_so_and_nothing_happens(sign_in):
    ana, bruno = sign_in("ana"), sign_in("bruno")
    ticket = file(ana)
    page = press(bruno, ticket, "approve", 409, step="director").get_data(as_text=True)
    assert "is not asked at" in page and "Bruno Keller" in page
    assert "approved at" not in text_of(ana, f"/tickets/{ticket}")


def test_somebody_was_faster_in_the_list(sign_in):
    ana, carla, dan, eva, fay = map(sign_in, ("ana", "carla", "dan", "eva", "fay"))
    ticket = file(ana)
    for one in (dan, eva):
        act(one, ticket, "approve", step="controllers")
    page = press(fay, ticket, "approve", 422, fragment=True, step="controllers").get_data(as_text=True)
    assert "Nothing here waits for you any more." in page
    done = press(carla, ticket, "approve", 200, fragment=True, step="director").get_data(as_text=True)
    assert "You approved it." in done


def test_a_button_that_is_not_ours_does_nothing(sign_in):
    ana = sign_in("ana")
    ticket = file(ana)
    press(ana, ticket, "explode", 422)
    press(ana, ticket, "comment", 422)
    press(ana, ticket, "comment", 303, comment="<b>really</b>")
    page = text_of(ana, f"/tickets/{ticket}")
    assert "&lt;b&gt;really&lt;/b&gt;" in page and "<b>really</b>" not in page


def test_process_admins_put_somebody_else_in_charge(sign_in):
    ana, hana, ivo, carla = map(sign_in, ("ana", "hana", "ivo", "carla"))
    ticket = file(ana)
    assert "Put somebody else in charge of Head of department" in text_of(hana, f"/tickets/{ticket}")
    press(hana, ticket, "reassign", step="director", over="ivo", comment="carla is away")
    page = text_of(ivo, f"/tickets/{ticket}")
    assert "Hana Sato</b> put <b>Ivo Horvat</b> in charge of <b>Head of department" in page
    assert "carla is away" in page
    press(carla, ticket, "reassign", 403, step="director", over="carla")


def test_lists_are_read_page_by_page_without_holes(sign_in):
    li = sign_in("li")
    filed = [file(li, REFUND | {"amount": f"{100 + number}.00", "student": f"Student {number}"}) for number in range(53)]
    address, seen = "/mine", []
    while address:
        page = text_of(li, address)
        seen += [int(one) for one in re.findall(r'class="row-link" href="/tickets/(\d+)"', page)]
        older = re.search(r'href="(/mine\?after=\d+)"', page)
        address = older[1] if older else ""
    assert seen == sorted(filed, reverse=True)


def test_all_tickets_are_narrowed_by_process_status_and_words(sign_in):
    ana, hana = sign_in("ana"), sign_in("hana")
    refund, supplies = file(ana), file(ana, SUPPLIES, "supplies")
    act(ana, refund, "withdraw")

    def found(query: str) -> list[int]:
        page = text_of(hana, f"/tickets?{query}")
        return [int(one) for one in re.findall(r'class="row-link" href="/tickets/(\d+)"', page)]

    assert found("") == [supplies, refund]
    assert found("process=supplies") == [supplies]
    assert found("status=ended") == [refund]
    assert found("q=measure") == [supplies]
    assert found(f"q=%23{refund}") == [refund]
    assert found("q=%25") == [] and found("status=nonsense") == [supplies, refund]
    for query in ("after=x", "after=-1", "after=99999999999999999999", "q=" + "x" * 5000):
        assert hana.get(f"/tickets?{query}").status_code == 200


def test_words_of_a_hidden_title_find_nothing(sign_in):
    ana, bruno, kai = map(sign_in, ("ana", "bruno", "kai"))
    ticket = file(ana, SUPPLIES, "supplies")
    act(bruno, ticket, "approve", step="line_manager")
    assert "Measurements" in text_of(kai, "/tickets?q=Measure")
    assert "No ticket fits" in text_of(kai, "/tickets?q=smokes")


def test_the_catalogue_offers_only_what_one_may_start(sign_in):
    li, ana = sign_in("li"), sign_in("ana")
    assert re.findall(r"/start/(\w+)", text_of(li, "/catalogue")) == ["refund", "fault", "travel"]
    assert set(re.findall(r"/start/(\w+)", text_of(ana, "/catalogue"))) == {"refund", "supplies", "fault", "travel"}
    assert li.get("/start/supplies").status_code in (403, 404)
    assert li.post("/start/supplies", data={"_csrf": li.csrf}).status_code in (403, 404)


def test_who_decides_may_read_the_rules_it_was_routed_by(sign_in):
    ana, gil = sign_in("ana"), sign_in("gil")
    text_of(gil, "/processes/nothing", 404)
    assert "large when" in re.sub(r"<[^>]+>", "", text_of(ana, "/processes/refund/1"))
    text_of(ana, "/processes/refund/2", 404)


def test_people_are_listed_for_those_who_look_after_them(sign_in):
    assert "Ana Weber" in text_of(sign_in("ivo"), "/people?q=ana")
    text_of(sign_in("ana"), "/people", 403)


@pytest.mark.parametrize("who", ["ana", "ANA@example.org"])
def test_outside_of_demos_one_signs_in_by_id_or_e_mail_and_password(app, client, who):
    with app.app_context(), transaction() as c:
        changes.set_password(c, "ana", "a long password")
    page = client.get("/sign-in").get_data(as_text=True)
    token = page.split('name="_csrf" value="')[1].split('"')[0]
    wrong = client.post("/sign-in", data={"who": who, "password": "another one", "_csrf": token})
    assert (wrong.status_code, "do not belong together" in wrong.get_data(as_text=True)) == (422, True)
    right = client.post("/sign-in", data={"who": who, "password": "a long password", "_csrf": token, "next": "/mine"})
    assert (right.status_code, right.headers["Location"]) == (303, "/mine")


def test_one_is_never_led_to_another_site(client):
    page = client.get("/sign-in?next=//evil.example").get_data(as_text=True)
    assert "evil.example" not in page
    assert client.get("/sign-in?language=zh&next=https://evil.example").headers["Location"] == "/sign-in"


def test_a_fragment_is_told_apart_by_caches(sign_in):
    ana = sign_in("ana")
    assert "HX-Request" in ana.get("/mine").headers["Vary"]


def test_a_process_shows_what_its_examples_came_to(sign_in):
    page = text_of(sign_in("ana"), "/processes/refund/1")
    assert "6/6" in page and "5000.01 goes to finance" in page
    assert "director, controllers, controllers, payment" in page


def test_an_approval_that_counts_twice_is_told_as_such(sign_in):
    """The line manager of bruno is carla, who is also head of the department."""
    bruno, carla = sign_in("bruno"), sign_in("carla")
    chairs = SUPPLIES | {"lines": [{"kind": "furniture", "item": "Chair", "quantity": 30, "price": "100.00"}]}
    ticket = file(bruno, chairs, "supplies")
    act(carla, ticket, "approve", step="line_manager")
    page = re.sub(r"</?b>", "", text_of(bruno, f"/tickets/{ticket}"))
    assert "Carla Rossi approved at Line manager" in page
    assert "Head of department: the approval of Carla Rossi at Line manager counts here as well" in page


def test_what_nobody_can_act_on_is_shown_to_process_admins_until_somebody_can(app, sign_in):
    """hana has no manager and is the only process admin, so nobody is left to decide over hana, until there is a second."""
    hana, bruno, ana = sign_in("hana"), sign_in("bruno"), sign_in("ana")
    ticket = file(hana, REFUND | {"amount": "300.00", "student": "Nobody to ask"})
    page = text_of(hana, "/to-decide")
    assert "Stuck: nobody can act on these" in page and "Nobody to ask" in page
    assert "Stuck: nobody" not in text_of(ana, "/to-decide")
    assert "nobody was found to ask" in text_of(hana, f"/tickets/{ticket}")
    press(hana, ticket, "reassign", 403, step="line_manager", over="bruno")
    with app.app_context(), transaction() as c:
        c.execute(insert(holding).values(role="process-admin", person="judith"))
    press(sign_in("judith"), ticket, "reassign", step="line_manager", over="bruno")
    assert "Stuck: nobody" not in text_of(hana, "/to-decide")
    assert "Nobody to ask" in text_of(bruno, "/to-decide")


def test_the_words_searched_for_go_along_to_the_next_page(sign_in):
    li = sign_in("li")
    for _number in range(51):
        file(li, REFUND | {"amount": "100.00", "student": "a & b # c"})
    page = text_of(li, "/tickets?q=a+%26+b+%23&status=open")
    assert re.search(r'href="/tickets\?after=\d+&amp;status=open&amp;q=a\+%26\+b\+%23"', page)


def test_a_page_that_has_grown_stale_says_what_is_so_now_in_the_words_of_the_page(sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    ticket = file(ana)
    press(carla, ticket, "approve", step="director")
    late = press(carla, ticket, "reject", 409, step="director").get_data(as_text=True)
    said = late.split('role="alert"')[1][:300]
    assert "Head of department" in said and "director" not in said
    act(ana, ticket, "withdraw")
    late = press(sign_in("dan"), ticket, "approve", 409, step="controllers").get_data(as_text=True)
    assert "Withdrawn" in late.split('role="alert"')[1][:300]
