import pytest

from assist_api.rules.summary import summary, telling_line

LINES = ["你好", "163穿什么码合适呀", "发新疆多少运费", "便宜点"]


@pytest.mark.parametrize(
    ("lines", "led_by_words", "quoted"),
    [
        (LINES, True, "便宜点"),
        ([*LINES, "转人工"], False, "发新疆多少运费"),
        (["转人工"], False, "转人工"),
        (["有货吗", "包邮吗"], False, "包邮吗"),
        ([], True, ""),
    ],
)
def test_the_quote_is_what_led_to_the_hand_off(lines: list[str], led_by_words: bool, quoted: str) -> None:
    assert telling_line(lines, led_by_words=led_by_words) == quoted


def test_reason_quote_and_facts_make_one_line() -> None:
    assert summary("议价", "便宜点", ["订单尾号 1234 已付款"]) == "议价：“便宜点”；订单尾号 1234 已付款"


def test_a_long_quote_is_cut_to_forty_characters() -> None:
    quote = summary("投诉", "急" * 99, []).partition("：")[2]
    assert quote == "“" + "急" * 39 + "…”"


def test_without_words_the_reason_stands_alone() -> None:
    assert summary("智能客服暂时不可用", "", []) == "智能客服暂时不可用"
