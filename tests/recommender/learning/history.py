"""An invented history: five kinds of question, each with the canned reply of a shop for rain gear."""

from collections.abc import Sequence

from assist_api.recommender.features import WordMemory
from assist_api.recommender.learning.trained import Trained
from assist_api.recommender.learning.training import train
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.talk import Moment, Turn
from tests.learning.words import characters

PHRASES = (
    IndexedPhrase("dry", "晾干方法", ("撑开放在阴凉处晾干，不要放在暖气上烤",)),
    IndexedPhrase("frame", "伞骨材质", ("伞骨是玻璃纤维的，大风吹翻了掰回来就行",)),
    IndexedPhrase("post", "发货时间", ("下午三点前拍下的今天寄出",)),
    IndexedPhrase("ribbon", "礼品丝带", ("礼品丝带可以免费加，下单时备注一下",)),
    IndexedPhrase("sun", "防晒指数", ("这把是防晒黑胶布，夏天也能遮阳",)),
)

QUESTIONS = (
    ("伞湿了怎么晾", "能不能晒干", "放暖气上烤干行不", "淋雨后怎么晾干"),
    ("伞骨结实吗", "大风会不会吹断骨架", "骨架是铁的吗", "吹翻了能修吗"),
    ("今天能寄吗", "几点前拍今天寄出", "什么时候寄出来", "寄出要几天"),
    ("送人有丝带吗", "能系个丝带不", "礼品包装有没有", "送礼可以包一下吗"),
    ("能防晒吗", "夏天遮阳好用不", "防晒黑胶的吗", "太阳大挡得住吗"),
)


def recognise(reply: Sequence[str]) -> list[int]:
    return [place for place, phrase in enumerate(PHRASES) if phrase.wordings[0] in reply]


def moment(chat: str, question: str, reply: str) -> Moment:
    return Moment(chat, (Turn("buyer", "在的吗"), Turn("agent", "您请说"), Turn("buyer", question)), (reply,))


def past(repeats: int = 3) -> list[Moment]:
    """A session each; after each round one reply that is no phrase."""
    found = []
    for number in range(repeats):
        for place, questions in enumerate(QUESTIONS):
            for which, question in enumerate(questions):
                reply = PHRASES[place].wordings[0]
                found.append(moment(f"s{number}-{place}-{which}", question, reply))
        found.append(moment(f"s{number}-own", "你们老板姓什么", "这个不太方便说呢"))
    return found


def memory() -> WordMemory:
    return WordMemory(characters)


def trained() -> Trained:
    found = train(PHRASES, past(), recognise, memory())
    assert found is not None
    return found
