"""BM25 (bm25s) of what was asked against a document for each phrase."""

from collections.abc import Sequence
from itertools import chain

import bm25s
import numpy as np

from assist_api.recommender.replay.material import Material, Words
from assist_api.recommender.replay.ranking import Ranking, Scores, by_scores
from assist_api.recommender.talk import Moment, asked


class PhraseTextBm25:
    """The document is the phrase's own text."""

    name = "BM25 text"

    def __init__(self, given: Material) -> None:
        self._index = _Index([given.words(phrase.wordings[0]) for phrase in given.phrases], given.words)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        return by_scores(self._index.scores(moments))


class AnsweredQuestionsBm25:
    """The document is all the questions that the phrase answered, one behind the other."""

    name = "BM25 questions"

    def __init__(self, given: Material) -> None:
        documents: list[list[list[str]]] = [[] for _ in given.phrases]
        for moment, place in given.examples():
            documents[place].append(given.words(asked(moment.before)))
        self._index = _Index([list(chain.from_iterable(document)) for document in documents], given.words)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        return by_scores(self._index.scores(moments))


class _Index:
    def __init__(self, documents: Sequence[list[str]], words: Words) -> None:
        self._words = words
        self._count = len(documents)
        self._known = {word for document in documents for word in document}
        self._bm25 = bm25s.BM25()
        if self._known:  # bm25s cannot index nothing
            self._bm25.index(list(documents), show_progress=False)

    def scores(self, moments: Sequence[Moment]) -> Scores:
        scores = np.zeros((len(moments), self._count), dtype=np.float32)
        for row, moment in enumerate(moments):
            known = [word for word in self._words(asked(moment.before)) if word in self._known]
            if known:
                scores[row] = self._bm25.get_scores(known)
        return scores
