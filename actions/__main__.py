"""Starts the action server on loopback: `python -m actions --port 5055`, in the repository root.

Not `python -m rasa_sdk`: that listens on every interface unless told otherwise, and answers whoever asks.
"""

from __future__ import annotations

import argparse
import hmac
import logging
import os
import sys

from rasa_sdk import utils
from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.client import AnswerError

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of a request: Rasa sends the whole tracker with every call."""


def guarded_app(secret: str) -> Sanic:
    """The SDK's app, which runs actions only for whoever knows the secret; `/health` is open."""
    app = create_app("actions", cors_origins="")
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.ACCESS_LOG = False

    async def refuse_strangers(request: Request) -> HTTPResponse | None:
        kind, _, token = str(request.headers.get("authorization", "")).partition(" ")
        knows = kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), secret.encode())
        if knows or request.path == "/health":
            return None
        return response.json({"error": "unauthorised"}, status=401)

    async def answer_failure(request: Request, error: Exception) -> HTTPResponse:  # noqa: ARG001
        # The SDK would send the whole tracker back with the error, for Rasa to log.
        logger.error("An action failed: %s", error, exc_info=None if isinstance(error, AnswerError) else error)
        return response.json({"error": type(error).__name__}, status=500)

    app.register_middleware(refuse_strangers, "request")
    app.error_handler.add(AnswerError, answer_failure)
    app.error_handler.add(Exception, answer_failure)
    return app


def main() -> int:
    """Command line; returns 2 where the environment lacks what is needed."""
    parser = argparse.ArgumentParser(prog="python -m actions", description="start the action server on loopback")
    parser.add_argument("--port", type=int, default=5055)
    options = parser.parse_args()
    missing = [name for name in ("XIAOER_INTERNAL_SECRET", "XIAOER_INTERNAL_URL") if not os.environ.get(name)]
    if missing:
        print(f"{' and '.join(missing)} must be set (the supervisor does)", file=sys.stderr)
        return 2
    utils.configure_colored_logging("INFO")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else one line a call, with the buyer's conversation
    guarded_app(os.environ["XIAOER_INTERNAL_SECRET"]).run(LOOPBACK, options.port, workers=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
