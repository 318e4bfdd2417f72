"""From past chats to proposals, and what mining again leaves alone."""

from typing import Any

import pytest

from assist_api.flows.mining.publishing import publish_all
from assist_api.flows.mining.saving import Saved
from assist_api.flows.mining.service import mine
from assist_api.history import store as history
from assist_api.phrases.service import load_starters
from assist_api.proposals import store
from assist_api.recommender.mining.recognise import Recogniser
from tests.app_fixtures import ShopApp
from tests.proposals.talks import CARE, CUTOFF, HURRIED, TALKS, past_chats

URL = "/api/v1/phrase-proposals"


async def mined(shop: ShopApp, least: int = 3) -> Saved:
    return await mine(shop.database, shop.settings, shop.clock, least)


async def listed(shop: ShopApp, **query: Any) -> list[dict[str, Any]]:
    async with shop.client("trainer") as trainer:
        answer = await trainer.get(URL, params=query)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_what_agents_repeat_is_proposed_and_nothing_else(either_app: ShopApp) -> None:
    await past_chats(either_app)
    saved = await mined(either_app)
    assert {one.text for one in saved.new} == {CUTOFF, CARE, HURRIED}
    cutoff = next(one for one in await listed(either_app) if one["text"] == CUTOFF)
    assert cutoff["turns"] == 3
    assert cutoff["agents"] == 1
    assert cutoff["shortcode"].isalnum()
    assert "现在拍下今天能寄出吗" in cutoff["questions"]


async def test_mining_again_changes_nothing(shop_app: ShopApp) -> None:
    await past_chats(shop_app)
    await mined(shop_app)
    before = await listed(shop_app)
    again = await mined(shop_app)
    assert (again.new, again.renewed, again.gone) == ([], [], 0)
    assert await listed(shop_app) == before


async def test_more_talks_renew_the_figures_but_not_what_a_trainer_wrote(shop_app: ShopApp) -> None:
    await past_chats(shop_app, TALKS)
    await mined(shop_app)
    proposal = next(one for one in await listed(shop_app) if one["text"] == CUTOFF)
    async with shop_app.client("trainer") as trainer:
        await trainer.patch(f"{URL}/{proposal['id']}", json={"title": "当天寄出"}, headers={"If-Match": '"1"'})
    async with shop_app.database.begin() as session:
        await history.forget(session, [f"talk-{number}" for number in range(len(TALKS))])
    await past_chats(shop_app, [*TALKS, TALKS[0]])
    await mined(shop_app)
    renewed = next(one for one in await listed(shop_app) if one["id"] == proposal["id"])
    assert (renewed["title"], renewed["turns"]) == ("当天寄出", 4)


async def test_a_dismissed_proposal_is_not_made_again(shop_app: ShopApp) -> None:
    await past_chats(shop_app)
    await mined(shop_app)
    for proposal in await listed(shop_app):
        async with shop_app.client("trainer") as trainer:
            await trainer.post(f"{URL}/{proposal['id']}/dismiss")
    again = await mined(shop_app)
    assert again.new == []
    assert await listed(shop_app) == []


async def test_proposals_go_with_the_talks_they_came_from(shop_app: ShopApp) -> None:
    await past_chats(shop_app)
    await mined(shop_app)
    async with shop_app.database.begin() as session:
        await history.forget_source(session, "test")
    assert (await mined(shop_app)).gone == 3
    assert await listed(shop_app) == []


async def test_published_at_once_they_are_phrases_and_recognised(shop_app: ShopApp) -> None:
    await past_chats(shop_app)
    await mined(shop_app)
    async with shop_app.database.begin() as session:
        published = await publish_all(session, shop_app.clock())
    assert {one.text for one in published} == {CUTOFF, CARE, HURRIED}
    async with shop_app.database.read() as session:
        recogniser = Recogniser(await store.wordings(session))
    care = next(one.phrase_id for one in published if one.text == CARE)
    assert recogniser.recognise("这款毛衣您可以冷水手洗，平铺晾干就不会变形哦") == (care,)


async def test_what_the_bank_nearly_says_is_offered_as_a_new_wording(shop_app: ShopApp) -> None:
    async with shop_app.client("trainer") as trainer:
        created = await trainer.post(
            "/api/v1/phrases", json={"title": "毛衣洗护", "text": "这款毛衣建议冷水手洗，平铺晾干就不会变形。"}
        )
    await past_chats(shop_app)
    await mined(shop_app)
    (known,) = await listed(shop_app, known=True)
    assert (known["text"], known["phrase_id"]) == (CARE, created.json()["id"])
    async with shop_app.client("trainer") as trainer:
        published = await trainer.post(f"{URL}/{known['id']}/publish")
        phrase = await trainer.get(f"/api/v1/phrases/{known['phrase_id']}")
    assert published.json()["state"] == "published"
    assert phrase.json()["alternatives"] == [CARE]


async def test_bulk_publishing_leaves_new_wordings_to_a_person(shop_app: ShopApp) -> None:
    async with shop_app.client("trainer") as trainer:
        await trainer.post("/api/v1/phrases", json={"title": "毛衣洗护", "text": CARE})
    await past_chats(shop_app)
    await mined(shop_app)
    async with shop_app.database.begin() as session:
        published = await publish_all(session, shop_app.clock())
    assert {one.text for one in published} == {CUTOFF, HURRIED}


@pytest.mark.parametrize("least", [3, 4])
async def test_rarer_replies_are_left_out(shop_app: ShopApp, least: int) -> None:
    await past_chats(shop_app)
    assert len((await mined(shop_app, least)).new) == (3 if least == 3 else 0)


async def test_a_mined_shortcode_is_nobody_elses(shop_app: ShopApp) -> None:
    await load_starters(shop_app.database, shop_app.settings)
    await past_chats(shop_app)
    await mined(shop_app)
    async with shop_app.database.begin() as session:
        published = await publish_all(session, shop_app.clock())
    assert all(one.shortcode for one in published)
