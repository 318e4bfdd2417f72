from __future__ import annotations

from typing import Any

import pytest

from components.understanding import FALLBACK, KEPT_RANKS, Understanding

HEIGHT = {"entity": "height", "value": {"value": 165, "unit": "cm"}, "text": "165", "start": 0, "end": 3, "reason": "r"}


def parse(*ranking: tuple[str, float], **changes: Any) -> dict[str, Any]:
    rows = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return {
        "intent": rows[0],
        "intent_ranking": rows,
        "entities": [{**HEIGHT, "extractor": "x"}],
        "route": "bot",
        **changes,
    }


def test_the_fallbacks_verdict_is_unsure_and_never_an_intent() -> None:
    understood = Understanding.from_parse(parse((FALLBACK, 0.3), ("ask_size", 0.2), ("inform", 0.1)))

    assert (understood.intent, understood.confidence, understood.unsure) == ("ask_size", 0.2, True)
    assert FALLBACK not in dict(understood.ranking)


def test_the_answer_speaks_of_kinds_and_leaves_out_what_is_rasas() -> None:
    answer = Understanding.from_parse(parse(("ask_size", 0.9), ("inform", 0.1))).as_answer()

    assert answer["entities"] == [
        {"kind": "height", "value": {"value": 165, "unit": "cm"}, "text": "165", "start": 0, "end": 3, "reason": "r"}
    ]
    assert answer["ranking"] == [{"intent": "ask_size", "confidence": 0.9}, {"intent": "inform", "confidence": 0.1}]


def test_the_tracker_learns_of_the_fallback_and_of_few_ranks() -> None:
    ranking = [(FALLBACK, 0.3), *((f"x_{number}", 0.05) for number in range(20))]

    data = Understanding.from_parse(parse(*ranking)).as_parse_data("165")

    assert data["intent"]["name"] == FALLBACK
    assert len(data["intent_ranking"]) == KEPT_RANKS


def test_what_is_given_is_sure_and_its_entities_are_complete() -> None:
    understood = Understanding.given("inform", [{"kind": "order_no", "value": "2025"}], "bot")

    assert understood.as_answer()["entities"] == [
        {"kind": "order_no", "value": "2025", "text": "", "start": 0, "end": 0}
    ]
    assert not understood.unsure


def test_repeating_a_question_keeps_the_new_details() -> None:
    understood = Understanding.from_parse(parse((FALLBACK, 0.3), ("inform", 0.2), ("ask_size", 0.1), fragment=True))

    repeated = understood.repeating("ask_size", "bot")

    assert (repeated.intent, repeated.unsure, repeated.confidence) == ("ask_size", False, 0.1)
    assert repeated.entities == understood.entities


def test_a_parse_without_a_ranking_is_refused() -> None:
    with pytest.raises(ValueError, match="ranked no intent"):
        Understanding.from_parse({"intent": {"name": None}, "intent_ranking": []})
