"""What the person who takes over sees: enough to go on, and nothing of a buyer that is not needed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from assist_api.chat import store
from assist_api.handoff.packet import Packet
from assist_api.reminders.tables import ReminderMention, ReminderSend
from assist_api.shop.service import load_demo
from assist_api.shop.tables import Order, Parcel, ShopBuyer
from tests.flows.turns.scripted_bot import hands_off, parse_of
from tests.flows.turns.talk import Talk

ORDER, PHONE = "889900112233445566", "13900001234"


async def _shop_with_an_order(talk: Talk, buyer_id: str = "ann") -> None:
    await load_demo(talk.database, talk.settings, talk.clock)
    now = talk.clock()
    async with talk.database.begin() as session:
        session.add(ShopBuyer(id=buyer_id, name="安小满", phone=PHONE, region="浙江杭州", note="常买M码", demo=False))
        session.add(
            Order(
                id=ORDER,
                buyer_id=buyer_id,
                channel="web",
                state="shipped",
                items=[],
                amount=12900,
                phone=PHONE,
                region="浙江杭州",
                placed_at=now - timedelta(days=2),
                paid_at=now - timedelta(days=2),
                ship_at=None,
                shipped_at=now - timedelta(days=1),
                delivered_at=None,
                out_of_stock=False,
                remark="",
                demo=False,
            )
        )
        await session.flush()
        scanned = now - timedelta(hours=3)
        session.add(
            Parcel(
                id="SF1",
                order_id=ORDER,
                courier="顺丰",
                state="in_transit",
                scanned_at=scanned,
                place="杭州",
                note="",
                demo=False,
            )
        )


async def _handed_off(talk: Talk, text: str = "我要投诉这个订单") -> dict[str, Any]:
    entity = {"kind": "order_no", "value": ORDER, "text": ORDER, "start": 0, "end": 18, "reason": "18 digits"}
    answer = hands_off("complain")
    answer["parse"] = {**parse_of("complain", "human"), "entities": [entity]}
    talk.bot.script[text] = answer
    await talk.say(text)
    return dict((await talk.handoff()).packet)


async def _known_as(talk: Talk, external_id: str) -> None:
    async with talk.database.begin() as session:
        conversation = await store.lock(session, talk.id)
        conversation.buyer_external_id, conversation.verified, conversation.buyer_name = external_id, True, "安小满"


async def test_the_packet_has_the_order_the_parcel_and_the_buyer_behind_stars(talk: Talk) -> None:
    await _shop_with_an_order(talk)
    await _known_as(talk, "ann")
    found = await _handed_off(talk)
    assert Packet.model_validate(found)
    assert (found["order"]["id"], found["order"]["phone"], found["order"]["amount"]) == (ORDER, "139****1234", "129.00")
    assert found["order"]["verified"] is True
    assert found["parcel"]["courier"] == "顺丰"
    assert found["buyer"]["name"] == "安**"
    assert found["buyer"]["profile"] == {"region": "浙江杭州", "note": "常买M码", "orders": 1}
    written = json.dumps(found, ensure_ascii=False)
    assert PHONE not in written
    assert "安小满" not in written


@pytest.mark.parametrize("known_as", [None, "ben"])
async def test_an_order_that_somebody_only_names_is_marked_as_not_verified(talk: Talk, known_as: str | None) -> None:
    await _shop_with_an_order(talk)
    if known_as is not None:
        await _known_as(talk, known_as)
    found = await _handed_off(talk)
    assert found["order"]["verified"] is False
    assert "未核实" in found["summary"]
    assert PHONE not in json.dumps(found)


async def test_the_order_reminded_of_comes_before_a_newer_one(talk: Talk) -> None:
    await _shop_with_an_order(talk)
    await _known_as(talk, "ann")
    unpaid = "889900112233440000"
    now = talk.clock()
    async with talk.database.begin() as session:
        session.add(
            Order(
                id=unpaid,
                buyer_id="ann",
                channel="web",
                state="unpaid",
                items=[],
                amount=9900,
                phone=PHONE,
                region="",
                placed_at=now - timedelta(days=3),
            )
        )
        sent = ReminderSend(
            id="r_1",
            buyer_id="ann",
            channel="chat",
            conversation_id=talk.id,
            stage=1,
            due_at=now,
            created_at=now,
            sent_at=now,
        )
        session.add(sent)
        await session.flush()
        session.add(ReminderMention(order_id=unpaid, stage=1, send_id="r_1"))
    talk.bot.script["便宜点我就付"] = hands_off("haggle")
    await talk.say("便宜点我就付")
    assert (await talk.handoff()).packet["order"]["id"] == unpaid


async def test_an_anonymous_buyer_has_no_profile_and_no_orders_of_others(talk: Talk) -> None:
    await _shop_with_an_order(talk)
    await talk.say("转人工")
    found = (await talk.handoff()).packet
    assert (found["order"], found["parcel"], found["buyer"]["profile"]) == (None, None, {})
    assert found["buyer"]["name"] == "访客"
