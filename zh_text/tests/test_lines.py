"""Fragments, several questions in a line, and lines that are whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zh_text import Entity, asks, is_complete_question, is_fragment, is_pleasantry, split_questions


@pytest.mark.parametrize(
    "text",
    [
        "那黑色呢",
        "不对 是黑色",
        "哦不是 L码",
        "160的呢",
        "发新疆呢",
        "L码呢",
        "那２ＸＬ的呢？",
        "那顺丰呢",
        "如果发西藏",
        "那明天呢",
        "要是80斤呢",
        "那云朵卫衣呢",
        "那130斤的呢",
    ],
)
def test_a_line_that_varies_the_last_question_is_a_fragment(find: Callable[[str], list[Entity]], text: str) -> None:
    assert is_fragment(text, find(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "呢",
        "好的呢",
        "在呢",
        "那我呢",
        "那这个呢",
        "165 108斤",
        "那什么时候发货呢",
        "那黑色有货吗会不会掉色",
        "13812345678呢",
        "新疆",
        "那拍了明天发",
        "换一个吧",
        "那顺丰为什么这么慢呢",
    ],
)
def test_a_line_of_its_own_is_no_fragment(find: Callable[[str], list[Entity]], text: str) -> None:
    assert not is_fragment(text, find(text))


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("包邮吗？什么时候发货？", ["包邮吗？", "什么时候发货？"]),
        ("质量好吗?会不会起球?!", ["质量好吗?", "会不会起球?!"]),
        ("有貨嗎 什么时候发呢，发什么快递", ["有貨嗎", "什么时候发呢", "发什么快递"]),
        ("在吗，这个有货吗", ["在吗", "这个有货吗"]),
        ("这件卫衣，黑色的，还有吗", ["这件卫衣，黑色的，还有吗"]),
        ("看https://a.example.com/x?id=1有货吗", ["看https://a.example.com/x?id=1有货吗"]),
        ("1.65米穿几码", ["1.65米穿几码"]),
        ("亲！！", ["亲！！"]),
        ("好吗？？ ！", ["好吗？？ ！"]),
        ("", []),
        ("  ", []),
    ],
)
def test_a_line_is_split_at_sentence_ends(text: str, questions: list[str]) -> None:
    assert split_questions(text) == questions


@given(st.text(st.sampled_from(list("吗？。！，, ~好货的有?http://a.com/x")), max_size=30))
def test_splitting_keeps_every_word_in_order(text: str) -> None:
    def words(line: str) -> str:
        return "".join(character for character in line if character.isalnum())

    assert words("".join(split_questions(text))) == words(text)


@pytest.mark.parametrize(
    "text",
    [
        "这个多少钱",
        "包邮吗",
        "什麼時候發貨",
        "发货了吗？",
        "L码有吗",
        "能便宜点不",
        "你好，这个有货吗",
        "衣服洗了会掉色吗😊",
        "我要退货。",
        "尺码准不准？",
        "可以开发票吗",
    ],
)
def test_a_clear_question_is_complete(text: str) -> None:
    assert is_complete_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "在吗",
        "亲在吗",
        "你好",
        "您好，请问一下",
        "我想问一下",
        "这款",
        "我170",
        "那黑色呢",
        "如果",
        "?",
        "好的",
        "什么时候能发货还有",
        "嗯。",
        "然后",
    ],
)
def test_a_greeting_or_a_beginning_is_not_complete(text: str) -> None:
    assert not is_complete_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "尺码偏大吗",
        "碼數偏大嗎亲~",
        "这个尺码怎么选",
        "能退？",
        "有运费险没",
        "退款多久到账呀",
        "那黑色呢",
        "是不是发错了",
    ],
)
def test_a_line_with_a_question_word_particle_or_mark_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "尺码买大了",
        "颜色跟想的不一样",
        "改成L码",
        "袖子短了一截，想换大一号",
        "不想要了",
        "没有洗过",
        "呢子大衣起球了",
    ],
)
def test_a_line_that_only_tells_does_not_ask(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text", ["谢谢", "好的谢谢亲~", "在吗？", "你好呀 老板", "麻烦您了", "明白了。谢谢", "非常感谢！", "拜托拜托🙏"]
)
def test_greetings_thanks_and_pleas_are_pleasantries(text: str) -> None:
    assert is_pleasantry(text)


@pytest.mark.parametrize(
    "text",
    ["好的", "好了", "不用了，谢谢", "谢谢，那几天到", "麻烦换个地址", "老板大气点", "人工客服", "在南京吗", "?", ""],
)
def test_what_says_more_or_may_answer_is_no_pleasantry(text: str) -> None:
    assert not is_pleasantry(text)
