"""What the bot answers of goods, prices, offers and the talk around them, in the demo shop."""

from datetime import timedelta

import pytest

from assist_api.flows.answering.contract import Entity, SkillAnswer, SkillAsk
from assist_api.flows.answering.service import answer
from assist_api.shop import store
from tests.flows.answering.counter import Counter, phrases, reasons, said
from tests.flows.answering.test_skills import BARE_PRODUCT


def buttons(told: SkillAnswer) -> list[str]:
    return [one["title"] for say in told.says for one in (say.payload or {}).get("buttons", [])]


async def ask_of_two(counter: Counter, text: str, *products: str) -> SkillAnswer:
    entities = [Entity(kind="product", value=product) for product in products]
    ask = SkillAsk(conversation_id="c_stranger", intent="ask_recommend", text=text, entities=entities)
    return await answer("recommend", ask, counter.database, counter.now)


# --- facts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "text", "expected", "told"),
    [
        ("p1010", "什么面料", ["ask_product"], "面料：100%聚酯纤维"),
        ("p1009", "会起球吗", ["product_yes"], "会起少量小球；好的一面是"),
        ("p1010", "容易皱吗", ["product_no"], "不容易皱"),
        ("p1013", "洗了会掉色吗", ["product_yes"], "掉浮色；好的一面是"),
        ("p1001", "能机洗吗", ["ask_product", "product_part_unknown"], "洗衣袋"),
        ("p1008", "会起球吗", ["product_fact_unknown"], None),
        ("p1013", "介绍一下", ["product_intro"], "不足的地方"),
        ("p1010", "有什么缺点", ["ask_product"], "先跟您说不足的地方，白色有一点透"),
        ("p1010", "有什么颜色", ["ask_product"], "颜色有白色、浅杏"),
        ("p1011", "日常重磅纯棉T恤会缩水吗", ["product_yes"], "缩1到2厘米"),
    ],
)
async def test_the_fact_that_was_asked_is_told_and_no_other(
    counter: Counter, product: str, text: str, expected: list[str], told: str | None
) -> None:
    answered = await counter.ask("product", text, product=product)
    assert phrases(answered) == expected
    assert (told or "") in (said(answered, "product_facts") or "")
    assert reasons(answered) == []


async def test_where_the_page_is_silent_a_person_is_offered(counter: Counter) -> None:
    assert buttons(await counter.ask("product", "孕妇能穿吗", product="p1004")) == ["请同事核实一下"]
    assert buttons(await counter.ask("product", "会起球吗", product="p1008")) == ["请同事核实一下"]


# --- beside one another -----------------------------------------------------------------------------------------------


async def test_two_products_are_compared_by_their_facts(counter: Counter) -> None:
    told = await ask_of_two(counter, "这两款有什么区别", "p1008", "p1010")
    assert phrases(told) == ["compare"]
    assert "价格79元和119元" in (said(told, "product_facts") or "")
    assert "48%棉" in (said(told, "product_facts") or "")


async def test_one_product_alone_is_asked_for_the_other(counter: Counter) -> None:
    named = await counter.ask("product", "打底衫和另一款有什么区别", product="p1008")
    assert (phrases(named), named.ask) == (["compare_ask_which"], None)
    seen = await counter.ask("product", "这款和另一款有什么区别", who=await counter.visit(product="p1008"))
    assert (phrases(seen), seen.ask) == (["compare_ask_which"], "product")


async def test_a_question_about_the_product_in_view_is_no_wish_for_others(counter: Counter) -> None:
    told = await counter.ask("recommend", "有什么缺点", who=await counter.visit(product="p1020"))
    assert phrases(told) == ["ask_product"]


