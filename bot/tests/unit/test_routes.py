from __future__ import annotations

import pytest

from components.routes import RouteThresholds, decide_route, route_scores

ROUTES = {"complain": "human", "haggle": "human", "request_return": "collect", "ask_size": "bot"}


def test_a_route_is_as_likely_as_its_intents_together() -> None:
    scores = route_scores({"complain": 0.3, "haggle": 0.3, "request_return": 0.1, "ask_size": 0.3}, ROUTES)

    assert scores == pytest.approx({"human": 0.6, "collect": 0.1, "bot": 0.3})


def test_an_intent_without_a_route_is_the_bots() -> None:
    assert route_scores({"x_engraving": 1.0}, ROUTES)["bot"] == 1.0


@pytest.mark.parametrize(
    ("human", "collect", "route"),
    [(0.5, 0.5, "human"), (0.49, 0.4, "collect"), (0.49, 0.39, "bot"), (0.0, 0.0, "bot")],
)
def test_the_more_cautious_route_is_tried_first(human: float, collect: float, route: str) -> None:
    scores = {"human": human, "collect": collect, "bot": 1 - human - collect}

    assert decide_route(scores, RouteThresholds(human=0.5, collect=0.4)) == route
