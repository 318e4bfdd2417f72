"""Who is calling, and may they? Principals, roles, and the primitives under tokens, signatures and passwords.

Topics declare what a route needs with `Depends(require("agent"))`; buyers' routes use `chat`'s own dependency. How a
principal is found (session cookie or bearer token) is in `accounts`, which `app` hangs on `app.state.authenticate`;
this module knows no table.
"""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from fastapi import Request

from assist_api.errors import Forbidden, Unauthenticated

Role = Literal["agent", "trainer", "owner"]
ROLES: tuple[Role, ...] = ("agent", "trainer", "owner")


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody of the shop (or a program of theirs), found by cookie or token."""

    account_id: int | None
    name: str
    role: Role
    by: Literal["session", "token"]

    def may(self, role: Role) -> bool:
        """Roles include those before them."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Authenticate(Protocol):
    """Finds the principal of a request or raises Unauthenticated; checks CSRF for cookies on unsafe methods."""

    def __call__(self, request: Request) -> Awaitable[Principal]: ...


@dataclass(frozen=True)
class RequireRole:
    """The dependency behind `require`; a class so that a test can walk the routes and read what each one needs."""

    role: Role

    async def __call__(self, request: Request) -> Principal:
        authenticate: Authenticate = request.app.state.authenticate
        principal = await authenticate(request)
        if not principal.may(self.role):
            raise Forbidden("您的账号没有这项权限", needs=self.role)
        return principal


def require(role: Role) -> Callable[[Request], Awaitable[Principal]]:
    return RequireRole(role)


def bearer_token(request: Request) -> str | None:
    """The token of the Authorization header; tokens are never read from the URL, which ends up in logs."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def required_bearer(request: Request) -> str:
    token = bearer_token(request)
    if token is None:
        raise Unauthenticated("请先登录或带上令牌")
    return token


def new_token(prefix: str) -> str:
    """256 random bits; the prefix tells people and secret scanners what kind of token leaked."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """What is stored of a token. Plain SHA-256 is enough: the token is random, nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def buyer_signature(secret: str, channel: str, external_id: str, issued_at: str) -> str:
    """Hex HMAC-SHA256 over `channel\\nexternal_id\\nissued_at`, as a shop's own site computes it."""
    message = f"{channel}\n{external_id}\n{issued_at}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def same(a: str, b: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(a.encode(), b.encode())
