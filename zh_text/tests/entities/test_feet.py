"""Lengths of feet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND = [
    ("脚长24.5", 24.5, "脚长24.5"),
    ("脚长245", 24.5, "脚长245"),
    ("脚长 245mm 穿几码", 24.5, "脚长 245mm"),
    ("腳長２４公分", 24, "腳長２４公分"),
    ("脚长24厘米半", 24.5, "脚长24厘米半"),
    ("24厘米半的脚", 24.5, "24厘米半的脚"),
    ("25cm的脚穿多大", 25, "25cm的脚"),
    ("脚大概23.5", 23.5, "脚大概23.5"),
    ("宝宝脚长14cm", 14, "脚长14cm"),
    ("脚长二十四", 24, "脚长二十四"),
]

NEAR_MISSES = [
    "脚38码",  # a size
    "内长16.5",  # of the shoe
    "鞋脚长26",  # of the shoe
    "裤脚24",  # of trousers
    "脚垫24块",  # a price of a mat
    "脚长多少",  # a question
    "脚长65",  # no foot, in neither unit
    "脚24小时出汗",  # hours
]


@pytest.mark.parametrize(("text", "centimetres", "piece"), FOUND)
def test_foot_is_found(find_kind: Callable[..., list[object]], text: str, centimetres: float, piece: str) -> None:
    assert find_kind("foot", text) == [({"value": centimetres, "unit": "cm"}, piece)]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_foot_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("foot", text) == []
