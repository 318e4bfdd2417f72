"""Logging in and out, who is calling, and the accounts and tokens behind it."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, cast, get_args
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.accounts import passwords, store
from assist_api.accounts.schemas import AccountOut, WhoAmI
from assist_api.accounts.tables import Account, ApiToken, LoginAttempt, LoginSession
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput, Conflict, Forbidden, NotFound, TooManyRequests, Unauthenticated
from assist_api.rules import login_limit
from assist_api.security import Authenticate, Principal, Role, bearer_token, new_token, same, token_hash

COOKIE = "xiaoer_session"
CSRF_HEADER = "X-CSRF-Token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NOTED_EVERY = timedelta(minutes=1)
_LOGIN_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,39}")


@dataclass(frozen=True, slots=True)
class Login:
    """A fresh login: what the page gets, and the cookie's value."""

    who: WhoAmI
    cookie: str


class NewAccount(NamedTuple):
    name: str
    role: Role
    password: str


_FIRST: tuple[tuple[str, str, Role], ...] = (
    ("owner", "店主", "owner"),
    ("trainer", "训练师小周", "trainer"),
    ("xiaolin", "小林", "agent"),
)


async def log_in(
    database: Database,
    now: datetime,
    name: str,
    password: str,
    address: str,
    lasts: timedelta,
    replaces: str | None = None,
) -> Login:
    """A new session for the right password; the browser's session so far (`replaces`, a cookie value) ends.

    Raises Unauthenticated in the same words and after the same work for a wrong password, an unknown name and a
    disabled account, and TooManyRequests with `retry_after` in seconds.
    """
    name = name.strip().lower()
    account, _ = await _open_attempt(database, now, name, address)
    right = await passwords.matches(account.password_hash if account else passwords.NOBODYS_HASH, password)
    if account is None or account.disabled or not right:
        raise Unauthenticated("账号或密码不对", code="wrong_login")
    checked_hash = account.password_hash
    fresh_hash = await passwords.hashed(password) if passwords.is_outdated(checked_hash) else checked_hash
    cookie = new_token("xs")
    csrf = secrets.token_urlsafe(32)
    async with database.begin() as session:
        account = await session.get_one(Account, account.id)
        if account.disabled or account.password_hash != checked_hash:
            # The password was reset, or the account disabled, while this one was being checked.
            raise Unauthenticated("账号或密码不对", code="wrong_login")
        account.password_hash = fresh_hash
        await store.forget_before(session, now, now - login_limit.WINDOW)
        await store.forget_attempts_on(session, name)
        if replaces is not None:
            await store.end_session(session, token_hash(replaces))
        session.add(
            LoginSession(
                token_hash=token_hash(cookie),
                account_id=account.id,
                csrf=csrf,
                created_at=now,
                expires_at=now + lasts,
                last_seen_at=now,
            )
        )
    return Login(WhoAmI(account=_shown(account), csrf=csrf), cookie)


async def log_out(session: AsyncSession, cookie: str) -> None:
    await store.end_session(session, token_hash(cookie))


async def who_am_i(session: AsyncSession, principal: Principal, cookie: str | None, now: datetime) -> WhoAmI:
    live = await store.live_session(session, token_hash(cookie), now) if principal.by == "session" and cookie else None
    if live is None:
        shown = AccountOut(id=None, name=principal.name, display_name=principal.name, role=principal.role)
        return WhoAmI(account=shown, csrf=None)
    return WhoAmI(account=_shown(live.account), csrf=live.session.csrf)


async def change_password(
    database: Database, now: datetime, principal: Principal, current: str, new: str, address: str, cookie: str
) -> None:
    """Set a new password; the account's sessions in other browsers end. Wrong tries count like wrong logins."""
    account, attempt = await _open_attempt(database, now, principal.name, address)
    if account is None or not await passwords.matches(account.password_hash, current):
        raise BadInput("现在的密码不对", field="current")
    fresh_hash = await passwords.hashed(new)
    async with database.begin() as session:
        (await session.get_one(Account, account.id)).password_hash = fresh_hash
        await store.forget_attempt(session, attempt)
        await store.end_sessions_of(session, account.id, but=token_hash(cookie))


async def create_account(
    database: Database, now: datetime, name: str, role: str, display_name: str | None = None
) -> NewAccount:
    """A new account with a random password, which is shown once and never again."""
    if not _LOGIN_NAME.fullmatch(name):
        raise BadInput("登录名要以小写字母开头，只用小写字母、数字和 . _ -，不超过 40 个字符", field="name")
    known_role = _role(role)
    password = passwords.new_password()
    password_hash = await passwords.hashed(password)
    async with database.begin() as session:
        if await store.account_named(session, name):
            raise Conflict(f"已经有叫 {name} 的账号了", code="name_taken")
        session.add(_account(name, display_name or name, known_role, password_hash, now))
    return NewAccount(name, known_role, password)


async def reset_password(database: Database, name: str) -> str:
    """A new random password; all sessions of the account end, and wrong tries are forgotten."""
    password = passwords.new_password()
    password_hash = await passwords.hashed(password)
    async with database.begin() as session:
        account = await _existing(session, name)
        account.password_hash = password_hash
        await store.end_sessions_of(session, account.id)
        await store.forget_attempts_on(session, name)
    return password


