"""Proposals over HTTP."""

from typing import Any

import pytest

from assist_api.phrases.service import BUS_TOPIC
from assist_api.proposals.tables import PhraseProposal
from tests.app_fixtures import ShopApp

URL = "/api/v1/phrase-proposals"


async def proposed(shop: ShopApp, proposal_id: str = "pp_1", **changes: Any) -> str:
    now = shop.clock()
    row = PhraseProposal(
        id=proposal_id,
        cluster=changes.pop("cluster", proposal_id),
        state=changes.pop("state", "open"),
        title="当天寄出",
        text="下午四点前付款的当天寄出。",
        wordings=[{"text": "下午四点前付款的当天寄出哦", "turns": 5}],
        shortcode=changes.pop("shortcode", "dtjc"),
        group="快递",
        intents=["ask_ship_time"],
        questions=["今天能寄出吗"],
        turns=changes.pop("turns", 5),
        agents=2,
        last_at=now,
        phrase_id=changes.pop("phrase_id", None),
        edited=False,
        version=1,
        created_at=now,
        updated_at=now,
    )
    async with shop.database.begin() as session:
        session.add(row)
    return f"{URL}/{proposal_id}"


async def test_a_proposal_is_read_as_it_was_listed(either_app: ShopApp) -> None:
    url = await proposed(either_app)
    async with either_app.client("trainer") as trainer:
        read = await trainer.get(url)
        listed = await trainer.get(URL)
    assert listed.json() == {"items": [read.json()], "next": None}
    assert read.headers["etag"] == '"1"'
    assert read.json()["wordings"] == [{"text": "下午四点前付款的当天寄出哦", "turns": 5}]


async def test_the_list_goes_on_from_the_cursor_most_frequent_first(either_app: ShopApp) -> None:
    for number, turns in enumerate((4, 9, 4, 7)):
        await proposed(either_app, f"pp_{number}", turns=turns)
    seen: list[str] = []
    cursor: str | None = None
    async with either_app.client("trainer") as trainer:
        while True:
            query = {"limit": 1} | ({"cursor": cursor} if cursor else {})
            page = (await trainer.get(URL, params=query)).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
    assert seen == ["pp_1", "pp_3", "pp_0", "pp_2"]


@pytest.mark.parametrize("cursor", ["x", "W10=", "WyJhIiwgImIiXQ==", "WzEsICJhXHUwMDAwIl0="])
async def test_a_broken_cursor_is_refused(shop_app: ShopApp, cursor: str) -> None:
    async with shop_app.client("trainer") as trainer:
        answer = await trainer.get(URL, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["error"]["details"]["field"]) == (422, "cursor")


async def test_agents_see_no_proposals(shop_app: ShopApp) -> None:
    url = await proposed(shop_app)
    async with shop_app.client("agent") as agent:
        answers = [
            await agent.get(URL),
            await agent.patch(url, json={"title": "x"}),
            await agent.post(f"{url}/publish"),
            await agent.post(f"{url}/dismiss"),
        ]
    assert [answer.status_code for answer in answers] == [403] * 4


async def test_a_change_needs_the_version_it_was_made_from(shop_app: ShopApp) -> None:
    url = await proposed(shop_app)
    async with shop_app.client("trainer") as trainer:
        without = await trainer.patch(url, json={"title": "新"})
        first = await trainer.patch(url, json={"title": "新"}, headers={"If-Match": '"1"'})
        late = await trainer.patch(url, json={"title": "旧"}, headers={"If-Match": '"1"'})
    assert [without.status_code, first.status_code, late.status_code] == [428, 200, 412]
    assert (first.json()["title"], first.json()["edited"], first.headers["etag"]) == ("新", True, '"2"')


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"text": "x" * 2001}, {"state": "published"}, {"intents": ["问"]}, {"text": "送到{where}"}],
    ids=["no title", "too long", "not a field", "no intent", "no variable"],
)
async def test_a_wrong_change_is_refused(shop_app: ShopApp, change: dict[str, Any]) -> None:
    url = await proposed(shop_app)
    async with shop_app.client("trainer") as trainer:
        answer = await trainer.patch(url, json=change, headers={"If-Match": '"1"'})
    assert answer.status_code == 422


async def test_publishing_makes_a_team_phrase_and_says_so(either_app: ShopApp) -> None:
    url = await proposed(either_app)
    async with either_app.bus.subscribe(BUS_TOPIC) as events, either_app.client("trainer") as trainer:
        published = (await trainer.post(f"{url}/publish")).json()
        heard = await events.next(timeout_s=1)
        phrase = (await trainer.get(f"/api/v1/phrases/{published['phrase_id']}")).json()
    assert published["state"] == "published"
    assert heard == {"topic": BUS_TOPIC, "id": published["phrase_id"]}
    assert {
        name: phrase[name] for name in ("title", "text", "shortcode", "group", "intents", "questions", "scope")
    } == {
        "title": "当天寄出",
        "text": "下午四点前付款的当天寄出。",
        "shortcode": "dtjc",
        "group": "快递",
        "intents": ["ask_ship_time"],
        "questions": ["今天能寄出吗"],
        "scope": "team",
    }
    assert phrase["bot_may_send"] is False


@pytest.mark.parametrize("first", ["publish", "dismiss"])
@pytest.mark.parametrize("then", ["publish", "dismiss"])
async def test_what_is_settled_stays_settled(shop_app: ShopApp, first: str, then: str) -> None:
    url = await proposed(shop_app)
    async with shop_app.client("trainer") as trainer:
        await trainer.post(f"{url}/{first}")
        again = await trainer.post(f"{url}/{then}")
        changed = await trainer.patch(url, json={"title": "新"}, headers={"If-Match": '"2"'})
        listed = await trainer.get(URL)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "not_open")
    assert changed.status_code == 409
    assert listed.json()["items"] == []


async def test_a_taken_shortcode_is_told_and_nothing_is_published(shop_app: ShopApp) -> None:
    url = await proposed(shop_app)
    async with shop_app.client("trainer") as trainer:
        await trainer.post("/api/v1/phrases", json={"title": "a", "text": "b", "shortcode": "dtjc"})
        answer = await trainer.post(f"{url}/publish")
        after = await trainer.get(url)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "duplicate_shortcode")
    assert after.json()["state"] == "open"


async def test_a_wording_of_a_phrase_deleted_meanwhile_becomes_a_phrase(shop_app: ShopApp) -> None:
    url = await proposed(shop_app, phrase_id="p_gone")
    async with shop_app.client("trainer") as trainer:
        published = await trainer.post(f"{url}/publish")
    assert published.json()["phrase_id"] not in (None, "p_gone")


async def test_a_full_phrase_takes_no_more_wordings(shop_app: ShopApp) -> None:
    async with shop_app.client("trainer") as trainer:
        full = {"title": "a", "text": "b", "alternatives": [f"说法{number}" for number in range(20)]}
        phrase = (await trainer.post("/api/v1/phrases", json=full)).json()
        url = await proposed(shop_app, phrase_id=phrase["id"])
        answer = await trainer.post(f"{url}/publish")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_many_wordings")


async def test_an_unknown_proposal_is_not_found(shop_app: ShopApp) -> None:
    async with shop_app.client("trainer") as trainer:
        answers = [await trainer.get(f"{URL}/pp_x"), await trainer.post(f"{URL}/pp_x/publish")]
    assert [answer.status_code for answer in answers] == [404, 404]
