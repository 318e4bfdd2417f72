"""An untuned linear model over the history: what anybody would try first with scikit-learn."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from assist_api.recommender.replay.material import Material, Words, asked
from assist_api.recommender.replay.ranking import Ranking, by_scores
from assist_api.recommender.talk import Moment

LONGEST_CONTEXT = 20
"""Turns of the talk that count as its context."""

_TURN_SCALE = 20


class LinearModel:
    """One-versus-rest linear SVM on words and characters of what was asked, words of the whole talk and of each of the
    two turns before, and the turn's number."""

    name = "linear SVM"

    def __init__(self, given: Material) -> None:
        examples = given.examples()
        self._count = len(given.phrases)
        self._classes = np.unique([place for _, place in examples])
        if len(self._classes) < 2:  # nothing to tell apart
            return
        self._parts = _parts(given.words)
        moments = [moment for moment, _ in examples]
        for part in self._parts:
            part.fit(moments)
        model = LinearSVC().fit(self._features(moments), [place for _, place in examples])
        coefficients = model.coef_ if len(self._classes) > 2 else np.vstack([-model.coef_, model.coef_])
        self._bias = model.intercept_ if len(self._classes) > 2 else np.array([-1, 1]) * model.intercept_
        # decision_function would copy the matrix, some hundred megabytes, for every batch.
        self._weights = np.ascontiguousarray(coefficients.T, dtype=np.float32)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        scores = np.full((len(moments), self._count), -np.inf, dtype=np.float32)
        if len(self._classes) < 2:
            scores[:, self._classes] = 0
        else:
            scores[:, self._classes] = self._features(moments) @ self._weights + self._bias
        return by_scores(scores)

    def _features(self, moments: Sequence[Moment]) -> csr_matrix:
        number = [[min(len(moment.before), _TURN_SCALE) / _TURN_SCALE] for moment in moments]
        columns = [part.transform(moments) for part in self._parts]
        return csr_matrix(hstack([*columns, csr_matrix(number)]), dtype=np.float32)


def _parts(words: Words) -> list[TfidfVectorizer]:
    def of_turn(back: int) -> Callable[[Moment], list[str]]:
        return lambda moment: words(moment.before[-back].text) if len(moment.before) >= back else []

    def context(moment: Moment) -> list[str]:
        return [word for turn in moment.before[-LONGEST_CONTEXT:] for word in words(turn.text)]

    return [
        TfidfVectorizer(analyzer=lambda moment: words(asked(moment)), sublinear_tf=True),
        TfidfVectorizer(preprocessor=asked, analyzer="char", ngram_range=(1, 3), sublinear_tf=True),
        *(TfidfVectorizer(analyzer=analyse, sublinear_tf=True) for analyse in (context, of_turn(2), of_turn(3))),
    ]
