import pytest

from assist_api.recommender.replay.sessions import LeakGuard, session_of
from assist_api.recommender.talk import PastChat, Turn, moments


def cut(name: str, *said: str) -> PastChat:
    """A talk without roles; the last is the reply."""
    return PastChat(name, (*(Turn("unknown", text) for text in said[:-1]), Turn("agent", said[-1])))


def whole(name: str, *said: str) -> PastChat:
    return PastChat(name, tuple(Turn("agent" if place % 2 else "buyer", text) for place, text in enumerate(said)))


MEASURED = whole("a", "能开发票吗", "可以的，下单时勾选就行")


@pytest.mark.parametrize(
    ("known", "leaks"),
    [
        (MEASURED, True),
        (whole("a", "别的话", "别的回答"), True),
        (whole("b", "能开发票吗", "可以的，下单时勾选就行"), True),
        (cut("b", "能开发票吗", "可以的，下单时勾选就行"), True),
        (whole("b", "能开发票吗", "可以的"), False),
        (whole("b", "能开发票吗可以的，", "下单时勾选就行"), False),
    ],
)
def test_a_talk_that_is_measured_is_not_learned_from(known: PastChat, leaks: bool) -> None:
    guard = LeakGuard([MEASURED])
    assert guard.holds(known) is leaks
    assert guard.kept_out == leaks


def test_the_guard_counts_what_it_keeps_out() -> None:
    guard = LeakGuard([MEASURED])
    kept = list(guard.clean([whole("b", "在吗", "在的"), MEASURED, whole("c", "好", "好的")]))
    assert [chat.id for chat in kept] == ["b", "c"]
    assert guard.kept_out == 1


def sessions(chat: PastChat) -> set[str]:
    return {session_of(moment) for moment in moments(chat)}


def test_cuts_of_one_talk_are_one_session_by_their_beginning() -> None:
    begin = "昨天买的电饭煲到现在也没有看到物流动过，能查一下吗"
    first, later = cut("1", begin, "这就看看"), cut("2", begin, "这就看看", "多久", "两天")
    assert sessions(first) == sessions(later)
    assert sessions(first) != sessions(cut("3", "能开发票吗", "可以"))


def test_talks_with_roles_are_sessions_of_their_own() -> None:
    assert sessions(whole("1", "在吗", "在的", "好", "嗯")) == {"1"}
    assert sessions(whole("2", "在吗", "在的")) == {"2"}
