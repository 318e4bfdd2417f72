"""What the bot understood of one line: Rasa's own format on one side, the format of the turn channel on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FALLBACK = "nlu_fallback"
"""What the fallback puts in the place of an intent that it does not trust."""

KEPT_RANKS = 8
"""Intents of a ranking that go into the tracker; actions offer the first three that are questions."""

_RASA_ONLY = ("extractor", "processors", "confidence_entity")


@dataclass(frozen=True)
class Understanding:
    """One reading of one line: `intent` is the best before any threshold, `unsure` the threshold's verdict."""

    intent: str
    confidence: float
    unsure: bool
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Mapping[str, Any], ...]
    """As Rasa has them: `entity` is the kind."""
    route: str
    fragment: bool = False
    """The line could only repeat an earlier question with another detail (160的呢)."""
    acted_on: str = ""
    """What rules see: `intent` unless that is not to be trusted, or the route knows better than any single intent."""

    @classmethod
    def from_parse(cls, parse: Mapping[str, Any]) -> Understanding:
        """Read what Rasa's pipeline made of a line."""
        ranking = tuple(
            (str(row["name"]), float(row["confidence"]))
            for row in parse.get("intent_ranking", ())
            if row["name"] != FALLBACK
        )
        if not ranking:
            raise ValueError("the pipeline ranked no intent")
        intent, confidence = ranking[0]
        acted_on = str(parse["intent"]["name"])
        return cls(
            intent=intent,
            confidence=confidence,
            unsure=acted_on == FALLBACK,
            ranking=ranking,
            entities=tuple(parse.get("entities", ())),
            route=str(parse.get("route", "bot")),
            fragment=bool(parse.get("fragment", False)),
            acted_on=acted_on,
        )

    @classmethod
    def given(cls, intent: str, entities: Sequence[Mapping[str, Any]], route: str) -> Understanding:
        """What assist_api already knows to be meant: a button, a card, a picture."""
        return cls(intent, 1.0, False, ((intent, 1.0),), tuple(_to_rasa(entity) for entity in entities), route)

    def repeating(self, intent: str, route: str) -> Understanding:
        """The same line read as an earlier question asked again with this line's details."""
        confidence = dict(self.ranking).get(intent, 0.0)
        return Understanding(intent, confidence, False, self.ranking, self.entities, route, self.fragment)

    def as_answer(self) -> dict[str, Any]:
        """The `parse` object of the turn channel."""
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "unsure": self.unsure,
            "ranking": [{"intent": intent, "confidence": confidence} for intent, confidence in self.ranking],
            "entities": [_from_rasa(entity) for entity in self.entities],
            "route": self.route,
        }

    def as_parse_data(self, text: str) -> dict[str, Any]:
        """What goes into the tracker's user event, and from there to the policies and the actions."""
        name = self.acted_on or self.intent
        return {
            "text": text,
            "intent": {"name": name, "confidence": self.confidence},
            "entities": [dict(entity) for entity in self.entities],
            "intent_ranking": [{"name": n, "confidence": c} for n, c in self.ranking[:KEPT_RANKS]],
            "route": self.route,
        }


def _from_rasa(entity: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in entity.items() if name != "entity" and name not in _RASA_ONLY}
    return {"kind": entity["entity"], **rest}


def _to_rasa(entity: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in entity.items() if name != "kind"}
    return {"entity": entity["kind"], "text": "", "start": 0, "end": 0, **rest}
