"""When the bot asks instead of answering: Rasa's fallback with a threshold by what a mistake costs."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CautiousFallback(FallbackClassifier):
    """Replaces an intent that is not to be trusted by `nlu_fallback`.

    A wrong 不客气 does no harm, so courtesies need less confidence than facts. And a line that might well need a person
    is asked about rather than answered: taken for a question of facts, an angry buyer is lost. A courtesy is not
    asked about for that: whoever calls 客服在吗 is to hear 在的 and not a list of grievances, and speaks on.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own, and what is added."""
        return {
            **FallbackClassifier.get_default_config(),
            "harmless": [],
            "harmless_threshold": 0.3,
            # From this probability of the route `human` on a line that is no courtesy is not simply answered.
            "torn_human": 1.0,
            # From this confidence on it is answered all the same.
            "surely": 1.0,
        }

    def _should_fallback(self, message: Message) -> bool:
        if message.get("route") == "human":
            return False  # decided on the route's own score, which is sure where no single intent is
        intent = message.get("intent") or {}
        confidence = float(intent.get("confidence", 0.0))
        if intent.get("name") in self.component_config["harmless"]:
            return confidence < float(self.component_config["harmless_threshold"])
        human = message.get("route_scores", {}).get("human", 0.0)
        if human >= self.component_config["torn_human"] and confidence < self.component_config["surely"]:
            return True
        return bool(super()._should_fallback(message))
