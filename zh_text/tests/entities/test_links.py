"""Links to anything that is no product of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND: list[tuple[str, list[object]]] = [
    ("看 https://shop.example.com/a?b=1，这个", [("https://shop.example.com/a?b=1", "https://shop.example.com/a?b=1")]),
    ("ＨＴＴＰ://a.com/x有吗", [("ＨＴＴＰ://a.com/x", "ＨＴＴＰ://a.com/x")]),
    ("item.example.com/7.html", [("item.example.com/7.html", "item.example.com/7.html")]),
    ("www.example.org能看吗", [("www.example.org", "www.example.org")]),
    (
        "「春日限定茶具」https://m.tb.cn/h.5aBcDeF?tk=Xy12 CZ3457",
        [("https://m.tb.cn/h.5aBcDeF?tk=Xy12", "https://m.tb.cn/h.5aBcDeF?tk=Xy12")],
    ),
    ("复制￥2aBcDeFg12h￥打开手机淘宝", [("¥2abcdefg12h¥", "￥2aBcDeFg12h￥")]),
    ("https://v.douyin.com/iAbC12d/ 看看", [("https://v.douyin.com/iAbC12d/", "https://v.douyin.com/iAbC12d/")]),
    ("item.jd.com/99999.html", [("item.jd.com/99999.html", "item.jd.com/99999.html")]),
]

NEAR_MISSES = [
    "发我链接",  # the word
    "1.65m",  # a decimal
    "谢谢。com口罩",  # no host
    "见v2.0版",  # a version
    "￥19900000￥",  # an amount
    "￥99 或者 ￥199",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_link_is_found(find_kind: Callable[..., list[object]], text: str, expected: list[object]) -> None:
    assert find_kind("link", text) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_a_link_is_left_alone(find_kind: Callable[..., list[object]], text: str) -> None:
    assert find_kind("link", text) == []
