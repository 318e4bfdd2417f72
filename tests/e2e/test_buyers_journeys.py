"""What buyers do in the chat window, against the whole system in headless Chromium."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import BuyersPage
from tests.e2e.system import RunningSystem

pytestmark = [pytest.mark.system, pytest.mark.browser]

NewBuyer = Callable[[], BuyersPage]
HandoffOf = Callable[[BuyersPage], str]


def test_the_product_shown_is_the_one_asked_about(new_buyer: NewBuyer) -> None:
    buyer = new_buyer()
    reply = buyer.ask("163 108斤穿什么码")
    shown = buyer.page.get_by_test_id("demo-product").get_by_role("heading", level=1).inner_text()
    expect(reply).to_contain_text("M")
    expect(reply.get_by_test_id("product-card")).to_contain_text(shown)


def test_two_questions_in_a_burst_get_one_reply_to_both(new_buyer: NewBuyer) -> None:
    buyer = new_buyer()
    buyer.say("什么时候能发货")
    buyer.say("发什么快递呀")
    expect(buyer.bots_lines).to_have_count(1)
    expect(buyer.bots_lines).to_contain_text(re.compile("发出|寄出|交给快递"))
    expect(buyer.bots_lines).to_contain_text("快递")
    # Were a second reply to the burst still on its way, this question would bring the count to three.
    buyer.ask("谢谢啦")
    assert [line["role"] for line in buyer.stored_talk()] == ["buyer", "buyer", "bot", "buyer", "bot"]


def test_a_line_with_two_meanings_brings_choices_and_a_tap_on_one_goes_on(new_buyer: NewBuyer, torn: str) -> None:
    buyer = new_buyer()
    reply = buyer.ask(torn)
    expect(buyer.choices.nth(1)).to_be_enabled()
    title = buyer.choices.first.inner_text()
    buyer.choices.first.click()
    expect(buyer.own_texts.last).to_have_text(title)
    expect(buyer.bots_lines).to_have_count(2)
    expect(reply.get_by_test_id("choice").first).to_be_disabled()


def test_a_second_unclear_line_in_a_row_goes_to_a_person(
    new_buyer: NewBuyer, unclear: list[str], handoff_of: HandoffOf, desk: httpx.Client
) -> None:
    buyer = new_buyer()
    buyer.ask(unclear[0])
    expect(buyer.choices.first).to_be_visible()
    buyer.ask(unclear[1])
    buyer.expect_to_wait_for_a_person()
    packet = desk.get(f"/api/v1/handoffs/{handoff_of(buyer)}").json()["packet"]
    assert packet["reason"] == "unsure"
    assert {unclear[0], unclear[1]} <= {line["text"] for line in packet["transcript"]}


def test_a_report_with_a_picture_is_gathered_and_goes_to_a_person(
    new_buyer: NewBuyer, handoff_of: HandoffOf, desk: httpx.Client, photo: bytes
) -> None:
    buyer = new_buyer()
    buyer.ask("收到的衣服破了个洞")
    expect(buyer.bots_lines.last).to_contain_text("订单号")
    buyer.ask("731204558210039914")
    expect(buyer.bots_lines.last).to_contain_text(re.compile("照片|发张图"))
    buyer.send_picture("袖子.png", photo)
    picture = buyer.own_lines.last.get_by_test_id("picture").get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 320)
    expect(buyer.bots_lines.last).to_contain_text(re.compile("处理|想退"))
    buyer.ask("给我换一件吧")
    buyer.expect_to_wait_for_a_person()
    packet = desk.get(f"/api/v1/handoffs/{handoff_of(buyer)}").json()["packet"]
    assert packet["reason"] == "report_quality"
    assert [entity["value"] for entity in packet["entities"] if entity["kind"] == "order_no"] == ["731204558210039914"]


def test_one_tap_calls_a_person(new_buyer: NewBuyer, handoff_of: HandoffOf) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    expect(buyer.own_texts).to_have_text(["转人工"])
    expect(buyer.bots_lines).to_have_count(1)
    assert handoff_of(buyer)


def test_a_reload_goes_on_with_the_talk(new_buyer: NewBuyer) -> None:
    buyer = new_buyer()
    reply = buyer.ask("发什么快递呀").locator(".said").inner_text()
    conversation = buyer.session()["conversation_id"]
    buyer.page.reload()
    buyer.open_chat()
    expect(buyer.own_texts).to_have_text(["发什么快递呀"])
    expect(buyer.bots_texts).to_have_text([reply])
    buyer.ask("什么时候能发货")
    assert buyer.session()["conversation_id"] == conversation


def test_a_line_written_offline_arrives_once_when_the_network_is_back(new_buyer: NewBuyer) -> None:
    buyer = new_buyer()
    buyer.ask("在吗")
    buyer.context.set_offline(True)
    buyer.say("发什么快递呀")
    expect(buyer.unsent_lines).to_contain_text("发什么快递呀")
    buyer.context.set_offline(False)
    expect(buyer.bots_lines).to_have_count(2)
    expect(buyer.unsent_lines).to_have_count(0)
    expect(buyer.own_texts).to_have_text(["在吗", "发什么快递呀"])
    assert [line["text"] for line in buyer.stored_talk() if line["role"] == "buyer"] == ["在吗", "发什么快递呀"]


def test_a_reply_while_the_chat_is_closed_leaves_a_mark_until_it_is_read(
    new_buyer: NewBuyer, handoff_of: HandoffOf, desk: httpx.Client
) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    expect(buyer.bots_lines).to_have_count(1)
    handoff = handoff_of(buyer)
    assert desk.post(f"/api/v1/handoffs/{handoff}/claim", json={}).is_success
    expect(buyer.page.get_by_test_id("to-human")).to_have_text("人工服务中")
    buyer.close_chat()
    expect(buyer.unread).to_have_count(0)
    line = {"client_id": "first-line", "text": "您好，这边在看您的订单了"}
    assert desk.post(f"/api/v1/handoffs/{handoff}/messages", json=line).is_success
    expect(buyer.unread).to_have_text("1")
    buyer.open_chat()
    expect(buyer.agents_texts).to_have_text([line["text"]])
    buyer.close_chat()
    expect(buyer.page.get_by_test_id("bubble")).to_be_visible()
    expect(buyer.unread).to_have_count(0)


def test_enter_that_ends_a_composition_sends_nothing(new_buyer: NewBuyer) -> None:
    buyer = new_buyer()
    buyer.input.focus()
    keyboard = buyer.context.new_cdp_session(buyer.page)
    keyboard.send("Input.imeSetComposition", {"text": "zai ma", "selectionStart": 6, "selectionEnd": 6})
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter"})
    expect(buyer.input).to_have_value("zai ma")
    keyboard.send("Input.insertText", {"text": "在吗"})
    expect(buyer.input).to_have_value("在吗")
    buyer.input.press("Enter")
    expect(buyer.own_texts).to_have_text(["在吗"])


def test_a_buyers_token_opens_their_own_talk_only(
    new_buyer: NewBuyer, running_system: RunningSystem, unclear: list[str], photo: bytes
) -> None:
    one, other = new_buyer(), new_buyer()
    other.ask(unclear[0])
    other.send_picture("袖子.png", photo)
    expect(other.own_lines.last.get_by_test_id("picture")).to_be_visible()
    one.ask("在吗")
    asking, [picture] = _last_with(other, "buttons"), _last_with(other, "pictures")["payload"]["pictures"]

    with running_system.client(one.session()["token"]) as http:
        seen = http.get("/api/v1/chat/messages").json()["messages"]
        assert "在吗" in {line["text"] for line in seen}
        assert not {line["id"] for line in seen} & {line["id"] for line in other.stored_talk()}
        assert http.get(f"/api/v1/chat/uploads/{picture['upload_id']}").status_code == 404
        taken = {"client_id": "taken-picture", "attachments": [picture["upload_id"]]}
        assert http.post("/api/v1/chat/messages", json=taken).status_code in {404, 422}
        choice = {"message_id": asking["id"], "option": asking["payload"]["buttons"][0]["option"]}
        tapped = http.post("/api/v1/chat/messages", json={"client_id": "taken-choice", "choice": choice})
        assert tapped.status_code in {404, 409, 422}
        assert http.get("/api/v1/handoffs").status_code in {401, 403}


def _last_with(buyer: BuyersPage, part: str) -> dict[str, Any]:
    return [line for line in buyer.stored_talk() if (line.get("payload") or {}).get(part)][-1]
