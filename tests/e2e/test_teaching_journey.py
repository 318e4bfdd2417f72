"""An agent teaches what the bot had passed on, a trainer approves it, and the next buyer hears it from the bot."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import AgentsPage, BuyersPage

pytestmark = [pytest.mark.system, pytest.mark.browser]

QUESTION, ANSWER = "这件内衣的肩带能换成透明的吗", "可以换的，肩带是活动挂钩，透明带宽一厘米的就合适"


def test_what_an_agent_teaches_and_a_trainer_approves_the_bot_says_to_the_next_buyer(
    new_buyer: Callable[[], BuyersPage],
    new_agent: Callable[[str], AgentsPage],
    handoff_of: Callable[[BuyersPage], str],
) -> None:
    asking = new_buyer()
    asking.ask(QUESTION)
    asking.ask_for_a_person()
    agent = new_agent("agent")
    agent.claim_it(handoff_of(asking))
    agent.composer.fill(ANSWER)
    agent.page.keyboard.press("Enter")
    expect(agent.own_lines.locator(".text")).to_have_text([ANSWER])

    agent.page.keyboard.press("Alt+KeyL")
    expect(agent.page.get_by_test_id("teach-questions")).to_have_value(QUESTION)
    expect(agent.page.get_by_test_id("teach-text")).to_have_value(ANSWER)
    agent.page.get_by_test_id("teach-submit").click()
    expect(agent.page.get_by_text("同事马上就能用")).to_be_visible()
    expect(agent.page.get_by_test_id("review")).to_have_count(0)

    trainer = new_agent("trainer")
    trainer.page.get_by_test_id("review").click()
    waiting = trainer.page.get_by_test_id("review-card").filter(has_text=QUESTION)
    waiting.get_by_test_id("review-approve").click()
    expect(waiting).to_have_count(0)

    other = new_buyer()
    other.ask(QUESTION)
    expect(other.bots_texts.last).to_have_text(ANSWER)
    other.ask_for_a_person()
    trainer.page.keyboard.press("Escape")
    expect(trainer.page.get_by_test_id("review-drawer")).to_be_hidden()
    trainer.open(handoff_of(other))
    expect(trainer.transcript.get_by_test_id("taught")).to_have_text("教过的")
    expect(trainer.page.get_by_test_id("packet-summary")).to_contain_text("教过的话")
