"""A shop nobody has told about: the bot says so and calls a person, whatever is asked."""

from collections.abc import AsyncIterator

import pytest

from assist_api.clock import system_clock
from assist_api.database import Database
from assist_api.flows.answering.contract import SkillAnswer
from assist_api.flows.answering.skills import SKILLS
from assist_api.settings import Settings
from assist_api.shop import service as shop
from tests.flows.answering.counter import Counter


@pytest.fixture
async def empty(settings: Settings) -> AsyncIterator[Counter]:
    database = Database(settings.sqlalchemy_url)
    await database.create_all()
    yield Counter(database)
    await database.close()


def told(answer: SkillAnswer) -> tuple[list[str], list[str]]:
    return [say.phrase for say in answer.says], [effect.reason for effect in answer.effects]


@pytest.mark.parametrize("skill", sorted(set(SKILLS) - {"greet"}))
async def test_without_settings_every_skill_hands_over_and_says_why(empty: Counter, skill: str) -> None:
    answer = await empty.ask(skill, "这个多少钱", intent="ask_price", height=165)
    assert told(answer) == (["shop_not_ready"], ["shop_not_set_up"])
    assert answer.effects[0].note == "店铺设置还没有导入"


async def test_without_settings_a_greeting_is_still_answered(empty: Counter) -> None:
    assert told(await empty.ask("greet", "在吗")) == (["greet_not_ready"], [])


@pytest.mark.parametrize("skill", ["size_advice", "stock", "price", "product", "recommend"])
async def test_without_products_nobody_is_asked_which_product(empty: Counter, settings: Settings, skill: str) -> None:
    text = (settings.data / "shop" / "settings.yml").read_text().split("\npromotions:")[0]
    await shop.import_file(empty.database, settings, system_clock, "settings", text.encode())
    assert told(await empty.ask(skill, "有M码吗")) == (["shop_not_ready"], ["shop_not_set_up"])


async def test_with_settings_alone_what_they_tell_is_told(empty: Counter, settings: Settings) -> None:
    text = (settings.data / "shop" / "settings.yml").read_text().split("\npromotions:")[0]
    await shop.import_file(empty.database, settings, system_clock, "settings", text.encode())
    phrases, reasons = told(await empty.ask("shipping_fee", "发杭州邮费多少", region="杭州"))
    assert (phrases, reasons) == (["shipping_fee"], [])
