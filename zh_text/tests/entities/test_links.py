"""Links to anything that is no product of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("看 https://shop.example.com/a?b=1，这个", [("https://shop.example.com/a?b=1", "https://shop.example.com/a?b=1")]),
    ("ＨＴＴＰ://a.com/x有吗", [("ＨＴＴＰ://a.com/x", "ＨＴＴＰ://a.com/x")]),
    ("item.example.com/7.html", [("item.example.com/7.html", "item.example.com/7.html")]),
    ("www.example.org能看吗", [("www.example.org", "www.example.org")]),
]

NEAR_MISSES = [
    "发我链接",  # the word
    "1.65m",  # a decimal
    "谢谢。com口罩",  # no host
    "见v2.0版",  # a version
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_link_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("link", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_link_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("link", text) == []
