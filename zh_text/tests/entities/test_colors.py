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
]

NEAR_MISSES = [
    "不明白的地方",  # understand
    "蛋黄的吧",  # yolk
    "红包的钱",  # a gift of money
    "黄先生",  # a name
    "绿植",  # plants
    "有色差吗",  # no colour
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_color_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("color", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_color_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("color", text) == []
