from datetime import timedelta
from typing import Any

import pytest

from assist_api.phrases.service import BUS_TOPIC, wordings
from assist_api.security import Principal
from tests.app_fixtures import ShopApp

URL = "/api/v1/phrases"
WASH = {
    "title": "洗涤方法",
    "text": "建议冷水手洗，翻面阴干。",
    "alternatives": ["这款手洗更好，请不要机洗。"],
    "shortcode": "xd",
    "group": "询问",
    "intents": ["ask_product"],
    "questions": ["能机洗吗"],
    "applies_to": {"products": ["p1"]},
    "bot_may_send": True,
}


async def created(shop: ShopApp, **changes: Any) -> dict[str, Any]:
    async with shop.client("trainer") as trainer:
        answer = await trainer.post(URL, json=WASH | changes)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_what_a_trainer_writes_an_agent_reads(either_app: ShopApp) -> None:
    phrase = await created(either_app)
    async with either_app.client("agent") as agent:
        read = await agent.get(f"{URL}/{phrase['id']}")
        listed = await agent.get(URL)
    assert read.json() == phrase
    assert listed.json() == {"items": [phrase], "next": None}
    assert phrase["id"].startswith("p_")
    assert {name: phrase[name] for name in WASH if name != "applies_to"} == {
        name: value for name, value in WASH.items() if name != "applies_to"
    }
    assert phrase["applies_to"] == {"products": ["p1"], "categories": [], "order_states": [], "channels": []}
    assert phrase["stats"] == {"used": 0, "edited": 0, "dismissed": 0, "last_used_at": None}
    assert read.headers["etag"] == '"1"'


async def test_an_agent_writes_no_team_phrase(shop_app: ShopApp) -> None:
    phrase = await created(shop_app)
    async with shop_app.client("agent") as agent:
        answers = [
            await agent.post(URL, json=WASH),
            await agent.patch(f"{URL}/{phrase['id']}", json={"title": "x"}, headers={"If-Match": "1"}),
            await agent.delete(f"{URL}/{phrase['id']}", headers={"If-Match": "1"}),
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_a_change_needs_the_version_it_was_made_from(shop_app: ShopApp) -> None:
    url = f"{URL}/{(await created(shop_app))['id']}"
    async with shop_app.client("trainer") as trainer:
        without = await trainer.patch(url, json={"title": "新"})
        first = await trainer.patch(url, json={"title": "新"}, headers={"If-Match": '"1"'})
        late = await trainer.patch(url, json={"title": "旧"}, headers={"If-Match": '"1"'})
        late_delete = await trainer.delete(url, headers={"If-Match": '"1"'})
        gone = await trainer.delete(url, headers={"If-Match": first.headers["etag"]})
        after = await trainer.get(url)
    assert [without.status_code, first.status_code, late.status_code] == [428, 200, 412]
    assert first.json()["title"] == "新"
    assert first.json()["text"] == WASH["text"]
    assert [late_delete.status_code, gone.status_code, after.status_code] == [412, 204, 404]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "body.text"),
        ({"text": "字" * 2001}, "body.text"),
        ({"title": " "}, "body.title"),
        ({"shortcode": "a b"}, "body.shortcode"),
        ({"intents": ["退款"]}, "body.intents.0"),
        ({"scope": "shop"}, "body.scope"),
        ({"owner_id": 3}, "body.owner_id"),
        ({"active_from": "2026-03-02T08:00:00"}, "body.active_from"),
        ({"active_from": "2026-03-02T08:00:00+08:00", "active_to": "2026-03-01T08:00:00+08:00"}, "body"),
    ],
)
async def test_bad_input_is_refused_by_field(shop_app: ShopApp, change: dict[str, Any], field: str) -> None:
    async with shop_app.client("trainer") as trainer:
        answer = await trainer.post(URL, json=WASH | change)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["fields"][0]["field"] == field


async def test_long_texts_are_kept_whole_and_warned_about(shop_app: ShopApp) -> None:
    phrase = await created(shop_app, text="长" * 2000, shortcode="xidi")
    assert len(phrase["text"]) == 2000
    assert len(phrase["warnings"]) == 1


@pytest.mark.parametrize(
    ("text", "told"), [("{ship_by}前发", []), ("{ship_bx}前发", ["{ship_bx}"]), ("{店名}欢迎您", ["{店名}"])]
)
async def test_variables_that_nothing_fills_are_warned_about(shop_app: ShopApp, text: str, told: list[str]) -> None:
    phrase = await created(shop_app, alternatives=[text])
    assert len(phrase["warnings"]) == len(told)
    assert all(name in warning for name, warning in zip(told, phrase["warnings"], strict=True))


