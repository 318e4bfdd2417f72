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
    ("https://shop.example.com/item?id=p1001 这个", [("p1001", "https://shop.example.com/item?id=p1001")]),
]

NEAR_MISSES = [
    "连帽卫衣",  # two products share the name
    "山野Trail22徒步",  # a longer number
    "p10031",  # a longer id
    "卫衣有吗",  # no name of ours
    "https://shop.example.com/item?id=p9999",  # not in the catalogue
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_product_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("product", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_product_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("product", text) == []
