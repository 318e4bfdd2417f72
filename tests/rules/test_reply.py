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
    buttons = {"buttons": [{"option": "1", "title": "查物流"}]}
    asked = Utterance("您想问哪一个？", "ask_which_meaning", buttons)
    last = compose([Utterance("满 99 包邮", "shipping_fee"), asked])
    earlier = compose([asked, Utterance("满 99 包邮", "shipping_fee", {"product": {"id": "p1"}})])
    assert last is not None
    assert last.payload == buttons
    assert earlier is not None
    assert earlier.payload == {"product": {"id": "p1"}}
