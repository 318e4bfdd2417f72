"""What agents do in the console while a buyer looks on, against the whole system in headless Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, CDPSession, Route, expect

from tests.e2e.browser import AgentsPage, BuyersPage, new_page
from tests.e2e.system import RunningSystem

pytestmark = [pytest.mark.system, pytest.mark.browser]

NewBuyer = Callable[[], BuyersPage]
NewAgent = Callable[[str], AgentsPage]
HandoffOf = Callable[[BuyersPage], str]


def test_a_wrong_password_is_told_kindly_and_the_printed_account_comes_in(
    browser: Browser, running_system: RunningSystem
) -> None:
    agent = AgentsPage(new_page(browser, running_system))
    name, password = running_system.passwords["agent"]
    agent.log_in(name, f"{password}x")
    expect(agent.problem).to_have_text("账号或密码不对，请再核对一下")
    agent.log_in(name, password)
    expect(agent.page.get_by_test_id("account")).to_contain_text("客服")
    expect(agent.page.get_by_test_id("queue")).to_be_visible()
    agent.page.context.close()


def test_an_agent_answers_with_an_edited_suggestion_and_hands_back_to_the_bot(
    new_buyer: NewBuyer, new_agent: NewAgent, handoff_of: HandoffOf
) -> None:
    buyer = new_buyer()
    buyer.ask("163 108斤穿什么码")
    buyer.ask_for_a_person()
    expect(buyer.bots_lines).to_have_count(2)

    agent = new_agent("agent")
    agent.open(handoff_of(buyer))
    expect(agent.page.get_by_test_id("packet-reason")).to_have_text("要求人工")
    expect(agent.page.get_by_test_id("packet-summary")).to_contain_text("163 108斤穿什么码")
    expect(agent.transcript.get_by_test_id("row-buyer").locator(".text")).to_have_text(["163 108斤穿什么码", "转人工"])
    agent.claim.click()
    expect(agent.composer).to_be_focused()
    expect(buyer.page.get_by_test_id("answering")).to_have_text("客服 小林")

    buyer.say("什么时候能发货呀")
    asked = agent.transcript.get_by_test_id("row-buyer").last
    expect(asked.locator(".text")).to_have_text("什么时候能发货呀")
    expect(agent.first_suggestion).to_contain_text("发")
    suggested = agent.first_suggestion.get_attribute("title")
    assert suggested
    agent.page.keyboard.press("1")
    expect(agent.composer).to_have_value(suggested)
    agent.page.keyboard.insert_text(" 发出后会告诉您。")
    agent.page.keyboard.press("Enter")
    sent = f"{suggested} 发出后会告诉您。"
    expect(agent.composer).to_have_value("")
    expect(agent.own_lines.locator(".text")).to_have_text([sent])
    expect(buyer.agents_texts).to_have_text([sent])
    expect(buyer.bots_lines).to_have_count(2)

    agent.give_back()
    expect(buyer.page.get_by_test_id("to-human")).to_have_text("转人工")
    buyer.ask("发什么快递呀")
    expect(buyer.bots_texts.last).to_contain_text("快递")


def test_a_buyers_line_gets_its_meaning_when_the_bot_has_understood_it(
    new_buyer: NewBuyer, new_agent: NewAgent, handoff_of: HandoffOf
) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    agent = new_agent("agent")
    agent.claim_it(handoff_of(buyer))
    buyer.say("发什么快递呀")
    asked = agent.transcript.get_by_test_id("row-buyer").last
    expect(asked.locator(".text")).to_have_text("发什么快递呀")
    expect(asked.locator(".meaning")).to_be_visible()


def test_of_two_agents_who_claim_the_slower_one_is_told_who_has_the_buyer(
    new_buyer: NewBuyer, new_agent: NewAgent, handoff_of: HandoffOf
) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    handoff = handoff_of(buyer)
    fast, slow = new_agent("agent"), new_agent("trainer")
    fast.open(handoff)
    slow.open(handoff)

    on_the_way: list[Route] = []
    slow.page.route("**/claim", lambda claim: on_the_way.append(claim))
    with slow.page.expect_request("**/claim"):
        slow.claim.click()
    fast.claim.click()
    expect(fast.composer).to_be_focused()
    [late_claim] = on_the_way
    late_claim.continue_()

    expect(slow.notices.first).to_be_visible()
    expect(slow.page.get_by_test_id("talk-over")).to_contain_text("正在接待这位买家")
    expect(slow.composer).to_have_count(0)


def test_after_an_agent_has_closed_the_buyers_next_line_reopens_with_the_bot(
    new_buyer: NewBuyer, new_agent: NewAgent, handoff_of: HandoffOf
) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    expect(buyer.bots_lines).to_have_count(1)
    agent = new_agent("agent")
    agent.claim_it(handoff_of(buyer))
    agent.reply("您好，已经帮您登记好了")
    expect(buyer.agents_texts).to_have_text(["您好，已经帮您登记好了"])
    agent.end()
    expect(agent.page.get_by_test_id("talk-over")).to_contain_text("会话已结束")
    expect(buyer.banner).to_have_text("本次咨询已结束，再发消息可以继续")
    buyer.ask("发什么快递呀")
    expect(buyer.bots_texts.last).to_contain_text("快递")
    expect(buyer.banner).to_be_hidden()


def test_keys_of_an_input_method_neither_take_a_suggestion_nor_send(
    new_buyer: NewBuyer, new_agent: NewAgent, handoff_of: HandoffOf
) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    agent = new_agent("agent")
    agent.claim_it(handoff_of(buyer))
    buyer.say("什么时候能发货呀")
    expect(agent.first_suggestion).to_be_enabled()

    keyboard = agent.page.context.new_cdp_session(agent.page)
    keyboard.send("Input.imeSetComposition", {"text": "hao", "selectionStart": 3, "selectionEnd": 3})
    for key in ("1", "2", "3", "Enter"):
        strike_while_composing(keyboard, key)
        expect(agent.composer).to_have_value("hao")
    keyboard.send("Input.insertText", {"text": "好的"})
    expect(agent.composer).to_have_value("好的")
    expect(agent.own_lines).to_have_count(0)

    # The same keys do their work once the composition is over.
    agent.composer.fill("")
    agent.page.keyboard.press("1")
    expect(agent.composer).not_to_have_value("")
    agent.page.keyboard.press("Enter")
    expect(agent.own_lines).to_have_count(1)


def test_pinyin_finds_a_phrase_and_tab_ends_the_sentence_begun(
    new_buyer: NewBuyer, new_agent: NewAgent, handoff_of: HandoffOf
) -> None:
    buyer = new_buyer()
    buyer.ask_for_a_person()
    agent = new_agent("agent")
    agent.claim_it(handoff_of(buyer))

    agent.page.keyboard.type("/fahuoshijian")
    expect(agent.found_phrases.first).to_contain_text("拼音 fahuoshijian")
    agent.page.keyboard.press("Tab")
    expect(agent.composer).not_to_have_value("/fahuoshijian")
    expect(agent.composer).to_be_focused()
    phrase = agent.composer.input_value()

    agent.composer.fill("")
    agent.page.keyboard.insert_text(f"在的呢。{phrase[:4]}")
    expect(agent.ghost).not_to_be_empty()
    whole = f"在的呢。{phrase[:4]}{agent.ghost.inner_text()}"
    agent.page.keyboard.press("Tab")
    expect(agent.composer).to_have_value(whole)
    expect(agent.composer).to_be_focused()
    expect(agent.ghost).to_be_empty()
    agent.page.keyboard.press("Enter")
    expect(buyer.agents_texts).to_have_text([whole])


def strike_while_composing(keyboard: CDPSession, key: str) -> None:
    """A key stroke that reaches the page but writes nothing by itself."""
    code = key if key == "Enter" else f"Digit{key}"
    for kind in ("rawKeyDown", "keyUp"):
        keyboard.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code})


@pytest.mark.parametrize("path", ["/panel", "/studio", "/owner"])
def test_a_page_still_to_come_says_so_and_leads_back(
    browser: Browser, running_system: RunningSystem, path: str
) -> None:
    page = new_page(browser, running_system)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    expect(page.get_by_test_id("unfinished")).to_be_visible()
    page.get_by_role("link", name="回到首页").click()
    expect(page).to_have_url(f"{running_system.url}/")
    page.context.close()


@pytest.mark.parametrize(("role", "title"), [("agent", "客服"), ("trainer", "训练师"), ("owner", "店主")])
def test_every_staff_role_may_serve_at_the_console(new_agent: NewAgent, role: str, title: str) -> None:
    agent = new_agent(role)
    expect(agent.page.get_by_test_id("account")).to_contain_text(title)
    expect(agent.page.get_by_test_id("queue")).to_be_visible()
