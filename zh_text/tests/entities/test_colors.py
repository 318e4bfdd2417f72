"""Colours by the wordings of the lexicon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("那黑色呢", [("黑色", "黑色")]),
    ("藏青有吗", [("蓝色", "藏青")]),
    ("換成藍色", [("蓝色", "藍色")]),
    ("要黑的", [("黑色", "黑")]),
    ("奶油色和卡其", [("米色", "奶油色"), ("卡其色", "卡其")]),
    ("白的还有吗", [("白色", "白")]),
    ("深一点的灰有吗", [("灰色", "深一点的灰")]),
    ("淡些的粉色", [("粉色", "淡些的粉色")]),
    ("颜色浅一点", [("浅色", "浅一点")]),
    ("深一点的颜色还有吗", [("深色", "深一点的颜色")]),
    ("有浅色的吗", [("浅色", "浅色")]),
    ("奶白那款", [("白色", "奶白")]),
    ("撞色好看吗", [("撞色", "撞色")]),
    ("雾霾蓝和灰蓝", [("蓝色", "雾霾蓝"), ("蓝色", "灰蓝")]),
    ("浅咖还是深咖", [("棕色", "浅咖"), ("棕色", "深咖")]),
]

NEAR_MISSES = [
    "不明白的地方",  # understand
    "蛋黄的吧",  # yolk
    "红包的钱",  # a gift of money
    "黄先生",  # a name
    "绿植",  # plants
    "有色差吗",  # no colour
    "颜色有点深",  # a complaint
    "会染到浅色衣服吗",  # what else is in the wash
    "深色浅色分开洗",
    "寄金色家园",  # an estate
    "藕粉怎么冲",  # food
    "深一点点",
    "奶黄包还有吗",
    "口袋深一点的包",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_color_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("color", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_color_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("color", text) == []
