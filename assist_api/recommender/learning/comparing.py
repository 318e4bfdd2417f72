"""Whether a new model does as well as the one in use, on the same turns that neither has seen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.trained import Trained
from assist_api.recommender.learning.training import SHOWN, is_held_back, scores_on, unseen
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.replay.sessions import session_of
from assist_api.recommender.talk import Moment

TURNS_MAX = 4_000
"""The newest: more would tell no more, and each costs a millisecond a model."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """hit@3 of both on `turns` whose reply held a phrase. `noise`: one standard error of the difference by sessions."""

    turns: int
    before: float
    after: float
    noise: float

    @property
    def is_worse(self) -> bool:
        """Lower by more than its own noise: on other turns it might as well have been higher otherwise."""
        return self.after < self.before - self.noise


def compare(
    before: Trained,
    after: Trained,
    phrases: Sequence[IndexedPhrase],
    past: Sequence[Moment],
    recognise: Recognise,
    memory: WordMemory,
) -> Comparison:
    held = [(moment, recognise(moment.reply)) for moment in past if moment.real and is_held_back(moment)]
    answered = [(moment, places) for moment, places in held if places][-TURNS_MAX:]
    turns = [moment for moment, _ in answered]
    index = PhraseIndex(unseen(phrases, turns), memory)
    right = np.zeros((len(answered), len(index)), dtype=np.bool_)
    for row, (_, places) in enumerate(answered):
        right[row, [index.place_of[phrases[place].id] for place in places]] = True
    old, new = (_hits(scores_on(model, index, turns, memory), right) for model in (before, after))
    return measured([session_of(moment) for moment in turns], old, new)


def measured(sessions: Sequence[str], before: NDArray[np.bool_], after: NDArray[np.bool_]) -> Comparison:
    """From what was hit at each turn. Turns of one session are no independent tries, so they count together."""
    if not sessions:
        return Comparison(0, 0.0, 0.0, 0.0)
    gained = after.astype(float) - before.astype(float)
    mean = float(gained.mean())
    by_session: defaultdict[str, float] = defaultdict(float)
    for session, gain in zip(sessions, gained, strict=True):
        by_session[session] += float(gain) - mean
    noise = sqrt(sum(gain * gain for gain in by_session.values())) / len(sessions)
    return Comparison(len(sessions), float(before.mean()), float(after.mean()), noise)


def _hits(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    if not len(right):
        return np.zeros(0, dtype=np.bool_)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :SHOWN]
    return np.asarray(np.take_along_axis(right, best, 1).any(axis=1), dtype=np.bool_)
