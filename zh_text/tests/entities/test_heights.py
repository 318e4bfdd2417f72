"""Body heights, with a unit or behind 身高."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def cm(value: float, text: str) -> tuple[object, str]:
    return {"value": value, "unit": "cm"}, text


FOUND: list[tuple[str, list[object]]] = [
    ("165cm", [cm(165, "165cm")]),
    ("身高160-165，体重100-105", [cm(162.5, "身高160-165")]),
    ("160到165cm穿什么", [cm(162.5, "160到165cm")]),
    ("我165", [cm(165, "165")]),
    ("不是165是158", [cm(158, "不是165是158")]),
    ("身高写错了是168", [cm(168, "168")]),
    ("我１７２ＣＭ", [cm(172, "１７２ＣＭ")]),
    ("1.65m", [cm(165, "1.65m")]),
    ("净高1.8米穿多大", [cm(180, "1.8米")]),
    ("一米六五", [cm(165, "一米六五")]),
    ("一米七能穿吗", [cm(170, "一米七")]),
    ("1米65", [cm(165, "1米65")]),
    ("我1米7", [cm(170, "1米7")]),
    ("1m58偏瘦", [cm(158, "1m58")]),
    ("身高163", [cm(163, "163")]),
    ("身高大概是175", [cm(175, "175")]),
    ("身高1.68", [cm(168, "1.68")]),
    ("身高一六五", [cm(165, "一六五")]),
    ("宝宝身高90cm", [cm(90, "90cm")]),
    ("女儿120厘米", [cm(120, "120厘米")]),
    ("160穿什么码", [cm(160, "160")]),
    ("168的选哪个码", [cm(168, "168")]),
    ("1.62 该拍几码呀", [cm(162, "1.62")]),
    ("老公180公分，我160公分", [cm(180, "180公分"), cm(160, "160公分")]),
]

NEAR_MISSES = [
    "165元",  # a price
    "1.65元",  # a price
    "165",  # a bare number may be anything
    "120穿什么码",  # 斤 as likely as centimetres
    "160斤穿什么码",  # a weight
    "160码穿几岁",  # a size
    "165的什么时候有货",  # no question of size
    "有1.8米床的床单吗",  # a bed
    "这款桌布长160cm吗",  # a length
    "120*80cm的有吗",  # two sides
    "3米长的线",  # a length
    "宽150cm够不够",  # a width
    "满165减20",  # an offer
    "单号1652023",  # part of a number
    "165个",  # a count
    "我165买的",  # a price
    "不是165元是158元",  # prices
    "一米100元",  # a price by the metre
    "腰带110cm",  # a belt
    "离我家1米远的驿站",  # a distance
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_height_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("height", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_height_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("height", text) == []
