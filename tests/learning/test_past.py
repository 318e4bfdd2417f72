"""Where replies come from, and that nobody's private data comes with them."""

from assist_api.chat.tables import Conversation, Message
from assist_api.flows.learning import past
from tests.app_fixtures import START, ShopApp
from tests.learning.talks import put_in

PHONE = "13912345678"


def conversation(conversation_id: str) -> Conversation:
    return Conversation(id=conversation_id, channel="default", created_at=START, updated_at=START)


def message(conversation_id: str, role: str, text: str) -> Message:
    meta = {"agent": "xiaozhou"} if role == "agent" else {}
    return Message(conversation_id=conversation_id, role=role, text=text, meta=meta, created_at=START)


async def own_talks(shop: ShopApp) -> None:
    said = [
        ("c_1", "buyer", f"我电话{PHONE}，能改地址吗"),
        ("c_1", "bot", "这就为您转人工"),
        ("c_1", "system", "小周接待了您"),
        ("c_1", "agent", "可以的，已经帮您改好"),
        ("c_2", "buyer", "有人吗"),
        ("c_2", "bot", "在的"),
    ]
    async with shop.database.begin() as session:
        session.add_all([conversation("c_1"), conversation("c_2")])
        await session.flush()
        session.add_all([message(*one) for one in said])


async def chats(shop: ShopApp) -> list[tuple[str, list[tuple[str, str]]]]:
    async with shop.database.read() as session:
        return [(one.id, [(turn.role, turn.text) for turn in one.turns]) async for one in past.every_chat(session)]


async def test_our_own_talks_count_where_an_agent_wrote(shop_app: ShopApp) -> None:
    await own_talks(shop_app)
    [(chat_id, turns)] = await chats(shop_app)
    assert chat_id == "own:c_1"
    assert [role for role, _ in turns] == ["buyer", "bot", "agent"]
    assert PHONE not in turns[0][1]


async def test_a_reply_to_a_talk_of_another_client_counts_with_what_came_before(shop_app: ShopApp) -> None:
    async with shop_app.client("agent") as agent:
        turns = [{"role": "buyer", "text": f"打这个{PHONE}"}, {"role": "buyer", "text": "几点发货"}]
        answer = (await agent.post("/api/v1/suggestions", json={"turns": turns})).json()
        said = {"action": "freehand", "sent_text": "下午四点前都来得及"}
        await agent.post(f"/api/v1/suggestions/{answer['id']}/feedback", json=said)
    [(chat_id, lines)] = await chats(shop_app)
    assert chat_id == f"told:{answer['id']}"
    assert lines[1:] == [("buyer", "几点发货"), ("agent", "下午四点前都来得及")]
    assert PHONE not in lines[0][1]


async def test_every_kind_is_counted(shop_app: ShopApp) -> None:
    await put_in(shop_app, repeats=1)
    await own_talks(shop_app)
    async with shop_app.database.read() as session:
        assert await past.count(session) == len(await chats(shop_app)) == 29
        assert await past.replies_since(session, None) == 29
        assert await past.replies_since(session, START) == 0