@pytest.mark.parametrize(("text", "phrase"), [("这件怎么搭配", "goes_with"), ("有类似的吗", "similar")])
async def test_what_goes_with_a_product_and_what_is_like_it_comes_from_the_shops_data(
    counter: Counter, text: str, phrase: str
) -> None:
    told = await counter.ask("recommend", text, product="p1008")
    assert phrases(told) == [phrase]
    assert buttons(told)
    assert "莫代尔半高领打底衫" not in buttons(told)


async def test_what_the_shop_has_not_said_goes_together_is_not_put_together(counter: Counter) -> None:
    async with counter.database.begin() as session:
        await store.save_products(session, [{**BARE_PRODUCT, "id": "p2001", "name": "新款披肩"}], demo=False)
    assert phrases(await counter.ask("recommend", "怎么搭配", product="p2001")) == ["goes_with_none"]
    assert phrases(await counter.ask("recommend", "有类似的吗", product="p2001")) == ["similar_none"]


# --- recommending -----------------------------------------------------------------------------------------------------


async def test_need_and_budget_are_asked_once_in_one_question(counter: Counter) -> None:
    first = await counter.ask("recommend", "有什么推荐")
    assert (phrases(first), first.ask) == (["ask_recommend"], "answer")
    matter = {**first.slots["matter"], "skill": "recommend"}
    second = await counter.ask("recommend", "都行", slots={"matter": matter, "answer": {"intent": "affirm"}})
    assert (phrases(second), second.ask) == (["recommend_favourites"], None)
    assert second.slots["matter"] is None


async def test_an_open_case_is_not_dropped_for_a_need(counter: Counter) -> None:
    told = await counter.ask("recommend", "有什么推荐", slots={"matter": {"skill": "collect", "case": {}}})
    assert (phrases(told), told.ask) == (["ask_recommend"], None)
    assert "matter" not in told.slots


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("上班穿的衬衫，一百二以内", "溪纹法式衬衫"),
        ("推荐件羽绒服", "轻羽短款羽绒服"),
        ("想要条连衣裙去旅行", "复古碎花连衣裙"),
    ],
)
async def test_two_or_three_that_fit_are_told_with_a_reason_each(counter: Counter, text: str, first: str) -> None:
    told = await counter.ask("recommend", text)
    assert phrases(told)[0] == "recommend"
    numbered = "1、" if len(buttons(told)) > 1 else ""
    assert (said(told, "others") or "").startswith(f"{numbered}{first}，")
    assert 1 <= len(buttons(told)) <= 3


async def test_what_costs_more_than_was_said_is_told_so(counter: Counter) -> None:
    told = await counter.ask("recommend", "一百以内的羽绒服")
    assert phrases(told) == ["recommend_beyond_budget"]
    assert said(told, "price") == "399元"


async def test_where_nothing_fits_it_is_said_and_a_person_offered(counter: Counter) -> None:
    told = await counter.ask("recommend", "有登山杖吗")
    assert (phrases(told), buttons(told)) == (["recommend_none"], ["请同事帮着选"])


# --- stock ------------------------------------------------------------------------------------------------------------


async def test_another_colour_than_before_may_be_asked_for(counter: Counter) -> None:
    told = await counter.ask("stock", "其他颜色呢", product="p1001", slots={"color": "黑色", "size": "S"})
    assert said(told, "variant") == "肤色 S码；雾粉 S码"


async def test_a_letter_behind_a_colour_is_the_size_and_not_the_one_told_before(counter: Counter) -> None:
    told = await counter.ask("stock", "藏青Ｍ有吗", product="p1007", slots={"size": "L"})
    assert (phrases(told), said(told, "variant")) == (["stock_no"], "藏青 M码")


async def test_when_it_is_back_is_told_to_who_asks(counter: Counter) -> None:
    told = await counter.ask("stock", "雾粉L什么时候补货", product="p1001", color="雾粉", size="L")
    assert phrases(told) == ["stock_no"]
    both = await counter.ask("stock", "雾粉什么时候补货", product="p1001", color="雾粉")
    assert phrases(both) == ["stock_back", "stock_there_now"]
    assert (said(both, "variant"), said(both, "back_day")) == ("雾粉 L码", "3月13日")


