from assist_api.recommender.learning.evidence import WEIGHTS, Reader, talk_of
from assist_api.recommender.learning.roles import NOBODY
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.talk import Turn
from tests.learning.words import characters

SENT = "伞骨是玻璃纤维的"
TALK = (
    Turn("buyer", "骨架牢吗"),
    Turn("agent", SENT),
    Turn("buyer", "那好"),
    Turn("buyer", "多重"),
)


def reader() -> Reader:
    return Reader(characters, NOBODY, {normal_form(SENT)})


def test_every_kind_of_evidence_is_read() -> None:
    assert reader().tokens(TALK).keys() == WEIGHTS.keys()


def test_the_last_message_counts_by_words_characters_and_as_a_whole() -> None:
    assert {"多", "重", "~^多", "~多重", "~重$", "=多重"} <= set(reader().tokens(TALK)["last message"])


def test_the_burst_is_what_the_buyer_wrote_before_the_last_message() -> None:
    assert reader().tokens(TALK)["burst"] == ["那", "好", "~那好"]


def test_the_previous_turn_tells_what_was_sent_and_what_had_been_asked() -> None:
    tokens = set(reader().tokens(TALK)["previous turn"])
    assert {f"={normal_form(SENT)}", "?牢", "骨"} <= tokens


def test_the_sides_are_kept_apart() -> None:
    tokens = reader().tokens(TALK)
    buyers, agents = set("骨架牢吗那好多重"), set("伞骨是玻璃纤维的")
    assert set(tokens["buyer's talk"]) == buyers
    assert set(tokens["agent's talk"]) == agents


def test_phrases_sent_before_and_the_place_in_the_talk_are_told() -> None:
    tokens = reader().tokens(TALK)
    assert tokens["phrases sent"] == [normal_form(SENT), f"<{normal_form(SENT)}"]
    assert tokens["position"] == ["lines 4", "agent 1", "burst 2"]


def test_a_talk_that_nobody_began_is_read_too() -> None:
    tokens = reader().tokens(())
    assert tokens["position"] == ["lines 0", "agent 0", "burst 0"]
    assert tokens["buyer's talk"] == []


def test_empty_lines_say_nothing_and_of_a_long_talk_the_newest_are_read() -> None:
    lines = [Turn("buyer", "  "), *(Turn("buyer", f"第{number}句") for number in range(50))]
    talk = talk_of(lines, NOBODY)
    assert len(talk.lines) == 30
    assert talk.lines[-1].text == "第49句"
