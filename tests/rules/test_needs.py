"""What a buyer looks for, and what fits."""

import pytest

from assist_api.rules.needs import (
    Budget,
    Goods,
    asks_difference,
    budget_in,
    rank,
    says_need,
    wants_anything,
    wants_company,
    wants_comparison,
    wants_similar,
)

SHIRT = Goods("p1", "牛津纺衬衫", "上装", 12900, ["通勤衬衫"], ["通勤"], ["上班、面试"], ["100%棉"], "胸前不开口")
DRESS = Goods("p2", "碎花连衣裙", "裙装", 19900, ["碎花裙"], ["约会", "显瘦"], ["春夏约会、旅行"], [], "腰线高")
PYJAMAS = Goods("p3", "珊瑚绒睡衣套装", "家居", 18900, ["睡衣"], ["送妈妈", "保暖"], ["冬天居家"], [], "口袋深")
SOCKS = Goods("p4", "棉袜五双", "配件", 2990, ["袜子"])
SHOP = (SHIRT, DRESS, PYJAMAS, SOCKS)


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("两百以内", Budget(None, 20000)),
        ("不超过150的", Budget(None, 15000)),
        ("100到200", Budget(10000, 20000)),
        ("100-200元", Budget(10000, 20000)),
        ("一百五左右", Budget(12000, 18000)),
        ("预算大概三百", Budget(24000, 36000)),
        ("300以上的", Budget(30000, None)),
        ("99块以内", Budget(None, 9900)),
        ("三天以内能到吗", None),
        ("身高155到165", None),
        ("100到120斤", None),
        ("有什么推荐", None),
    ],
)
def test_a_budget_is_read_from_the_line(text: str, budget: Budget | None) -> None:
    assert budget_in(text) == budget


@pytest.mark.parametrize(
    ("text", "best", "reason"),
    [
        ("上班穿的", "p1", "适合上班、面试"),
        ("推荐条裙子", "p2", "腰线高"),
        ("送妈妈的，冬天在家穿", "p3", "适合冬天居家"),
        ("显瘦一点的", "p2", "显瘦，腰线高"),
        ("有袜子吗", "p4", "配件"),
    ],
)
def test_the_best_goods_come_first_with_a_reason_from_their_own_data(text: str, best: str, reason: str) -> None:
    first = rank(SHOP, text)[0]
    assert (first.goods.id, first.reason) == (best, reason)


def test_where_a_kind_of_goods_is_named_others_are_left_out() -> None:
    assert [fit.goods.id for fit in rank(SHOP, "冬天穿的裙子")] == ["p2"]


@pytest.mark.parametrize("text", ["登山杖", "防晒冲锋衣", "帮我推荐"])
def test_goods_that_nothing_speaks_for_are_not_recommended(text: str) -> None:
    assert rank(SHOP, text) == []


@pytest.mark.parametrize(
    ("text", "tells"), [("推荐一下", False), ("有什么好看的", False), ("通勤穿的", True), ("200以内", True)]
)
def test_a_bare_wish_tells_no_need(text: str, tells: bool) -> None:
    assert says_need(text) is tells


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("两种哪个划算", True),
        ("这两款一样吗", True),
        ("哪款实惠，两个都是纯棉的吧", True),
        ("跟那款厚薄一样吗", True),
        ("和图片颜色一样吗", False),
        ("哪款实惠", False),
        ("推荐两款", False),
    ],
)
def test_of_two_that_were_spoken_of_the_difference_is_asked(text: str, asks: bool) -> None:
    assert asks_difference(text) is asks


def test_wishes_are_told_apart() -> None:
    assert wants_anything("随便看看")
    assert wants_similar("有没有类似的款")
    assert wants_company("这件怎么搭配")
    assert wants_comparison("这两款有什么区别")
    assert not any(wish("通勤穿的衬衫") for wish in (wants_anything, wants_similar, wants_company, wants_comparison))
