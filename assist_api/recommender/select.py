"""From scores to the few phrases an agent is shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.mining.normal_form import normal_form

THRESHOLD = 0.5
"""Below this score nothing is pushed. From the curve that `benchmarks/suggestions.py curve` prints over 181 cases of
our own: at .50, 96 of 100 pushed sets hold a fitting phrase (90 with the bot down), and 5 of 19 lines that nothing
answers are pushed to; at .40 all 19 are, at .60 one fitting set in seven is lost. The cases were written beside the
starter bank, so a shop's own figure is lower; a threshold per shop belongs to the learned model."""

SAME_WORDS = 0.5
SAME_WORDING = 0.7
"""Two phrases whose words overlap (Jaccard) or whose wordings agree (indel ratio of the normal forms) this much say the
same; the better-scored one is shown. On JD chats this costs .3 points of hit@3, at a ratio of .6 it would cost 5: 稍等
and 正在查询 are told apart by agents too."""


_FIRST_LOOK = 64

_form = lru_cache(maxsize=10_000)(normal_form)
"""The same few are compared again and again."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One phrase to show: where it stands in the index, its filled text, and the template if it had variables."""

    place: int
    score: float
    text: str
    template: str | None


Fill = Callable[[int], tuple[str, str | None] | None]
"""Gives text and template of the phrase at a place, or None when its variables cannot be filled."""


def select(
    index: PhraseIndex,
    scores: NDArray[np.float64],
    allowed: NDArray[np.bool_],
    fill: Fill,
    *,
    k: int,
    threshold: float,
) -> list[Chosen]:
    """The best `k` at or above the threshold that may be offered, can be filled, and differ in wording."""
    chosen: list[Chosen] = []
    for place in _best_first(scores, allowed, threshold):
        if len(chosen) == k:
            break
        if any(_say_the_same(index, place, other.place) for other in chosen):
            continue
        filled = fill(place)
        if filled is not None:
            chosen.append(Chosen(place, float(scores[place]), *filled))
    return chosen


def _best_first(scores: NDArray[np.float64], allowed: NDArray[np.bool_], threshold: float) -> Iterator[int]:
    """Places by falling score; among equals in the order of the index, so that asking twice answers alike."""
    candidates = np.flatnonzero(allowed & (scores >= threshold))
    if len(candidates) > _FIRST_LOOK:  # all of them are sorted only where the first few do not do
        least = np.partition(scores[candidates], -_FIRST_LOOK)[-_FIRST_LOOK]
        first = scores[candidates] >= least
        yield from _sorted(scores, candidates[first])
        candidates = candidates[~first]
    yield from _sorted(scores, candidates)


def _sorted(scores: NDArray[np.float64], places: NDArray[np.intp]) -> list[int]:
    order = np.argsort(-scores[places], kind="stable")
    return [int(place) for place in places[order]]


def _say_the_same(index: PhraseIndex, one: int, other: int) -> bool:
    if index.word_sets_overlap(one, other) >= SAME_WORDS:
        return True
    forms = [_form(index.phrases[place].wordings[0]) for place in (one, other)]
    return fuzz.ratio(*forms, score_cutoff=100 * SAME_WORDING) > 0
