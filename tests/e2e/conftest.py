"""Fixtures for tests against the whole system. Mark such tests `system`, and `browser` where Chromium is driven."""

from collections.abc import Callable, Iterator
from io import BytesIO

import httpx
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.e2e.browser import AgentsPage, BuyersPage, headless_chromium, new_page
from tests.e2e.system import RunningSystem, started, wait_for

UNCLEAR = (
    "乌鸦坐飞机",
    "猫咪跳上钢琴",
    "哒哒叭叭嗡嗡",
    "火星撞地球",
    "天上掉星星",
    "叽里呱啦",
    "夜里听见猫叫",
    "嗡嗡嗡嗡",
    "床前明月光",
)
"""Nothing a shop is asked. A trained bot may still guess at some, so tests take those it is unsure about."""

TORN = (
    "退了换了都行快点弄好寄来",
    "活动完了还有货没有",
    "拍两件颜色不一样的",
    "改地址还是退了重拍",
    "运费和发票怎么弄",
)
"""Lines between two matters of a shop: the bot has guesses to offer. Tests take one that it is unsure about."""


@pytest.fixture(scope="session")
def running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """One system for all tests of the run: make your own buyers, do not count on an empty queue."""
    with started(tmp_path_factory.mktemp("xiaoer-home")) as system:
        yield system


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_chromium() as browser:
        yield browser


@pytest.fixture
def new_buyer(browser: Browser, running_system: RunningSystem) -> Iterator[Callable[[], BuyersPage]]:
    """A new buyer on a product of the demo shop, with the chat open."""
    come: list[BuyersPage] = []

    def comes() -> BuyersPage:
        buyer = BuyersPage(new_page(browser, running_system))
        come.append(buyer)
        buyer.open_chat()
        return buyer

    yield comes
    for buyer in come:
        buyer.context.close()


@pytest.fixture
def new_agent(browser: Browser, running_system: RunningSystem) -> Iterator[Callable[[str], AgentsPage]]:
    """The agent of that role, logged in at a console of their own."""
    come: list[AgentsPage] = []

    def comes(role: str) -> AgentsPage:
        agent = AgentsPage(new_page(browser, running_system))
        come.append(agent)
        agent.log_in(*running_system.passwords[role])
        return agent

    yield comes
    for agent in come:
        agent.page.context.close()


@pytest.fixture
def desk(running_system: RunningSystem) -> Iterator[httpx.Client]:
    """An agent without a page, who sees what the server knows."""
    with running_system.client(running_system.token("agent")) as http:
        yield http


@pytest.fixture
def handoff_of(desk: httpx.Client) -> Callable[[BuyersPage], str]:
    """Waits until this buyer stands in the queue; the id of the hand-off."""

    def found(buyer: BuyersPage) -> str:
        conversation = buyer.session()["conversation_id"]

        def waiting() -> str | None:
            queue = desk.get("/api/v1/handoffs", params={"state": "waiting"}).json()["items"]
            return next((str(entry["id"]) for entry in queue if entry["conversation_id"] == conversation), None)

        return wait_for(waiting, "the buyer in the queue")

    return found


@pytest.fixture
def unclear(desk: httpx.Client) -> list[str]:
    """Two lines at least that the bot is unsure about."""
    lines = [line for line in UNCLEAR if desk.post("/api/v1/understand", json={"text": line}).json()["unsure"]]
    assert len(lines) >= 2, f"the bot is sure about nonsense: of {UNCLEAR} it finds only {lines} unclear"
    return lines


@pytest.fixture
def torn(desk: httpx.Client) -> str:
    """A line that the bot is unsure about with two meanings likely enough to be offered."""
    for line in TORN:
        read = desk.post("/api/v1/understand", json={"text": line}).json()
        if read["unsure"] and read["ranking"][0]["confidence"] > 0.25 and read["ranking"][1]["confidence"] > 0.1:
            return line
    raise AssertionError(f"the bot is torn about none of {TORN}")


@pytest.fixture
def photo() -> bytes:
    """A PNG of a sleeve with a hole."""
    picture = Image.new("RGB", (320, 240), "#e9dfd2")
    drawing = ImageDraw.Draw(picture)
    drawing.polygon([(40, 30), (250, 60), (280, 210), (70, 190)], fill="#7d93a8")
    drawing.ellipse((150, 100, 190, 135), fill="#3a3a3a")
    png = BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()
