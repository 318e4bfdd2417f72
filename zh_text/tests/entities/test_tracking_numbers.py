"""Tracking numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("SF1234567890123", [("SF1234567890123", "SF1234567890123")]),
    ("sf1234567890123到哪了", [("SF1234567890123", "sf1234567890123")]),
    ("YT1234567890123", [("YT1234567890123", "YT1234567890123")]),
    ("JT1234567890123", [("JT1234567890123", "JT1234567890123")]),
    ("快递单号 773123456789012", [("773123456789012", "773123456789012")]),
    ("运单号：88001234567", [("88001234567", "88001234567")]),
    ("EA123456789CN", [("EA123456789CN", "EA123456789CN")]),
    ("退货单号是431234567890123", [("431234567890123", "431234567890123")]),
    ("75123456789012", [("75123456789012", "75123456789012")]),
]

NEAR_MISSES = [
    "订单号2013812345678901",  # an order
    "528690173109",  # twelve bare digits are as often a product
    "13812345678",  # a phone
    "顺丰SF",  # letters only
    "快递单号多少",  # no number
    "ASF1234567890123",  # a longer word
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_tracking_number_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("tracking_no", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_tracking_number_is_left_alone(
    find_kind: Callable[..., list[object]], text: str
) -> None:
    assert find_kind("tracking_no", text) == []
