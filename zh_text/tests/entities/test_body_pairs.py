"""Height and weight side by side without units."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def cm(value: float, text: str) -> tuple[object, str]:
    return {"value": value, "unit": "cm"}, text


FOUND: list[tuple[str, list[object]]] = [
    ("165 108斤", [cm(165, "165")]),
    ("我170，130斤", [cm(170, "170")]),
    ("160/55", [cm(160, "160")]),
    ("身高163体重95", [cm(163, "163")]),
    ("108斤 165", [cm(165, "165")]),
    ("1.65 108斤", [cm(165, "1.65")]),
    ("一六五 一百一十斤", [cm(165, "一六五")]),
    ("165，52", [cm(165, "165")]),
    ("172 65公斤穿多大", [cm(172, "172")]),
    ("160 98 这个咋选呀亲", [cm(160, "160")]),
    ("165 230斤能穿吗", [cm(165, "165")]),
    ("165.110", [cm(165, "165")]),
    ("一米六五一百一十斤", [cm(165, "一米六五")]),
    ("一米五八九十斤", [cm(158, "一米五八")]),
    ("我一米六一百二", [cm(160, "一米六")]),
]

NEAR_MISSES = [
    "165 108元",  # a price
    "165.110元",  # a price
    "165.25",  # nobody weighs that
    "一米二三十个",  # counts
    "165 3斤装",  # goods
    "160/84A",  # a label
    "165个 108个",  # counts
    "订165，108的也要",  # prices
    "199-20",  # an offer
    "160 300",  # no body
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_height_beside_a_weight_is_found(
    find_kind: Callable[..., list[object]], text: str, expected: list[object]
) -> None:
    assert find_kind("height", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_height_beside_a_weight_is_left_alone(
    find_kind: Callable[..., list[object]], text: str
) -> None:
    assert find_kind("height", text) == []


@pytest.mark.parametrize(
    ("text", "kilograms", "found"),
    [
        ("160/55", 55, "55"),  # 55斤 would be a child's weight
        ("身高163体重95", 47.5, "95"),  # 95 kg is less usual at 163 cm than 95斤
        ("我170，130斤", 65, "130斤"),
        ("身高180体重80", 80, "80"),
        ("165 52", 52, "52"),
        ("一米六五，一百一", 55, "一百一"),
        ("1米62 105", 52.5, "105"),
        ("一米七五，七十五公斤", 75, "七十五公斤"),
        ("一米六五一百一十斤", 55, "一百一十斤"),
        ("165.110", 55, "110"),
    ],
)
def test_a_bare_weight_is_read_in_the_unit_that_fits_the_height(
    find_kind: Callable[..., list[object]], text: str, kilograms: float, found: str
) -> None:
    assert find_kind("weight", text) == [({"value": kilograms, "unit": "kg"}, found)]
