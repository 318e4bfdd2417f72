"""When the bot asks instead of answering."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from components.cautious_fallback import CautiousFallback

CONFIG = {
    **CautiousFallback.get_default_config(),
    "threshold": 0.5,
    "ambiguity_threshold": 0.05,
    "harmless": ["thanks"],
    "harmless_threshold": 0.3,
    "torn_human": 0.1,
    "surely": 0.85,
}


def read(intent: str, confidence: float, second: float = 0.1, route: str = "bot", human: float = 0.0) -> str:
    """The intent that is left after the fallback."""
    ranking = [{"name": intent, "confidence": confidence}, {"name": "ask_price", "confidence": second}]
    data: dict[str, Any] = {"intent": dict(ranking[0]), "intent_ranking": ranking}
    message = Message(data={**data, "route": route, "route_scores": {"human": human}})
    fallback = CautiousFallback(dict(CONFIG))
    [seen] = fallback.process([message])
    return str(seen.get("intent")["name"])


@pytest.mark.parametrize(
    ("reading", "kept"),
    [
        ({"intent": "ask_size", "confidence": 0.6}, True),
        ({"intent": "ask_size", "confidence": 0.45}, False),
        ({"intent": "ask_size", "confidence": 0.52, "second": 0.48}, False),  # a toss-up
        ({"intent": "thanks", "confidence": 0.45}, True),  # a courtesy does no harm
        ({"intent": "thanks", "confidence": 0.25}, False),
        ({"intent": "ask_size", "confidence": 0.8, "human": 0.15}, False),  # may well need a person
        ({"intent": "ask_size", "confidence": 0.8, "human": 0.05}, True),
        ({"intent": "ask_size", "confidence": 0.9, "human": 0.15}, True),  # but sure all the same
        ({"intent": "thanks", "confidence": 0.6, "human": 0.15}, True),
        ({"intent": "thanks", "confidence": 0.25, "human": 0.15}, False),
        ({"intent": "haggle", "confidence": 0.3, "human": 0.6, "route": "human"}, True),  # the route is sure
    ],
)
def test_a_line_is_answered_or_asked_about(reading: dict[str, Any], kept: bool) -> None:
    assert (read(**reading) == reading["intent"]) is kept
