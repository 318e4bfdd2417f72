"""Words of a text as TF-IDF vectors: every piece of a phrase and every question live in one space."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

Tokenise = Callable[[str], Sequence[str]]
"""A text into its words, in order; words that stand twice come twice."""

_VARIABLE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")
_SAYS_SOMETHING = re.compile(r"\w")


class WordMemory:
    """Tokenises each text once over all rebuilds of the index, and forgets what the last build did not use."""

    def __init__(self, tokenise: Tokenise) -> None:
        self._tokenise = tokenise
        self._known: dict[str, list[str]] = {}
        self._used: dict[str, list[str]] = {}

    def words(self, text: str) -> list[str]:
        """The text's `split`, remembered until a build does without it."""
        found = self._used.get(text)
        if found is None:
            found = self._known[text] if text in self._known else self.split(text)
            self._used[text] = found
        return found

    def split(self, text: str) -> list[str]:
        """Lower-case words without punctuation and without `{variables}`, which no buyer ever writes."""
        words = (word.strip().lower() for word in self._tokenise(_VARIABLE.sub(" ", text)))
        return [word for word in words if _SAYS_SOMETHING.search(word)]

    def forget_unused(self) -> None:
        self._known, self._used = self._used, {}


@dataclass(frozen=True, slots=True)
class QueryVector:
    """A question: its known words as columns and their weights, of length 1 together unless no word is known."""

    columns: NDArray[np.intp]
    weights: NDArray[np.float64]


class Space:
    """The vocabulary and the weight of each word; fitted on the phrases, one document each."""

    def __init__(self, documents: Iterable[Sequence[str]], least_documents: int = 1) -> None:
        # `analyzer` hands our words through as they are. With `tokenizer` scikit-learn would lower-case and warn that
        # `token_pattern` is unused, and its default pattern drops one-character words: 码, 退, 换 carry the question.
        self._vectorizer = TfidfVectorizer(analyzer=_as_they_are, sublinear_tf=True, norm="l2", min_df=least_documents)
        try:
            self._vectorizer.fit(documents)
            self.vocabulary: dict[str, int] = self._vectorizer.vocabulary_
            self.idf: NDArray[np.float64] = self._vectorizer.idf_
        except ValueError:  # scikit-learn refuses an empty vocabulary; for us it is an empty bank or history
            self.vocabulary, self.idf = {}, np.zeros(0)
        self.words = np.array(sorted(self.vocabulary, key=self.vocabulary.__getitem__), dtype=object)

    @classmethod
    def of(cls, words: Sequence[str], idf: NDArray[np.float64]) -> "Space":
        """A space fitted before: its words in the order of the columns. Raises ValueError if they do not fit."""
        if len(words) != len(idf):
            raise ValueError(f"{len(words)} words, {len(idf)} weights")
        space = cls(())
        if words:
            space.vocabulary = {word: column for column, word in enumerate(words)}
            space._vectorizer.set_params(vocabulary=space.vocabulary)
            space.idf = space._vectorizer.idf_ = np.asarray(idf, dtype=np.float64)
        space.words = np.array(words, dtype=object)
        return space

    def rows(self, documents: Sequence[Sequence[str]]) -> csr_matrix:
        """One unit row a document (a zero row for one without words)."""
        if not self.vocabulary or not documents:  # scikit-learn refuses both
            return csr_matrix((len(documents), len(self.vocabulary)))
        return csr_matrix(self._vectorizer.transform(documents))

    def query(self, words: Sequence[str]) -> QueryVector:
        """The same weights as `rows` gives, by hand: `transform` on one text costs ten times as much."""
        counts = Counter(column for word in words if (column := self.vocabulary.get(word)) is not None)
        columns = np.fromiter(counts, dtype=np.intp, count=len(counts))
        weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self.idf[columns]
        length = sqrt(float(weights @ weights))
        return QueryVector(columns, weights / length if length else weights)


def _as_they_are(words: Sequence[str]) -> Sequence[str]:
    return words


class Postings:
    """Rows by word: the cosine of one question with all rows costs only the rows that share a word with it."""

    def __init__(self, rows: csr_matrix) -> None:
        columns = csc_matrix(rows)
        self._start, self._row, self._weight = columns.indptr, columns.indices, columns.data
        self.count = rows.shape[0]

    def cosines(self, query: QueryVector) -> NDArray[np.float64]:
        scores = np.zeros(self.count)
        for column, weight in zip(query.columns, query.weights, strict=True):
            here = slice(self._start[column], self._start[column + 1])
            scores[self._row[here]] += self._weight[here] * weight  # a row stands once a column: plain += is exact
        return scores


def cosines_of_rows(rows: csr_matrix, first: int, end: int, query: QueryVector) -> NDArray[np.float64]:
    """With the rows from `first` to `end` only: cheaper than `Postings` where they are few."""
    weight_of = dict(zip(query.columns.tolist(), query.weights.tolist(), strict=True))
    bounds = rows.indptr[first : end + 1].tolist()
    return np.array(
        [
            sum(
                weight_of.get(column, 0.0) * weight
                for column, weight in zip(rows.indices[a:b].tolist(), rows.data[a:b].tolist(), strict=True)
            )
            for a, b in pairwise(bounds)
        ]
    )
