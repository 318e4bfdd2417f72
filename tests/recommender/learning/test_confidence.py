from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.learning.confidence import COVERAGES, Scale, curve, joint, scale

SHARES = st.floats(0, 1)


@given(st.lists(st.tuples(SHARES, st.booleans()), min_size=1, max_size=40))
def test_a_scale_rises_and_stays_within_its_bounds(measured: list[tuple[float, bool]]) -> None:
    fitted = scale(np.array([score for score, _ in measured]), np.array([right for _, right in measured]))
    told = fitted.probabilities_of(np.linspace(-1, 2, 61))
    assert (np.diff(told) >= 0).all()
    assert told.min() >= 0.0
    assert told.max() <= 1.0


def test_beyond_its_ends_a_scale_stays_level() -> None:
    line = Scale(np.array([0.2, 0.4]), np.array([0.1, 0.9]))
    assert [line.probability(score) for score in (0.0, 0.3, 1.0)] == pytest.approx([0.1, 0.5, 0.9])


@pytest.mark.parametrize(
    ("scores", "together"), [([], 0.0), ([0.5], 0.5), ([0.5, 0.5], 0.75), ([1.2, 0.1], 1.0), ([0.0, 0.0], 0.0)]
)
def test_several_together_are_right_if_one_is(scores: list[float], together: float) -> None:
    assert joint(np.array(scores)) == pytest.approx(together)


def test_the_curve_is_read_from_the_surest_turns_on() -> None:
    confidences = np.linspace(1, 0, 100)
    points = curve(confidences, confidences, np.arange(100) < 25)
    assert [point.coverage for point in points] == list(COVERAGES)
    assert [point.precision for point in points if point.coverage in (0.25, 0.5, 1.0)] == [1.0, 0.5, 0.25]
    assert all(one.threshold >= other.threshold for one, other in pairwise(points))


def test_where_confidence_is_level_the_ties_decide() -> None:
    points = curve(np.full(20, 0.5), np.arange(20.0), np.arange(20) >= 10)
    assert [point.precision for point in points if point.coverage in (0.5, 1.0)] == [1.0, 0.5]
