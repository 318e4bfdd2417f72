"""One vector a phrase in the space of talks, learned so that the phrases an agent sent score above the others."""

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from assist_api.recommender.features import QueryVector

COST = 0.1
"""Of the support vector machine; .03 and .3 rank level or worse (docs/decisions/0010)."""

TOLERANCE = 0.01
"""Ranks as the default of .0001 does, in half the time."""

ANSWERABLE_COST = 0.3

PHRASES_MAX = 1_000
"""Of more, those sent most often get a vector: one each for 10,000 phrases would need gigabytes. The rest is found by
likeness to past questions (memory.py)."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """`weights`: tokens × classes, float32 in C order, so that one talk reads only the rows of its own tokens.

    `classes` are places of phrases, rising.
    """

    classes: NDArray[np.int64]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def margins(self, query: QueryVector) -> NDArray[np.float64]:
        """Per class. By hand: `decision_function` copies the whole matrix for a single row."""
        return np.asarray(query.weights @ self.weights[query.columns] + self.bias, dtype=np.float64)


def learn_vectors(rows: csr_matrix, held: Sequence[Sequence[int]]) -> Vectors | None:
    """From talks (one a row) and the places of the phrases that each reply held; None with fewer than two phrases."""
    counts = Counter(place for places in held for place in places)
    taught = {place for place, _ in counts.most_common(PHRASES_MAX)}
    examples = [(row, place) for row, places in enumerate(held) for place in places if place in taught]
    if len(taught) < 2:
        return None
    with warnings.catch_warnings():
        # In a young shop most phrases were sent once: no mistake in the labels, as scikit-learn suspects.
        warnings.filterwarnings("ignore", message="The number of unique classes is greater than 50%")
        fitted = LinearSVC(C=COST, tol=TOLERANCE, random_state=0).fit(
            rows[[row for row, _ in examples]], [place for _, place in examples]
        )
    weights, bias = fitted.coef_, fitted.intercept_
    if len(taught) == 2:  # scikit-learn keeps one vector only: the other is its opposite
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return Vectors(
        np.asarray(fitted.classes_, dtype=np.int64),
        np.ascontiguousarray(weights.T, dtype=np.float32),
        np.asarray(bias, dtype=np.float32),
    )


@dataclass(frozen=True, slots=True)
class Answerable:
    """How sure it is that a reply will hold any phrase at all: what makes silence possible. `weights`: one a token."""

    weights: NDArray[np.float32]
    bias: float

    def probability(self, query: QueryVector) -> float:
        return float(expit(query.weights @ self.weights[query.columns] + self.bias))


def learn_answerable(rows: csr_matrix, held: Sequence[Sequence[int]]) -> Answerable | None:
    """None where every reply, or none, held a phrase."""
    answered = np.array([bool(places) for places in held])
    if answered.all() or not answered.any():
        return None
    fitted = LogisticRegression(C=ANSWERABLE_COST, max_iter=200).fit(rows, answered)
    return Answerable(np.asarray(fitted.coef_[0], dtype=np.float32), float(fitted.intercept_[0]))
