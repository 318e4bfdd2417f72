"""Phone numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("13812345678", [("13812345678", "13812345678")]),
    ("电话138-1234-5678", [("13812345678", "138-1234-5678")]),
    ("138 1234 5678收", [("13812345678", "138 1234 5678")]),
    ("+8613812345678", [("13812345678", "+8613812345678")]),
    ("张三１３８１２３４５６７８", [("13812345678", "１３８１２３４５６７８")]),
    ("改成19912345678可以吗", [("19912345678", "19912345678")]),
    ("0571-88886666", [("057188886666", "0571-88886666")]),
]

NEAR_MISSES = [
    "订单号2013812345678901",  # an order number holding one
    "SF13812345678901",  # a tracking number holding one
    "12812345678",  # no mobile prefix
    "1381234567",  # too short
    "138123456789",  # too long
    "528690173109",  # a product id
    "0.88886666",  # a decimal
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_phone_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("phone", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_phone_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("phone", text) == []
