"""Couriers by the wordings of the lexicon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("顺丰到了吗", [("顺丰", "顺丰")]),
    ("能發順豐嗎", [("顺丰", "順豐")]),
    ("发sf可以吗", [("顺丰", "sf")]),
    ("中通还是圆通速递", [("中通", "中通"), ("圆通", "圆通速递")]),
    ("EMS能到不", [("EMS", "EMS")]),
    ("别发邮政", [("邮政", "邮政")]),
    ("京东快递送吗", [("京东快递", "京东快递")]),
    ("顺风快递", [("顺丰", "顺风快递")]),
    ("天天快递", [("天天快递", "天天快递")]),
]

NEAR_MISSES = [
    "检查其中通过没有",  # 其中 and 通过
    "途中通知我",  # 途中 and 通知
    "搭顺风车",  # a lift
    "天天都看",  # every day
    "京东上买的",  # the marketplace
    "SF1234567890123",  # a tracking number
    "邮政储蓄卡能付吗",  # a bank
    "邮政编码",  # a post code
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_courier_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("courier", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_courier_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("courier", text) == []
