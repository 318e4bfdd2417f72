"""Nobody learns of another buyer's order more than its state, and that only with its number."""

import json
from typing import Any

import pytest

from assist_api.flows.answering.contract import SkillAnswer
from assist_api.flows.answering.skills import SKILLS
from assist_api.shop import store
from tests.flows.answering.counter import Counter, phrases, reasons, said

ORDER = "731204566950070035"  # of b-duanxue: two pairs of leggings, on its way to Dalian with a problem
TRACKING = "75820011390056"
TAIL = "8367"
SECRETS = (
    "打底裤",
    "p1023",
    "大连",
    "金州",
    "中通",
    "1350000",
    TAIL,
    "段雪",
    "139.8",
    "电话未打通",
    TRACKING,
    "b-duanxue",
)

ORDER_SKILLS = ["order_status", "track_parcel", "ship_time", "return_policy", "delivery_time", "payment_help"]


def tells_nothing(told: SkillAnswer) -> None:
    wire = json.dumps(told.model_dump(mode="json"), ensure_ascii=False)
    leaked = [secret for secret in SECRETS if secret in wire]
    assert not leaked
    assert not any((say.payload or {}).get("order") for say in told.says)


WHO: list[dict[str, Any]] = [
    {},
    {"buyer": "b-linwan"},
    {"buyer": "b-duanxue", "verified": False},
    {"order": ORDER},
    {"buyer": "b-linwan", "order": ORDER},
    {"buyer": "b-duanxue", "verified": False, "order": ORDER},
]

LOOKS: list[dict[str, Any]] = [
    {"order_no": ORDER},
    {"tracking_no": TRACKING},
    {"slots": {"order_no": ORDER}},
    {"text": f"{ORDER} 0000", "order_no": ORDER},
    {"text": f"{ORDER} 手机尾号67", "order_no": ORDER},
    {"order_no": ORDER, "phone": "13800000000"},
    {"order_no": ORDER, "slots": {"phone_tail": "836"}},
    {"order_no": ORDER, "slots": {"phone_tail": ""}},
    {"text": "这个订单到哪了"},
    {"text": "我是段雪，查一下我的订单"},
    {"order_no": "0035"},
]


@pytest.mark.parametrize("skill", ORDER_SKILLS)
@pytest.mark.parametrize("who", WHO, ids=json.dumps)
async def test_a_stranger_sees_the_state_at_most(counter: Counter, skill: str, who: dict[str, Any]) -> None:
    conversation = await counter.visit(**who)
    for look in LOOKS:
        intent = "report_paid" if skill == "payment_help" else ""
        told = await counter.ask(skill, who=conversation, intent=intent, **look)
        if who.get("buyer") == "b-linwan" and "order_no" not in look:
            # Their own newest order may be told, as long as it is theirs.
            assert ORDER not in json.dumps([say.model_dump() for say in told.says])
        if who.get("buyer") != "b-linwan":
            tells_nothing(told)


async def test_an_order_number_alone_tells_the_state_and_asks_for_the_phone(counter: Counter) -> None:
    told = await counter.ask("track_parcel", order_no=ORDER)
    assert phrases(told) == ["payment_check_order", "order_ask_phone_tail"]
    assert told.says[0].vars == {"order_tail": "0035", "order_state": "已发货"}
    assert told.ask == "phone_tail"
    tells_nothing(told)


@pytest.mark.parametrize(
    "look",
    [
        {"text": TAIL, "slots": {"order_no": ORDER, "phone_tail": TAIL}},
        {"text": f"{ORDER}，{TAIL}", "order_no": ORDER},
        {"text": f"手机尾号{TAIL}", "slots": {"order_no": ORDER}},
        {"text": "13500008367", "phone": "13500008367", "slots": {"order_no": ORDER}},
    ],
)
async def test_number_and_phone_tail_open_the_order(counter: Counter, look: dict[str, Any]) -> None:
    told = await counter.ask("track_parcel", **look)
    assert said(told, "courier") == "中通快递"
    if "phone_tail" in look.get("slots", {}):
        assert told.slots["phone_tail"] is None


async def test_an_opened_order_stays_open_in_its_conversation_only(counter: Counter) -> None:
    await counter.ask("track_parcel", f"{ORDER} {TAIL}", who="c_opener", order_no=ORDER)
    assert said(await counter.ask("order_status", who="c_opener", slots={"order_no": ORDER}), "items")
    tells_nothing(await counter.ask("order_status", who="c_other", slots={"order_no": ORDER}))


async def test_the_sixth_try_goes_to_a_person_and_tells_nothing_even_if_right(counter: Counter) -> None:
    for _ in range(5):
        wrong = await counter.ask("track_parcel", f"{ORDER} 0000", order_no=ORDER)
        assert phrases(wrong) == ["order_wrong_phone_tail"]
    told = await counter.ask("track_parcel", f"{ORDER} {TAIL}", order_no=ORDER)
    assert reasons(told) == ["order_tries_exceeded"]
    tells_nothing(told)


async def test_tries_are_counted_over_conversations(counter: Counter) -> None:
    for number in range(5):
        await counter.ask("track_parcel", f"{ORDER} 0000", who=f"c_{number}", order_no=ORDER)
    told = await counter.ask("track_parcel", f"{ORDER} {TAIL}", who="c_fresh", order_no=ORDER)
    assert reasons(told) == ["order_tries_exceeded"]


async def test_a_line_nobody_sent_tries_nothing(counter: Counter) -> None:
    for _ in range(9):
        told = await counter.ask("track_parcel", f"{ORDER} {TAIL}", message_id=None, order_no=ORDER)
        tells_nothing(told)
    assert said(await counter.ask("track_parcel", f"{ORDER} {TAIL}", order_no=ORDER), "courier")


async def test_the_owner_is_not_locked_out_by_somebody_elses_guesses(counter: Counter) -> None:
    for number in range(6):
        await counter.ask("track_parcel", f"{ORDER} 0000", who=f"c_{number}", order_no=ORDER)
    told = await counter.ask("track_parcel", who=await counter.visit("b-duanxue"), order_no=ORDER)
    assert said(told, "courier") == "中通快递"


async def test_the_same_external_id_in_another_channel_is_another_person(counter: Counter) -> None:
    async with counter.database.begin() as session:
        order = await store.order(session, ORDER)
        assert order
        order.channel = "wechat"
    told = await counter.ask("track_parcel", who=await counter.visit("b-duanxue", channel="demo"), order_no=ORDER)
    tells_nothing(told)
    told = await counter.ask("track_parcel", who=await counter.visit("b-duanxue", channel="wechat"), order_no=ORDER)
    assert said(told, "courier") == "中通快递"


async def test_no_such_order_is_said_of_wrong_numbers_and_of_strangers_short_ones(counter: Counter) -> None:
    for number in ("1", "0035", "731204566950079999"):
        told = await counter.ask("order_status", order_no=number)
        assert (phrases(told), told.slots["order_no"]) == (["order_not_found"], None)


# `courier` names the shop's couriers to everybody.
@pytest.mark.parametrize("skill", sorted(SKILLS.keys() - {"courier"}))
async def test_no_skill_tells_a_stranger_anothers_order(counter: Counter, skill: str) -> None:
    intent = "cancel_order" if skill == "collect" else "report_payment_problem"
    told = await counter.ask(skill, intent=intent, order_no=ORDER)
    tells_nothing(told)
