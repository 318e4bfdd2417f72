"""Sets of phrases beside the talk they were shown in, for people to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.ranking import Ranker
from assist_api.recommender.talk import Moment

SPEAKERS = {"buyer": "买家", "agent": "客服", "bot": "机器人", "unknown": "—"}
TURNS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ShownSet:
    """The phrases shown at a moment, best first."""

    moment: Moment
    phrases: Sequence[IndexedPhrase]
    confidence: float


def shown_sets(
    ranker: Ranker,
    moments: Sequence[Moment],
    phrases: Sequence[IndexedPhrase],
    *,
    k: int,
    count: int,
    surest: float,
    seed: int,
) -> list[ShownSet]:
    """`count` sets drawn from the `surest` share of all moments, in the order of the talks."""
    ranking = ranker.rank(moments)
    best = np.argsort(-ranking.confidence, kind="stable")[: round(len(moments) * surest)]
    drawn = np.sort(np.random.default_rng(seed).permutation(best)[:count])
    return [
        ShownSet(moments[row], [phrases[place] for place in ranking.order[row, :k]], float(ranking.confidence[row]))
        for row in drawn
    ]


def lines(number: int, shown: ShownSet) -> Iterator[str]:
    yield f"── {number} · {shown.moment.chat} · {shown.confidence:.2f}"
    for turn in shown.moment.before[-TURNS_SHOWN:]:
        yield f"   {SPEAKERS[turn.role]}：{_one_line(turn.text)}"
    for place, phrase in enumerate(shown.phrases, start=1):
        yield f" {place} {_one_line(phrase.wordings[0])}"
    yield f"   实际：{' ／ '.join(map(_one_line, shown.moment.reply))}"
    yield ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
