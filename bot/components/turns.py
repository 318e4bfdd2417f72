"""Computes a buyer's turn: from the committed events and the new lines to what to say, effects and new events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from components.places import data_folder
from components.reminded import just_reminded, read_after_reminder
from components.taxonomy import load_intents, routes_of
from components.turn_request import BadRequest, BuyerMessage, GivenParse, TurnRequest
from components.understanding import Understanding
from zh_text import normalise

CHANNEL = "turn"
EXTERNAL = "EXTERNAL_"
DETAIL_FORM = "detail_form"
LAST_QUESTION = "last_question"
SIZE_QUESTION = "ask_size"

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_JIN_PER_KG = 2


class BaseMismatch(Exception):
    """The tracker is not in the state that the request builds on; `base` is the state that it is in."""

    def __init__(self, base: str) -> None:
        super().__init__(f"the tracker is at {base!r}")
        self.base = base


class NoModel(Exception):
    """No model is loaded (yet)."""


def routes_in(domain: Domain) -> dict[str, str]:
    """The model's own intents with their routes; Rasa's, such as `restart`, are none that a buyer can mean."""
    listed = routes_of(load_intents(data_folder() / "intents.yml"))
    return {name: listed.get(name, "bot") for name in domain.intents if name in listed or name.startswith("x_")}


def externals_in(domain: Domain) -> frozenset[str]:
    """Intents that no buyer can have: what assist_api has the bot say of itself. Only a given parse names one."""
    return frozenset(name for name in domain.intents if name.startswith(EXTERNAL))


class TurnOutput(OutputChannel):
    """Keeps each response whole; Rasa's own collecting channel cuts it into text, buttons and custom part."""

    def __init__(self) -> None:
        self.responses: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The name under which a domain could give wordings for this channel alone."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the response."""
        self.responses.append(dict(message))

    def says(self) -> list[dict[str, Any]]:
        """What to say, in order: phrase, fallback text, values and payload, and whether a form waits for its answer."""
        customs = [(response, response.get("custom") or {}) for response in self.responses]
        return [
            {
                "phrase": custom["phrase"],
                "text": response.get("text") or "",
                "vars": custom.get("vars") or {},
                "payload": custom.get("payload"),
                **({"asks": True} if custom.get("asks") else {}),
            }
            for response, custom in customs
            if custom.get("phrase")
        ]

    def effects(self) -> list[dict[str, Any]]:
        """What assist_api is to do, in order."""
        return [effect for response in self.responses for effect in (response.get("custom") or {}).get("effects", ())]


def base_of(events: Sequence[Event]) -> str:
    """Fingerprint of a tracker's events: how many there are, and when the last one happened; "" for none."""
    return f"{len(events)}:{events[-1].timestamp!r}" if events else ""


