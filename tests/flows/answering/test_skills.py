from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assist_api.errors import BadInput, NotFound
from assist_api.flows.answering.skills import SKILLS
from assist_api.rules.phrase_text import variables
from assist_api.shop import store
from tests.flows.answering.counter import Counter, phrases, reasons, said

BARE_PRODUCT: dict[str, Any] = {
    "aliases": [],
    "category": "",
    "price": 9900,
    "colours": [],
    "facts": {},
    "weak_point": "",
    "strength": "",
    "chart_id": None,
}
BANK = Path(__file__).parents[3] / "data" / "phrases"


# --- goods ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "phrase", "ask"),
    [
        (
            {"product": "p1008", "height": {"value": 165, "unit": "cm"}, "weight": {"value": 54, "unit": "kg"}},
            "size_advice",
            None,
        ),
        ({"product": "p1008", "height": 165, "weight": 55}, "size_between", None),
        ({"product": "p1008", "height": 165}, "size_ask_weight", "weight"),
        ({"product": "p1008", "weight": 54}, "size_ask_height", "height"),
        ({"product": "p1008", "height": 1650, "weight": 54}, "size_ask_height", "height"),
        ({"height": 165, "weight": 54}, "size_ask_product", "product"),
        ({"product": "p9999", "height": 165}, "size_ask_product", "product"),
        ({"product": "p1022"}, "ask_product", None),
    ],
)
async def test_a_size_is_advised_or_what_is_missing_asked(
    counter: Counter, known: dict[str, Any], phrase: str, ask: str | None
) -> None:
    told = await counter.ask("size_advice", **known)
    assert (phrases(told), told.ask) == ([phrase], ask)


async def test_measures_told_earlier_are_used_and_kept(counter: Counter) -> None:
    told = await counter.ask("size_advice", slots={"product": "p1008", "height": 165}, weight={"value": 54})
    assert said(told, "size") == "M"
    assert (told.slots["height"], told.slots["weight"]) == (165, 54)


async def test_a_lone_number_answers_the_question_just_asked(counter: Counter) -> None:
    height = await counter.ask("size_advice", "165", slots={"product": "p1008"})
    assert height.ask == "weight"
    weight = await counter.ask("size_advice", "108。", slots={"product": "p1008", "height": 165})
    assert said(weight, "body") == "身高165cm、体重54kg（108斤）"


async def test_a_body_outside_the_chart_goes_to_a_person(counter: Counter) -> None:
    told = await counter.ask("size_advice", product="p1008", height=150, weight=90)
    assert (phrases(told), reasons(told)) == (["size_outside_chart"], ["size_outside_chart"])


@pytest.mark.parametrize(
    ("known", "phrase", "variable", "value"),
    [
        ({"color": "黑色", "size": "m"}, "stock_yes", "variant", "黑色 M码"),
        ({"color": "黑"}, "stock_yes", "variant", "黑色 M、L、XL码"),
        ({"color": "粉色", "size": "L码"}, "stock_no", "variant", "雾粉 L码"),
        ({"size": "S"}, "stock_yes", "variant", "肤色 S码；雾粉 S码"),
        ({"color": "绿色"}, "stock_no", "variant", "绿色"),
        ({"size": "5XL"}, "stock_no", "variant", "5XL"),
        ({}, "stock_ask_variant", "in_stock", "肤色 S、M、L、XL码；雾粉 S、M、XL码；黑色 M、L、XL码"),
    ],
)
async def test_stock_is_told_by_colour_and_size(
    counter: Counter, known: dict[str, Any], phrase: str, variable: str, value: str
) -> None:
    told = await counter.ask("stock", product="p1001", **known)
    assert (phrases(told), said(told, variable)) == ([phrase], value)


