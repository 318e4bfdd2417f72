"""The recommender's model over HTTP: how it stands, training anew, going back, and the shop's threshold."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from assist_api.dependencies import BusDep, ClockDep, DatabaseDep, SettingsDep
from assist_api.flows.learning import standing
from assist_api.flows.learning.live import LiveLearning, model_files
from assist_api.security import Principal, require
from assist_api.training import service
from assist_api.training.schemas import ModelView, Standing, ThresholdWanted
from assist_api.training.service import BUS_TOPIC

router = APIRouter(prefix="/api/v1/recommender", tags=["recommender"])

Trainer = Annotated[Principal, Depends(require("trainer"))]
Owner = Annotated[Principal, Depends(require("owner"))]
IfMatch = Annotated[str | None, Header(description='the version to change, as in ETag: "3"')]
Version = Annotated[str, Path(max_length=40, pattern=r"^[0-9a-z-]+$")]


def _learning(request: Request) -> LiveLearning:
    learning: LiveLearning = request.app.state.learning
    return learning


LearningDep = Annotated[LiveLearning, Depends(_learning)]


@router.get("")
async def show_recommender(
    _trainer: Trainer, database: DatabaseDep, clock: ClockDep, learning: LearningDep, response: Response
) -> Standing:
    """The version in use with its curve and threshold, how many replies came since, and whether one is training."""
    async with database.read() as session:
        found = await standing.standing(session, clock(), learning.problem)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.patch("")
async def set_threshold(
    wanted: ThresholdWanted,
    _owner: Owner,
    database: DatabaseDep,
    clock: ClockDep,
    bus: BusDep,
    response: Response,
    if_match: IfMatch = None,
) -> Standing:
    """From which score on suggestions are pushed: the score itself, or that at which the curve has this precision."""
    async with database.begin() as session:
        await service.set_threshold(session, wanted, if_match)
        await session.flush()
        found = await standing.standing(session, clock())
    await bus.publish(BUS_TOPIC, {"kind": "threshold"})
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.post("/models", status_code=202)
async def start_training(_trainer: Trainer, database: DatabaseDep, clock: ClockDep, bus: BusDep) -> Standing:
    """Ask for a training in the background; while one runs, that is the one."""
    async with database.begin() as session:
        await service.ask_for_training(session, clock())
        await session.flush()
        found = await standing.standing(session, clock())
    await bus.publish(BUS_TOPIC, {"kind": "asked"})
    return found


@router.post("/models/{version}/activate")
async def activate_model(
    version: Version, _trainer: Trainer, database: DatabaseDep, bus: BusDep, clock: ClockDep, settings: SettingsDep
) -> ModelView:
    """Roll back or forward; 409 for one whose files are gone or damaged."""
    return await standing.activate(database, bus, model_files(settings.models), version, clock())
