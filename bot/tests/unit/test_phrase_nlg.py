from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.phrase_nlg import PhraseNLG, choose_wording, fill

DOMAIN = Domain.from_dict(
    {
        "responses": {
            "utter_size_advice": [{"text": "建议 {size} 码。"}, {"text": "{height} 穿 {size} 码合适。"}],
            "utter_thanks": [{"text": "不客气"}, {"text": "您客气了"}, {"text": "应该的"}],
        }
    }
)


def tracker(*phrases: str) -> DialogueStateTracker:
    events = [BotUttered("…", {"custom": {"phrase": phrase}}) for phrase in phrases]
    return DialogueStateTracker.from_events("c_1", events)


async def said(response: str, *before: str, **values: Any) -> dict[str, Any] | None:
    return await PhraseNLG(None, DOMAIN).generate(response, tracker(*before), "turn", **values)


async def test_a_response_carries_its_phrase_and_values() -> None:
    message = await said("utter_size_advice", size="M")

    assert message == {"text": "建议 M 码。", "custom": {"phrase": "size_advice", "vars": {"size": "M"}}}


async def test_the_same_conversation_hears_every_wording_before_one_comes_again() -> None:
    texts = [await said("utter_thanks", *["thanks"] * uses) for uses in range(3)]

    assert len({text["text"] for text in texts if text}) == 3


async def test_asked_again_it_says_the_same() -> None:
    assert await said("utter_thanks", "greet") == await said("utter_thanks", "greet")


async def test_a_wording_that_cannot_be_filled_is_not_used() -> None:
    for uses in range(4):
        message = await said("utter_size_advice", *["size_advice"] * uses, size="M")
        assert message is not None
        assert message["text"] == "建议 M 码。"


async def test_without_the_needed_values_the_text_is_empty_and_the_phrase_still_named() -> None:
    message = await said("utter_size_advice")

    assert message == {"text": "", "custom": {"phrase": "size_advice", "vars": {}}}


async def test_a_phrase_that_only_assist_api_knows_is_named_without_text() -> None:
    message = await said("utter_newborn", custom={"phrase": "newborn"}, text=None, buttons=[])

    assert message == {"text": "", "custom": {"phrase": "newborn", "vars": {}}}


async def test_rasas_own_default_response_says_nothing() -> None:
    assert await said("utter_default") is None


def test_values_are_not_looked_into() -> None:
    assert fill("您好，{name}", {"name": "{size}"}) == "您好，{size}"


@pytest.mark.parametrize("uses", range(5))
def test_nothing_to_choose_from_is_an_empty_text(uses: int) -> None:
    assert choose_wording([], {}, uses, "c_1") == ""
