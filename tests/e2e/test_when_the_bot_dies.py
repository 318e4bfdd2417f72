"""What a buyer sees while the bot is killed and comes back."""

import json
import os
import signal
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import BuyersPage
from tests.e2e.system import START_S, RunningSystem, wait_for

pytestmark = [pytest.mark.system, pytest.mark.browser]


def test_a_buyer_is_told_honestly_and_waits_for_a_person_and_the_next_talk_works(
    running_system: RunningSystem,
    new_buyer: Callable[[], BuyersPage],
    handoff_of: Callable[[BuyersPage], str],
    desk: httpx.Client,
) -> None:
    buyer = new_buyer()
    buyer.ask("在吗")
    killed = bot_process(running_system)
    os.kill(killed["pid"], signal.SIGKILL)
    reply = buyer.ask("发什么快递呀")
    expect(reply).to_contain_text("人工")
    buyer.expect_to_wait_for_a_person()
    packet = desk.get(f"/api/v1/handoffs/{handoff_of(buyer)}").json()["packet"]
    assert packet["reason"] == "bot_unavailable"
    assert packet["transcript"][-1]["text"] == "发什么快递呀"

    wait_for(lambda: came_back(running_system, killed), "a new bot process, ready", START_S)
    wait_for(lambda: httpx.get(f"{running_system.url}/healthz", trust_env=False).is_success, "/healthz saying 200")
    expect(new_buyer().ask("发什么快递呀")).to_contain_text("快递")


def bot_process(system: RunningSystem) -> dict[str, Any]:
    """`pid`, `ready` and `starts` as the supervisor tells them."""
    told: dict[str, Any] = json.loads((system.home / "run.json").read_text(encoding="utf-8"))["children"]["bot"]
    return told


def came_back(system: RunningSystem, killed: dict[str, Any]) -> bool:
    now = bot_process(system)
    return bool(now["ready"]) and now["pid"] != killed["pid"]