@pytest.mark.parametrize(
    ("product", "text", "heard", "variant"),
    [
        ("p1001", "雾粉的还有吗", None, "雾粉 S、M、XL码"),
        ("p1002", "酒红L码", "红色", "酒红 L码"),
        ("p1020", "驼的有吗", "驼色", "驼色 S、M、L、XL码"),
        ("p1001", "白天能发吗，黑的", "黑色", "黑色 M、L、XL码"),
    ],
)
async def test_a_colour_is_known_by_the_shops_own_name(
    counter: Counter, product: str, text: str, heard: str | None, variant: str
) -> None:
    told = await counter.ask("stock", text, product=product, color=heard)
    assert said(told, "variant") == variant
    assert told.slots["color"] == variant.split(" ")[0]


async def test_what_is_sold_out_is_told_with_its_return_and_what_else_there_is(counter: Counter) -> None:
    told = await counter.ask("stock", product="p1001", color="雾粉", size="L")
    others = said(told, "others") or ""
    assert "雾粉 L码预计3月13日补到" in others
    assert "黑色 M、L、XL码" in others


async def test_what_nobody_has_imported_goes_to_a_person(counter: Counter) -> None:
    async with counter.database.begin() as session:
        await store.save_products(session, [{**BARE_PRODUCT, "id": "p2001", "name": "新款披肩"}], demo=False)
    told = await counter.ask("stock", product="p2001")
    assert (phrases(told), reasons(told)) == ([], ["stock_unknown"])
    assert reasons(await counter.ask("product", "什么面料", product="p2001")) == ["facts_unknown"]
    assert reasons(await counter.ask("size_advice", product="p2001")) == ["no_size_chart"]


async def test_a_fragment_keeps_the_product_and_colour_named_before(counter: Counter) -> None:
    told = await counter.ask("stock", "M呢", slots={"product": "p1001", "color": "黑色"}, size="M")
    assert said(told, "variant") == "黑色 M码"


async def test_the_price_comes_with_the_product_card(counter: Counter) -> None:
    told = await counter.ask("price", product="p1006")
    assert said(told, "price") == "29.9元"
    assert told.says[0].payload == {"product": {"id": "p1006", "name": "冰丝一片式无痕内裤", "price": "29.90"}}


@pytest.mark.parametrize("skill", ["price", "product", "stock"])
async def test_without_a_product_the_bot_asks_which(counter: Counter, skill: str) -> None:
    told = await counter.ask(skill)
    assert (phrases(told), told.ask) == (["product_ask_which"], "product")


@pytest.mark.parametrize(
    ("text", "page", "named_before", "named_now", "meant"),
    [
        ("多少钱", "p1001", None, None, "p1001"),
        ("这款多少钱", "p1001", "p1002", None, "p1001"),
        ("多少钱", "p1001", "p1002", None, "p1002"),
        ("连衣裙多少钱", "p1001", "p1002", "p1019", "p1019"),
        ("多少钱", None, "p1002", None, "p1002"),
        ("多少钱", "p1001", None, "p9999", "p1001"),
    ],
)
async def test_which_product_is_meant(
    counter: Counter, text: str, page: str | None, named_before: str | None, named_now: str | None, meant: str
) -> None:
    who = await counter.visit(product=page)
    told = await counter.ask("price", text, who=who, slots={"product": named_before}, product=named_now)
    assert told.says[0].payload
    assert told.says[0].payload["product"]["id"] == meant


# --- post and offers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entities", "phrase", "values"),
    [
        ({}, "shipping_fee", {"region": "大部分地区", "fee": "8元", "free_from": "99元"}),
        ({"region": "新疆"}, "shipping_fee", {"region": "新疆", "fee": "18元", "free_from": "299元"}),
        ({"region": "杭州", "money": 120}, "shipping_fee_free", {"free_from": "99元"}),
        ({"region": "杭州", "product": "p1001"}, "shipping_fee", {"region": "杭州", "fee": "8元", "free_from": "99元"}),
        (
            {"region": "新疆", "product": "p1002"},
            "shipping_fee",
            {"region": "新疆", "fee": "18元", "free_from": "299元"},
        ),
        ({"region": "拉萨", "money": {"value": 300}}, "shipping_fee_free", {"free_from": "299元"}),
    ],
)
async def test_post_by_region_and_amount(
    counter: Counter, entities: dict[str, Any], phrase: str, values: dict[str, str]
) -> None:
    told = await counter.ask("shipping_fee", **entities)
    assert (phrases(told), told.says[0].vars) == ([phrase], values)


