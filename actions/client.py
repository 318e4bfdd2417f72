"""Asks assist_api's internal app for a skill's answer (docs/architecture.md, 'internal app')."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx

TIMEOUT_S = 5.0
"""Seconds for one answer; the gateway gives the whole turn little more."""


class AnswerError(RuntimeError):
    """assist_api gave no usable answer; the turn then holds nothing, which the gateway takes for a failure."""


@dataclass(frozen=True)
class Question:
    """What a skill is asked: the message that is being answered, and what is known from before."""

    conversation_id: str
    message_id: int | str | None
    intent: str
    text: str
    entities: list[dict[str, Any]]
    slots: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The body of the request."""
        return {
            "conversation_id": self.conversation_id,
            "message_id": self.message_id,
            "intent": self.intent,
            "text": self.text,
            "entities": self.entities,
            "slots": self.slots,
        }


@dataclass(frozen=True)
class Say:
    """A phrase with its values, ready to be read, and perhaps cards or buttons."""

    phrase: str
    vars: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Answer:
    """What to say, what to remember, which detail is missing, and what assist_api is to do at commit."""

    says: tuple[Say, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    ask: str | None = None
    effects: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Answer:
        """Read the internal app's answer. Raises KeyError or TypeError where it does not keep to the contract."""
        return cls(
            says=tuple(Say(say["phrase"], say.get("vars") or {}, say.get("payload")) for say in body.get("says") or ()),
            slots=body.get("slots") or {},
            ask=body.get("ask"),
            effects=tuple(body.get("effects") or ()),
        )


class AnswerClient:
    """One pool of connections to the internal app."""

    def __init__(self, url: str, secret: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=TIMEOUT_S,
            transport=transport,
            trust_env=False,  # loopback: a proxy in the environment must never see buyers' data
        )

    async def ask(self, skill: str, question: Question) -> Answer:
        """The skill's answer. Raises AnswerError."""
        try:
            reply = await self._http.post(f"/answers/{skill}", json=question.as_json())
        except httpx.HTTPError as error:
            raise AnswerError(f"{skill}: assist_api was not reached: {type(error).__name__}") from error
        if reply.status_code != httpx.codes.OK:
            raise AnswerError(f"{skill}: assist_api answered {reply.status_code}")
        try:
            return Answer.from_json(reply.json())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnswerError(f"{skill}: the answer does not keep to the contract: {error!r}") from error


@lru_cache(maxsize=1)
def answers() -> AnswerClient:
    """The client for the address and secret in the environment. Raises AnswerError where one is missing."""
    url, secret = os.environ.get("XIAOER_INTERNAL_URL"), os.environ.get("XIAOER_INTERNAL_SECRET")
    if not url or not secret:
        raise AnswerError("XIAOER_INTERNAL_URL and XIAOER_INTERNAL_SECRET must be set (the supervisor does)")
    return AnswerClient(url, secret)
