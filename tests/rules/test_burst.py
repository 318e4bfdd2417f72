import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.burst import join_lead_ins, mean_pause_s, wait_s

LONGEST = 3.0


def test_a_complete_question_waits_a_fraction() -> None:
    assert wait_s(complete=True, mean_pause_s=2.0, longest_s=LONGEST) < 0.5


@given(st.one_of(st.none(), st.floats(0, 100)), st.booleans(), st.floats(0, 30))
def test_the_wait_never_exceeds_the_setting(pause: float | None, complete: bool, longest: float) -> None:
    assert 0 <= wait_s(complete=complete, mean_pause_s=pause, longest_s=longest) <= longest


@pytest.mark.parametrize(("pause", "expected"), [(0.2, 0.75), (1.0, 1.5), (1.8, 2.7), (9.0, 3.0)])
def test_a_slow_writer_is_given_more_time(pause: float, expected: float) -> None:
    assert wait_s(complete=False, mean_pause_s=pause, longest_s=LONGEST) == pytest.approx(expected)


def test_a_long_silence_is_not_a_pause_within_a_burst() -> None:
    assert mean_pause_s(1.0, 3600, LONGEST) == 1.0
    assert mean_pause_s(None, 3600, LONGEST) is None


def test_pauses_are_averaged_with_the_newest_counting_a_third() -> None:
    assert mean_pause_s(1.0, 2.0, LONGEST) == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        (["我想问下", "这款", "什么时候发货"], [[0, 1, 2]]),
        (["在吗", "什么时候发货", "包邮吗"], [[0], [1], [2]]),
        (["亲", "有没有大码"], [[0, 1]]),
        (["包邮吗", "还有", "退货谁出运费"], [[0], [1, 2]]),
        (["这个"], [[0]]),
        (["我想问下这款什么时候发货"], [[0]]),
        ([], []),
    ],
)
def test_a_lead_in_belongs_to_the_line_after_it(lines: list[str], groups: list[list[int]]) -> None:
    assert join_lead_ins(lines) == groups


@given(st.lists(st.sampled_from(["我想问下", "这款", "在吗", "包邮吗", "", "亲"])))
def test_every_line_stands_in_exactly_one_group_in_order(lines: list[str]) -> None:
    assert [number for group in join_lead_ins(lines) for number in group] == list(range(len(lines)))