async def set_disabled(database: Database, name: str, disabled: bool) -> None:
    """Lock an account out at once, or let it in again."""
    async with database.begin() as session:
        account = await _existing(session, name)
        account.disabled = disabled
        if disabled:
            await store.end_sessions_of(session, account.id)


async def create_first_accounts(database: Database, clock: Clock) -> list[NewAccount]:
    """One account a role, with random passwords; nothing when there is any account already."""
    async with database.read() as session:
        if await store.has_accounts(session):
            return []
    made = [NewAccount(name, role, passwords.new_password()) for name, _, role in _FIRST]
    hashes = [await passwords.hashed(account.password) for account in made]
    async with database.begin() as session:
        if await store.has_accounts(session):
            return []
        for (name, display_name, role), password_hash in zip(_FIRST, hashes, strict=True):
            session.add(_account(name, display_name, role, password_hash, clock()))
    return made


async def create_token(
    session: AsyncSession, now: datetime, name: str, role: str, lasts: timedelta | None = None
) -> str:
    """A new bearer token, which is shown once and never again."""
    if not name.strip() or len(name) > 64:
        raise BadInput("令牌要有名字，不超过 64 个字符", field="name")
    token = new_token("xt")
    session.add(
        ApiToken(
            name=name,
            token_hash=token_hash(token),
            role=_role(role),
            created_at=now,
            expires_at=now + lasts if lasts else None,
        )
    )
    return token


async def revoke_tokens(session: AsyncSession, now: datetime, name: str) -> int:
    """Revoke every live token of that name; how many there were."""
    revoked = await store.revoke_tokens_named(session, name, now)
    if not revoked:
        raise NotFound(f"没有叫 {name} 的有效令牌")
    return revoked


def make_authenticator(database: Database, clock: Clock) -> Authenticate:
    """Finds the principal by bearer token, else by cookie; a bad token is never made good by a cookie.

    One SELECT a request. When a session or token was last used is noted at most once a minute.
    """

    async def authenticate(request: Request) -> Principal:
        token = bearer_token(request)
        if token is not None:
            return await _by_token(database, clock(), token)
        cookie = request.cookies.get(COOKIE)
        if cookie is None:
            raise Unauthenticated("请先登录或带上令牌")
        live = await _live_session(database, clock(), cookie)
        if request.method not in _SAFE_METHODS:
            refuse_other_sites(request)
            if not same(request.headers.get(CSRF_HEADER, ""), live.session.csrf):
                raise Forbidden("页面已过期，请刷新后再试", code="csrf")
        return Principal(live.account.id, live.account.name, cast(Role, live.account.role), "session")

    return authenticate


def refuse_other_sites(request: Request) -> None:
    """Raise Forbidden when a browser says that another site's page sent this request."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise Forbidden("请从本系统的页面操作", code="csrf")


async def _by_token(database: Database, now: datetime, token: str) -> Principal:
    async with database.read() as session:
        found = await store.live_token(session, token_hash(token), now)
    if found is None:
        raise Unauthenticated("令牌无效或已过期", code="bad_token")
    if found.last_used_at is None or now - found.last_used_at >= _NOTED_EVERY:
        async with database.begin() as session:
            await store.touch_token(session, found.id, now)
    return Principal(None, found.name, cast(Role, found.role), "token")


async def _live_session(database: Database, now: datetime, cookie: str) -> store.LiveSession:
    async with database.read() as session:
        live = await store.live_session(session, token_hash(cookie), now)
    if live is None:
        raise Unauthenticated("登录已过期，请重新登录")
    if now - live.session.last_seen_at >= _NOTED_EVERY:
        async with database.begin() as session:
            await store.touch_session(session, live.session.token_hash, now)
    return live


async def _open_attempt(database: Database, now: datetime, name: str, address: str) -> tuple[Account | None, int]:
    """The account of a name, if any, and the id of the attempt, written down first: parallel guesses count too."""
    async with database.begin() as session:
        attempt = LoginAttempt(name=name, address=address, at=now)
        session.add(attempt)
    since = now - login_limit.WINDOW
    async with database.read() as session:
        wait = login_limit.seconds_to_wait(
            now,
            await store.failures_of_name(session, name, since, attempt.id),
            await store.failures_of_address(session, address, since, attempt.id),
        )
        account = await store.account_named(session, name)
    if wait:
        # A refused try does not count: whoever waits as told gets in.
        async with database.begin() as session:
            await store.forget_attempt(session, attempt.id)
        raise TooManyRequests("试的次数太多了，请稍后再试", retry_after=wait)
    return account, attempt.id


async def _existing(session: AsyncSession, name: str) -> Account:
    account = await store.account_named(session, name)
    if account is None:
        raise NotFound(f"没有叫 {name} 的账号")
    return account


def _account(name: str, display_name: str, role: Role, password_hash: str, now: datetime) -> Account:
    return Account(
        name=name, display_name=display_name, role=role, password_hash=password_hash, disabled=False, created_at=now
    )


def _role(written: str) -> Role:
    if written not in get_args(Role):
        raise BadInput(f"角色要写 {'、'.join(get_args(Role))} 之一", field="role")
    return cast(Role, written)


def _shown(account: Account) -> AccountOut:
    return AccountOut(
        id=account.id, name=account.name, display_name=account.display_name, role=cast(Role, account.role)
    )
