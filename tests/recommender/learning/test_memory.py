from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.learning.memory import DOUBT, HALF_LIFE_S, Event, Memory, tokens_of
from tests.learning.words import characters

NOW = 1_000_000_000.0


def tokens(line: str) -> tuple[str, ...]:
    return tokens_of(characters(line), line)


def event(key: str, phrase: str, line: str, weight: float = 1.0, at: float = NOW, intent: str | None = None) -> Event:
    return Event(key, phrase, weight, tokens(line), intent, at, line)


def told(*events: Event) -> Memory:
    memory = Memory()
    for one in events:
        memory.learn(one)
    return memory


def test_what_only_frames_a_question_is_no_token() -> None:
    found = tokens_of(["请问", "可以", "晾干", "吗"], "请问可以晾干吗")
    assert found == ("晾干", "~晾干", "-晾", "-干")


def test_the_same_question_speaks_by_its_share_of_the_votes() -> None:
    memory = told(event("1", "dry", "怎么晾干"), event("2", "dry", "怎么晾干"), event("3", "sun", "怎么晾干"))
    chances = memory.chances(tokens("怎么晾干"), None, NOW)
    assert chances["dry"] == pytest.approx((2 / (3 + DOUBT), 0.0))
    assert chances["sun"] == pytest.approx((1 / (3 + DOUBT), 0.0))


def test_new_wordings_are_found_and_other_matters_are_not() -> None:
    memory = told(event("1", "dry", "雨伞怎么晾干"))
    assert memory.chances(tokens("晾干的话放哪"), None, NOW).keys() == {"dry"}
    assert memory.chances(tokens("发票"), None, NOW) == {}


def test_the_same_key_replaces_what_it_said() -> None:
    memory = told(event("1", "dry", "怎么晾干"), event("1", "sun", "怎么晾干"))
    chances = memory.chances(tokens("怎么晾干"), None, NOW)
    assert chances["sun"][0] == pytest.approx(1 / (1 + DOUBT))
    assert chances.get("dry", (0.0, 0.0)) == (0.0, 0.0)


def test_what_was_done_a_half_life_ago_counts_half() -> None:
    memory = told(event("1", "dry", "怎么晾干", at=NOW - HALF_LIFE_S))
    assert memory.chances(tokens("怎么晾干"), None, NOW)["dry"][0] == pytest.approx(0.5 / (0.5 + DOUBT))


def test_refusals_count_against_and_never_for() -> None:
    memory = told(event("1", "sun", "怎么晾干", -0.5), event("2", "sun", "怎么晾干", -0.5))
    assert memory.chances(tokens("怎么晾干"), None, NOW)["sun"] == pytest.approx((0.0, 0.75))


def test_own_words_take_votes_from_every_phrase() -> None:
    memory = told(event("1", "dry", "怎么晾干"), event("2", "", "怎么晾干"))
    chances = memory.chances(tokens("怎么晾干"), None, NOW)
    assert chances.keys() == {"dry"}
    assert chances["dry"] == pytest.approx((1 / (2 + DOUBT), 0.0))


def test_the_same_meaning_brings_questions_nearer_but_does_not_find_alone() -> None:
    memory = told(event("1", "dry", "伞湿了晾哪", intent="ask_product"))
    apart, together = (memory.likeness(tokens("湿的挂哪"), intent)[0] for intent in (None, "ask_product"))
    assert 0.0 < apart < together <= 1.0
    assert memory.likeness(tokens("发票"), "ask_product")[0] == 0.0


def test_the_nearest_question_that_was_answered_is_told() -> None:
    memory = told(
        event("1", "dry", "伞湿了怎么办"), event("2", "dry", "怎么晾干"), event("3", "dry", "怎么晾干呢", -0.5)
    )
    found = memory.nearest("dry", tokens("怎么晾干"), None)
    assert found is not None
    assert found[0] == "怎么晾干"
    assert found[1] == pytest.approx(1.0)
    assert memory.nearest("sun", tokens("怎么晾干"), None) is None
    assert memory.nearest("dry", tokens("发票"), None) is None


def test_threads_may_learn_and_ask_at_once() -> None:
    memory = Memory()

    def work(number: int) -> int:
        memory.learn(event(str(number), "dry", "怎么晾干"))
        return len(memory.chances(tokens("怎么晾干"), None, NOW))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(400))) == {1}
    assert len(memory) == 400


EVENTS = st.lists(
    st.builds(
        event,
        key=st.uuids().map(str),
        phrase=st.sampled_from(["", "dry", "sun", "post"]),
        line=st.text("晾干晒伞湿吗寄", max_size=6),
        weight=st.floats(-1, 1),
        at=st.floats(NOW - 5 * HALF_LIFE_S, NOW),
        intent=st.sampled_from([None, "ask_product", "ask_ship_time"]),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(EVENTS, st.text("晾干晒伞湿吗寄", max_size=6), st.sampled_from([None, "ask_product"]))
def test_chances_stay_within_their_bounds_and_are_the_same_each_time(
    events: list[Event], line: str, intent: str | None
) -> None:
    first, again = (told(*events).chances(tokens(line), intent, NOW) for _ in range(2))
    assert first == again
    for speaks, against in first.values():
        assert 0.0 <= speaks < 1.0
        assert 0.0 <= against <= 1.0
    assert sum(speaks for speaks, _ in first.values()) < 1.0


@given(EVENTS, st.text("晾干晒伞湿吗寄", max_size=6))
def test_the_order_of_events_with_different_keys_does_not_matter(events: list[Event], line: str) -> None:
    other = sorted(events, key=lambda one: one.key)
    one, two = (told(*order).chances(tokens(line), None, NOW) for order in (events, other))
    assert one.keys() == two.keys()
    for phrase, told_of in one.items():
        assert two[phrase] == pytest.approx(told_of)
