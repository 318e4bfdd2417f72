"""What a buyer and an agent see and do, in headless Chromium. Every look waits for its condition by itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect, sync_playwright

from tests.e2e.system import RunningSystem
from tests.requirements import chromium

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]
WITHIN_MS = 20_000
"""The longest wait for anything to be seen: the bot answers within seconds, on a busy machine too."""

DESKTOP = (1280, 760)
PHONE = (420, 760)


@contextmanager
def headless_chromium() -> Iterator[Browser]:
    """Close it before asynchronous tests begin: Playwright's own event loop runs in the same thread."""
    expect.set_options(timeout=WITHIN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Browser, system: RunningSystem, size: tuple[int, int] = DESKTOP) -> Page:
    """A page of a person of their own: cookies and storage are shared with nobody."""
    width, height = size
    context = browser.new_context(
        base_url=system.url,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(WITHIN_MS)
    return context.new_page()


class BuyersPage:
    """A product of the demo shop with the chat window."""

    def __init__(self, page: Page, product: str = "p1001") -> None:
        self.page = page
        self.input = page.get_by_test_id("widget-input")
        self.own_lines = page.get_by_test_id("message-buyer")
        self.unsent_lines = page.get_by_test_id("message-unsent")
        self.bots_lines = page.get_by_test_id("message-bot")
        self.agents_lines = page.get_by_test_id("message-agent")
        self.own_texts = self.own_lines.locator(".said")
        self.bots_texts = self.bots_lines.locator(".said")
        self.agents_texts = self.agents_lines.locator(".said")
        self.banner = page.get_by_test_id("banner")
        self.choices = page.get_by_test_id("choice")
        self.unread = page.get_by_test_id("unread")
        page.goto(f"/demo?product={product}")
        expect(page.get_by_test_id("demo-product")).to_have_attribute("data-product", product)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open_chat(self) -> None:
        self.page.get_by_test_id("bubble").click()
        expect(self.input).to_be_focused()

    def close_chat(self) -> None:
        self.page.get_by_test_id("minimise").click()

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Locator:
        """Say it and wait for the bot's one reply."""
        before = self.bots_lines.count()
        self.say(text)
        expect(self.bots_lines).to_have_count(before + 1)
        return self.bots_lines.nth(before)

    def ask_for_a_person(self) -> None:
        self.page.get_by_test_id("to-human").click()
        self.expect_to_wait_for_a_person()

    def expect_to_wait_for_a_person(self) -> None:
        expect(self.page.get_by_test_id("to-human")).to_have_text("等待人工…")
        expect(self.banner).to_be_visible()

    def send_picture(self, name: str, png: bytes) -> None:
        file = FilePayload(name=name, mimeType="image/png", buffer=png)
        self.page.get_by_test_id("picture-file").set_input_files(file)

    def session(self) -> dict[str, Any]:
        """What the widget keeps in the browser: `conversation_id`, `token` and more."""
        stored = self.page.evaluate("localStorage.getItem('xiaoer:web:session')")
        session: dict[str, Any] = json.loads(stored)
        return session

    def stored_talk(self) -> list[dict[str, Any]]:
        """The talk as the server tells it with this buyer's token."""
        headers = {"Authorization": f"Bearer {self.session()['token']}"}
        answer = self.context.request.get("/api/v1/chat/messages", headers=headers)
        talk: list[dict[str, Any]] = answer.json()["messages"]
        return talk


class AgentsPage:
    """The agents' console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problem = page.get_by_test_id("login-problem")
        self.transcript = page.get_by_test_id("transcript")
        self.claim = page.get_by_test_id("claim")
        self.composer = page.get_by_test_id("composer")
        self.ghost = page.get_by_test_id("ghost")
        self.found_phrases = page.get_by_test_id("phrase-option")
        self.first_suggestion = page.get_by_test_id("suggestion-1")
        self.own_lines = page.get_by_test_id("row-agent")
        self.notices = page.locator(".el-message")
        page.goto("/console")

    def log_in(self, name: str, password: str) -> None:
        self.page.get_by_test_id("login-name").fill(name)
        self.page.get_by_test_id("login-password").fill(password)
        self.page.get_by_test_id("login-submit").click()

    def queue_item(self, handoff_id: str) -> Locator:
        return self.page.locator(f'[data-handoff="{handoff_id}"]')

    def open(self, handoff_id: str) -> None:
        self.queue_item(handoff_id).click()
        expect(self.transcript).to_be_visible()

    def claim_it(self, handoff_id: str) -> None:
        self.open(handoff_id)
        self.claim.click()
        expect(self.composer).to_be_focused()

    def reply(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")
        expect(self.composer).to_have_value("")

    def give_back(self) -> None:
        self.page.get_by_test_id("return").click()
        self.page.get_by_test_id("return-submit").click()
        expect(self.page.get_by_test_id("return-dialog")).to_be_hidden()

    def end(self) -> None:
        self.page.get_by_test_id("close").click()
        self.page.get_by_test_id("close-submit").click()
        expect(self.page.get_by_test_id("close-dialog")).to_be_hidden()
