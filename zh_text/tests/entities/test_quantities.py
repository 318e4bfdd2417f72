"""How many pieces, and numbers with measure words that say something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def q(value: int, unit: str) -> dict[str, object]:
    return {"value": value, "unit": unit}


FOUND: list[tuple[str, list[object]]] = [
    ("拍了两件", [(q(2, "件"), "两件")]),
    ("３双包邮吗", [(q(3, "双"), "３双")]),
    ("要十条毛巾", [(q(10, "条"), "十条")]),
    ("买一箱送什么", [(q(1, "箱"), "一箱")]),
    ("少发了一个杯子", [(q(1, "个"), "一个")]),
    ("只收到1盒", [(q(1, "盒"), "1盒")]),
    ("我要2个", [(q(2, "个"), "2个")]),
    ("两个", [(q(2, "个"), "两个")]),
    ("数量改成 来5包", [(q(5, "包"), "5包")]),
    ("两盒茶叶和三罐咖啡", [(q(2, "盒"), "两盒"), (q(3, "罐"), "三罐")]),
    ("黑色M码 x2", [(q(2, ""), "x2")]),
    ("数量：2 实付88.5元", [(q(2, ""), "2")]),
    ("商品总数:3", [(q(3, ""), "3")]),
    ("共1件 合计￥129.00", [(q(1, "件"), "1件")]),
    ("数量2件", [(q(2, "件"), "2件")]),
    ("买八袋多少一袋", [(q(8, "袋"), "八袋")]),
    ("再送一样吧", [(q(1, "样"), "一样")]),
]

NEAR_MISSES = [
    "第二件半价吗",  # which one
    "这件有货吗",  # this one
    "那两件呢",  # which ones
    "三个月了还没到",  # a time
    "两个小时前拍的",  # a time
    "一个问题请教下",  # no goods
    "收到两条短信",  # no goods
    "一件代发吗",  # a way of selling
    "满三件打几折",  # a condition
    "等一下",
    "有一个",  # no verb of buying
    "1.8米床",
    "两个颜色都要",  # colours
    "拍两个味道可以吗",  # tastes
    "会不会很少一包",  # what a pack holds
    "几件起批",
    "数量有限",
    "数量10几个",
    "和之前买的一样吗",  # alike
    "一包有多少一包能用几天",  # what a pack holds
    "买的话多少一袋",  # a price
    "也要8块一斤呀",  # a price
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_quantity_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("quantity", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_quantity_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("quantity", text) == []
