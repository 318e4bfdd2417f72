"""Sizes: letters, numbers before 码, size words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("S码", [("S", "S码")]),
    ("l码呢", [("L", "l码")]),
    ("XL", [("XL", "XL")]),
    ("XXL", [("XXL", "XXL")]),
    ("2xl", [("2XL", "2xl")]),
    ("３ＸＬ有吗", [("3XL", "３ＸＬ")]),
    ("均码", [("均码", "均码")]),
    ("均碼嗎", [("均码", "均碼")]),
    ("拍了m", [("M", "m")]),
    ("s还是m", [("S", "s"), ("M", "m")]),
    ("36码", [("36", "36码")]),
    ("三十八码有没有", [("38", "三十八码")]),
    ("36.5码", [("36.5", "36.5码")]),
    ("110码", [("110", "110码")]),
    ("穿42号鞋", [("42", "42号")]),
    ("75C", [("75C", "75C")]),
    ("平时穿34C", [("34C", "34C")]),
    ("３４ｃ", [("34C", "３４ｃ")]),
    ("B75的内衣拍哪个号", [("75B", "B75")]),
    ("我是B杯75的", [("75B", "B杯75")]),
    ("平时S码", [("S", "S码")]),
    ("穿惯了75b杯", [("75B", "75b杯")]),
    ("穿慣了M", [("M", "M")]),
    ("36碼", [("36", "36碼")]),
    ("160/84A", [("160/84A", "160/84A")]),
    ("大码的", [("大码", "大码")]),
    ("有多的大码吗", [("大码", "大码")]),
    ("换成XL号", [("XL", "XL号")]),
]

NEAR_MISSES = [
    "80D的丝袜拍哪个",  # yarn
    "90g一袋",  # grams
    "最大码多少斤",  # whichever it is
    "B75主板",  # a chipset
    "36D打印机",  # no bra spoken of
    "34e的灯",  # a lamp
    "4s店有卖吗",  # a car dealer
    "3M胶",  # a brand
    "sku是多少",  # a word
    "5l的水壶",  # litres
    "发错码数",  # no size
    "错了码",  # no size
    "我住42号楼",  # a house
    "38号发货吗",  # no shoes spoken of
    "扫码付款",  # a code
    "1.65m",  # a height
    "ml",  # millilitres
    "500码",  # too large
    "小号登录不上",  # an account
    "穿多大码",  # a question
    "應該拍多大號的",  # a question
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_size_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("size", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_size_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("size", text) == []
