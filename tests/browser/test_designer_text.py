"""The text pane: saved while one types, undone in one line with the picture, nothing lost to colleagues or networks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drafting import PURCHASE, go_to, new_draft, open_text, reads, revision, saved, send, stored, typed
from tests.browser.test_access import LOOKS, findings


@pytest.fixture
def hana(visit) -> Page:
    return visit("hana")


def test_what_is_typed_is_saved_and_its_problems_are_shown_with_the_mending(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    go_to(pane, "otherwise ->")
    hana.keyboard.press("ArrowUp")
    hana.keyboard.press("Home")
    for _ in range(3):
        hana.keyboard.press("ControlOrMeta+ArrowRight")
    hana.keyboard.press("Backspace")
    expect(pane).to_have_attribute("data-problems", "1")
    saved(pane)
    assert "small when amoun " in stored(hana, draft)
    hana.keyboard.press("F8")
    pane.locator(".cm-diagnosticAction").click()
    expect(pane).to_have_attribute("data-problems", "0")
    assert stored(hana, draft) == PURCHASE


def test_while_the_text_does_not_read_well_the_frame_says_so_and_leads_to_the_line(hana):
    pane = open_text(hana, new_draft(hana))
    go_to(pane, "reject end rejected")
    hana.keyboard.type(" at")
    expect(hana.locator("#desk-locked")).to_contain_text("line 23")
    pane.locator(".cm-line").first.click()
    hana.locator("#desk-locked button").click()
    expect(pane.locator(".cm-activeLine")).to_contain_text("reject end rejected at")


def change_elsewhere(page: Page, draft: int, base: int, text: str) -> None:
    """What a colleague types."""
    page.goto("/catalogue")
    assert send(page, f"/design/{draft}/typed", revision=base, text=text)["text"] == text


def edit_picture(page: Page, draft: int, part: str, text: str) -> None:
    """What a gesture in the picture sends: here the label or the help of the first field."""
    page.evaluate(
        """([id, _revision, part, text]) => htmx.ajax("POST", `/design/${id}/edit`, { target: "#designer", swap: "morph",
        values: { _edit: "set-text", _revision, _view: "flow", _at: "", address: "items.2.items.0", part, text } })""",
        [draft, revision(page), part, text],
    )


def look_at(page: Page, draft: int, address: str) -> None:
    """Select something in the picture."""
    page.evaluate(
        """([id, at]) => htmx.ajax("GET", `/design/${id}/flow?at=${at}`, { target: "#designer", swap: "morph" })""",
        [draft, address],
    )


def test_undo_and_redo_are_one_line_across_text_and_picture(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    edit_picture(hana, draft, "label", "Thing")
    go_to(pane, "urgent:")
    hana.keyboard.type(" # soon")
    saved(pane)
    hana.keyboard.press("ControlOrMeta+z")
    reads(pane, "# soon", there=False)
    hana.keyboard.press("ControlOrMeta+z")
    reads(pane, '"Thing"', there=False)
    assert stored(hana, draft) == PURCHASE
    hana.keyboard.press("ControlOrMeta+Shift+z")
    reads(pane, '"Thing"')
    hana.keyboard.press("ControlOrMeta+y")
    reads(pane, "# soon")


def test_an_edit_of_the_picture_comes_into_the_text_and_the_cursor_stays(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    go_to(pane, 'task payment "Pay out" {')
    edit_picture(hana, draft, "help", "What?")
    expect(pane.locator(".cm-line", has_text='help "What?"')).to_have_class(re.compile("cm-flash"))
    expect(pane.locator(".cm-line.cm-flash")).to_have_count(0)
    hana.keyboard.type(" # here")
    saved(pane)
    assert 'task payment "Pay out" { # here' in stored(hana, draft)
    assert 'help "What?"' in stored(hana, draft)


def test_lines_of_a_colleague_come_in_while_one_types_elsewhere(hana, visit):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    change_elsewhere(visit("hana"), draft, revision(hana), PURCHASE.replace('"Bought"', '"Done"'))
    go_to(pane, "urgent:")
    hana.keyboard.type(" # soon")
    reads(pane, 'done "Done"')
    expect(pane.get_by_role("status")).to_have_text("A colleague changed other lines meanwhile; both are kept.")
    saved(pane)
    assert (
        stored(hana, draft)
        == typed(pane)
        == PURCHASE.replace('"Bought"', '"Done"').replace("default no", "default no # soon")
    )


@pytest.mark.parametrize(
    "button, label",
    [("Keep mine", ['urgent: yes/no "Mine?" default no']), ("Keep theirs", ['urgent: yes/no "Theirs" default no'])],
)
def test_the_same_lines_changed_by_two_are_shown_side_by_side(hana, visit, button, label):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    change_elsewhere(visit("hana"), draft, revision(hana), PURCHASE.replace("Urgent?", "Theirs"))
    pane.locator(".cm-line", has_text="urgent:").locator("span", has_text='"Urgent?"').dblclick()
    hana.keyboard.type("Mine")
    dialog = pane.get_by_role("dialog", name="A colleague changed the same lines")
    expect(dialog.locator(".theirs .other")).to_contain_text("Theirs")
    expect(dialog.locator(".mine .other")).to_contain_text("Mine")
    assert findings(hana) == []
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_have_count(0)
    saved(pane)
    assert [line.strip() for line in stored(hana, draft).split("\n") if "urgent" in line] == label
    assert [line.strip() for line in typed(pane).split("\n") if "urgent" in line] == label


def test_both_texts_of_a_conflict_can_be_edited_into_one(hana, visit):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    change_elsewhere(visit("hana"), draft, revision(hana), PURCHASE.replace("Urgent?", "Theirs"))
    go_to(pane, "urgent:")
    hana.keyboard.type(" # mine")
    dialog = pane.get_by_role("dialog")
    dialog.get_by_role("button", name="Edit both together").click()
    both = dialog.get_by_label("Both in one text")
    value = both.input_value()
    assert '"Theirs" default no\n' in value and '"Urgent?" default no # mine\n' in value
    merged = PURCHASE.replace('"Urgent?" default no', '"Theirs" default no # mine')
    both.fill(merged)
    dialog.get_by_role("button", name="Keep this text").click()
    saved(pane)
    assert stored(hana, draft) == merged


def test_without_a_network_one_types_on_and_everything_is_sent_later(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    hana.context.set_offline(True)
    go_to(pane, "urgent:")
    hana.keyboard.type(" # away")
    expect(pane.get_by_role("status")).to_contain_text("The server cannot be reached")
    hana.context.set_offline(False)
    expect(pane.get_by_role("status")).to_have_text("Everything is saved again.")
    assert "# away" in stored(hana, draft)


def test_text_that_was_not_saved_comes_back_after_the_tab_is_gone(hana, visit):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    hana.context.set_offline(True)
    go_to(pane, "urgent:")
    hana.keyboard.type(" # crash")
    expect(pane).to_have_attribute("data-state", "away")
    context = hana.context
    hana.close()
    context.set_offline(False)
    again = context.new_page()
    pane = open_text(again, draft)
    reads(pane, "# crash")
    expect(pane).not_to_have_attribute("data-state", "saving")  # or it was sent with the last breath of the tab
    assert "# crash" in stored(again, draft)


def test_words_are_offered_while_one_types(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    go_to(pane, "reject end rejected")
    hana.keyboard.type("\nmay ret", delay=20)
    pane.get_by_role("option", name="return").click()
    hana.keyboard.type("\nby req", delay=20)
    expect(pane.get_by_role("option").first).to_contain_text("requester")
    hana.keyboard.press("Escape")
    saved(pane)
    assert "          reject end rejected\n          may return\n          by req\n" in stored(hana, draft)


def test_the_word_under_the_pointer_is_explained_and_leads_to_its_definition(hana):
    pane = open_text(hana, new_draft(hana))
    small = pane.locator(".cm-line", has_text="small when")
    small.locator("span", has_text="when").hover()
    expect(pane.locator(".cm-told")).to_contain_text("only where this condition holds")
    go_to(pane, "branch by desk")
    hana.keyboard.press("ArrowLeft")
    hana.keyboard.press("ArrowLeft")
    hana.keyboard.press("F12")
    expect(pane.locator(".cm-activeLine")).to_contain_text("table desk first")


def test_what_is_selected_in_the_picture_is_marked_in_the_text_and_the_other_way_round(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    look_at(hana, draft, "items.4.steps.1")
    expect(pane.locator(".cm-line.cm-marked")).to_have_count(3)
    expect(pane.locator(".cm-line.cm-marked").first).to_contain_text("task payment")
    go_to(pane, "urgent:")
    pane.get_by_role("button", name="Show in picture").click()
    expect(hana.locator("#designer")).to_have_attribute("data-view", "form")
    expect(hana.locator("#designer")).to_have_attribute("data-at", "items.2.items.2")


def test_format_writes_the_canonical_text_and_can_be_undone(hana):
    wild = PURCHASE.replace("  started by", "      started    by")
    draft = new_draft(hana, wild)
    pane = open_text(hana, draft)
    pane.get_by_role("button", name="Format").click()
    reads(pane, "\n  started by team")
    assert stored(hana, draft) == PURCHASE
    go_to(pane, "urgent:")
    hana.keyboard.press("ControlOrMeta+z")
    reads(pane, "started    by")


def test_a_text_with_mistakes_is_not_formatted_but_saved(hana):
    draft = new_draft(hana, PURCHASE.replace("title ", "titel "))
    pane = open_text(hana, draft)
    pane.get_by_role("button", name="Format").click()
    expect(pane.get_by_role("status")).to_have_text("A text with mistakes cannot be formatted: mend them first.")
    go_to(pane, "urgent:")
    hana.keyboard.type(" # on")
    saved(pane)
    assert "# on" in stored(hana, draft)


def test_tab_leaves_the_text_and_letters_are_no_keys_of_the_page(hana):
    pane = open_text(hana, new_draft(hana))
    go_to(pane, "urgent:")
    before = hana.locator(".flow-card").first.bounding_box()
    hana.keyboard.type(" # n?/++")
    reads(pane, "# n?/++")
    assert hana.locator(".flow-card").first.bounding_box() == before
    hana.keyboard.press("Tab")
    assert hana.evaluate("document.querySelector('waybill-text').shadowRoot.activeElement.textContent") != ""
    expect(pane.locator(".cm-content")).not_to_be_focused()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_text_pane_is_for_everybody(visit, look):
    page = visit("hana", **look)
    pane = open_text(page, new_draft(page, PURCHASE.replace("-> boss", "-> bos")))
    expect(pane).to_have_attribute("data-problems", "1")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go_to(pane, "otherwise ->")
    page.keyboard.press("F8")
    expect(pane.locator(".cm-tooltip-lint, .cm-diagnostic").first).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("ControlOrMeta+Space")
    expect(pane.get_by_role("option").first).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+f")
    expect(pane.locator(".cm-search")).to_be_visible()
    assert findings(page) == []
    label = pane.locator(".cm-content").get_attribute("aria-label")
    assert ("流程文本" in label) == (look["language"] == "zh")


def test_typing_leaves_no_steps_for_the_back_button(hana):
    pane = open_text(hana, new_draft(hana))
    before = hana.evaluate("history.length")
    for letter in "ab":
        go_to(pane, "urgent:")
        hana.keyboard.type(f" # {letter}")
        saved(pane)
        expect(hana.locator("#designer")).to_have_attribute(
            "data-revision", str(pane.evaluate("(pane) => pane.saver.revision"))
        )
    assert hana.evaluate("history.length") == before


def test_the_usual_key_for_saving_says_that_all_is_saved(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    go_to(pane, "urgent:")
    hana.keyboard.type(" # now")
    hana.keyboard.press("ControlOrMeta+s")
    expect(pane.get_by_role("status")).to_have_text("Everything is saved.")
    assert "# now" in stored(hana, draft)


def test_chinese_is_written_with_an_input_method(hana):
    draft = new_draft(hana)
    pane = open_text(hana, draft)
    go_to(pane, "urgent:")
    keyboard = hana.context.new_cdp_session(hana)
    hana.keyboard.type(" # ")
    keyboard.send("Input.imeSetComposition", {"text": "shen pi", "selectionStart": 7, "selectionEnd": 7})
    reads(pane, "# shen pi")
    keyboard.send("Input.insertText", {"text": "审批"})
    saved(pane)
    assert 'urgent: yes/no "Urgent?" default no # 审批\n' in stored(hana, draft)


def test_words_are_coloured_by_what_they_are_where_they_stand(hana):
    text = PURCHASE.replace("item: text 80", "title: text 80").replace("{item}", "{title}").replace("amount", "金额")
    pane = open_text(hana, new_draft(hana, text))
    colours = """(pane, words) => {
      const line = [...pane.shadowRoot.querySelectorAll(".cm-line")].find((one) => one.textContent.includes(words));
      return [...line.querySelectorAll("span")].map((one) => [one.textContent, getComputedStyle(one).color]);
    }"""
    keyword = dict(pane.evaluate(colours, 'title "'))["title"]
    field = dict(pane.evaluate(colours, "title: text"))
    assert field["title"] != keyword and field["text"] != keyword
    assert dict(pane.evaluate(colours, "金额: money"))["金额"] == field["title"]
    expect(pane).to_have_attribute("data-problems", "0")


def test_blocks_fold(hana):
    pane = open_text(hana, new_draft(hana))
    pane.get_by_title("Fold").filter(visible=True).nth(1).click()
    expect(pane.locator(".cm-line", has_text="urgent:")).to_have_count(0)
    expect(pane.locator(".cm-line", has_text="form {")).to_contain_text("}")
    pane.locator(".cm-foldPlaceholder").click()
    expect(pane.locator(".cm-line", has_text="urgent:")).to_have_count(1)


def test_the_text_can_have_more_room(hana):
    pane = open_text(hana, new_draft(hana))
    before = pane.bounding_box()["width"]
    wide = pane.get_by_role("button", name="Wide")
    wide.click()
    expect(wide).to_have_attribute("aria-pressed", "true")
    assert pane.bounding_box()["width"] > before * 1.2 and hana.locator("#panel").is_hidden()
    wide.click()
    assert pane.bounding_box()["width"] == before and hana.locator("#panel").is_visible()