class TurnTaker:
    """Takes turns with one loaded agent."""

    def __init__(self, agent: Agent) -> None:
        if agent.processor is None or agent.tracker_store is None or agent.lock_store is None:
            raise NoModel("no model is loaded")
        self._processor: MessageProcessor = agent.processor
        self._trackers = agent.tracker_store
        self._locks = agent.lock_store
        self._routes = routes_in(agent.processor.domain)
        self._externals = externals_in(agent.processor.domain)

    async def take(self, request: TurnRequest) -> dict[str, Any]:
        """Read the burst, one message after the other, under the conversation's lock.

        Raises BaseMismatch where the tracker is in another state, BadRequest for events or intents that are not known.
        Whatever goes wrong on the way, the caller asks again from its own base, so a half-read burst needs no undoing.
        """
        self._refuse_unknown_intents(request)
        async with self._locks.lock(request.conversation):
            before = await self._events_at_base(request)
            if not before:
                await self._begin(request.conversation)
            turns = [await self._read(request.conversation, message, request) for message in request.messages]
            after = await self._events_of(request.conversation)
            if base_of(after[: len(before)]) != base_of(before):
                raise RuntimeError("Rasa changed events of the past, so the new ones cannot be told apart")
            return {
                "turns": turns,
                "events": [event.as_dict() for event in after[len(before) :]],
                "base": base_of(after),
            }

    async def understand(self, text: str, metadata: Mapping[str, Any] | None = None) -> Understanding:
        """Read one line by itself; nothing is kept."""
        message = UserMessage(text, metadata=dict(metadata or {}))
        message.text = as_plain_text(text)  # set here, because UserMessage strips and would shift every offset
        return Understanding.from_parse(await self._processor.parse_message(message))

    def _refuse_unknown_intents(self, request: TurnRequest) -> None:
        for message in request.messages:
            if message.parse and message.parse.intent not in self._routes.keys() | self._externals:
                raise BadRequest(f"message {message.id}: parse.intent {message.parse.intent!r} is not a known intent")

    async def _events_at_base(self, request: TurnRequest) -> list[Event]:
        if request.events is not None:  # they are the truth, whatever the tracker held
            await self._trackers.save(self._restored(request.conversation, request.events))
        events = await self._events_of(request.conversation)
        if request.events is None and base_of(events) != request.base:
            raise BaseMismatch(base_of(events))
        return events

    async def _events_of(self, conversation: str) -> list[Event]:
        tracker = await self._trackers.retrieve_full_tracker(conversation)
        return list(tracker.events) if tracker else []

    async def _begin(self, conversation: str) -> None:
        """Start Rasa's session without metadata.

        With the first message's metadata Rasa sets a slot before the session starts, takes that slot for an earlier
        session, and drops it from the tracker with the next message.
        """
        tracker = await self._processor.fetch_tracker_and_update_session(conversation, TurnOutput())
        await self._trackers.save(tracker)

    def _restored(self, conversation: str, events: Sequence[Mapping[str, Any]]) -> DialogueStateTracker:
        try:
            return DialogueStateTracker.from_dict(
                conversation, [dict(event) for event in events], self._processor.domain.slots
            )
        except Exception as error:  # Rasa raises whatever the missing or odd field leads to
            raise BadRequest(f"events: Rasa cannot read them: {type(error).__name__}: {error}") from error

    async def _read(self, conversation: str, message: BuyerMessage, request: TurnRequest) -> dict[str, Any]:
        if message.parse and message.parse.intent in self._externals:
            return await self._speak_up(conversation, message, message.parse)
        tracker = await self._trackers.retrieve_full_tracker(conversation)
        understanding = await self._understand_in_context(message, tracker, request)
        output = TurnOutput()
        await self._processor.handle_message(
            UserMessage(
                text=message.text,
                output_channel=output,
                sender_id=conversation,
                parse_data=understanding.as_parse_data(message.text),
                input_channel=CHANNEL,
                message_id=str(message.id),
                metadata={**message.metadata, "message_id": message.id, "burst": request.messages[0].id},
            )
        )
        return {
            "message_id": message.id,
            "parse": understanding.as_answer(),
            "says": output.says(),
            "effects": output.effects(),
        }

    async def _speak_up(self, conversation: str, message: BuyerMessage, parse: GivenParse) -> dict[str, Any]:
        """Say what no line of the buyer asked for; the tracker keeps that it was so."""
        output = TurnOutput()
        understanding = Understanding.given(parse.intent, parse.entities, "bot")
        tracker = await self._processor.fetch_tracker_and_update_session(conversation, output)
        entities = [dict(entity) for entity in understanding.entities]
        await self._processor.trigger_external_user_uttered(parse.intent, entities, tracker, output)
        return {
            "message_id": message.id,
            "parse": understanding.as_answer(),
            "says": output.says(),
            "effects": output.effects(),
        }

    async def _understand_in_context(
        self, message: BuyerMessage, tracker: DialogueStateTracker | None, request: TurnRequest
    ) -> Understanding:
        if message.parse:
            return Understanding.given(message.parse.intent, message.parse.entities, self._routes[message.parse.intent])
        expected = _expected_kind(tracker, message.text)
        understanding = await self.understand(message.text, {**message.metadata, "expected": expected})
        reminded = just_reminded(tracker, request.messages[0].id)
        meant = read_after_reminder(message.text, understanding, just_reminded=reminded)
        if meant in self._routes:
            return understanding.repeating(meant, self._routes[meant])
        question = _repeatable_question(tracker)
        if understanding.fragment and question in self._routes:
            return understanding.repeating(question, self._routes[question])
        return understanding


def as_plain_text(text: str) -> str:
    """The same text as far as understanding goes, but never a command to Rasa.

    Rasa runs `/restart` or `/EXTERNAL_x{...}` whoever typed it, also behind white space. The full-width slash has the
    same length and means the same to the pipeline, which looks at normalised text, and nothing to Rasa.
    """
    bare = text.lstrip()
    if not bare.startswith("/"):
        return text
    return text[: len(text) - len(bare)] + "／" + bare[1:]


def _expected_kind(tracker: DialogueStateTracker | None, text: str) -> str | None:
    """Which entity a bare number is: what the bot has just asked for, or a measure that varies a size question."""
    if tracker is None:
        return None
    if tracker.active_loop_name == DETAIL_FORM:
        requested = tracker.get_slot("requested_slot")
        if requested == "answer":
            requested = (tracker.get_slot("matter") or {}).get("expects")
        return requested if isinstance(requested, str) else None
    if _repeatable_question(tracker) != SIZE_QUESTION:
        return None
    return varied_measure(text, _measure_in(tracker, "height"), _measure_in(tracker, "weight"))


def varied_measure(text: str, centimetres: float | None, kilograms: float | None) -> str:
    """`height` or `weight`, whichever the number of 那110呢 is nearer to, as buyers count: centimetres and 斤.

    Where the talk holds only one of the two, or the line no digits, a height is the likelier.
    """
    number = _DIGITS.search(normalise(text).text)
    if number is None or centimetres is None or kilograms is None:
        return "height"
    varied = float(number[0])
    return "weight" if abs(varied - kilograms * _JIN_PER_KG) < abs(varied - centimetres) else "height"


def _measure_in(tracker: DialogueStateTracker, slot: str) -> float | None:
    """A remembered measure: a plain number, or as an entity has it."""
    held = tracker.get_slot(slot)
    if isinstance(held, list):
        held = held[0] if held else None
    if isinstance(held, Mapping):
        held = held.get("value")
    return float(held) if isinstance(held, (int, float)) else None


def _repeatable_question(tracker: DialogueStateTracker | None) -> str:
    """The question that a fragment would repeat; none while a form waits for its own answer."""
    if tracker is None or tracker.active_loop_name is not None:
        return ""
    question = tracker.get_slot(LAST_QUESTION)
    return question if isinstance(question, str) else ""
