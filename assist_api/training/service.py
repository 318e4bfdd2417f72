"""Which model is in use, which was, and from which score on the shop wants suggestions pushed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.errors import Conflict, NotFound, VersionMismatch, VersionRequired
from assist_api.training import store
from assist_api.training.schemas import CurvePoint, ModelPage, ModelView, ThresholdWanted
from assist_api.training.tables import RecommenderModel, RecommenderState

FIRST_VERSION = 1

BUS_TOPIC = "recommender"
"""Told after a version came into use, after a feedback, and when somebody wants a training."""


async def listing(session: AsyncSession, after: str | None, limit: int) -> ModelPage:
    found = await store.page(session, after, limit + 1)
    shown = [ModelView.model_validate(model) for model in found[:limit]]
    return ModelPage(items=shown, next=shown[-1].version if len(found) > limit else None)


async def get(session: AsyncSession, version: str) -> RecommenderModel:
    model = await store.find(session, version)
    if model is None:
        raise NotFound("没有这个版本的推荐模型", version=version)
    return model


async def put_in_use(session: AsyncSession, model: RecommenderModel, reason: str, now: datetime) -> None:
    """In place of the one in use till now. Raises Conflict for a version whose files are gone."""
    await store.locked_state(session)
    if not model.has_files:
        raise Conflict("这个版本的文件已经清理了，只留下记录，请选别的版本", code="no_files", version=model.version)
    before = await store.active(session)
    if before is model:
        return
    if before is not None:
        before.verdict = "retired"
        before.reason = f"{model.version} 接替了它"
        await session.flush()  # the index allows one active version: the old one goes first
    model.verdict, model.reason, model.activated_at = "active", reason, now


async def ask_for_training(session: AsyncSession, now: datetime) -> bool:
    """False where one is running already; else the worker that sees it first begins."""
    state = await store.locked_state(session)
    if is_training(state, now):
        return False
    state.asked_at = now
    return True


def is_training(state: RecommenderState | None, now: datetime) -> bool:
    return state is not None and state.lease_until is not None and state.lease_until > now


async def set_threshold(session: AsyncSession, wanted: ThresholdWanted, if_match: str | None) -> RecommenderState:
    state = await store.locked_state(session)
    if if_match is None:
        raise VersionRequired("请带上 If-Match，说明修改的是哪个版本", version=state.version)
    if if_match.strip().strip('"') != str(state.version):
        raise VersionMismatch("推荐设置刚被别人改过，请刷新后再改", version=state.version)
    state.threshold, state.target_precision = wanted.threshold, wanted.target_precision
    state.version += 1
    return state


def curve_of(figures: dict[str, Any]) -> list[CurvePoint]:
    return [CurvePoint.model_validate(point) for point in figures.get("curve", ())]


def threshold_in_force(state: RecommenderState | None, curve: Sequence[CurvePoint]) -> float | None:
    """The owner's, or that of the curve for the precision they want; None: nobody has set one.

    Where the curve never reaches that precision, the surest point is as near as it gets.
    """
    if state is None or state.target_precision is None:
        return None if state is None else state.threshold
    good = [point.threshold for point in curve if point.precision >= state.target_precision]
    surest = max((point.threshold for point in curve), default=None)
    return min(good, default=surest)
