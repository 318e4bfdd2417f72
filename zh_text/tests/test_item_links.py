"""One spelling for item ids and addresses of product pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zh_text import link_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("tmall:651230001", "tmall:651230001"),
        (" taobao:651230001 ", "tmall:651230001"),
        ("jd:10023", "jd:10023"),
        ("https://detail.tmall.com/item.htm?spm=a1z&id=651230001&skuId=5", "tmall:651230001"),
        ("https://item.taobao.com/item.htm?id=651230001", "tmall:651230001"),
        ("https://item.jd.com/100230.html", "jd:100230"),
        ("https://item.m.jd.com/product/100230.html?from=app", "jd:100230"),
        ("https://mobile.yangkeduo.com/goods.html?goods_id=90017", "pdd:90017"),
        ("detail.tmall.com/item.htm?id=651230001", "tmall:651230001"),
        ("https://h5.m.taobao.com/awp/core/detail.htm?id=651230001&share=1", "tmall:651230001"),
        ("https://item.m.jd.com/ware/view.action?wareId=100230", "jd:100230"),
        ("https://mobile.yangkeduo.com/goods2.html?refer=chat&goods_id=90017", "pdd:90017"),
        ("https://detail.1688.com/offer/720011223.html", "1688:720011223"),
        ("1688:720011223", "1688:720011223"),
        ("https://haohuo.jinritemai.com/views/product/item2?id=3600112233445566778", "douyin:3600112233445566778"),
        ("https://www.shop.example.cn/goods/p1001/?from=chat", "shop.example.cn/goods/p1001"),
        # near misses
        ("https://detail.tmall.com/item.htm?id=12a", ""),
        ("https://detail.tmall.com/", ""),
        ("https://m.tb.cn/h.5aBcDeF?tk=x", "m.tb.cn/h.5aBcDeF"),
        ("https://detail.1688.com/shop/720011223", ""),
        ("12:30", ""),
        ("https://nottmall.com/item.htm?id=651230001", "nottmall.com/item.htm"),
        ("https://shop.example.cn", ""),
        ("ftp://shop.example.cn/p", ""),
        ("http://[::1/p", ""),
        ("碎花裙", ""),
        ("看看 shop.example.cn/p", ""),
        ("", ""),
    ],
)
def test_a_link_has_one_spelling_and_other_text_has_none(text: str, key: str) -> None:
    assert link_key(text) == key


@given(st.text(max_size=60))
def test_a_spelling_stays_as_it_is_when_it_is_brought_into_it_again(text: str) -> None:
    key = link_key(text)
    assert link_key(key) == key
