"""What routes ask FastAPI for: the parts one running application shares."""

from typing import Annotated, cast

from fastapi import Depends, Request

from assist_api.bus import Bus
from assist_api.clients.actions import ActionsClient
from assist_api.clients.bot import BotClient
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.settings import Settings


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


def _database(request: Request) -> Database:
    return cast(Database, request.app.state.database)


def _bus(request: Request) -> Bus:
    return cast(Bus, request.app.state.bus)


def _clock(request: Request) -> Clock:
    return cast(Clock, request.app.state.clock)


def _bot(request: Request) -> BotClient:
    return cast(BotClient, request.app.state.bot)


def _actions(request: Request) -> ActionsClient:
    return cast(ActionsClient, request.app.state.actions)


SettingsDep = Annotated[Settings, Depends(_settings)]
DatabaseDep = Annotated[Database, Depends(_database)]
BusDep = Annotated[Bus, Depends(_bus)]
ClockDep = Annotated[Clock, Depends(_clock)]
BotDep = Annotated[BotClient, Depends(_bot)]
ActionsDep = Annotated[ActionsClient, Depends(_actions)]
