"""What is learned from an agent's reply, and what the bot is never taught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.teaching import (
    BOT_FILLS,
    Line,
    asked_before,
    holds_for_product_only,
    is_left_to_people,
    topics_of,
    why_not_the_bot,
)

QUESTION = "这件开衫能放进烘干机吗"


@pytest.mark.parametrize(
    ("text", "intents", "reason"),
    [
        ("可以的，烘干机低温烘十分钟就好", [], None),
        ("不建议放烘干机，平铺晾干就好~", ["ask_product"], None),
        ("可以绣的，四个字以内，会晚一天发出", [], None),
        ("旧衣攒够三件联系我们，给您安排上门取", [], None),
        ("订单{order_tail}还在{parcel_state}，您的包裹请再等等", [], None),
        ("拼图少一块可以补，运费我们出", [], None),
        ("好的", ["ask_price"], "涉及价格"),
        ("好的", ["haggle"], "涉及价格"),
        ("好的", ["ask_refund_progress"], "涉及退款"),
        ("好的", ["complain"], "涉及投诉"),
        ("好的", ["report_quality"], "涉及投诉"),
        ("可以退款的，申请一下就行", [], "涉及退款（「退款」）"),
        ("我们全额退给您", [], "涉及退款（「全额退」）"),
        ("给您补偿一张券", [], "涉及赔偿（「补偿」）"),
        ("好评返现5块", [], "涉及赔偿（「返现」）"),
        ("这款有优惠哦", [], "涉及价格（「优惠」）"),
        ("到手¥ 89", [], "涉及价格（「¥ 89」）"),
        ("一共89元", [], "涉及价格（「89元」）"),
        ("五十块钱就行", [], "涉及价格（「五十块钱」）"),
        ("您再给差评我们也没办法", [], "涉及投诉（「差评」）"),
        ("您的包裹已经到站了", [], "只对这一位买家成立（「您的包裹」）"),
        ("已经给您备注好了", [], "只对这一位买家成立（「已经给您」）"),
        ("明天就发出", [], "只对这一位买家成立（「明天就发出」）"),
        ("我是{agent_name}，可以的", [], "机器人填不上变量 {agent_name}"),
    ],
)
def test_refunds_compensation_prices_complaints_and_one_buyers_facts_stay_with_people(
    text: str, intents: list[str], reason: str | None
) -> None:
    found = why_not_the_bot([text], [QUESTION], intents)
    assert (reason in found) if reason else found == []


def test_a_question_about_money_is_refused_however_harmless_its_answer() -> None:
    assert why_not_the_bot(["可以的"], ["能便宜点吗"], []) == ["涉及价格（「便宜」）"]


def test_an_answer_to_nobodys_question_is_not_for_the_bot() -> None:
    assert why_not_the_bot(["可以的"], [], []) == ["还没有写明买家问的是什么"]


@given(st.sampled_from(sorted(BOT_FILLS)))
def test_what_the_bot_fills_is_no_reason_against_it(name: str) -> None:
    assert why_not_the_bot([f"可以的{{{name}}}"], [QUESTION], []) == []


BUYER, BOT, AGENT, SYSTEM = "buyer", "bot", "agent", "system"


@pytest.mark.parametrize(
    ("talk", "questions"),
    [
        ([Line(BUYER, QUESTION)], [QUESTION]),
        (
            [Line(BUYER, QUESTION), Line(BOT, "您问的是哪一点？"), Line(BUYER, "转人工", "request_human", 0.9)],
            [QUESTION],
        ),
        (
            [Line(BUYER, QUESTION), Line(SYSTEM, "客服 小林 为您服务"), Line(AGENT, "您好"), Line(BUYER, "谢谢")],
            [QUESTION],
        ),
        ([Line(BUYER, "有实体店吗"), Line(AGENT, "没有哦"), Line(BUYER, QUESTION)], [QUESTION]),
        ([Line(BUYER, QUESTION), Line(BUYER, "还有，能机洗吗")], [QUESTION, "还有，能机洗吗"]),
        ([Line(BUYER, QUESTION), Line(BUYER, QUESTION)], [QUESTION]),
        ([Line(BUYER, "我想绣名字", "ask_product", 0.4)], ["我想绣名字"]),
        ([Line(BUYER, "在吗", "greet", 0.9), Line(BUYER, "[图片]")], []),
        ([Line(BUYER, "有没有人能告诉我这个能不能机洗", "request_human", 0.4)], ["有没有人能告诉我这个能不能机洗"]),
        ([Line(BUYER, "你们招不招代理", "chitchat", 0.6)], ["你们招不招代理"]),
        ([Line(BUYER, "想给旧衣服找个去处", "out_of_scope", 0.6)], ["想给旧衣服找个去处"]),
        ([Line(BUYER, "165 108斤", "inform", 0.9), Line(BUYER, QUESTION)], [QUESTION]),
        ([], []),
    ],
)
def test_the_question_is_what_the_buyer_waits_for(talk: list[Line], questions: list[str]) -> None:
    assert [line.text for line in asked_before(talk)] == questions


def test_only_a_sure_reading_names_the_matter() -> None:
    lines = [Line(BUYER, "a", "ask_product", 0.8), Line(BUYER, "b", "haggle", 0.4), Line(BUYER, "c", "greet", 0.9)]
    assert topics_of(lines) == ["ask_product"]


@pytest.mark.parametrize(
    ("intents", "only"), [([], True), (["ask_product"], True), (["ask_invoice"], False), (["ask_courier"], False)]
)
def test_answers_about_goods_are_proposed_for_the_product_alone(intents: list[str], only: bool) -> None:
    assert holds_for_product_only(intents) is only


def test_a_line_about_a_refund_is_left_to_people() -> None:
    assert is_left_to_people("能退款吗", "")
    assert is_left_to_people("好吧", "complain")
    assert not is_left_to_people(QUESTION, "ask_product")
