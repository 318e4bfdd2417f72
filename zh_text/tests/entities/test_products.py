"""Products by name, alias or id."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("云朵绵绵连帽卫衣有货吗", [("p1001", "云朵绵绵连帽卫衣")]),
    ("雲朵衛衣", [("p1001", "雲朵衛衣")]),
    ("灰枣甜不甜", [("p1002", "灰枣")]),
    ("新疆灰枣礼盒", [("p1002", "新疆灰枣礼盒")]),
    ("山野ＴＲＡＩＬ2徒步鞋", [("p1003", "山野ＴＲＡＩＬ2徒步鞋")]),
    ("p1003还有吗", [("p1003", "p1003")]),
    (
        "https://detail.tmall.com/item.htm?spm=a1&id=651230001122&skuId=5 有货吗",
        [("p1001", "https://detail.tmall.com/item.htm?spm=a1&id=651230001122&skuId=5")],
    ),
    ("ｈｔｔｐｓ：//item.jd.com/100230.html", [("p1001", "ｈｔｔｐｓ：//item.jd.com/100230.html")]),
    (
        "https://mobile.yangkeduo.com/goods.html?goods_id=100230",
        [("100777", "https://mobile.yangkeduo.com/goods.html?goods_id=100230")],
    ),
    ("item.jd.com/100777.html还有吗", [("100777", "item.jd.com/100777.html")]),
    ("shop.example.com/dates?from=chat", [("p1002", "shop.example.com/dates?from=chat")]),
    ("651230001122这个", [("p1001", "651230001122")]),
    ("商品ID：90017", [("p1002", "90017")]),
    ("【云朵绵绵连帽卫衣】点击链接直接打开", [("p1001", "云朵绵绵连帽卫衣")]),
    ("https://shop.example.com/item?id=p1001 这个", [("p1001", "https://shop.example.com/item?id=p1001")]),
]

NEAR_MISSES = [
    "连帽卫衣",  # two products share the name
    "山野Trail22徒步",  # a longer number
    "p10031",  # a longer id
    "卫衣有吗",  # no name of ours
    "https://shop.example.com/item?id=p9999",  # not in the catalogue
    "https://detail.tmall.com/item.htm?id=9&skuId=651230001122",  # the variant, not the item
    "https://mobile.yangkeduo.com/goods.html?goods_id=651230001122",  # another marketplace's item
    "https://m.tb.cn/h.5aBcDeF?tk=100230",  # a short link names no item
    "90017",  # too short to be an item by itself
    "商品ID：100230",  # two marketplaces' items
    "6512300011223",  # a longer number
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_product_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("product", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_product_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("product", text) == []
