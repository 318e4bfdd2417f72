"""Girths of a body, the underbust among them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from zh_text.entity import EntityKind

from zh_text import Entity, EntityFinder

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=timezone(timedelta(hours=8)))

Told = list[tuple[str, float]]

FOUND: list[tuple[str, Told]] = [
    ("胸88腰70", [("bust", 88), ("waist", 70)]),
    ("九分裤腰围72臀围97该穿多大", [("waist", 72), ("hip", 97)]),
    ("胸围85腰围70 选M行吗", [("bust", 85), ("waist", 70)]),
    ("三围88-66-90", [("bust", 88), ("waist", 66), ("hip", 90)]),
    ("三围：９０／７０／９４", [("bust", 90), ("waist", 70), ("hip", 94)]),
    ("我三围 88 66 90 该拍哪个", [("bust", 88), ("waist", 66), ("hip", 90)]),
    ("86-64-90", [("bust", 86), ("waist", 64), ("hip", 90)]),
    ("腰围2尺1", [("waist", 70)]),
    ("腰围两尺三", [("waist", 76.7)]),
    ("腰二尺一寸穿啥", [("waist", 70)]),
    ("腰围1尺9寸半", [("waist", 65)]),
    ("二尺三的腰", [("waist", 76.7)]),
    ("2尺半的腰围", [("waist", 83.3)]),
    ("腰围2.1尺", [("waist", 70)]),
    ("27寸腰", [("waist", 68.58)]),
    ("二十七的腰穿哪个", [("waist", 68.58)]),
    ("上胸围九十二点五", [("bust", 92.5)]),
    ("腰围27", [("waist", 68.58)]),
    ("腰围七十", [("waist", 70)]),
    ("腰圍70cm", [("waist", 70)]),
    ("臀圍95公分", [("hip", 95)]),
    ("要围72 屯围96", [("waist", 72), ("hip", 96)]),
    ("腰围70-72", [("waist", 71)]),
    ("腰围大概70左右", [("waist", 70)]),
    ("胸围880mm", [("bust", 88)]),
    ("胸围36", [("bust", 91.44)]),
    ("屁股98", [("hip", 98)]),
    ("内裤臀围96要多大的", [("hip", 96)]),
    ("上胸围88下胸围75", [("bust", 88), ("under", 75)]),
    ("下围七十五，上围八十八", [("under", 75), ("bust", 88)]),
    ("上88下75", [("bust", 88), ("under", 75)]),
    ("底围75cm", [("under", 75)]),
    ("胸围85cm腰围67cm", [("bust", 85), ("waist", 67)]),
    ("腰围写错了是72", [("waist", 72)]),
]

NEAR_MISSES = [
    "腰围多少",  # a question
    "M码腰围72吗",  # of the garment
    "裤子腰围70",  # of the garment
    "平铺胸围50",  # of the garment
    "胸围88元",  # a price
    "胸针88",  # a brooch
    "腰果2斤",  # cashew nuts
    "腰带110cm",  # a belt
    "大腿围55",  # another place
    "帽围58",  # another place
    "腰围1米",  # more likely a typing error
    "腰围7",  # no body
    "2026-11-22",  # a date
    "120-60-75",  # a box
    "110-70-100cm的箱子",  # a box with its unit
    "上3下5",  # stairs
    "二尺三的布",  # cloth
    "70的腰",  # in which unit
]


def told(find: Callable[[str], list[Entity]], text: str) -> Told:
    values: list[tuple[str, Any]] = [(entity.kind, entity.value) for entity in find(text)]
    return [(value.get("part", kind), value["value"]) for kind, value in values if kind in ("bust", "waist", "hip")]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_girth_is_found(find: Callable[[str], list[Entity]], text: str, expected: Told) -> None:
    assert told(find, text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_girth_is_left_alone(find: Callable[[str], list[Entity]], text: str) -> None:
    assert told(find, text) == []


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("waist", "70", [("waist", 70)]),
        ("waist", "2尺1", [("waist", 70)]),
        ("waist", "大概70cm吧", [("waist", 70)]),
        ("hip", "96", [("hip", 96)]),
        ("bust", "88", [("bust", 88)]),
        ("bust", "75 88", [("under", 75), ("bust", 88)]),
        ("bust", "88和75", [("bust", 88), ("under", 75)]),
        ("waist", "70元", []),
        ("waist", "7", []),
        ("bust", "88 88", []),
    ],
)
def test_a_bare_number_is_the_girth_that_was_asked_for(
    finder: EntityFinder, asked: EntityKind, text: str, expected: Told
) -> None:
    assert told(lambda line: finder.find(line, NOW, asked), text) == expected
