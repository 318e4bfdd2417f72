"""`/api/v1/auth`: logging in and out in the browser. Programs use bearer tokens and need none of this."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from assist_api.accounts import service
from assist_api.accounts.schemas import LoginBody, PasswordBody, WhoAmI
from assist_api.dependencies import ClockDep, DatabaseDep, SettingsDep
from assist_api.errors import Forbidden
from assist_api.security import Principal, require
from assist_api.settings import Settings
from assist_api.web_security import client_address

router = APIRouter(prefix="/api/v1/auth", tags=["auth"])
Anybody = Annotated[Principal, Depends(require("agent"))]


@router.post("/login")
async def log_in(
    body: LoginBody, request: Request, response: Response, settings: SettingsDep, database: DatabaseDep, clock: ClockDep
) -> WhoAmI:
    """Log in; sets the session cookie. Wrong name or password: 401; too many tries: 429 with `retry_after`."""
    # Another site must not log a browser in under an account of its own choosing either.
    service.refuse_other_sites(request)
    login = await service.log_in(
        database,
        clock(),
        body.name,
        body.password,
        client_address(request, settings.proxy_hops),
        lasts=timedelta(days=settings.session_days),
        replaces=request.cookies.get(service.COOKIE),
    )
    _set_cookie(response, login.cookie, settings)
    return login.who


@router.get("/me")
async def who_am_i(principal: Anybody, request: Request, database: DatabaseDep, clock: ClockDep) -> WhoAmI:
    """Who is calling, with the CSRF token a page needs after a reload."""
    async with database.read() as session:
        return await service.who_am_i(session, principal, request.cookies.get(service.COOKIE), clock())


@router.post("/logout", status_code=204)
async def log_out(
    principal: Anybody, request: Request, response: Response, settings: SettingsDep, database: DatabaseDep
) -> None:
    """End this browser's session. A bearer token stays valid: it is revoked on the command line."""
    cookie = request.cookies.get(service.COOKIE)
    if principal.by == "session" and cookie is not None:
        async with database.begin() as session:
            await service.log_out(session, cookie)
    response.delete_cookie(
        service.COOKIE, path="/", secure=not settings.insecure_cookies, httponly=True, samesite="strict"
    )


@router.post("/password", status_code=204)
async def change_password(
    body: PasswordBody,
    principal: Anybody,
    request: Request,
    settings: SettingsDep,
    database: DatabaseDep,
    clock: ClockDep,
) -> None:
    """Set a new password; one's sessions in other browsers end."""
    cookie = request.cookies.get(service.COOKIE)
    if principal.by != "session" or cookie is None:
        raise Forbidden("令牌没有密码可改，请登录后再改", code="session_needed")
    await service.change_password(
        database,
        clock(),
        principal,
        body.current,
        body.new,
        address=client_address(request, settings.proxy_hops),
        cookie=cookie,
    )


def _set_cookie(response: Response, value: str, settings: Settings) -> None:
    # Browsers count loopback as safe and take a Secure cookie over plain http there (Chromium 89, Firefox 75 and later;
    # Safari does not), so only a shop served over plain http elsewhere needs `insecure_cookies`.
    response.set_cookie(
        service.COOKIE,
        value,
        max_age=settings.session_days * 24 * 3600,
        path="/",
        secure=not settings.insecure_cookies,
        httponly=True,
        samesite="strict",
    )
