"""Says which phrase, with which values: the wording that buyers get is put in its place by assist_api at delivery.

The text that comes along is the fallback, filled from the wordings that the model was trained with.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

UTTER = "utter_"
_VARIABLE = re.compile(r"\{(\w+)\}")
_NOT_VARIABLES = {"text", "buttons", "elements", "custom", "template", "image", "attachment"}


class PhraseNLG(TemplatedNaturalLanguageGenerator):
    """Chooses a wording that can be filled and was not the last one used, the same one whenever it is asked again."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """A message with the filled text and `custom: {phrase, vars}`.

        The text is empty where a skill named a phrase that has no wording here, or none that can be filled:
        assist_api may still have it. Any other unknown response (Rasa asks for `utter_default`) says nothing.
        """
        if utter_action not in self.responses and not kwargs.get("custom"):
            return None
        # Skills give strings; what else is there is Rasa's own, such as every response of the domain.
        variables = {
            name: value for name, value in kwargs.items() if name not in _NOT_VARIABLES and isinstance(value, str)
        }
        phrase = utter_action.removeprefix(UTTER)
        wordings = [response.get("text") or "" for response in self.responses.get(utter_action, [])]
        wording = choose_wording(wordings, variables, _uses_of(phrase, tracker), seed=tracker.sender_id)
        return {"text": fill(wording, variables), "custom": {"phrase": phrase, "vars": variables}}


def choose_wording(wordings: Sequence[str], variables: Mapping[str, str], uses: int, seed: str) -> str:
    """Go round the wordings whose variables are all given, starting at a place that depends on the conversation.

    No chance is involved: a turn that is computed again says the same words. "" if there is nothing to choose from.
    """
    fillable = [wording for wording in wordings if set(_VARIABLE.findall(wording)) <= variables.keys()]
    if not fillable:
        return ""
    return fillable[(zlib.crc32(seed.encode()) + uses) % len(fillable)]


def fill(wording: str, variables: Mapping[str, str]) -> str:
    """Put the values in. Values are never looked into, so a buyer's `{size}` stays what it is."""
    return _VARIABLE.sub(lambda match: variables[match[1]], wording)


def _uses_of(phrase: str, tracker: DialogueStateTracker) -> int:
    return sum(said == phrase for said in _phrases_said(tracker.events))


def _phrases_said(events: Iterable[Any]) -> Iterable[str | None]:
    for event in events:
        if isinstance(event, BotUttered):
            yield ((event.data or {}).get("custom") or {}).get("phrase")