@pytest.mark.parametrize("skill", ["shipping_fee", "delivery_time"])
async def test_a_place_the_shop_does_not_serve_goes_to_a_person(counter: Counter, skill: str) -> None:
    assert reasons(await counter.ask(skill, region="香港")) == ["region_not_served"]


async def test_delivery_days_ask_for_the_region_when_it_is_unknown(counter: Counter) -> None:
    assert (await counter.ask("delivery_time")).ask == "region"
    assert (await counter.ask("delivery_time", region="火星")).ask == "region"
    told = await counter.ask("delivery_time", region={"province": "四川", "city": "成都"})
    assert told.says[0].vars == {"region": "四川成都", "days": "3到5天"}


async def test_delivery_days_of_a_known_buyer_need_no_region(counter: Counter) -> None:
    told = await counter.ask("delivery_time", who=await counter.visit("b-hetao"))
    assert told.says[0].vars == {"region": "新疆乌鲁木齐", "earliest": "今天", "latest": "后天"}


async def test_only_the_running_offer_is_told(counter: Counter) -> None:
    told = await counter.ask("promotion")
    assert "暖衣节" in (said(told, "promotion") or "")
    assert "加购" not in (said(told, "promotion") or "")
    counter.now += timedelta(days=30)
    assert phrases(await counter.ask("promotion")) == ["promotion_none"]
    assert said(await counter.ask("greet"), "promotion") == "新款内搭和家居服陆续上架中"


async def test_couriers_are_told_with_rule_and_enquiry_line(counter: Counter) -> None:
    assert "E邮宝（偏远地区和乡镇，查件电话11185）" in (said(await counter.ask("courier"), "couriers") or "")


# --- orders of a verified buyer ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skill", "buyer", "intent", "phrase", "values", "handed"),
    [
        ("ship_time", "b-zhoumi", "", "ship_time_order", {"order_tail": "5583", "ship_by": "后天9:00"}, []),
        ("ship_time", "b-songyi", "", "order_state", {"order_tail": "3302"}, ["order_late"]),
        ("ship_time", "b-duanxue", "", "order_state", {"order_tail": "4419"}, ["order_out_of_stock"]),
        ("ship_time", "b-qiaoan", "", "ship_time_order", {"order_tail": "6694", "ship_by": "3月18日18:00"}, []),
        ("ship_time", "b-yushan", "", "ship_time", {"ship_by": "今天24:00"}, []),
        ("track_parcel", "b-linwan", "", "parcel_state", {"order_tail": "6208", "parcel_time": "今天12:00"}, []),
        ("track_parcel", "b-duanxue", "", "parcel_state", {"order_tail": "0035"}, ["parcel_problem"]),
        ("track_parcel", "b-luohe", "", "parcel_state", {"order_tail": "7725"}, ["parcel_lost"]),
        ("track_parcel", "b-yushan", "", "parcel_state", {"order_tail": "0240"}, ["parcel_stuck"]),
        ("track_parcel", "b-zhoumi", "", "parcel_none", {"order_tail": "5583", "ship_by": "后天9:00"}, []),
        ("track_parcel", "b-songyi", "", "order_state", {"order_tail": "3302"}, ["order_late"]),
        ("order_status", "b-linwan", "", "order_state", {"order_tail": "7361", "order_state": "还没有付款"}, []),
        ("order_status", "b-luohe", "", "order_state", {"order_tail": "1398"}, []),
        ("refund_progress", "b-zhoumi", "ask_refund_progress", "refund_state", {"order_tail": "9136"}, []),
        ("report_paid", "b-linwan", "report_paid", "report_paid_not_seen", {"order_tail": "7361"}, []),
        ("report_paid", "b-zhoumi", "report_paid", "report_paid_seen", {"order_tail": "5583"}, []),
        (
            "payment_help",
            "b-linwan",
            "ask_payment_method",
            "payment_steps",
            {"payment_methods": "支付宝、微信支付、银行卡、花呗"},
            [],
        ),
    ],
)
async def test_a_verified_buyer_is_answered_from_the_order_that_is_meant(
    counter: Counter, skill: str, buyer: str, intent: str, phrase: str, values: dict[str, str], handed: list[str]
) -> None:
    told = await counter.ask(skill, intent=intent, who=await counter.visit(buyer))
    assert phrases(told) == [phrase]
    assert values.items() <= told.says[0].vars.items()
    assert reasons(told) == handed


