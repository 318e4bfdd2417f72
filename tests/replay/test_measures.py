import numpy as np
import pytest

from assist_api.recommender.replay.measures import measure
from assist_api.recommender.replay.outcomes import Outcomes


def outcomes(
    held: list[int],
    usable: list[int],
    confidence: list[float],
    typed: list[int] | None = None,
    saved: list[int] | None = None,
) -> Outcomes:
    count = len(held)
    return Outcomes(
        np.array(held),
        np.array(usable),
        np.array(typed or [1] * count),
        np.array(saved or [0] * count),
        np.array(confidence),
    )


FOUR = outcomes(held=[1, 0, 2, 8], usable=[1, 3, 2, 4], confidence=[0.9, 0.8, 0.2, 0.4], typed=[10, 10, 10, 10])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hit@1", 1 / 3),
        ("hit@3", 2 / 3),
        ("hit@5", 2 / 3),
        ("mrr", (1 + 1 / 2 + 1 / 8) / 3),
        ("usable@1", 1 / 4),
        ("usable@3", 3 / 4),
        ("ceiling", 1.0),
        ("keys_saved", 0.0),
        ("precision@0.25", 1.0),
        ("precision@0.5", 1.0),
        ("precision@1", 3 / 4),
    ],
)
def test_figures_of_four_moments_counted_by_hand(name: str, value: float) -> None:
    assert measure(FOUR, k=3)[name] == pytest.approx(value)


def test_other_sizes_of_the_set_are_measured_too() -> None:
    figures = measure(FOUR, k=8)
    assert figures["hit@8"] == 1.0
    assert figures["usable@8"] == figures["precision@1"] == 1.0


def test_precision_takes_the_surest_moments_first() -> None:
    ten = outcomes(
        [0] * 10, usable=[0, 1, 1, 0, 0, 0, 0, 1, 0, 0], confidence=[0.1, 0.9, 0.8, *[0.5] * 4, 0.7, 0.3, 0.2]
    )
    figures = measure(ten, k=3)
    assert [figures[f"precision@{coverage}"] for coverage in ("0.1", "0.3", "0.4", "1")] == pytest.approx(
        [1, 1, 3 / 4, 3 / 10]
    )


def test_equal_confidence_gives_every_coverage_the_same_precision_whatever_the_order() -> None:
    figures = measure(outcomes([0] * 4, usable=[1, 1, 0, 0], confidence=[0.5] * 4), k=3)
    assert {round(value, 9) for name, value in figures.items() if "precision" in name} == {0.5}


def test_keys_saved_are_a_share_of_all_keys_typed() -> None:
    figures = measure(outcomes([0, 0], [0, 0], [0, 0], typed=[30, 10], saved=[8, 0]), k=3)
    assert figures["keys_saved"] == pytest.approx(8 / 40)


def test_where_no_reply_held_a_phrase_there_is_no_hit_rate() -> None:
    figures = measure(outcomes([0, 0], [1, 0], [0.5, 0.5]), k=3)
    assert np.isnan(figures["hit@3"])
    assert np.isnan(figures["mrr"])
    assert figures["usable@1"] == 0.5


def test_nothing_measured_gives_no_figures() -> None:
    assert all(np.isnan(value) for value in measure(outcomes([], [], []), k=3).values())


def test_a_weight_of_two_is_as_if_the_moment_stood_there_twice() -> None:
    twice = outcomes(held=[1, 1, 0, 2, 8], usable=[1, 1, 3, 2, 4], confidence=[0.9, 0.9, 0.8, 0.2, 0.4])
    once = outcomes(held=[1, 0, 2, 8], usable=[1, 3, 2, 4], confidence=[0.9, 0.8, 0.2, 0.4])
    assert measure(once, 3, np.array([2.0, 1, 1, 1])) == pytest.approx(measure(twice, 3))
