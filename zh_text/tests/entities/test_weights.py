"""Body weights; a 斤 is half a kilogram."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def kg(value: float, text: str) -> tuple[object, str]:
    return {"value": value, "unit": "kg"}, text


FOUND: list[tuple[str, list[object]]] = [
    ("儿子8岁了 130cm 60斤", [kg(30, "60斤")]),
    ("一米三，50斤", [kg(25, "50斤")]),
    ("108斤", [kg(54, "108斤")]),
    ("一百一十斤", [kg(55, "一百一十斤")]),
    ("一百零八斤能穿不", [kg(54, "一百零八斤")]),
    ("52kg", [kg(52, "52kg")]),
    ("65公斤左右", [kg(65, "65公斤")]),
    ("５２ＫＧ", [kg(52, "５２ＫＧ")]),
    ("体重95", [kg(47.5, "95")]),
    ("身高160-165，体重100-105", [kg(51.25, "体重100-105")]),
    ("体重62", [kg(62, "62")]),
    ("体重一百一", [kg(55, "一百一")]),
    ("100-110斤穿哪个", [kg(52.5, "100-110斤")]),
    ("120多斤", [kg(60, "120多斤")]),
    ("宝宝30斤", [kg(15, "30斤")]),
    ("我家娃20公斤", [kg(20, "20公斤")]),
    ("28斤能穿吗", [kg(14, "28斤")]),
    ("130斤的可以穿吗", [kg(65, "130斤")]),
]

NEAR_MISSES = [
    "80斤大米",  # goods
    "3斤装的还有吗",  # packed goods
    "5kg",  # more often a parcel than a person
    "买30斤有优惠吗",  # bought
    "要100斤核桃",  # bought
    "5斤82元",  # goods with a price
    "几斤包邮",  # no number
    "承重100公斤吗",  # what a chair bears
    "毛重40kg",  # goods
    "100斤/箱",  # per box
    "500克",  # grams
    "9斤9",  # too light
    "我买100斤大米",  # bought, with 我 before it
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_weight_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("weight", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_weight_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("weight", text) == []
