"""What guards every request before a route sees it: response headers, bounded and storable bodies, other sites' pages.

Plain ASGI: Starlette's BaseHTTPMiddleware would hold streams back and hide a client that went away.
"""

import json
import re
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assist_api.errors import BadInput, TooLarge, XiaoerError, body_of

JSON_MAX_BYTES = 256 * 1024
MULTIPART_OVERHEAD_BYTES = 64 * 1024

Origins = Callable[[], Awaitable[Collection[str]]]
"""Gives the origins whose pages may talk to the buyers' routes."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_CROSS_ORIGIN_PATHS = re.compile(r"/api/v1/chat/.*|/widget\.js")
# What JSON may carry and UTF-8 or PostgreSQL cannot: NUL and lone surrogates (half an emoji, cut off by a page),
# escaped or raw; a raw NUL also betrays UTF-16, which Python's reader accepts. Only a suspicious body is read twice.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\xed[\xa0-\xbf]|\x00")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def guard(app: FastAPI, upload_max_bytes: int, origins: Origins) -> None:
    """Put the three guards before every route of the public app."""
    # Starlette runs the one added last first: even a refusal carries the headers.
    app.add_middleware(BodyGuard, multipart_max_bytes=upload_max_bytes + MULTIPART_OVERHEAD_BYTES)
    app.add_middleware(ChannelCors, origins=origins)
    app.add_middleware(SecurityHeaders)


def client_address(request: Request, proxy_hops: int) -> str:
    """Who called, for rate limits. X-Forwarded-For can be invented by anyone, so it counts only behind `proxy_hops`
    proxies of our own, each of which appends the address it saw: the last `proxy_hops` entries are to be trusted."""
    seen = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if proxy_hops and len(seen) >= proxy_hops:
        return seen[-proxy_hops][:64]
    return request.client.host if request.client else "unknown"


class SecurityHeaders:
    """Adds the browser's safety rules to every answer; a route's own header of the same name stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_guarded)


class BodyGuard:
    """Refuses bodies that are too large (413, in the one error shape) and puts U+FFFD for what cannot be stored.

    What a buyer types must arrive, so half an emoji is no reason to refuse a message.
    """

    def __init__(self, app: ASGIApp, multipart_max_bytes: int, json_max_bytes: int = JSON_MAX_BYTES) -> None:
        self._app = app
        self._multipart_max_bytes = multipart_max_bytes
        self._json_max_bytes = json_max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            guarded = await self._guarded(scope, receive)
        except XiaoerError as error:
            await JSONResponse(body_of(error), status_code=error.status)(scope, receive, send)
            return
        await self._app(scope, guarded, send)

    async def _guarded(self, scope: Scope, receive: Receive) -> Receive:
        if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
            raise BadInput("地址里有不能使用的字符")
        headers = Headers(scope=scope)
        if "content-length" not in headers and "transfer-encoding" not in headers:
            return receive
        multipart = headers.get("content-type", "").lower().startswith("multipart/")
        limit = self._multipart_max_bytes if multipart else self._json_max_bytes
        if _announced(headers) > limit:
            raise _too_large(limit)
        if multipart:
            return _counted(receive, limit)
        body = await _whole_body(receive, limit)
        if body is None:
            return _gone
        return _replayed(_storable(body), receive)


class ChannelCors:
    """Lets pages of registered channels, and no others, call the buyers' routes; agents' routes are never shared.

    Credentials are not allowed: a buyer is known by the bearer token alone.
    """

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins
        self._cors = self._for(())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _CROSS_ORIGIN_PATHS.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        allowed = frozenset(await self._origins()) if origin is not None else frozenset()
        if origin is not None and allowed != self._cors.allow_origins:
            self._cors = self._for(allowed)
        if origin is None or origin in allowed:
            await self._cors(scope, receive, send)
        else:
            # An unknown origin's preflight reaches the routes, which refuse OPTIONS in our own error shape.
            await self._cors.simple_response(scope, receive, send, request_headers=headers)

    def _for(self, origins: Collection[str]) -> CORSMiddleware:
        return CORSMiddleware(
            self._app,
            allow_origins=frozenset(origins),
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "Last-Event-ID"),
        )


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _too_large(limit: int) -> TooLarge:
    return TooLarge("内容太大了", max_bytes=limit)


async def _whole_body(receive: Receive, limit: int) -> bytes | None:
    """The body, at most `limit` bytes; None when the client went away before its end."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body first, then whatever the client does next: streams learn from it that the client went away."""
    unread = True

    async def replay() -> Message:
        nonlocal unread
        if unread:
            unread = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay


def _counted(receive: Receive, limit: int) -> Receive:
    size = 0

    async def count() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            # Starlette's own error: its form reader passes this one on, and wraps every other.
            raise HTTPException(413, "内容太大了")
        return message

    return count


async def _gone() -> Message:
    return {"type": "http.disconnect"}


def _storable(body: bytes) -> bytes:
    """The same JSON with U+FFFD in place of each character that cannot be stored; what is no JSON stays as it is."""
    if not _SUSPECT.search(body):
        return body
    try:
        value = json.loads(body)
        return json.dumps(_cleaned(value)).encode() if _has_unstorable_text(value) else body
    except ValueError:
        return body  # The route says so in its own words, or does not read it.
    except RecursionError:
        raise BadInput("内容的层次太深了") from None


def _has_unstorable_text(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_UNSTORABLE.search(value))
    if isinstance(value, dict):
        return any(_has_unstorable_text(key) or _has_unstorable_text(part) for key, part in value.items())
    return isinstance(value, list) and any(_has_unstorable_text(part) for part in value)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub(_REPLACEMENT, value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value
