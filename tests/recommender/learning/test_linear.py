import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assist_api.recommender.features import QueryVector
from assist_api.recommender.learning.linear import Vectors, learn_answerable, learn_vectors

ROWS = csr_matrix(np.repeat(np.eye(3, dtype=np.float32), 8, axis=0))
HELD = [[5]] * 8 + [[2]] * 8 + [[9]] * 8


def margins_of(vectors: Vectors, rows: csr_matrix) -> NDArray[np.float64]:
    """By the whole matrix, as scikit-learn does it."""
    return np.asarray(rows @ vectors.weights + vectors.bias, dtype=np.float64)


@pytest.mark.parametrize(("column", "phrase"), [(0, 5), (1, 2), (2, 9)])
def test_the_vectors_tell_a_small_set_apart(column: int, phrase: int) -> None:
    vectors = learn_vectors(ROWS, HELD)
    assert vectors is not None
    margins = vectors.margins(QueryVector(np.array([column]), np.array([1.0])))
    assert vectors.classes.tolist() == [2, 5, 9]
    assert vectors.classes[margins.argmax()] == phrase


def test_two_phrases_are_opposites() -> None:
    vectors = learn_vectors(ROWS[:16], HELD[:16])
    assert vectors is not None
    margins = margins_of(vectors, ROWS[:16])
    assert margins.shape == (16, 2)
    assert margins[:, 0] == pytest.approx(-margins[:, 1])
    assert vectors.classes[margins.argmax(axis=1)].tolist() == [place for places in HELD[:16] for place in places]


@pytest.mark.parametrize("held", [[], [[3]] * 8, [[]] * 8])
def test_fewer_than_two_phrases_teach_nothing(held: list[list[int]]) -> None:
    assert learn_vectors(ROWS[: len(held)], held) is None


def test_one_query_has_the_margins_of_its_row() -> None:
    vectors = learn_vectors(ROWS, HELD)
    assert vectors is not None
    assert vectors.margins(QueryVector(np.array([1]), np.array([1.0]))) == pytest.approx(margins_of(vectors, ROWS)[8])


def test_whether_a_phrase_will_do_at_all_is_learned() -> None:
    answerable = learn_answerable(ROWS, [[1]] * 16 + [[]] * 8)
    assert answerable is not None
    sure, unsure = (answerable.probability(QueryVector(np.array([column]), np.array([1.0]))) for column in (0, 2))
    assert 0.0 < unsure < 0.5 < sure < 1.0


@pytest.mark.parametrize("places", [[1], []])
def test_where_all_or_no_replies_held_a_phrase_there_is_nothing_to_tell(places: list[int]) -> None:
    assert learn_answerable(ROWS, [places] * 24) is None
