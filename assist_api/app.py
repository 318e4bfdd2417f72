"""Puts the public application together; the internal one is in `flows.answering`."""

from fastapi import FastAPI

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
from assist_api.error_answers import answer_errors_in_one_shape
from assist_api.flows.desk import routes as desk_routes
from assist_api.flows.learning import routes as learning_routes
from assist_api.flows.mining import routes as mining_routes
from assist_api.flows.suggesting import routes as suggesting_routes
from assist_api.flows.suggesting.feedback import Feedbacks
from assist_api.flows.suggesting.service import make_suggester
from assist_api.flows.teaching import routes as teaching_routes
from assist_api.flows.visit import routes as visit_routes
from assist_api.pages import serve_pages
from assist_api.phrases import routes as phrase_routes
from assist_api.proposals import routes as proposal_routes
from assist_api.settings import Settings
from assist_api.shop import routes as shop_routes
from assist_api.training import routes as training_routes
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
    app.state.suggester, app.state.learning = make_suggester(settings, database, bus, bot, clock)
    app.state.feedbacks = Feedbacks(database, bus, clock, app.state.learning)
    app.state.authenticate = make_authenticator(database, clock)
    answer_errors_in_one_shape(app)
    app.include_router(account_routes.router)
    app.include_router(channel_routes.router)
    app.include_router(chat_routes.router)
    app.include_router(visit_routes.router)
    app.include_router(desk_routes.router)
    app.include_router(teaching_routes.router)  # before the phrases: its paths look like a phrase's id
    app.include_router(phrase_routes.router)
    app.include_router(proposal_routes.router)
    app.include_router(mining_routes.router)
    app.include_router(shop_routes.router)
    app.include_router(suggesting_routes.router)
    app.include_router(training_routes.router)
    app.include_router(learning_routes.router)
    app.include_router(understanding_routes.router)
    app.include_router(health.router)
    serve_pages(app, settings.pages)
    web_security.guard(app, settings.upload_max_bytes, AllowedOrigins(database, clock))
    return app
