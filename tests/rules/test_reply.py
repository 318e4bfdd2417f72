import pytest

from assist_api.rules.reply import Utterance, compose


def test_nothing_to_say_is_no_reply() -> None:
    assert compose([]) is None
    assert compose([Utterance("  ")]) is None


def test_answers_stand_in_the_order_of_the_questions() -> None:
    reply = compose([Utterance("48 小时内发出", "ship_time"), Utterance("满 99 包邮", "shipping_fee")])
    assert reply is not None
    assert reply.text == "48 小时内发出\n满 99 包邮"
    assert reply.phrases == ["ship_time", "shipping_fee"]


def test_nobody_is_greeted_beside_an_answer() -> None:
    reply = compose([Utterance("您好", "greet"), Utterance("48 小时内发出", "ship_time")])
    assert reply is not None
    assert reply.text == "48 小时内发出"


def test_a_greeting_alone_is_said() -> None:
    reply = compose([Utterance("您好", "greet"), Utterance("不客气", "thanks")])
    assert reply is not None
    assert reply.text == "您好"


def test_the_same_sentence_is_said_once() -> None:
    reply = compose([Utterance("满 99 包邮", "shipping_fee"), Utterance("满 99 包邮", "shipping_fee")])
    assert reply is not None
    assert reply.text == "满 99 包邮"


def test_buttons_of_an_earlier_question_are_dropped() -> None:
    buttons = {"buttons": [{"option": "1", "title": "白色"}]}
    asked = Utterance("要哪个颜色？", "x_which_colour", buttons)
    last = compose([Utterance("满 99 包邮", "shipping_fee"), asked])
    earlier = compose([asked, Utterance("满 99 包邮", "shipping_fee", {"product": {"id": "p1"}})])
    assert last is not None
    assert last.payload == buttons
    assert earlier is not None
    assert earlier.payload == {"product": {"id": "p1"}}


UNCLEAR = Utterance("您想问哪一个？", "ask_which_meaning", {"buttons": [{"option": "1", "title": "查物流"}]})


def test_what_was_meant_is_asked_behind_the_answers() -> None:
    reply = compose([UNCLEAR, Utterance("满 99 包邮", "shipping_fee", {"product": {"id": "p1"}})])
    assert reply is not None
    assert reply.phrases == ["shipping_fee", "ask_which_meaning"]
    assert reply.payload == {"product": {"id": "p1"}, "buttons": [{"option": "1", "title": "查物流"}]}


def test_two_unclear_lines_are_asked_about_once() -> None:
    other = Utterance("没听明白，是哪一个？", "ask_which_meaning", {"buttons": [{"option": "2", "title": "退货"}]})
    reply = compose([UNCLEAR, other])
    assert reply is not None
    assert (reply.text, reply.payload) == (other.text, other.payload)


def test_of_two_questions_what_was_meant_the_last_is_put_whether_in_plain_words_or_with_guesses() -> None:
    plain = Utterance("您想问什么呢？", "ask_what_about", {"buttons": [{"option": "human", "title": "转人工"}]})
    reply = compose([plain, Utterance("满 99 包邮", "shipping_fee"), UNCLEAR])
    assert reply is not None
    assert reply.phrases == ["shipping_fee", "ask_which_meaning"]


@pytest.mark.parametrize("phrase", ["collect_ask_order", "size_ask_height", "order_ask_number", "product_ask_which"])
def test_what_was_meant_is_not_asked_beside_another_question(phrase: str) -> None:
    reply = compose([UNCLEAR, Utterance("请发一下订单号", phrase)])
    assert reply is not None
    assert (reply.text, reply.payload) == ("请发一下订单号", None)


def test_a_form_that_was_filled_within_the_burst_asks_nothing_any_more() -> None:
    asked = Utterance("请发一下订单号", "collect_ask_order")
    fee = Utterance("满 99 包邮", "shipping_fee")
    done = Utterance("已经记下，这就转给同事", "collect_change_order_done")
    reply = compose([asked, fee, done])
    assert reply is not None
    assert reply.phrases == ["shipping_fee", "collect_change_order_done"]
    assert compose([fee, asked]) == compose([fee, asked, asked])


def test_of_a_forms_questions_the_last_one_stays() -> None:
    reply = compose([Utterance("请发一下订单号", "collect_ask_order"), Utterance("想改成什么", "collect_ask_what")])
    assert reply is not None
    assert reply.phrases == ["collect_ask_what"]
