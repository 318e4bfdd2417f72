"""Who deals with a message, decided on the route's own probability and not on the single best intent.

A complaint can be torn between `complain`, `haggle` and `request_human`: no intent is sure, the need for a person is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RouteThresholds:
    """From which probability a route is taken; `human` is tried first, then `collect`, else it is the bot's."""

    human: float
    collect: float


def route_scores(probabilities: Mapping[str, float], routes: Mapping[str, str]) -> dict[str, float]:
    """Sum the probabilities of the intents of each route; an intent without a route counts as the bot's."""
    scores = {"human": 0.0, "collect": 0.0, "bot": 0.0}
    for intent, probability in probabilities.items():
        scores[routes.get(intent, "bot")] += probability
    return scores


def decide_route(scores: Mapping[str, float], thresholds: RouteThresholds) -> str:
    """The route, the more cautious one first."""
    if scores["human"] >= thresholds.human:
        return "human"
    if scores["collect"] >= thresholds.collect:
        return "collect"
    return "bot"