async def test_an_order_comes_with_its_card_and_a_masked_number(counter: Counter) -> None:
    told = await counter.ask("order_status", who=await counter.visit("b-linwan"), order_no="731204558210046208")
    assert told.says[0].payload == {
        "order": {
            "id": "731204558210046208",
            "order_no_masked": "****6208",
            "state": "已发货",
            "items": [{"name": "云朵无痕无钢圈内衣", "colour": "肤色", "size": "M", "quantity": 2}],
        }
    }


async def test_an_order_whose_parcel_is_lost_is_not_told_as_simply_sent(counter: Counter) -> None:
    told = await counter.ask("order_status", who=await counter.visit("b-luohe"), order_no="731204574102017725")
    assert "遗失" in (said(told, "next_step") or "")
    assert reasons(told) == ["parcel_lost"]


async def test_a_buyer_may_name_an_own_order_by_its_last_digits(counter: Counter) -> None:
    told = await counter.ask("order_status", who=await counter.visit("b-linwan"), order_no="9914")
    assert said(told, "order_state") == "已签收"


@pytest.mark.parametrize(
    ("buyer", "expected", "handed"),
    [
        ("b-zhoumi", ["return_policy", "return_policy_order", "return_rule_if_sealed"], []),
        ("b-linwan", ["return_policy", "return_policy_order"], []),
        ("b-tangli", ["return_policy"], ["return_deadline_passed"]),
        ("b-hetao", ["return_policy"], []),
        (None, ["return_policy"], []),
    ],
)
async def test_a_return_is_told_with_the_orders_own_deadline(
    counter: Counter, buyer: str | None, expected: list[str], handed: list[str]
) -> None:
    told = await counter.ask("return_policy", who=await counter.visit(buyer))
    assert (phrases(told), reasons(told)) == (expected, handed)


async def test_the_date_of_a_strangers_order_is_told_after_the_phones_tail_and_the_policy_once(
    counter: Counter,
) -> None:
    who, number = await counter.visit(None), "731204558210039914"
    first = await counter.ask("return_policy", "731204558210039914能退吗", who=who, order_no=number)
    wrong = await counter.ask("return_policy", "1111", who=who, slots={"order_no": number, "phone_tail": "1111"})
    right = await counter.ask("return_policy", "5821", who=who, slots={"order_no": number, "phone_tail": "5821"})
    assert (phrases(first), first.ask) == (["return_policy", "order_ask_phone_tail"], "phone_tail")
    assert (phrases(wrong), wrong.ask) == (["order_wrong_phone_tail"], "phone_tail")
    assert (phrases(right), right.ask) == (["return_policy_order"], None)


async def test_an_order_that_has_not_arrived_has_no_date_of_return_but_a_state(counter: Counter) -> None:
    who, number = await counter.visit(None), "731204558210046208"
    told = await counter.ask("return_policy", "5821", who=who, slots={"order_no": number, "phone_tail": "5821"})
    assert phrases(told) == ["order_state"]


async def test_the_policy_ends_without_a_full_stop_of_its_own(counter: Counter) -> None:
    told = await counter.ask("return_policy")
    assert not (said(told, "return_post") or "").endswith("。")


