import pytest

from assist_api.rules.triggers import Asked, is_angry, is_third_time, priority_of


@pytest.mark.parametrize(
    "text",
    [
        "再不发我打12315了",
        "你们就是骗子",
        "什么破店",
        "😡😡😡",
        "等着差评吧",
        "这什么垃圾服务",
        "投诉你们",
        "还不发！！！",
        "谢谢个鬼，骗子！！！",
    ],
)
def test_anger_is_heard(text: str) -> None:
    assert is_angry(text)


@pytest.mark.parametrize(
    "text",
    [
        "放心不会给差评",
        "有垃圾袋卖吗",
        "这个垃圾桶多少钱",
        "快点发货呀",
        "破了一个洞",
        "好的！",
        "收到啦，好漂亮！！！",
        "谢谢店家！！！！",
        "亲在吗！！！",
    ],
)
def test_a_plain_line_is_not_taken_for_anger(text: str) -> None:
    assert not is_angry(text)


def _third(texts: list[str], intents: list[str]) -> bool:
    asked = [Asked(text, intent) for text, intent in zip(texts, intents, strict=True)]
    return is_third_time(asked[:-1], asked[-1], is_question=True)


def test_the_same_question_a_third_time_goes_to_a_person() -> None:
    assert _third(["什么时候发货", "到底什么时候发货", "什么时候发货啊"], ["ask_ship_time"] * 3)


@pytest.mark.parametrize(
    ("texts", "intents"),
    [
        (["什么时候发货", "什么时候发货啊"], ["ask_ship_time"] * 2),
        (["165穿什么码", "黑色有货吗", "发什么快递"], ["ask_size", "ask_stock", "ask_courier"]),
        (["这款多高穿S", "170/65公斤呢", "我老公胖一点要大几号"], ["ask_size"] * 3),
    ],
    ids=["twice", "different questions", "one subject, other details"],
)
def test_new_questions_are_not_repetition(texts: list[str], intents: list[str]) -> None:
    assert not _third(texts, intents)


def test_courtesies_are_never_repetition() -> None:
    assert not is_third_time([Asked("在吗", "greet")] * 2, Asked("在吗", "greet"), is_question=False)


def test_complaints_come_before_haggling() -> None:
    assert priority_of("complain") > priority_of("report_quality") > priority_of("haggle")
