"""Provinces, cities and other places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("发新疆吗", [("新疆", "新疆")]),
    ("發內蒙嗎", [("内蒙古", "內蒙")]),
    ("新疆维吾尔自治区", [("新疆", "新疆维吾尔自治区")]),
    ("到杭州几天", [("浙江杭州", "杭州")]),
    ("浙江省杭州市", [("浙江杭州", "浙江省杭州市")]),
    ("广东深圳包邮吗", [("广东深圳", "广东深圳")]),
    ("我在吉林", [("吉林", "吉林")]),
    ("吉林市到吗", [("吉林吉林", "吉林市")]),
    ("寄到开封", [("河南开封", "开封")]),
    ("河南开封", [("河南开封", "河南开封")]),
    ("开封市", [("河南开封", "开封市")]),
    ("延边能到吗", [("吉林延边", "延边")]),
    ("北京和上海都发吗", [("北京", "北京"), ("上海", "上海")]),
    ("義烏發貨嗎", [("浙江义乌", "義烏")]),
    ("西藏那曲", [("西藏那曲", "西藏那曲")]),
]

NEAR_MISSES = [
    "已经开封了能退吗",  # opened
    "保质期和日照有关吗",  # sunshine
    "祝您安康",  # good health
    "南京路上的店",  # a street
    "北京时间几点发",  # a time zone
    "海鲜",  # no place
    "普洱茶刀还有吗",  # goods
    "新疆红枣甜吗",
    "新疆灰枣礼盒还有吗",  # a product of the catalogue
    "大同小异",  # an idiom
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_region_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("region", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_region_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("region", text) == []
