"""TF-IDF over words and short runs of characters, small enough to be stored as an array and a list of terms.

Own code instead of scikit-learn's vectoriser for three reasons: one row takes a fraction of the time, nothing has to be
pickled, and Chinese one-character words count (scikit-learn's default token pattern drops them).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]
Words = Callable[[str], Sequence[str]]

LONGEST_RUN = 3
"""Characters in the longest run; beyond three, runs are as rare as whole sentences and only cost memory."""

_SPACE = "c: "
_SINGLE = len(_SPACE)


def terms_of(text: str, words: Words) -> Counter[str]:
    """Count the words (`w:`) of a normalised text and its runs of one to three characters (`c:`)."""
    counts: Counter[str] = Counter(f"w:{word}" for word in words(text) if not word.isspace())
    framed = f" {' '.join(text.split())} "  # the frame tells 在吗 as a whole line from 在吗 within one
    for length in range(1, LONGEST_RUN + 1):
        counts.update(f"c:{framed[i : i + length]}" for i in range(len(framed) - length + 1))
    return counts


class Tfidf:
    """A vocabulary with the weight of each term. Words and characters are scaled to length one separately."""

    def __init__(self, vocabulary: Mapping[str, int], idf: Floats) -> None:
        if len(vocabulary) != len(idf):
            raise ValueError(f"{len(vocabulary)} terms but {len(idf)} weights")
        self._vocabulary = vocabulary
        self._idf = idf

    @classmethod
    def fit(cls, documents: Iterable[Counter[str]]) -> Tfidf:
        """Learn terms and their smoothed inverse document frequencies, ln((1 + n) / (1 + df)) + 1."""
        frequencies: Counter[str] = Counter()
        size = 0
        for document in documents:
            frequencies.update(document.keys())
            size += 1
        terms = sorted(frequencies)
        idf = np.array([math.log((1 + size) / (1 + frequencies[term])) + 1 for term in terms], dtype=np.float32)
        return cls({term: column for column, term in enumerate(terms)}, idf)

    @property
    def terms(self) -> list[str]:
        """The vocabulary in the order of its columns."""
        return list(self._vocabulary)

    @property
    def idf(self) -> Floats:
        return self._idf

    def weigh(self, document: Counter[str]) -> tuple[npt.NDArray[np.intp], Floats]:
        """Columns and values of one document's row; terms never seen are left out.

        A line of characters never seen weighs the less, the more of them there are: scaled to full length, the one
        syllable that is known would decide with all the confidence of a whole sentence.
        """
        known_share = self._known_share(document)
        columns: list[int] = []
        values: list[float] = []
        for kind in ("w:", "c:"):
            known = [
                (self._vocabulary[term], 1 + math.log(count))
                for term, count in document.items()
                if term.startswith(kind) and term in self._vocabulary
            ]
            weights = [value * float(self._idf[column]) for column, value in known]
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            columns += [column for column, _ in known]
            values += [weight / length * known_share for weight in weights]
        return np.array(columns, dtype=np.intp), np.array(values, dtype=np.float32)

    def _known_share(self, document: Counter[str]) -> float:
        """How much of a line are characters that some example holds; 1 for all examples and for an empty line."""
        single = {
            term: n for term, n in document.items() if len(term) == _SINGLE and term.startswith("c:") and term != _SPACE
        }
        known = sum(n for term, n in single.items() if term in self._vocabulary)
        return known / sum(single.values()) if single else 1.0

    def matrix(self, documents: Sequence[Counter[str]]) -> csr_matrix:
        """All rows at once, for training."""
        rows = [self.weigh(document) for document in documents]
        lengths = [len(columns) for columns, _ in rows]
        return csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([columns for columns, _ in rows]),
                np.concatenate([[0], np.cumsum(lengths)]),
            ),
            shape=(len(rows), len(self._idf)),
        )


def one_versus_rest(scores: Floats) -> Floats:
    """Probabilities that sum to one, from the scores of classifiers that each know one intent and the rest."""
    each = 1 / (1 + np.exp(-np.clip(scores, -50, 50)))
    return np.asarray(each / each.sum(), dtype=np.float32)
