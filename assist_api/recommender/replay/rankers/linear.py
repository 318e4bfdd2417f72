"""An untuned linear model over the history: what anybody would try first with scikit-learn."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from assist_api.recommender.features import Space
from assist_api.recommender.replay.material import Material, Words
from assist_api.recommender.replay.ranking import Ranking, by_scores
from assist_api.recommender.talk import Moment, asked

LONGEST_CONTEXT = 20
"""Turns of the talk that count as its context, and number from which on all turns are late."""

Part = Callable[[Moment], list[str]]
"""One view of a moment, as words of a space of its own."""


class LinearModel:
    """One-versus-rest linear SVM on words and characters of what was asked, words of the whole talk and of each of the
    two turns before, and the turn's number."""

    name = "linear SVM"

    def __init__(self, given: Material) -> None:
        examples = given.examples()
        self._count = len(given.phrases)
        self._classes = np.unique([place for _, place in examples]).astype(np.intp)
        if len(self._classes) < 2:  # nothing to tell apart
            return
        self._parts = [(part, Space(part(moment) for moment, _ in examples)) for part in _parts(given.words)]
        features = self._features([moment for moment, _ in examples])
        model = LinearSVC(random_state=0).fit(features, [place for _, place in examples])
        weights, self._bias = model.coef_, model.intercept_
        if len(self._classes) == 2:  # scikit-learn keeps one row for both
            weights, self._bias = np.vstack([-weights, weights]), np.concatenate([-self._bias, self._bias])
        # decision_function would copy the matrix, some hundred megabytes, for every batch.
        self._weights = np.ascontiguousarray(weights.T, dtype=np.float32)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        scores = np.full((len(moments), self._count), -np.inf, dtype=np.float32)
        scores[:, self._classes] = 0.0
        if len(self._classes) >= 2:
            scores[:, self._classes] = self._features(moments) @ self._weights + self._bias
        return by_scores(scores)

    def _features(self, moments: Sequence[Moment]) -> csr_matrix:
        number = [[min(len(moment.before), LONGEST_CONTEXT) / LONGEST_CONTEXT] for moment in moments]
        columns = [space.rows([part(moment) for moment in moments]) for part, space in self._parts]
        return csr_matrix(hstack([*columns, csr_matrix(number)]), dtype=np.float32)


def _parts(words: Words) -> list[Part]:
    def of_turn(back: int) -> Part:
        return lambda moment: words(moment.before[-back].text) if len(moment.before) >= back else []

    def context(moment: Moment) -> list[str]:
        return [word for turn in moment.before[-LONGEST_CONTEXT:] for word in words(turn.text)]

    return [
        lambda moment: words(asked(moment.before)),
        lambda moment: _pieces(asked(moment.before)),
        context,
        of_turn(2),
        of_turn(3),
    ]


def _pieces(text: str) -> list[str]:
    """One to three characters in a row."""
    return [text[place : place + size] for size in (1, 2, 3) for place in range(len(text) - size + 1)]
