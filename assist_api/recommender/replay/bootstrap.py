"""How far the figures would move with other talks of the same kind: 95 % intervals, resampling whole sessions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.replay.measures import Measures, measure
from assist_api.recommender.replay.outcomes import Outcomes

ROUNDS = 1000
_EDGES = (2.5, 97.5)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Intervals:
    """By ranker, then by figure. `ahead`: the first ranker minus each other, on the same sessions."""

    of: Mapping[str, Mapping[str, Interval]]
    ahead: Mapping[str, Mapping[str, Interval]]


def intervals(
    outcomes: Mapping[str, Outcomes], sessions: Sequence[str], k: int, seed: int, rounds: int = ROUNDS
) -> Intervals:
    """`sessions` names each moment's session: turns of one talk are alike, so that single turns would flatter."""
    drawn: dict[str, list[Measures]] = {name: [] for name in outcomes}
    for weight in _weights(sessions, seed, rounds):
        for name, one in outcomes.items():
            drawn[name].append(measure(one, k, weight))
    first, *others = outcomes
    return Intervals(
        of={name: _spread(rows) for name, rows in drawn.items()},
        ahead={name: _spread(_differences(drawn[first], drawn[name])) for name in others},
    )


def _weights(sessions: Sequence[str], seed: int, rounds: int) -> Iterator[NDArray[np.float64]]:
    _, session_of = np.unique(np.array(sessions, dtype=object), return_inverse=True)
    count = int(session_of.max(initial=-1)) + 1
    chance = np.random.default_rng(seed)
    for _ in range(rounds):
        times = np.bincount(chance.integers(count, size=count), minlength=count)
        yield times[session_of].astype(np.float64)


def _differences(ours: Sequence[Measures], theirs: Sequence[Measures]) -> list[Measures]:
    return [{name: one[name] - other[name] for name in one} for one, other in zip(ours, theirs, strict=True)]


def _spread(rows: Sequence[Measures]) -> dict[str, Interval]:
    return {name: _interval(np.array([row[name] for row in rows])) for name in rows[0]}


def _interval(values: NDArray[np.float64]) -> Interval:
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, _EDGES) if known.size else (np.nan, np.nan)
    return float(low), float(high)
