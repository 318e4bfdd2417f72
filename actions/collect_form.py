"""The collect form: gathers what a person will need, and never asks the same thing twice."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Answer, Say, answers
from actions.heard import NOT_GIVEN, entities_of, intent_of, likeliest_intent_of, metadata_of, question_of, text_of
from actions.telling import say, tell_effects
from zh_text import asks

NEEDED = {
    "change_order": ("order_no", "what"),
    "cancel_order": ("order_no",),
    "intercept_parcel": ("order_no", "what"),
    "report_not_received": ("order_no",),
    "request_return": ("order_no", "what"),
    "request_exchange": ("order_no", "what"),
    "report_quality": ("order_no", "photo"),
    "report_wrong_item": ("order_no", "photo"),
    "report_missing_item": ("order_no", "photo"),
}
"""What is asked for each intent. A report says itself what happened, a wish mostly leaves out what it should become."""

_TELLS_WHAT = {"address", "region", "size", "color", "quantity", "phone", "product", "time"}
"""A wish that names one of these (改成XL) has said what it is about."""

_LONG_ENOUGH = 15
"""Characters of a wish that surely holds more than the wish itself."""

_ASKED = ("order_no", "what", "photo")
_FILLED_HERE = (*_ASKED, "collect_intent")
_QUESTION_PREFIXES = ("ask_", "track_")
_ASIDE_PREFIXES = (*_QUESTION_PREFIXES, "haggle", "complain", "request_human")
_WISHES = {"request_exchange": "换", "change_order": "改"}
_ABOUT_THE_NEW_PIECE = ("ask_size", "ask_stock")
"""能换小一码吗 within an exchange is no question aside: it says what is wished."""

_LEAVES = ("不用了", "不用麻烦", "算了", "不弄了", "不退了", "不换了", "不改了", "没事了", "先不")


class ValidateCollectForm(FormValidationAction):
    """Takes any answer that is not a question aside and not a refusal to go on."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return "validate_collect_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """What the intent needs; nothing once the buyer has let the matter drop."""
        return [*NEEDED.get(str(tracker.slots.get("collect_intent")), ())]

    async def get_extraction_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Read the latest message for all three slots, asked for or not."""
        if tracker.slots.get("requested_slot") and _drops_the_matter(tracker):
            tracker.slots["collect_intent"] = None
            return [SlotSet("collect_intent", None)]
        found: dict[str, Any] = {}
        if not tracker.slots.get("requested_slot") and intent_of(tracker) in NEEDED:
            found["collect_intent"] = intent_of(tracker)  # only at the start: a later wording does not change the case
        if not tracker.slots.get("order_no") and metadata_of(tracker).get("order_id"):
            found["order_no"] = metadata_of(tracker)["order_id"]
        if metadata_of(tracker).get("pictures"):
            found["photo"] = metadata_of(tracker)["pictures"]
        if not tracker.slots.get("what") and _opening_tells_what(tracker):
            found["what"] = text_of(tracker)
        asked = tracker.slots.get("requested_slot")
        if asked in _ASKED and not tracker.slots.get(asked) and asked not in found and is_answer(tracker):
            found[asked] = text_of(tracker) if asked == "what" else NOT_GIVEN
            if intent_of(tracker) not in ("deny", "affirm"):
                found["what"] = _with_more(tracker.slots.get("what"), text_of(tracker))
        tracker.slots.update(found)
        return [SlotSet(name, value) for name, value in found.items()]

    async def get_validation_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Everything is taken as found: a person reads it."""
        found = tracker.slots_to_validate()
        return [SlotSet(name, value) for name, value in found.items() if name in _FILLED_HERE]


class Collect(Action):
    """The case is complete: assist_api passes it to a person with what was gathered."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_collect"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Tell assist_api, then forget what belonged to this case alone."""
        intent = tracker.slots.get("collect_intent")
        answer = await self._answer(str(intent), tracker) if intent else Answer(says=(Say("deny"),))
        say(dispatcher, answer.says)
        tell_effects(dispatcher, answer.effects)
        forgotten = {"what": None, "photo": None, "collect_intent": None}
        if tracker.slots.get("order_no") == NOT_GIVEN:
            forgotten["order_no"] = None
        return [SlotSet(name, value) for name, value in {**forgotten, **answer.slots}.items()]

    async def _answer(self, intent: str, tracker: Tracker) -> Answer:
        return await answers().ask("collect", question_of(tracker, intent))


def is_answer(tracker: Tracker) -> bool:
    """Whether the latest message can be taken as an answer; a question or a call for a person is none.

    Where the buyer was asked to describe something, only what is surely meant as a question, and asks, is one:
    尺码买大了 is about the size and asks nothing.
    """
    if _wish_of(tracker) in text_of(tracker) and intent_of(tracker) in _ABOUT_THE_NEW_PIECE:
        return True
    if tracker.slots.get("requested_slot") != "what":
        return not likeliest_intent_of(tracker).startswith(_ASIDE_PREFIXES)
    intent = intent_of(tracker)
    if intent.startswith(_QUESTION_PREFIXES):
        return not asks(text_of(tracker))
    return not intent.startswith(_ASIDE_PREFIXES)


def _wish_of(tracker: Tracker) -> str:
    """The verb of the case, or what no line holds."""
    return _WISHES.get(str(tracker.slots.get("collect_intent")), "\0")


def _drops_the_matter(tracker: Tracker) -> bool:
    return any(wording in text_of(tracker) for wording in _LEAVES)


def _opening_tells_what(tracker: Tracker) -> bool:
    """Whether the message that began the case already says what is wrong or wished."""
    if tracker.slots.get("requested_slot"):
        return False
    if intent_of(tracker).startswith("report_"):
        return True
    kinds = {entity["kind"] for entity in entities_of(tracker)}
    return bool(kinds & _TELLS_WHAT) or len(text_of(tracker)) >= _LONG_ENOUGH


def _with_more(told: Any, text: str) -> str:
    return f"{told}；{text}" if told else text


class AskForCollected(Action, ABC):
    """`action_ask_collect_form_{slot}`: says the phrase that asks for it."""

    slot: ClassVar[str]

    @property
    @abstractmethod
    def phrase(self) -> str:
        """The phrase's id."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return f"action_ask_collect_form_{self.slot}"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Ask."""
        say(dispatcher, [Say(self.phrase)])
        return []


class AskForOrder(AskForCollected):
    """Which order it is about."""

    slot = "order_no"
    phrase = "collect_ask_order"


class AskForWhat(AskForCollected):
    """What is wished."""

    slot = "what"
    phrase = "collect_ask_what"


class AskForPhoto(AskForCollected):
    """A picture of what is wrong."""

    slot = "photo"
    phrase = "collect_ask_photo"
