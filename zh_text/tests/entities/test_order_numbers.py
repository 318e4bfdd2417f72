"""Order numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("订单号2013812345678901 啥时候发", [("2013812345678901", "2013812345678901")]),
    ("2611228812345670123", [("2611228812345670123", "2611228812345670123")]),
    ("订单编号：XD20261122001", [("XD20261122001", "XD20261122001")]),
    ("单号是 202611220017", [("202611220017", "202611220017")]),
    ("261122-123456789012345", [("261122-123456789012345", "261122-123456789012345")]),
    ("订单123456789催一下", [("123456789", "123456789")]),
]

NEAR_MISSES = [
    "快递单号773123456789012",  # a parcel
    "13812345678",  # a phone
    "528690173109",  # a product id
    "订单什么时候发",  # no number
    "订单买了3件",  # a count
    "12345678901234567890123",  # too long
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_order_number_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("order_no", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_an_order_number_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("order_no", text) == []