@pytest.mark.parametrize(
    ("text", "phrase", "ask"),
    [
        ("什么时候发货", "ship_time", None),
        ("现在拍明天能发吗", "ship_time", None),
        ("今天下单几号发", "ship_time", None),
        ("怎么还没发货", "order_waited_long", "order_no"),
        ("一直不发货急死了", "order_waited_long", "order_no"),
        ("前天买的什么时候发", "order_waited_long", "order_no"),
        ("都五天了", "order_waited_long", "order_no"),
        ("能不能催一下仓库", "order_waited_long", "order_no"),
        ("赶快给我寄出来", "order_waited_long", "order_no"),
        ("现在下单能尽快发吗", "ship_time", None),
        ("哪里发货", "ships_from", None),
        ("你们从哪个城市发的呀", "ships_from", None),
        ("发货地是哪", "ships_from", None),
        ("哪天发货", "ship_time", None),
    ],
)
async def test_when_it_ships_is_told_by_what_the_buyer_asks(
    counter: Counter, text: str, phrase: str, ask: str | None
) -> None:
    told = await counter.ask("ship_time", text)
    assert (phrases(told), told.ask) == ([phrase], ask)


async def test_when_and_by_whom_in_one_line_are_both_told(counter: Counter) -> None:
    assert phrases(await counter.ask("ship_time", "今天拍什么时候发 走哪家快递")) == ["ship_time", "courier"]
    assert phrases(await counter.ask("ship_time", "昨天拍的怎么没发 什么快递")) == ["order_waited_long"]


async def test_a_courier_named_beside_the_fee_has_its_own_rule_told(counter: Counter) -> None:
    assert phrases(await counter.ask("shipping_fee", "走顺丰邮费多少", courier="顺丰")) == [
        "shipping_fee",
        "courier_ours_when",
    ]


@pytest.mark.parametrize("skill", ["shipping_fee", "return_policy"])
async def test_insurance_of_the_return_post_is_not_taken_for_the_post(counter: Counter, skill: str) -> None:
    assert phrases(await counter.ask(skill, "有运费险吗")) == ["return_insurance"]
    assert phrases(await counter.ask(skill, "运费谁出")) == [skill]


async def test_how_far_a_refund_is_needs_no_order_to_be_explained(counter: Counter) -> None:
    told = await counter.ask("refund_progress", "退款几天到账", intent="ask_refund_progress")
    assert (phrases(told), told.ask) == (["ask_refund_progress"], None)


async def test_off_hours_the_hand_off_says_when_somebody_is_back(counter: Counter) -> None:
    counter.now += timedelta(hours=12)
    told = await counter.ask("track_parcel", who=await counter.visit("b-luohe"))
    assert "今天9:00上班后处理" in told.effects[0].note


# --- cases collected -------------------------------------------------------------------------------------------------


async def test_an_intent_that_is_not_collected_is_refused(counter: Counter) -> None:
    with pytest.raises(BadInput):
        await counter.ask("collect", intent="ask_size")


async def test_an_unknown_skill_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFound):
        await counter.ask("fortune_telling")


# --- every answer can be said -----------------------------------------------------------------------------------------


@cache
def _bank() -> dict[str, list[str]]:
    found = {}
    for file in BANK.glob("*.yml"):
        for phrase in yaml.safe_load(file.read_text()):
            found[phrase["id"]] = [phrase["text"], *phrase.get("alternatives", [])]
    return found


@pytest.mark.parametrize("skill", [skill for skill in SKILLS if skill != "collect"])
@pytest.mark.parametrize("buyer", [None, "b-linwan", "b-zhoumi", "b-songyi", "b-duanxue", "b-yushan", "b-tangli"])
async def test_every_phrase_is_in_the_bank_and_has_its_variables(
    counter: Counter, skill: str, buyer: str | None
) -> None:
    who = await counter.visit(buyer, product="p1001")
    bank = _bank()
    for entities in ({}, {"height": 165, "weight": 54, "region": "四川", "color": "黑色"}, {"order_no": "1"}):
        for say in (await counter.ask(skill, who=who, **entities)).says:
            for text in bank[say.phrase]:
                assert set(variables(text)) <= set(say.vars)
            assert all(say.vars.values())
