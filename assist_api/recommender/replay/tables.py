"""The report's tables as rows of text, figures without their leading zero."""

from collections.abc import Sequence
from math import isnan

from assist_api.recommender.replay.bootstrap import Interval
from assist_api.recommender.replay.measures import precision_name
from assist_api.recommender.replay.report import Row

_SHORT = {"usable": "use", "precision": "p", "keys_saved": "keys"}
_COMPARED = ("hit@1", "hit@3", "mrr", "usable@1", "usable@3", "keys_saved", precision_name(0.25), precision_name(0.5))


def figures(rows: Sequence[Row]) -> list[dict[str, str]]:
    """The one table: rankers down, figures across."""
    return [
        {"ranker": row.name, **{_head(name): _figure(value) for name, value in row.measures.items()}} for row in rows
    ]


def intervals(rows: Sequence[Row]) -> list[dict[str, str]]:
    """Of the first row its own intervals, of the others those of the first row's lead."""
    return [
        {
            "ranker": row.name,
            **{_head(name): _interval((row.intervals if row.ahead is None else row.ahead)[name]) for name in _COMPARED},
        }
        for row in rows
    ]


def _head(name: str) -> str:
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    return name


def _interval(interval: Interval) -> str:
    low, high = interval
    return f"{_figure(low)} … {_figure(high)}"


def _figure(value: float) -> str:
    return "-" if isnan(value) else f"{value:.3f}".replace("0.", ".", 1)
