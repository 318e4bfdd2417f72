"""Identity card numbers (invented, with a right check character)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("11010519491231002X", [("11010519491231002X", "11010519491231002X")]),
    ("身份证号：110105194912310021", [("110105194912310021", "110105194912310021")]),
    ("清关用11010519491231002x", [("11010519491231002X", "11010519491231002x")]),
]

NEAR_MISSES = [
    "110105194912310021",  # a wrong check character: an order number
    "11010519491331002X",  # no such month
    "2013812345678901",  # 16 digits
    "身份证要吗",  # no number
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_identity_number_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("id_no", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_an_identity_number_is_left_alone(
    find_kind: Callable[..., list[object]], text: str
) -> None:
    assert find_kind("id_no", text) == []
