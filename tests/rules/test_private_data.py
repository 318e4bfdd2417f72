"""What is hidden before a talk is kept. All names, numbers and addresses are invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.private_data import without_private_data


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我电话13812345678", "我电话*****"),
        ("138 1234 5678 是我的", "***** 是我的"),
        ("１３８１２３４５６７８", "*****"),
        ("138****5678这个号", "*****这个号"),
        ("订单号2013812345678901催一下", "订单号*****催一下"),
        ("身份证11010519491231002X", "身份证*****X"),
        ("王小满 13812345678", "*** *****"),
        ("收货人：张小满", "收货人：***"),
        ("浙江省杭州市西湖区晴川路100号3栋202室", "浙江省杭州市西湖区*************"),
        ("发我邮箱 xiao.man+1@mail.example.com 吧", "发我邮箱 ***** 吧"),
        ("看 https://shop.example.com/help/wash?u=abc&t=xyz 哦", "看 https://shop.example.com/help/wash***** 哦"),
    ],
)
def test_what_names_somebody_is_hidden(text: str, kept: str) -> None:
    assert without_private_data(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "165 108斤穿M可以吗",
        "满300减40，到手1,299元",
        "2026-11-02 14:03 之前发出",
        "您的[订单x]在[地址x]，[数字x]天到",
        "订单[ORDERID_10005629]查到了",
        "https://shop.example.com/help/wash",
        "周@小林看一下",
    ],
)
def test_what_names_nobody_is_kept_as_it_is(text: str) -> None:
    assert without_private_data(text) == text


def test_a_phone_in_the_clothes_of_a_stand_in_is_hidden_all_the_same() -> None:
    assert "13812345678" not in without_private_data("[TEL_13812345678]")


@given(st.text(st.sampled_from("0123456789 -收货人王小满路号:@.a?/*x"), max_size=60))
def test_no_long_number_is_left_whatever_stands_around_it(text: str) -> None:
    assert re.search(r"\d{5}", without_private_data(text)) is None
