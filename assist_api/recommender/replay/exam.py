"""One sitting: rankers fitted on the history, put before the moments to be measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assist_api.recommender.replay.material import Material, Recognise
from assist_api.recommender.replay.outcomes import Judge, Outcomes
from assist_api.recommender.replay.ranking import Fit, Ranker
from assist_api.recommender.replay.sessions import session_of
from assist_api.recommender.replay.walk import walk, walk_live
from assist_api.recommender.talk import Moment

SHARES = (0.01, 0.1, 0.5, 1.0)
"""Of the history, for the learning curve."""

Progress = Callable[[str], None]
"""Is told what happens next, for whoever waits."""


@dataclass(frozen=True, slots=True)
class Exam:
    """`moments` in the order they happened, none of them known to the rankers; `k` phrases are shown at each."""

    moments: Sequence[Moment]
    recognise: Recognise
    judge: Judge
    live: bool = False

    def sit(self, fits: Sequence[Fit], given: Material, progress: Progress) -> Mapping[str, Outcomes]:
        return self.put(fitted(fits, given, progress), progress)

    def put(self, rankers: Sequence[Ranker], progress: Progress) -> Mapping[str, Outcomes]:
        progress(f"逐轮回放 {len(self.moments)} 轮")
        if self.live:
            return walk_live(rankers, self.moments, self.judge, self.recognise)
        return walk(rankers, self.moments, self.judge)


def fitted(fits: Sequence[Fit], given: Material, progress: Progress) -> list[Ranker]:
    rankers = []
    for number, fit in enumerate(fits, start=1):
        progress(f"学习 {number}/{len(fits)}")
        rankers.append(fit(given))
    return rankers


def share_of(given: Material, share: float, seed: int) -> Material:
    """The same phrases with a part of the history, whole sessions; a smaller share is a part of every larger one."""
    sessions = sorted({session_of(moment) for moment in given.past})
    count = max(1, round(len(sessions) * share))
    kept = {sessions[place] for place in np.random.default_rng(seed).permutation(len(sessions))[:count]}
    places = [place for place, moment in enumerate(given.past) if session_of(moment) in kept]
    return replace(given, past=[given.past[place] for place in places], held=[given.held[place] for place in places])
