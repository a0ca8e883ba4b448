"""A process in the reader's language: helps, check messages, the title, messages and the labels of arms and tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.processes.publish import publish
from app.tickets.progress import progress
from dsl.compile import compile_text
from dsl.engine.commands import Submit
from dsl.engine.decide import decide
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused, render
from dsl.engine.state import NEW
from tests.app.asking import REFUND, act, file

FAULT = {
    "server": "web-1",
    "service": "web",
    "since": "2199-03-05T08:15Z",
    "severity": "down",
    "affected": 10,
    "data_lost": False,
    "story": "502",
    "pictures": [],
}
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
NOT_YET = "故障开始时间不能晚于现在"


def speaking(client, language: str):
    """The client of somebody whose browser asks for this language."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    return client


def page(client, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_a_chinese_reader_sees_the_chinese_help_and_check_message(sign_in):
    chinese, english = speaking(sign_in("ana"), "zh-CN"), speaking(sign_in("li"), "en")
    posted = {name: str(value) for name, value in FAULT.items() if name != "pictures"}
    posted |= {"data_lost": "no", "since": "2199-03-05T08:15", "_act": "submit"}
    for client, help, message in (
        (chinese, "标签上的名称，或您使用的地址", NOT_YET),
        (english, "The name on its label, or the address you use", "This moment is in the future"),
    ):
        assert help in page(client, "/start/fault")
        answer = client.post("/start/fault", data=posted | {"_csrf": client.csrf})
        assert answer.status_code == 422
        said = answer.get_data(as_text=True)
        assert message in said and help in said


def test_a_chinese_program_is_told_the_chinese_check_message(sign_in):
    ana = speaking(sign_in("ana"), "zh-CN")
    answer = ana.post("/api/processes/fault/tickets", json={"answers": FAULT})
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"path": "since", "message": NOT_YET}]
    schema = ana.get("/api/processes/fault").json["schema"]
    assert schema["properties"]["server"]["description"] == "标签上的名称，或您使用的地址"


def test_the_page_of_a_ticket_says_title_and_messages_in_the_readers_language(sign_in):
    ticket = paid(sign_in)
    english = page(speaking(sign_in("li"), "en"), f"/tickets/{ticket}")
    assert "<h1>Li Hua: 150.00 CNY</h1>" in english and "Refund 150.00 CNY is on its way" in english
    gil = speaking(sign_in("gil"), "zh-CN")
    chinese = page(gil, f"/tickets/{ticket}")
    assert "<h1>Li Hua：150.00 CNY</h1>" in chinese
    assert "退费 150.00 CNY 即将到账" in chinese and "is on its way" not in chinese
    assert "Li Hua: 150.00 CNY" in page(gil, "/tickets?q=Li"), "lists show the title as it was kept"


def paid(sign_in) -> int:
    """A refund that was paid out."""
    li, gil = sign_in("li"), sign_in("gil")
    ticket = file(li, REFUND | {"amount": "150.00"})
    act(gil, ticket, "complete", step="payment", outcome="paid", answers={"payment_ref": "P-1"})
    return ticket


LABELS = """process way "Way" {
  form {
    large: yes/no "Large?" check large = no else "Only small ones"
  }
  table size "How large it is" first -> { one_box, many } {
    huge when large = yes -> many
    otherwise -> one_box
  }
  flow {
    branch by size {
      one_box {
      }
      many "Many boxes" {
        parallel both "Both" join all {
          arm "To the left" {
            task left "Left" {
              by requester
            }
          }
          arm right "To the right" {
            task carry "Right" {
              by requester
            }
          }
        }
      }
    }
  }
  ends {
    done "Done"
  }
  words zh {
    large.check "只限小件"
    size "大小"
    size.many "多箱"
    both.arm "往左"
    both.right "往右"
  }
}
"""


def test_tables_and_arms_are_called_by_their_labels_and_translations():
    made = compile_text(LABELS)

    def names(language: str) -> list[str]:
        [size] = progress(made, (), {}, language, lambda sentence, **_: sentence, "").words[1:-1]
        [both] = size.parts[1].parts
        return [part.text.split(":")[0] for part in (size, *size.parts, *both.parts)]

    assert names("en") == ["How large it is", "one box", "Many boxes", "To the left", "To the right"]
    assert names("zh") == ["大小", "one box", "多箱", "往左", "往右"]


def test_the_engine_refuses_with_the_message_in_both_languages():
    made = compile_text(LABELS)
    refused = raised(lambda: decide(made, NEW, Submit(by="ana", answers={"large": True}), Facts(NOON)))
    assert render(refused) == "`large`: Only small ones"
    assert render(refused, "zh") == "`large`：只限小件"


def raised(act) -> Refused:
    with pytest.raises(Refused) as found:
        act()
    return found.value


TINY = """process tiny {
  form {
    what: text 20
  }
  flow {
    task errand {
      by requester
    }
    task report {
      by requester
      outcome done "Delivered"
      outcome lost "Lost"
    }
  }
  ends {
    done
  }
}
"""


def test_what_a_text_need_not_name_is_said_in_chinese_too(app, sign_in):
    with app.app_context():
        publish(TINY, "hana", "first")
    ana = speaking(sign_in("ana"), "zh-CN")
    ticket = ana.post("/api/processes/tiny/tickets", json={"answers": {"what": "milk"}}).json["ticket"]
    shown = page(ana, f"/tickets/{ticket}")
    assert "完成" in shown and "Done" not in shown
    act(ana, ticket, "complete", step="errand")
    act(ana, ticket, "complete", step="report", outcome="done")
    shown = page(ana, f"/tickets/{ticket}")
    assert "Done" not in shown and "Delivered" in shown, "a label that the text gives is shown"
    ticket = ana.post("/api/processes/tiny/tickets", json={"answers": {"what": "milk"}}).json["ticket"]
    act(ana, ticket, "withdraw")
    shown = page(ana, f"/tickets/{ticket}")
    assert "已撤销" in shown and "Withdrawn" not in shown


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/api/tickets?list=incidents", {}, 403),
        ("POST", "/api/processes/refund/tickets", {"X-CSRF-Token": "old"}, 403),
        ("POST", "/api/processes/refund/tickets", {"Origin": "https://evil.example"}, 403),
        ("DELETE", "/api/tickets", {}, 405),
    ],
)
def test_a_refused_request_is_told_in_chinese_what_to_do(sign_in, method, address, headers, status):
    answer = speaking(sign_in("ana"), "zh-CN").open(address, method=method, headers=headers, json={})
    assert answer.status_code == status
    assert "请" in answer.json["detail"] and " the " not in answer.json["detail"]
