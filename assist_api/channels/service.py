"""Channels: making them, checking what they sign, and which pages may call us."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.channels import store
from assist_api.channels.tables import Channel
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput, Conflict, NotFound, Unauthenticated
from assist_api.rules.origins import normalised_origin
from assist_api.rules.signed_moment import is_fresh, parsed_moment
from assist_api.security import buyer_signature, new_token, same

DEFAULT_CHANNEL = "web"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
# A line break in the id would let one signature stand for two messages.
_EXTERNAL_ID = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]{1,200}")
_SIGNATURE = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class NewChannel:
    name: str
    origins: list[str]
    secret: str


async def create_channel(session: AsyncSession, now: datetime, name: str, origins: Sequence[str]) -> NewChannel:
    """A channel with a fresh secret, which the shop's server needs to sign for its buyers."""
    if not _NAME.fullmatch(name):
        raise BadInput("渠道名要以小写字母开头，只用小写字母、数字、- 和 _，不超过 40 个字符", field="name")
    if await store.channel_named(session, name):
        raise Conflict(f"已经有叫 {name} 的渠道了", code="name_taken")
    try:
        clean = list(dict.fromkeys(normalised_origin(origin) for origin in origins))
    except ValueError as error:
        raise BadInput(str(error), field="origin") from None
    secret = new_token("xc")
    session.add(Channel(name=name, secret=secret, origins=clean, created_at=now))
    return NewChannel(name, clean, secret)


async def ensure_default_channel(database: Database, clock: Clock) -> None:
    """The channel `web`: our own pages, same origin, so no origin has to be listed."""
    async with database.begin() as session:
        if await store.channel_named(session, DEFAULT_CHANNEL) is None:
            await create_channel(session, clock(), DEFAULT_CHANNEL, [])


async def require_channel(session: AsyncSession, name: str) -> Channel:
    channel = await store.channel_named(session, name)
    if channel is None:
        raise NotFound("没有这个渠道", code="unknown_channel", field="channel")
    return channel


async def verify_buyer(
    session: AsyncSession, channel_name: str, external_id: str, issued_at: str, signature: str, now: datetime
) -> None:
    """Return if the channel's server signed for this buyer lately.

    Raises Unauthenticated `bad_signature` (also for an unknown channel, in the same words) or `expired`, and BadInput
    when what was properly signed is no time: only somebody with the secret can get there, and wants to know.
    """
    channel = await store.channel_named(session, channel_name) if _NAME.fullmatch(channel_name) else None
    well_formed = bool(_EXTERNAL_ID.fullmatch(external_id) and _SIGNATURE.fullmatch(signature) and issued_at.isascii())
    secret = channel.secret if channel else ""
    if not well_formed or not _signed_by(secret, channel_name, external_id, issued_at, signature):
        raise Unauthenticated("买家身份签名不对", code="bad_signature")
    try:
        signed = parsed_moment(issued_at)
    except (ValueError, OverflowError):
        raise BadInput("签名时间要写成带时区的 ISO 8601 或 Unix 秒", field="buyer.issued_at") from None
    if not is_fresh(signed, now):
        raise Unauthenticated("买家身份签名已过期", code="expired")


def _signed_by(secret: str, channel: str, external_id: str, issued_at: str, signature: str) -> bool:
    # Without a secret there is nothing to sign with: an empty key would be one everybody knows.
    return bool(secret) and same(buyer_signature(secret, channel, external_id, issued_at), signature.lower())


class AllowedOrigins:
    """The origins of all channels, asked of the database at most every ten seconds; for the CORS guard."""

    KEPT_FOR = timedelta(seconds=10)

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._origins: frozenset[str] = frozenset()
        self._read_at: datetime | None = None

    async def __call__(self) -> frozenset[str]:
        now = self._clock()
        if self._read_at is None or now - self._read_at >= self.KEPT_FOR:
            async with self._database.read() as session:
                self._origins = await store.origins(session)
            self._read_at = now
        return self._origins
