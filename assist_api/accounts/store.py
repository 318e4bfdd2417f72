"""Queries on accounts, sessions, tokens and login attempts; every function works in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.accounts.tables import Account, ApiToken, LoginAttempt, LoginSession


class LiveSession(NamedTuple):
    session: LoginSession
    account: Account


async def account_named(session: AsyncSession, name: str) -> Account | None:
    return (await session.execute(select(Account).where(Account.name == name))).scalar_one_or_none()


async def has_accounts(session: AsyncSession) -> bool:
    return bool((await session.execute(select(func.count(Account.id)))).scalar_one())


async def accounts(session: AsyncSession) -> Sequence[Account]:
    return (await session.execute(select(Account).order_by(Account.id))).scalars().all()


async def live_session(session: AsyncSession, token_hash: str, now: datetime) -> LiveSession | None:
    """The session of a cookie and its account, unless expired or the account is disabled; one SELECT."""
    found = await session.execute(
        select(LoginSession, Account)
        .join(Account, Account.id == LoginSession.account_id)
        .where(LoginSession.token_hash == token_hash, LoginSession.expires_at > now, Account.disabled.is_(False))
    )
    row = found.one_or_none()
    return LiveSession(row[0], row[1]) if row else None


async def live_token(session: AsyncSession, token_hash: str, now: datetime) -> ApiToken | None:
    """The bearer token, unless revoked or expired; one SELECT."""
    found = await session.execute(
        select(ApiToken).where(
            ApiToken.token_hash == token_hash,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at.is_(None) | (ApiToken.expires_at > now),
        )
    )
    return found.scalar_one_or_none()


async def touch_session(session: AsyncSession, token_hash: str, now: datetime) -> None:
    await session.execute(update(LoginSession).where(LoginSession.token_hash == token_hash).values(last_seen_at=now))


async def touch_token(session: AsyncSession, token_id: int, now: datetime) -> None:
    await session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash))


async def end_sessions_of(session: AsyncSession, account_id: int, but: str | None = None) -> None:
    """End an account's sessions, except the one whose token hash is `but`."""
    ended = delete(LoginSession).where(LoginSession.account_id == account_id)
    await session.execute(ended if but is None else ended.where(LoginSession.token_hash != but))


async def forget_before(session: AsyncSession, now: datetime, attempts_before: datetime) -> None:
    """Remove expired sessions and attempts too old to count."""
    await session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    await session.execute(delete(LoginAttempt).where(LoginAttempt.at < attempts_before))


async def failures_of_name(session: AsyncSession, name: str, since: datetime, before_id: int) -> Sequence[datetime]:
    return await _failures(session, LoginAttempt.name == name, since, before_id)


async def failures_of_address(
    session: AsyncSession, address: str, since: datetime, before_id: int
) -> Sequence[datetime]:
    return await _failures(session, LoginAttempt.address == address, since, before_id)


async def _failures(
    session: AsyncSession, whose: ColumnElement[bool], since: datetime, before_id: int
) -> Sequence[datetime]:
    found = select(LoginAttempt.at).where(whose, LoginAttempt.at > since, LoginAttempt.id < before_id)
    return (await session.execute(found)).scalars().all()


async def forget_attempt(session: AsyncSession, attempt_id: int) -> None:
    await session.execute(delete(LoginAttempt).where(LoginAttempt.id == attempt_id))


async def forget_attempts_on(session: AsyncSession, name: str) -> None:
    await session.execute(delete(LoginAttempt).where(LoginAttempt.name == name))


async def tokens(session: AsyncSession) -> Sequence[ApiToken]:
    return (await session.execute(select(ApiToken).order_by(ApiToken.id))).scalars().all()


async def revoke_tokens_named(session: AsyncSession, name: str, now: datetime) -> int:
    """How many live tokens of that name there were."""
    live = (
        (await session.execute(select(ApiToken).where(ApiToken.name == name, ApiToken.revoked_at.is_(None))))
        .scalars()
        .all()
    )
    for token in live:
        token.revoked_at = now
    return len(live)
