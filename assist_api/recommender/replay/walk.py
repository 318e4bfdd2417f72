"""Goes through the moments to be measured and puts every ranker before each of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.replay.outcomes import Judge, Outcomes, joined
from assist_api.recommender.replay.ranking import LearnsLive, Ranker
from assist_api.recommender.talk import Moment

BATCH = 512
"""Moments at once: bounds the matrices of moments × phrases."""


def walk(
    rankers: Sequence[Ranker], moments: Sequence[Moment], judge: Judge, progress: Callable[[int], None] = lambda _: None
) -> Mapping[str, Outcomes]:
    """Outcomes by the ranker's name; `progress` is told how many moments are done. Nobody learns anything."""
    parts: dict[str, list[Outcomes]] = {ranker.name: [] for ranker in rankers}
    for batch in batches(moments):
        truth = judge.truth(batch)
        for ranker in rankers:
            parts[ranker.name].append(judge.outcomes(batch, truth, ranker.rank(batch)))
        progress(len(batch))
    return {name: joined(part) for name, part in parts.items()}


def walk_live(
    rankers: Sequence[Ranker],
    moments: Sequence[Moment],
    judge: Judge,
    recognise: Recognise,
    progress: Callable[[int], None] = lambda _: None,
) -> Mapping[str, Outcomes]:
    """As `walk`, one moment at a time: once it is judged, the rankers that can are told the real reply."""
    parts: dict[str, list[Outcomes]] = {ranker.name: [] for ranker in rankers}
    for moment in moments:
        truth = judge.truth([moment])
        held = recognise(moment.reply)
        for ranker in rankers:
            parts[ranker.name].append(judge.outcomes([moment], truth, ranker.rank([moment])))
            if isinstance(ranker, LearnsLive):
                ranker.learn(moment, held)
        progress(1)
    return {name: joined(part) for name, part in parts.items()}


def batches(moments: Sequence[Moment]) -> Iterator[Sequence[Moment]]:
    return (moments[start : start + BATCH] for start in range(0, len(moments), BATCH))
