"""The one way into the bot: assist_api asks for a turn or a reading, over loopback, with a shared secret."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from components.turn_request import BadRequest, read_text, read_turn
from components.turns import CHANNEL, BaseMismatch, NoModel, TurnTaker

logger = logging.getLogger(__name__)

SECRET = "XIAOER_INTERNAL_SECRET"  # noqa: S105  (the variable's name, not its value)
LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a request: a long conversation's events and a burst of long messages."""

Handler = Callable[[Request], Awaitable[HTTPResponse]]


class TurnInput(InputChannel):
    """Rasa's input channel `turn`; refuses to exist without a secret."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise RasaException(f"The turn channel needs a secret: set {SECRET} (the supervisor does).")
        self._secret = secret
        self._taker: tuple[Any, TurnTaker] | None = None

    @classmethod
    def name(cls) -> str:
        """Part of the address: `/webhooks/turn`."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TurnInput:  # noqa: ARG003
        """The secret comes from the environment alone, so that it is in no file of the project."""
        return cls(os.environ.get(SECRET, ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The three routes. Rasa's own handler is not used: it takes one message at a time and parses commands."""
        blueprint = Blueprint("turn_channel", "turn_channel")
        blueprint.add_route(self._guarded(self._ready), "/ready", methods=["GET"])
        blueprint.add_route(self._guarded(self._parse), "/parse", methods=["POST"])
        blueprint.add_route(self._guarded(self._turn), "/", methods=["POST"])
        return blueprint

    def _guarded(self, handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request) -> HTTPResponse:
            if not self._is_authorised(request):
                return _error(401, "unauthorised", "expected the internal secret as a bearer token")
            try:
                return await handler(request)
            except BaseMismatch as mismatch:
                return response.json({"error": "base", "base": mismatch.base}, status=409)
            except BadRequest as error:
                return _error(422, "invalid", str(error))
            except NoModel as error:
                return _error(503, "no_model", str(error))
            except (asyncio.CancelledError, SanicException):
                raise
            except Exception:
                logger.exception("A turn failed; the gateway asks again from its own base.")
                return _error(500, "failed", "the bot failed, see its log")

        return guarded

    def _is_authorised(self, request: Request) -> bool:
        kind, _, token = str(request.headers.get("authorization", "")).partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), self._secret.encode())

    async def _ready(self, request: Request) -> HTTPResponse:
        self._turn_taker(request)
        return response.json({"status": "ready"})

    async def _parse(self, request: Request) -> HTTPResponse:
        text = read_text(_body(request))
        understanding = await self._turn_taker(request).understand(text)
        return response.json(understanding.as_answer())

    async def _turn(self, request: Request) -> HTTPResponse:
        turn = read_turn(_body(request))
        return response.json(await self._turn_taker(request).take(turn))

    def _turn_taker(self, request: Request) -> TurnTaker:
        """The taker for the agent as it is now; loading another model makes another processor."""
        agent = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            raise NoModel("no model is loaded")
        if self._taker is None or self._taker[0] is not agent.processor:
            self._taker = (agent.processor, TurnTaker(agent))
        return self._taker[1]


def _body(request: Request) -> Any:
    if len(request.body) > LARGEST_BODY:
        raise BadRequest(f"body: expected at most {LARGEST_BODY} bytes")
    try:
        return request.json
    except InvalidUsage:
        raise BadRequest("body: expected JSON") from None


def _error(status: int, code: str, detail: str) -> HTTPResponse:
    return response.json({"error": code, "detail": detail}, status=status)
