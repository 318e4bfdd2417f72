"""Word TF-IDF of what was asked against a document for each phrase."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from assist_api.recommender.features import Space
from assist_api.recommender.replay.material import Material, Words
from assist_api.recommender.replay.ranking import Ranking, Scores, by_scores
from assist_api.recommender.talk import Moment, asked


class PhraseText:
    """Cosine with the phrase's own text: what works without any history."""

    name = "text TF-IDF"

    def __init__(self, given: Material) -> None:
        texts = [given.words(phrase.wordings[0]) for phrase in given.phrases]
        self._words = given.words
        self._space = Space(texts)
        self._rows = self._space.rows(texts)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        return by_scores(_cosines(self._space, self._rows, self._words, moments))


class AnsweredQuestions:
    """Cosine with the mean of the questions that the phrase answered: our history vectors with nothing added."""

    name = "jieba TF-IDF"

    def __init__(self, given: Material) -> None:
        examples = given.examples()
        self._words = given.words
        self._space = Space(given.words(asked(moment.before)) for moment in given.past)
        questions = self._space.rows([given.words(asked(moment.before)) for moment, _ in examples])
        places = [place for _, place in examples]
        answers = csr_matrix(
            (np.ones(len(examples)), (places, np.arange(len(examples)))), (len(given.phrases), len(examples))
        )
        self._rows = normalize(answers @ questions) if self._space.vocabulary else answers @ questions

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        return by_scores(_cosines(self._space, self._rows, self._words, moments))


class NearestQuestions:
    """The past questions most alike vote for what they were answered with, each as strongly as it is alike."""

    name = "nearest questions"

    NEIGHBOURS = 30

    def __init__(self, given: Material) -> None:
        answered = [(moment, places) for moment, places in zip(given.past, given.held, strict=True) if places]
        self._words = given.words
        documents = [given.words(asked(moment.before)) for moment, _ in answered]
        self._space = Space(documents)
        self._rows = self._space.rows(documents)
        self._held = [places for _, places in answered]
        self._count = len(given.phrases)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        scores = np.zeros((len(moments), self._count), dtype=np.float32)
        queries = self._space.rows([self._words(asked(moment.before)) for moment in moments])
        alike = csr_matrix(queries @ self._rows.T)
        for row in range(len(moments)):
            here = slice(alike.indptr[row], alike.indptr[row + 1])
            cosines, found = alike.data[here], alike.indices[here]
            for neighbour in np.argsort(-cosines, kind="stable")[: self.NEIGHBOURS]:
                scores[row, list(self._held[found[neighbour]])] += cosines[neighbour]
        return by_scores(scores)


def _cosines(space: Space, rows: csr_matrix, words: Words, moments: Sequence[Moment]) -> Scores:
    queries = space.rows([words(asked(moment.before)) for moment in moments])
    scores: Scores = (queries @ rows.T).toarray().astype(np.float32)
    return scores
