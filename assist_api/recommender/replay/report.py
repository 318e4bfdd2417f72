"""What a replay found, as data: the table's rows, the learning curve and the ablation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from assist_api.recommender.replay.bootstrap import Interval, Intervals
from assist_api.recommender.replay.measures import COVERAGES, Measures, precision_name


@dataclass(frozen=True, slots=True)
class Row:
    """One ranker. `ahead`: by how much the first row's figures are higher than this one's, 95 % intervals."""

    name: str
    measures: Measures
    intervals: Mapping[str, Interval]
    ahead: Mapping[str, Interval] | None = None

    def as_json(self) -> dict[str, Any]:
        plain = {name: _number(value) for name, value in self.measures.items() if "precision" not in name}
        intervals = {name: _pair(one) for name, one in self.intervals.items() if "precision" not in name}
        ahead = None if self.ahead is None else {name: _pair(one) for name, one in self.ahead.items()}
        return {"name": self.name, **plain, "precision": self._curve(), "intervals": intervals, "ahead": ahead}

    def _curve(self) -> list[dict[str, Any]]:
        return [
            {
                "coverage": coverage,
                "precision": _number(self.measures[name]),
                "interval": _pair(self.intervals[name]),
            }
            for coverage in COVERAGES
            if (name := precision_name(coverage)) in self.measures
        ]


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the learning curve: the rankers after `turns` replies, this `share` of the history."""

    share: float
    turns: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Counts:
    """`answerable`: turns whose reply holds a phrase. `kept_out`: known talks left out because FILE has them."""

    turns: int
    answerable: int
    sessions: int
    phrases: int
    history_talks: int
    history_turns: int
    kept_out: int


@dataclass(frozen=True, slots=True)
class Report:
    counts: Counts
    k: int
    live: bool
    seed: int
    rows: Sequence[Row]
    curve: Sequence[Step] = field(default=())
    ablation: Sequence[Row] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            **{name: getattr(self.counts, name) for name in Counts.__slots__},
            "k": self.k,
            "live": self.live,
            "seed": self.seed,
            "rankers": [row.as_json() for row in self.rows],
            "curve": [
                {"share": step.share, "turns": step.turns, "rankers": [row.as_json() for row in step.rows]}
                for step in self.curve
            ],
            "ablation": [row.as_json() for row in self.ablation],
        }


def rows(measured: Mapping[str, Measures], found: Intervals) -> list[Row]:
    """In the order of `measured`; the first has nobody to be ahead of."""
    return [Row(name, figures, found.of[name], found.ahead.get(name)) for name, figures in measured.items()]


def _number(value: float) -> float | None:
    return None if isnan(value) else round(value, 4)


def _pair(interval: Interval) -> list[float | None]:
    return [_number(edge) for edge in interval]
