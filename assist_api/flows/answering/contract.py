"""What a skill is asked and what it answers; on the wire this is `POST /answers/{skill}` of docs/architecture.md."""

from typing import Any

from pydantic import BaseModel, ConfigDict

NOT_GIVEN = "-"
"""Stands in a slot that the bot asked for in vain."""

MATTER, ANSWER = "matter", "answer"
"""Slots of a matter under way: what its skill keeps, and the line that answers its open question."""


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Entity(_Wire):
    kind: str
    value: Any = None
    text: str = ""


class SkillAsk(_Wire):
    """One line of the buyer, what was found in it, and what the bot remembers from before."""

    conversation_id: str
    message_id: int | None = None
    """None when nobody really sent it (a suggestion for an agent): then no phone tail is tried."""
    intent: str = ""
    text: str = ""
    entities: list[Entity] = []
    slots: dict[str, Any] = {}

    def matter(self, skill: str) -> dict[str, Any]:
        """What a skill has kept of its matter under way; empty where it has none."""
        kept = self.slots.get(MATTER)
        return kept if isinstance(kept, dict) and kept.get("skill") == skill else {}

    @property
    def answer(self) -> dict[str, Any] | None:
        """Set where this line answers the matter's open question: `intent` as the bot was sure of it, `pictures`,
        and `unseen` where it was written before the question could be read."""
        given = self.slots.get(ANSWER)
        return given if isinstance(given, dict) else None

    def heard(self, kind: str) -> Any:
        """The value of the first entity of a kind in this line."""
        return next(
            (entity.value for entity in self.entities if entity.kind == kind and entity.value is not None), None
        )

    def known(self, kind: str) -> Any:
        """The value in this line, else the one remembered."""
        heard = self.heard(kind)
        return self.slots.get(kind) if heard is None else heard

    def known_word(self, kind: str) -> str | None:
        return word_of(self.known(kind))

    def heard_word(self, kind: str) -> str | None:
        return word_of(self.heard(kind))

    def slot_word(self, kind: str) -> str | None:
        return word_of(self.slots.get(kind))


def word_of(value: Any) -> str | None:
    """A value as text: plain, or {"value": ...} / {"id": ...}; of a list the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next((value[name] for name in ("id", "value", "name") if value.get(name)), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    return text if text and text != NOT_GIVEN else None


def number_of(value: Any) -> float | None:
    """A measure as a number: 165, "165" or {"value": 165, "unit": "cm"}; of a list the first."""
    word = word_of(value)
    try:
        return float(word) if word else None
    except ValueError:
        return None


class Say(_Wire):
    """A phrase with its variables, all of them ready to be read, and cards or buttons shown with it."""

    phrase: str
    vars: dict[str, str] = {}
    payload: dict[str, Any] | None = None


class Effect(_Wire):
    """What the gateway does in the transaction of the reply: a hand-off, or a deed of flows/turns/effects.py."""

    kind: str
    reason: str = ""
    priority: int = 2
    note: str = ""
    slots: dict[str, Any] = {}
    values: dict[str, Any] = {}
    """What a deed needs to know."""


class SkillAnswer(_Wire):
    """`slots` are remembered by the bot, None forgets; `ask` names the detail the buyer was asked for."""

    says: list[Say] = []
    slots: dict[str, Any] = {}
    ask: str | None = None
    effects: list[Effect] = []


def say(phrase: str, payload: dict[str, Any] | None = None, /, **values: str) -> Say:
    return Say(phrase=phrase, vars=values, payload=payload)


def effect(kind: str, **values: Any) -> Effect:
    """Something to be done with the reply (flows/turns/effects.py); no hand-off."""
    return Effect(kind=kind, values=values)


def asking(detail: str, *says: Say, slots: dict[str, Any] | None = None) -> SkillAnswer:
    """An answer that waits for a detail."""
    return SkillAnswer(says=list(says), ask=detail, slots=slots or {})


def going_on(matter: dict[str, Any], *says: Say, slots: dict[str, Any] | None = None) -> SkillAnswer:
    """An answer whose last sentence is the matter's open question; the bot repeats it after a question aside."""
    question = says[-1].model_dump()
    return SkillAnswer(says=list(says), ask=ANSWER, slots={**(slots or {}), MATTER: {**matter, "question": question}})


def buttons(*options: tuple[str, str]) -> dict[str, Any]:
    """Buttons (option, title) that say their title."""
    return {"buttons": [{"option": option, "title": title} for option, title in options]}
