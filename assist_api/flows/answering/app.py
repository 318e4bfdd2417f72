"""The internal app: a second ASGI app on loopback that only the action server may ask."""

from fastapi import Depends, FastAPI, Request

from assist_api.bus import Bus
from assist_api.clock import Clock, system_clock
from assist_api.database import Database
from assist_api.dependencies import ClockDep, DatabaseDep, SettingsDep
from assist_api.error_answers import answer_errors_in_one_shape
from assist_api.errors import Unauthenticated
from assist_api.flows.answering.contract import SkillAnswer, SkillAsk
from assist_api.flows.answering.service import answer
from assist_api.flows.answering.taught import TAUGHT, TaughtAnswers, answer_as_taught
from assist_api.security import required_bearer, same
from assist_api.settings import Settings
from assist_api.taxonomy import Taxonomy


async def _only_with_the_secret(request: Request, settings: SettingsDep) -> None:
    if not same(required_bearer(request), settings.internal_secret):
        raise Unauthenticated("内部密钥不对")


def create_internal_app(
    settings: Settings,
    database: Database,
    bus: Bus | None = None,
    clock: Clock = system_clock,
    taught: TaughtAnswers | None = None,
) -> FastAPI:
    """The internal app over parts the caller owns (and closes). It has no documentation routes.

    Without `taught` the bot answers by its skills alone.
    """
    app = FastAPI(
        title="Xiaoer internal",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(_only_with_the_secret)],
    )
    app.state.settings = settings
    app.state.database = database
    app.state.bus = bus
    app.state.clock = clock
    app.state.taught = taught
    app.state.taxonomy = Taxonomy.load(settings.data)
    app.add_api_route("/answers/{skill}", _answer_skill, methods=["POST"], response_model=SkillAnswer)
    answer_errors_in_one_shape(app)
    return app


async def _answer_skill(
    skill: str, ask: SkillAsk, request: Request, database: DatabaseDep, clock: ClockDep
) -> SkillAnswer:
    taught: TaughtAnswers | None = request.app.state.taught
    if taught is None:
        return SkillAnswer() if skill == TAUGHT else await answer(skill, ask, database, clock())
    return await answer_as_taught(skill, ask, database, clock(), taught, request.app.state.taxonomy)