async def test_instead_of_what_is_sold_out_something_alike_is_named(counter: Counter) -> None:
    async with counter.database.begin() as session:
        for line in await store.stock_of(session, "p1010"):
            line.quantity, line.back_at = 0, None
    told = await counter.ask("stock", "还有吗", product="p1010")
    assert phrases(told) == ["stock_out", "stock_instead"]
    assert buttons(told)


async def test_what_is_not_sold_yet_is_told_with_its_day(counter: Counter) -> None:
    async with counter.database.begin() as session:
        product = await store.product(session, "p1010")
        assert product
        product.launched_at = counter.now + timedelta(days=1)
    told = await counter.ask("stock", "有货吗", product="p1010")
    assert (phrases(told), said(told, "launch_day")) == (["stock_not_yet"], "明天")


# --- price and offers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "text", "expected", "values"),
    [
        ("p1001", "多少钱", ["price_now"], {"price": "89元"}),
        ("p1001", "买三件多少钱", ["price_of_several", "price_with_offer"], {"total": "267元", "to_pay": "247元"}),
        ("p1001", "两件呢多少", ["price_of_several", "price_near_offer"], {"total": "178元", "missing": "21元"}),
        ("p1006", "两条多少钱", ["price_of_several", "price_with_offer"], {"total": "59.8元", "saved": "7.18元"}),
        ("p1020", "多少钱", ["price_now", "price_gift"], {"gift": "羊毛堆堆袜一双"}),
        ("p1001", "划线价什么意思", ["price_now", "price_crossed_out"], {"list_price": "109元"}),
        ("p1001", "购物车里价格不一样", ["price_now", "price_differs"], {}),
        ("p1001", "怎么涨价了", ["price_now", "price_changed"], {}),
        ("p1001", "不是79吗，怎么变89了", ["price_now", "price_changed"], {}),
    ],
)
async def test_a_price_is_told_with_what_an_offer_makes_of_it(
    counter: Counter, product: str, text: str, expected: list[str], values: dict[str, str]
) -> None:
    told = await counter.ask("price", text, product=product)
    assert phrases(told) == expected
    assert {name: said(told, name) for name in values} == values


async def test_of_two_products_in_one_line_each_has_its_price_and_its_stock(counter: Counter) -> None:
    entities = [Entity(kind="product", value=product) for product in ("p1014", "p1015")]
    for skill, text, expected in (("price", "都多少钱", "price_now"), ("stock", "都有黑色吗", "stock_yes")):
        ask = SkillAsk(conversation_id="c_stranger", intent=f"ask_{skill}", text=text, entities=entities)
        told = await answer(skill, ask, counter.database, counter.now)
        assert phrases(told) == [expected, expected]
        assert [say.vars["product_name"] for say in told.says] == ["鲨鱼纹瑜伽裤", "轻弹运动内衣"]


async def test_an_offer_is_worked_out_where_the_pieces_are_told(counter: Counter) -> None:
    told = await counter.ask("promotion", "拿两件满减怎么算", product="p1009")
    assert phrases(told) == ["price_of_several", "price_with_offer"]
    assert said(told, "to_pay") == "278元"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年底还搞活动不", ["promotion_coming"]),
        ("有什么活动", ["promotion_running"]),
        ("有会员价吗", ["promotion_points"]),
        ("优惠券怎么用不了", ["promotion_coupon"]),
        ("有赠品吗", ["promotion_gift"]),
        ("下次什么时候有活动", ["promotion_coming"]),
        ("满减和券能叠加吗", ["promotion_running", "promotion_stacking"]),
        ("买完降价了能退差价吗", ["price_protection"]),
        ("价格保护要到哪里申请", ["price_protection"]),
    ],
)
async def test_what_is_asked_of_offers_is_answered(counter: Counter, text: str, expected: list[str]) -> None:
    assert phrases(await counter.ask("promotion", text)) == expected


