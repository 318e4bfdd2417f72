"""The turn channel's requests, checked field by field before anything is done with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 4_000
"""Code points of one message; the chat takes fewer, pasted texts may be long."""
MOST_MESSAGES = 50
"""Messages in one burst."""
MOST_EVENTS = 20_000
"""Committed events of one conversation, some fifteen a message."""
MOST_ENTITIES = 50
LARGEST_METADATA = 8_000
"""Characters of a message's metadata as JSON."""
_LONGEST_NAME = 200


class BadRequest(ValueError):
    """The request does not keep to the contract; the message names the field and what was expected."""


@dataclass(frozen=True)
class GivenParse:
    """What assist_api knows to be meant, so that the text need not be read."""

    intent: str
    entities: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class BuyerMessage:
    """One line of a burst."""

    id: int | str
    text: str
    parse: GivenParse | None
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class TurnRequest:
    """A burst, with the state that the tracker has to be in before it is read."""

    conversation: str
    base: str
    events: tuple[Mapping[str, Any], ...] | None
    messages: tuple[BuyerMessage, ...]


def read_turn(body: Any) -> TurnRequest:
    """Check the body of `POST /webhooks/turn/`. Raises BadRequest."""
    fields = _mapping(body, "body")
    messages = _list(fields.get("messages"), "messages", at_most=MOST_MESSAGES)
    if not messages:
        raise BadRequest("messages: expected at least one")
    events = fields.get("events")
    return TurnRequest(
        conversation=_text(fields.get("conversation"), "conversation", _LONGEST_NAME, may_be_empty=False),
        base=_text(fields.get("base"), "base", _LONGEST_NAME),
        events=None if events is None else _events(events),
        messages=tuple(_message(message, f"messages[{index}]") for index, message in enumerate(messages)),
    )


def read_text(body: Any) -> str:
    """Check the body of `POST /webhooks/turn/parse`. Raises BadRequest."""
    return _text(_mapping(body, "body").get("text"), "text", LONGEST_TEXT)


def _events(value: Any) -> tuple[Mapping[str, Any], ...]:
    events = _list(value, "events", at_most=MOST_EVENTS)
    for index, event in enumerate(events):
        if not isinstance(_mapping(event, f"events[{index}]").get("event"), str):
            raise BadRequest(f"events[{index}].event: expected the name of the event")
    return tuple(events)


def _message(value: Any, where: str) -> BuyerMessage:
    fields = _mapping(value, where)
    identity = fields.get("id")
    if isinstance(identity, bool) or not isinstance(identity, (int, str)):
        raise BadRequest(f"{where}.id: expected a number or a text")
    metadata = _mapping(fields.get("metadata") or {}, f"{where}.metadata")
    if len(json.dumps(metadata, ensure_ascii=False)) > LARGEST_METADATA:
        raise BadRequest(f"{where}.metadata: expected at most {LARGEST_METADATA} characters")
    return BuyerMessage(
        id=identity,
        text=_text(fields.get("text"), f"{where}.text", LONGEST_TEXT),
        parse=_parse(fields.get("parse"), f"{where}.parse"),
        metadata=metadata,
    )


def _parse(value: Any, where: str) -> GivenParse | None:
    if value is None:
        return None
    fields = _mapping(value, where)
    entities = _list(fields.get("entities") or [], f"{where}.entities", at_most=MOST_ENTITIES)
    for index, entity in enumerate(entities):
        found = _mapping(entity, f"{where}.entities[{index}]")
        _text(found.get("kind"), f"{where}.entities[{index}].kind", _LONGEST_NAME, may_be_empty=False)
        if "value" not in found:
            raise BadRequest(f"{where}.entities[{index}].value: expected a value")
    intent = _text(fields.get("intent"), f"{where}.intent", _LONGEST_NAME, may_be_empty=False)
    return GivenParse(intent, tuple(entities))


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadRequest(f"{where}: expected an object")
    return value


def _list(value: Any, where: str, *, at_most: int) -> list[Any]:
    if not isinstance(value, list):
        raise BadRequest(f"{where}: expected a list")
    if len(value) > at_most:
        raise BadRequest(f"{where}: expected at most {at_most}, found {len(value)}")
    return value


def _text(value: Any, where: str, longest: int, *, may_be_empty: bool = True) -> str:
    if not isinstance(value, str):
        raise BadRequest(f"{where}: expected a text")
    if len(value) > longest:
        raise BadRequest(f"{where}: expected at most {longest} characters, found {len(value)}")
    if not value and not may_be_empty:
        raise BadRequest(f"{where}: expected a text that is not empty")
    return value
