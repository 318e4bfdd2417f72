"""Amounts in yuan."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def cny(value: float, text: str) -> tuple[object, str]:
    return {"value": value, "unit": "CNY"}, text


FOUND: list[tuple[str, list[object]]] = [
    ("50元", [cny(50, "50元")]),
    ("1.65元", [cny(1.65, "1.65元")]),
    ("￥99.5", [cny(99.5, "￥99.5")]),
    ("¥20", [cny(20, "¥20")]),
    ("十块钱", [cny(10, "十块钱")]),
    ("便宜5块吧", [cny(5, "5块")]),
    ("9块9包邮吗", [cny(9.9, "9块9")]),
    ("九块九", [cny(9.9, "九块九")]),
    ("3块5毛", [cny(3.5, "3块5毛")]),
    ("扣了五毛钱", [cny(0.5, "五毛钱")]),
    ("两百块能卖吗", [cny(200, "两百块")]),
    ("满199减20", [cny(199, "199"), cny(20, "20")]),
    ("满300立减50", [cny(300, "300"), cny(50, "50")]),
    ("满159送什么", [cny(159, "159")]),
    ("一百元", [cny(100, "一百元")]),
    ("5元三组", [cny(5, "5元")]),
    ("25元一样", [cny(25, "25元")]),
    ("8块一斤", [cny(8, "8块")]),
    ("合计：129.00", [cny(129, "129.00")]),
    ("实付88.50", [cny(88.5, "88.50")]),
    ("单价:45 总价:135", [cny(45, "45"), cny(135, "135")]),
    ("券后价89", [cny(89, "89")]),
    ("原价199现价129", [cny(199, "199"), cny(129, "129")]),
]

NEAR_MISSES = [
    "买两块肥皂",  # pieces
    "3块香皂",  # pieces
    "一块发吧",  # together
    "165 108斤",  # a body
    "199",  # a bare number
    "11号",  # a day
    "5折",  # a discount
    "元旦发货吗",  # a holiday
    "多少块钱",  # no number
    "切一块",  # a piece
    "合计3",  # pieces
    "合计：3件",  # pieces
    "现价12月1号才有",  # a day
    "原价8折",  # a discount
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_money_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("money", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_money_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("money", text) == []
