"""A little shop's past: three kinds of questions, each answered in its own words, and chatter between."""

from collections.abc import Sequence

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.talk import Moment, Turn

SHIP = IndexedPhrase("ship", "发货", ("今天下午四点前拍下的当天就能寄出",))
SIZE = IndexedPhrase("size", "尺码", ("麻烦说一下平时的身高体重",))
BACK = IndexedPhrase("back", "退货", ("七天里吊牌还在就可以寄回来",))
PHRASES = (SHIP, SIZE, BACK)

_ASKED = {
    "ship": ("什么时候发货", "几时发货呀", "下单了多久发货", "明天能发货吗", "怎么还没发货", "发货要多久"),
    "size": ("该穿哪个码", "这件码数准吗", "拿大一码行吗", "不知道选什么码", "偏码吗", "平时中码能穿吗"),
    "back": ("不喜欢能退吗", "退的话要怎么弄", "能退换吗", "想退掉", "可以退不", "要退一件"),
}


def blanks(text: str) -> list[str]:
    """Every character a word: tests need no dictionary."""
    return [character for character in text.lower() if character.isalnum()]


def moment(asked: str, *reply: str, chat: str = "c") -> Moment:
    return Moment(chat, (Turn("buyer", asked),), reply)


def answered(kinds: Sequence[str], questions: slice) -> list[Moment]:
    """A talk for each question of the kinds, answered by the phrase of its kind."""
    texts = {phrase.id: phrase.wordings[0] for phrase in PHRASES}
    return [
        moment(question, texts[kind] + "哦", chat=f"{kind}-{question}")
        for kind in kinds
        for question in _ASKED[kind][questions]
    ]
