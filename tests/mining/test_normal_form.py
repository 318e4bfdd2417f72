"""One spelling for what agents send again and again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.mining.normal_form import MOST_SEGMENTS, SLOT, normal_form, utterances

CHAT = st.text(alphabet=st.sampled_from("亲您好发货了吗哦呢~，,。 \n[数字x]#E-s14{}ab*0123"), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("亲，今天就给您发货哦~", "今天就给你发货"),
        ("好滴亲", "好的呢"),
        ("布料是纯棉的哈#E-s[数字x]", "布料是纯棉的 #E-s14[微笑]"),
        ("ＶＩＰ八折", "vip八折"),
        ("是这条裙子么？", "是这条裙子嘛"),
        ("您的尾号 {order_tail} 明天到", "您的尾号 4415****9021 明天到"),
        ("[日期x]前发出", "11月22日前发出"),
        ("退您[金额x]元", "退您12.50元"),
        ("嗯嗯，稍等稍等", "恩 稍等"),
    ],
)
def test_the_manner_makes_no_difference(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7天可退", "15天可退"),
        ("3-5天到", "35天到"),
        ("1.5米长", "15米长"),
        ("可以改地址", "可以改地址吗"),
        ("有什么", "有什吗"),
    ],
)
def test_the_matter_makes_a_difference(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("text", ["亲~", "#E-s14", "/:^_^", "……", "哦哦", "亲爱的客户"])
def test_what_says_nothing_has_an_empty_form(text: str) -> None:
    assert normal_form(text) == ""


@pytest.mark.parametrize(
    ("reply", "segments"),
    [
        ("好的呢 这就给您改地址", ["好的呢", "这就给您改地址"]),
        ("稍等哦~,马上看,#E-s14", ["稍等哦~", "马上看"]),
        ("在的  您请说\n什么款式呢", ["在的", "您请说", "什么款式呢"]),
        ("满 1,000 元包邮。明天发！", ["满 1,000 元包邮。", "明天发！"]),
        ("裙子是纯棉的", ["裙子是纯棉的"]),
    ],
)
def test_a_chained_reply_comes_apart(reply: str, segments: list[str]) -> None:
    assert utterances(reply) == segments


@given(CHAT)
def test_segments_are_pieces_of_the_reply_that_say_something(text: str) -> None:
    segments = utterances(text)
    assert len(segments) <= MOST_SEGMENTS
    assert all(segment in text and normal_form(segment) for segment in segments)


@given(st.text(alphabet=st.sampled_from("亲您好恩发货了嘛哦呢~，,。 \n{}ab*#Ｅ"), max_size=60))
def test_a_form_is_its_own_form(text: str) -> None:
    form = normal_form(text)
    assert normal_form(form.replace(SLOT, "{slot}")) == form
