from assist_api.recommender.learning.roles import NOBODY, RoleGuess, guess_from, replies_within
from assist_api.recommender.talk import Moment, Turn

COLOURS = ("红", "黄", "蓝", "绿", "紫", "灰")
PLACES = ("伞柄", "伞面", "雨靴", "雨衣", "帽子", "手套")


def of_roles() -> list[Moment]:
    """36 different questions and as many different replies, told apart by how agents speak."""
    return [
        Moment(f"c{colour}{place}", (Turn("buyer", f"{place}有{colour}色不"),), (f"亲，{colour}色的{place}有货呢",))
        for colour in COLOURS
        for place in PLACES
    ]


def unknown(*texts: str) -> tuple[Turn, ...]:
    return tuple(Turn("unknown", text) for text in texts)


def test_how_agents_speak_is_learned_from_their_replies() -> None:
    guess = guess_from(of_roles())
    assert guess.is_agents("亲，白色的雨伞有货呢")
    assert not guess.is_agents("雨伞有白色不")


def test_with_too_few_examples_everybody_is_the_buyer() -> None:
    guess = guess_from(of_roles()[:20])
    assert guess is NOBODY
    assert [turn.role for turn in guess.assign(unknown("有货吗", "亲，有货呢"))] == ["buyer", "buyer"]


def test_roles_that_are_known_stay() -> None:
    turns = (Turn("bot", "亲，红色的伞面有货呢"), Turn("agent", "伞面有红色不"), Turn("buyer", "好"))
    assert guess_from(of_roles()).assign(turns) == turns


def test_whoever_opens_is_the_buyer_unless_agents_are_known_to_say_it() -> None:
    guess = RoleGuess(5.0, {}, frozenset({"欢迎光临小店"}))
    roles = [turn.role for turn in guess.assign(unknown("什么价", "这款三十", "那款呢"))]
    assert roles == ["buyer", "agent", "agent"]
    assert guess.assign(unknown("欢迎光临小店"))[0].role == "agent"


def test_a_reply_inside_several_cuts_of_one_talk_teaches_once() -> None:
    guess = RoleGuess(-1.0, {}, frozenset({"今天寄出"}))
    first = Moment("a", unknown("能寄吗", "今天寄出", "好"), ("不客气",))
    longer = Moment("b", unknown("能寄吗", "今天寄出", "好", "用什么寄"), ("中通",))
    found = list(replies_within([first, longer], guess))
    assert [(one.reply, len(one.before), one.real) for one in found] == [(("今天寄出",), 1, False)]


def test_talks_with_roles_have_no_replies_to_be_guessed() -> None:
    assert list(replies_within(of_roles(), guess_from(of_roles()))) == []
