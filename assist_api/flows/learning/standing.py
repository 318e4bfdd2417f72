"""How the recommender stands, and going back or forward to another version."""

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.bus import Bus
from assist_api.database import Database
from assist_api.errors import Conflict
from assist_api.flows.learning.model_files import ModelFiles
from assist_api.flows.learning.past import replies_since
from assist_api.recommender.learning.artefact import Damaged
from assist_api.training import service, store
from assist_api.training.schemas import ModelView, Standing
from assist_api.training.service import BUS_TOPIC


async def standing(session: AsyncSession, now: datetime, problem: str = "") -> Standing:
    """`problem`: what this worker could not load, if anything."""
    state, active = await store.state(session), await store.active(session)
    curve = service.curve_of(active.figures) if active else []
    newest = await store.newest(session)
    running = service.is_training(state, now)
    return Standing(
        version=state.version if state else service.FIRST_VERSION,
        active=active.version if active else None,
        trained_at=active.trained_at if active else None,
        threshold=service.threshold_in_force(state, curve),
        target_precision=state.target_precision if state else None,
        curve=curve,
        new_replies=await replies_since(session, newest.trained_at if newest else None),
        training="running" if running else "asked" if state and state.asked_at else "idle",
        problem=problem or (state.problem if state else ""),
    )


async def activate(database: Database, bus: Bus | None, files: ModelFiles, version: str, now: datetime) -> ModelView:
    """Use this version from now on, on every worker. Raises NotFound, and Conflict for one that cannot be used."""
    async with database.read() as session:
        known = await service.get(session, version)
    if known.has_files:
        try:
            await asyncio.to_thread(files.check, version)
        except Damaged as damaged:
            raise Conflict(f"{damaged}，请选别的版本", code="damaged", version=version) from damaged
    async with database.begin() as session:
        model = await service.get(session, version)
        await service.put_in_use(session, model, "人工选用", now)
        view = ModelView.model_validate(model)
    if bus is not None:
        await bus.publish(BUS_TOPIC, {"kind": "model"})
    return view
