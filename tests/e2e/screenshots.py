"""The pictures of the README, taken from a system started for them: `.venv/bin/python -m tests.e2e.screenshots`."""

import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import yaml
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import PHONE, AgentsPage, BuyersPage, headless_chromium, new_page
from tests.e2e.system import CHECKOUT, RunningSystem, started

IMAGES = CHECKOUT / "docs" / "images"
LARGEST_BYTES = 200_000
BITS = 7
"""Of each colour, of eight: nobody sees the difference, and soft shadows take a fifth less space."""

WAITING = (
    ("p1016", ("731204558210046208 这个订单怎么还没到", "说好的时间都过了，我要投诉你们")),
    ("p1012", ("收到的裤子裤脚开线了", "731204564413051748", "没有照片，已经洗了", "给我换一条吧")),
)
"""Other buyers in the queue: the product they look at and what they say, each line after the bot's reply."""


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="xiaoer-pictures-") as home,
        started(Path(home)) as system,
        headless_chromium() as browser,
    ):
        staff_round_the_clock(system, Path(home))
        take_shop(browser, system)
        take_desk(browser, system)


def staff_round_the_clock(system: RunningSystem, folder: Path) -> None:
    """What the bot says about hand-offs goes by the clock; the pictures shall not."""
    settings = yaml.safe_load((CHECKOUT / "data" / "shop" / "settings.yml").read_text(encoding="utf-8"))
    settings["hours"] = {"opens": "00:00", "closes": "23:59"}
    # The demo's offers begin and end so many days from now, which only the demo may.
    now = datetime.now(UTC)
    offer = settings["promotions"][0]
    settings["promotions"] = [
        {**offer, "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=9)).isoformat()},
    ]
    staffed = folder / "staffed.yml"
    staffed.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    system.command("shop", "import", "settings", str(staffed))


def take_shop(browser: Browser, system: RunningSystem) -> None:
    """A burst of two questions in the widget of a phone, a size question beside the product on a desktop."""
    phone = BuyersPage(new_page(browser, system, PHONE), "p1010")
    phone.open_chat()
    phone.ask("163 108斤穿什么码")
    phone.say("发什么快递呀")
    phone.say("多久能发货")
    expect(phone.bots_lines).to_have_count(2)
    take(phone.page, "widget")

    desktop = BuyersPage(new_page(browser, system), "p1010")
    desktop.open_chat()
    desktop.ask("这款白色有货吗")
    desktop.ask("身高168 体重60公斤选什么码")
    take(desktop.page, "demo")


def take_desk(browser: Browser, system: RunningSystem) -> None:
    """The login, then a talk with a suggestion taken while others wait."""
    for product, lines in WAITING:
        other = BuyersPage(new_page(browser, system), product)
        other.open_chat()
        for line in lines:
            other.ask(line)
        other.expect_to_wait_for_a_person()

    buyer = BuyersPage(new_page(browser, system), "p1010")
    buyer.open_chat()
    buyer.ask("身高163 108斤穿什么码")
    buyer.ask("买两件能便宜点吗")
    buyer.expect_to_wait_for_a_person()

    agent = AgentsPage(new_page(browser, system))
    expect(agent.page.get_by_test_id("login-form")).to_be_visible()
    take(agent.page, "login")
    agent.log_in(*system.passwords["agent"])
    agent.page.get_by_test_id("queue-item").filter(has_text="议价").click()
    agent.claim.click()
    expect(agent.composer).to_be_focused()
    buyer.say("那今天拍什么时候能发货呀")
    expect(agent.transcript.locator(".meaning").last).to_have_text("发货时间")
    expect(agent.first_suggestion).to_contain_text("发")
    agent.page.get_by_test_id("tab-all").click()
    expect(agent.page.get_by_test_id("queue-item")).to_have_count(1 + len(WAITING))
    agent.page.keyboard.press("1")
    expect(agent.composer).not_to_have_value("")
    take(agent.page, "console")


def take(page: Page, name: str) -> None:
    """Once the fonts are there and nothing moves any more."""
    page.evaluate("document.fonts.ready")
    shot = page.screenshot(animations="disabled", caret="hide")
    file = IMAGES / f"{name}.png"
    with Image.open(BytesIO(shot)) as picture:
        ImageOps.posterize(picture.convert("RGB"), BITS).save(file, optimize=True)
    size = file.stat().st_size
    assert size < LARGEST_BYTES, f"{file} has {size} bytes; the repository wants fewer than {LARGEST_BYTES}"


if __name__ == "__main__":
    main()
