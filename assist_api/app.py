"""Puts the public application together; the internal one is in `flows.answering`."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assist_api import health, web_security
from assist_api.accounts import routes as account_routes
from assist_api.accounts.service import make_authenticator
from assist_api.bus import Bus
from assist_api.channels import routes as channel_routes
from assist_api.channels.service import AllowedOrigins
from assist_api.chat import routes as chat_routes
from assist_api.clients.actions import ActionsClient
from assist_api.clients.bot import BotClient
from assist_api.clock import Clock, system_clock
from assist_api.database import Database
from assist_api.errors import BadInput, XiaoerError, body_of
from assist_api.flows.desk import routes as desk_routes
from assist_api.flows.suggesting import routes as suggesting_routes
from assist_api.flows.suggesting.service import make_suggester
from assist_api.flows.visit import routes as visit_routes
from assist_api.pages import serve_pages
from assist_api.phrases import routes as phrase_routes
from assist_api.settings import Settings
from assist_api.shop import routes as shop_routes
from assist_api.understanding import routes as understanding_routes


def create_app(
    settings: Settings, database: Database, bus: Bus, bot: BotClient, clock: Clock = system_clock
) -> FastAPI:
    """The public app over parts the caller owns (and closes)."""
    app = FastAPI(
        title="Xiaoer",
        version="0.1.0",
        docs_url=None,  # its scripts come from other hosts, which our own content policy forbids
        redoc_url=None,
        responses={422: {"description": "bad input, in the one error shape"}},
    )
    app.state.settings = settings
    app.state.database = database
    app.state.bus = bus
    app.state.bot = bot
    app.state.actions = ActionsClient(settings.actions_url)
    app.state.clock = clock
    app.state.suggester = make_suggester(settings, database, bus, bot, clock)
    app.state.authenticate = make_authenticator(database, clock)
    _answer_errors_in_one_shape(app)
    app.include_router(account_routes.router)
    app.include_router(channel_routes.router)
    app.include_router(chat_routes.router)
    app.include_router(visit_routes.router)
    app.include_router(desk_routes.router)
    app.include_router(phrase_routes.router)
    app.include_router(shop_routes.router)
    app.include_router(suggesting_routes.router)
    app.include_router(understanding_routes.router)
    app.include_router(health.router)
    serve_pages(app, settings.pages)
    web_security.guard(app, settings.upload_max_bytes, AllowedOrigins(database, clock))
    return app


def _answer_errors_in_one_shape(app: FastAPI) -> None:
    @app.exception_handler(XiaoerError)
    async def _ours(_request: Request, error: XiaoerError) -> JSONResponse:
        return JSONResponse(body_of(error), status_code=error.status)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # `input` and `ctx` may repeat private data or hold things JSON cannot: left out.
        fields = [{"field": ".".join(str(part) for part in e["loc"]), "problem": e["msg"]} for e in error.errors()]
        ours = BadInput("请求内容有误，请检查后再试", fields=fields)
        return JSONResponse(body_of(ours), status_code=ours.status)

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse(
            _plain(error.status_code, str(error.detail)), status_code=error.status_code, headers=error.headers
        )

    @app.exception_handler(Exception)
    async def _unforeseen(_request: Request, _error: Exception) -> JSONResponse:
        return JSONResponse(_plain(500, "系统出了点问题，请稍后再试"), status_code=500)


def _plain(status: int, message: str) -> dict[str, Any]:
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 500: "internal"}
    return {"error": {"code": codes.get(status, f"http_{status}"), "message": message, "details": {}}}
