"""Masking of private data. All names, numbers and addresses are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zh_text import Entity, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我电话13812345678", "我电话138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("138-1234-5678", "138-****-5678"),
        ("订单号2013812345678901催一下", "订单号20**********8901催一下"),
        ("SF1234567890123到哪了", "SF*********0123到哪了"),
        ("11010519491231002X", "11**************2X"),
        ("收货人：张小满", "收货人：***"),
        ("收件人李四电话13812345678", "收件人**电话138****5678"),
        ("姓名:欧阳小满 电话", "姓名:**** 电话"),
        ("收货人改成王小满", "收货人改成***"),
        ("收货人：张小满 电话：", "收货人：*** 电话："),
        ("王小满 13812345678", "*** 138****5678"),
        ("13812345678，王小满", "138****5678，***"),
        ("浙江省杭州市西湖区晴川路100号3栋202室", "浙江省杭州市西湖区*************"),
        ("地址改成朝阳区望春路88号", "地址改成朝阳区******"),
        ("寄杭州市余杭区仓前街道文一西路", "寄杭州市余杭区仓前街道****"),
        ("河北省保定市清苑县白团乡张家庄村", "河北省保定市清苑县*******"),
        ("https://a.example.com/u?id=77", "https://a.example.com/*?**=**"),
    ],
)
def test_private_data_is_starred_out(find: Callable[[str], list[Entity]], text: str, masked: str) -> None:
    assert mask(text, find(text)) == masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "发新疆吗",
        "我165 108斤",
        "一路平安",
        "收货人信息填错了",
        "收件人没有收到",
        "姓名: 电话: 地址:",
        "收货人的手机",
        "姓名和电话发您",
        "3号能到吗",
        "这条路线的快递",
        "顺丰到了吗",
        "50元",
        "好的谢谢",
    ],
)
def test_what_names_nobody_stays(find: Callable[[str], list[Entity]], text: str) -> None:
    assert mask(text, find(text)) == text
