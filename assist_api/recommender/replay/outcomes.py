"""One ranker's luck at every moment: where in its order the first right phrase stood, and what it would have saved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.replay.ranking import Ranking
from assist_api.recommender.talk import Moment

USABLE = 60.0
"""Least indel similarity, in percent, of the texts without punctuation, at which an agent would rather correct a phrase
than type."""

TAKE_KEY = 1
"""Keys it costs to take one of the phrases shown."""

_VARIABLE = re.compile(r"\{[a-z_][a-z0-9_]*\}")
_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Truth:
    """Of a batch of moments, as moments × phrases: which phrases the real replies hold, and which were usable."""

    held: NDArray[np.bool_]
    usable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Columns over moments. Ranks count from 1; 0: no phrase was right. Keys are characters of the real reply."""

    first_held: NDArray[np.intp]
    first_usable: NDArray[np.intp]
    keys_typed: NDArray[np.intp]
    keys_saved: NDArray[np.intp]
    confidence: NDArray[np.float64]


class Judge:
    """Knows the phrases' texts; `k` is how many are shown at once."""

    def __init__(self, phrases: Sequence[IndexedPhrase], recognise: Recognise, k: int) -> None:
        self._texts = [_VARIABLE.sub("", phrase.wordings[0]) for phrase in phrases]
        self._plain = [plain(text) for text in self._texts]
        self._recognise = recognise
        self._k = k

    def truth(self, moments: Sequence[Moment]) -> Truth:
        held = np.zeros((len(moments), len(self._texts)), dtype=np.bool_)
        for row, moment in enumerate(moments):
            held[row, list(self._recognise(moment.reply))] = True
        return Truth(held, self._usable(moments))

    def outcomes(self, moments: Sequence[Moment], truth: Truth, ranking: Ranking) -> Outcomes:
        return Outcomes(
            first_held=_first(truth.held, ranking.order),
            first_usable=_first(truth.usable, ranking.order),
            keys_typed=np.array([sum(map(len, moment.reply)) for moment in moments], dtype=np.intp),
            keys_saved=np.array(list(map(self._saved, moments, ranking.order[:, : self._k])), dtype=np.intp),
            confidence=ranking.confidence,
        )

    def _usable(self, moments: Sequence[Moment]) -> NDArray[np.bool_]:
        said = [plain(utterance) for moment in moments for utterance in moment.reply]
        if not said or not self._plain:
            return np.zeros((len(moments), len(self._plain)), dtype=np.bool_)
        near = cdist(said, self._plain, scorer=fuzz.ratio, score_cutoff=USABLE, dtype=np.uint8) > 0
        # A moment has a reply of one utterance at least: no moment's slice is empty, which reduceat could not do.
        starts = np.cumsum([0, *(len(moment.reply) for moment in moments[:-1])])
        return np.logical_or.reduceat(near, starts)

    def _saved(self, moment: Moment, shown: Sequence[int]) -> int:
        """Keys that the best of the phrases shown spares: it is taken, then edited into one of the utterances."""
        pairs = ((self._texts[place], utterance) for utterance in moment.reply for place in shown)
        return max(0, *(len(said) - Levenshtein.distance(text, said) - TAKE_KEY for text, said in pairs), 0)


def plain(text: str) -> str:
    """Letters, digits and characters only."""
    return _PUNCTUATION.sub("", text)


def _first(right: NDArray[np.bool_], order: NDArray[np.intp]) -> NDArray[np.intp]:
    in_order = np.take_along_axis(right, order, axis=1)
    if not in_order.shape[1]:
        return np.zeros(len(in_order), dtype=np.intp)
    return np.where(in_order.any(axis=1), in_order.argmax(axis=1) + 1, 0)


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """The batches, one behind the other."""
    return Outcomes(
        *(
            np.concatenate([getattr(part, column) for part in parts])
            for column in ("first_held", "first_usable", "keys_typed", "keys_saved", "confidence")
        )
    )
