"""Screenshots of the pages against dev/mock.mjs, to look at: python dev/look.py OUT_FOLDER (mock on port 4173)."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

BASE = os.environ.get("XIAOER_URL", "http://127.0.0.1:4173")
OUT = Path(sys.argv[1])


def widget(page: Page) -> None:
    page.goto(f"{BASE}/demo?product=p1001")
    page.get_by_test_id("bubble").wait_for()
    page.screenshot(path=OUT / "demo.png")
    page.get_by_test_id("bubble").click()
    page.get_by_test_id("greeting").wait_for()
    for text, sign in [("163 108斤穿什么码", "choice"), ("我的订单发货了吗", "order-card"), ("转人工", "banner")]:
        page.get_by_test_id("widget-input").fill(text)
        page.get_by_test_id("widget-input").press("Enter")
        page.get_by_test_id(sign).first.wait_for()
        page.screenshot(path=OUT / f"widget-{sign}.png")
    page.get_by_test_id("emoticons").click()
    page.screenshot(path=OUT / "widget-emoticons.png")


def console(page: Page) -> None:
    page.goto(f"{BASE}/console")
    page.get_by_test_id("login-form").wait_for()
    page.screenshot(path=OUT / "login.png")
    page.get_by_test_id("login-name").fill("xiaolin")
    page.get_by_test_id("login-password").fill("xiaolin")
    page.get_by_test_id("login-submit").click()
    page.get_by_test_id("queue-item").first.wait_for()
    page.screenshot(path=OUT / "console-none.png")
    page.get_by_test_id("queue-item").first.click()
    page.get_by_test_id("claim").wait_for()
    page.get_by_test_id("suggestion-1").wait_for()
    page.screenshot(path=OUT / "console-waiting.png")
    page.get_by_test_id("claim").click()
    page.get_by_test_id("composer").wait_for()
    page.keyboard.press("2")
    page.screenshot(path=OUT / "console-taken.png")
    page.keyboard.press("Enter")
    page.get_by_test_id("row-agent").first.wait_for()
    page.keyboard.press("/")
    page.get_by_test_id("phrase-option").first.wait_for()
    page.screenshot(path=OUT / "console-search.png")
    page.keyboard.press("Escape")
    page.get_by_test_id("composer").fill("")
    page.keyboard.press("?")
    page.get_by_test_id("keys-dialog").wait_for()
    page.wait_for_timeout(400)
    page.screenshot(path=OUT / "console-keys.png")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        for look, size in [(widget, (1280, 720)), (console, (1280, 720))]:
            page = browser.new_page(viewport={"width": size[0], "height": size[1]})
            page.on("console", lambda message: print("console:", message.type, message.text))
            page.on("pageerror", lambda error: print("page error:", error))
            try:
                look(page)
            except Exception as error:
                print(look.__name__, error)
                page.screenshot(path=OUT / f"{look.__name__}-failed.png")
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(BASE)
        page.screenshot(path=OUT / "start.png")
        browser.close()


main()