async def test_one_shortcode_belongs_to_one_team_phrase(either_app: ShopApp) -> None:
    phrase = await created(either_app)
    async with either_app.client("trainer") as trainer:
        second = await trainer.post(URL, json=WASH)
        await trainer.delete(f"{URL}/{phrase['id']}", headers={"If-Match": "1"})
        third = await trainer.post(URL, json=WASH)
    assert (second.status_code, second.json()["error"]["code"]) == (409, "duplicate_shortcode")
    assert third.status_code == 201


async def test_a_list_is_read_page_by_page_in_the_order_of_groups(either_app: ShopApp) -> None:
    for number, group in enumerate("乙甲丙甲乙"):
        await created(either_app, shortcode=f"k{number}", group=group)
    seen: list[str] = []
    cursor: str | None = ""
    async with either_app.client("agent") as agent:
        while cursor is not None:
            page = (await agent.get(URL, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
            seen += [item["group"] for item in page["items"]]
            cursor = page["next"]
        bad = await agent.get(URL, params={"cursor": "%%%"})
    assert seen == sorted("乙甲丙甲乙")
    assert bad.status_code == 422


@pytest.mark.parametrize(
    ("q", "found"), [("机洗", 0), ("手洗", 1), ("冷水 洗涤", 1), ("XD", 1), ("100%", 0), ("_", 0), ("", 1)]
)
async def test_search_looks_for_every_word_as_it_is(either_app: ShopApp, q: str, found: int) -> None:
    await created(either_app)
    async with either_app.client("agent") as agent:
        assert len((await agent.get(URL, params={"q": q})).json()["items"]) == found


async def test_a_personal_phrase_is_its_agents_alone(shop_app: ShopApp) -> None:
    mine = {"title": "我的收尾", "text": "有事随时叫一声。", "scope": "personal"}
    for account_id, role in ((1, "agent"), (2, "trainer")):
        shop_app.app.state.authenticate = _as(Principal(account_id, f"a{account_id}", role, "session"))  # type: ignore[arg-type]
        async with shop_app.client() as client:
            if account_id == 1:
                phrase = (await client.post(URL, json=mine)).json()
                bot = await client.post(URL, json=mine | {"bot_may_send": True})
                own = await client.patch(f"{URL}/{phrase['id']}", json={"title": "收尾"}, headers={"If-Match": "1"})
                promoted = await client.patch(
                    f"{URL}/{phrase['id']}", json={"scope": "team"}, headers={"If-Match": "2"}
                )
            else:
                other = await client.get(f"{URL}/{phrase['id']}")
                listed = await client.get(URL)
    assert (phrase["owner_id"], bot.status_code, own.status_code, promoted.status_code) == (1, 422, 200, 403)
    assert (other.status_code, listed.json()["items"]) == (404, [])


async def test_a_token_without_account_keeps_no_personal_phrase(shop_app: ShopApp) -> None:
    async with shop_app.client("owner") as client:
        answer = await client.post(URL, json={"title": "a", "text": "b", "scope": "personal"})
    assert answer.status_code == 422


def _as(principal: Principal) -> Any:
    async def authenticate(_request: Any) -> Principal:
        return principal

    return authenticate


async def test_every_write_is_told_on_the_bus(shop_app: ShopApp) -> None:
    async with shop_app.bus.subscribe(BUS_TOPIC) as events, shop_app.client("trainer") as trainer:
        phrase = await created(shop_app)
        url = f"{URL}/{phrase['id']}"
        await trainer.patch(url, json={"title": "新"}, headers={"If-Match": "1"})
        await trainer.delete(url, headers={"If-Match": "2"})
        heard = [await events.next(1.0) for _ in range(3)]
    assert [event and event["id"] for event in heard] == [phrase["id"]] * 3


async def test_the_bot_says_live_team_phrases_within_their_dates(shop_app: ShopApp) -> None:
    now = shop_app.clock()
    phrase = await created(shop_app, active_from=now.isoformat(), active_to=(now + timedelta(hours=1)).isoformat())
    clock = shop_app.clock
    async with shop_app.database.read() as session:
        live = await wordings(session, phrase["id"], clock())
        clock.advance(timedelta(hours=1))
        over = await wordings(session, phrase["id"], clock())
        unknown = await wordings(session, "no_such_phrase", clock())
    assert live == ["建议冷水手洗，翻面阴干。", "这款手洗更好，请不要机洗。"]
    assert (over, unknown) == (None, None)