async def test_of_a_product_only_its_own_offers_are_told(counter: Counter) -> None:
    bra = await counter.ask("promotion", "这款有活动吗", product="p1001")
    assert phrases(bra) == ["promotion_running", "promotion_counts"]
    assert "外套有礼" not in (said(bra, "promotion") or "")


async def test_price_protection_counts_from_the_buyers_own_order(counter: Counter) -> None:
    told = await counter.ask("promotion", "刚买就降价了", who=await counter.visit("b-linwan"))
    assert phrases(told) == ["price_protection", "price_protection_order"]
    assert said(told, "protected_until") == "3月14日24:00"


# --- guarantee --------------------------------------------------------------------------------------------------------


async def test_the_guarantee_is_the_shops_own_and_its_arguments_those_that_are_true(counter: Counter) -> None:
    told = await counter.ask("authenticity", "是正品吗", product="p1001")
    assert phrases(told) == ["authenticity_guarantee", "authenticity_own_brand"]


async def test_a_warranty_counts_from_the_day_the_buyer_received_it(counter: Counter) -> None:
    stranger = await counter.ask("warranty", "保修多久", product="p1001")
    buyer = await counter.ask("warranty", "坏了能修吗", who=await counter.visit("b-linwan"))
    assert phrases(stranger) == ["warranty_of_shop"]
    assert phrases(buyer) == ["warranty_of_shop", "warranty_since"]


# --- talk -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("intent", "text", "phrase"),
    [
        ("chitchat", "你真笨", "chitchat_blame"),
        ("chitchat", "你好聪明", "chitchat_praise"),
        ("chitchat", "讲个笑话", "chitchat_joke"),
        ("chitchat", "今天好冷", "chitchat_weather"),
        ("chitchat", "唉", "chitchat"),
        ("ask_identity", "你是机器人吗", "ask_identity"),
        ("ask_identity", "怎么称呼你", "ask_identity_name"),
        ("ask_shop_secret", "你们利润多少", "shop_secret_named"),
        ("ask_shop_secret", "从哪拿货", "shop_secret_cost"),
        ("ask_shop_secret", "老板一个月赚多少", "shop_secret_people"),
        ("ask_shop_secret", "还有谁买了", "shop_secret_buyers"),
        ("ask_shop_secret", "说点内幕", "ask_shop_secret"),
    ],
)
async def test_talk_is_answered_by_its_kind(counter: Counter, intent: str, text: str, phrase: str) -> None:
    assert phrases(await counter.ask("small_talk", text, intent=intent))[0] == phrase


@pytest.mark.parametrize(
    ("buyer", "verified", "phrase", "offered"),
    [
        ("b-linwan", True, "greet_unpaid", ["看看没付款的那单", "快递到哪了"]),
        ("b-linwan", False, "greet", []),
        (None, True, "greet", []),
    ],
)
async def test_a_known_buyer_is_greeted_with_the_order_that_is_open(
    counter: Counter, buyer: str | None, verified: bool, phrase: str, offered: list[str]
) -> None:
    told = await counter.ask("greet", "在吗", who=await counter.visit(buyer, verified=verified))
    assert (phrases(told), buttons(told), said(told, "hello")) == ([phrase], offered, "下午好")


@pytest.mark.parametrize("skill", ["product", "stock", "price"])
async def test_of_goods_that_the_shop_does_not_know_nothing_is_told_from_the_page(counter: Counter, skill: str) -> None:
    who = await counter.visit(product="p1001")
    unknown = await counter.ask(skill, "640077120935这款还有吗", who=who)
    known = await counter.ask(skill, "640077120935这款还有吗", who=who, product="p1001")
    assert (phrases(unknown), unknown.ask) == (["product_ask_which"], "product")
    assert phrases(known)[0] != "product_ask_which"
