"""When the server starts a training by itself."""

from datetime import timedelta

import pytest

from assist_api.flows.learning.lease import training_lease
from assist_api.flows.learning.training import Training
from assist_api.flows.learning.worker import TrainingWorker
from assist_api.history import store as history
from assist_api.refusal import Refused
from assist_api.training import service
from tests.app_fixtures import ShopApp
from tests.learning.talks import put_in


@pytest.fixture
def started() -> list[str]:
    return []


@pytest.fixture
def worker(shop_app: ShopApp, training: Training, started: list[str]) -> TrainingWorker:
    async def train() -> int:
        started.append("training")
        try:
            await training.run()
        except Refused:
            return 3
        return 0

    return TrainingWorker(shop_app.database, shop_app.bus, shop_app.clock, train)


async def test_nothing_to_learn_from_starts_nothing(worker: TrainingWorker, started: list[str]) -> None:
    assert await worker.look() == 0
    assert started == []


async def test_enough_replies_start_the_first_training_once(
    shop_app: ShopApp, worker: TrainingWorker, started: list[str]
) -> None:
    await put_in(shop_app, repeats=8)
    await worker.look()
    shop_app.clock.advance(timedelta(days=2))
    await worker.look()
    assert started == ["training"]


async def test_somebody_who_asks_is_heard_however_little_is_new(
    shop_app: ShopApp, worker: TrainingWorker, started: list[str]
) -> None:
    await put_in(shop_app, repeats=2)
    async with shop_app.database.begin() as session:
        await service.ask_for_training(session, shop_app.clock())
    assert await worker.look() == 0
    assert await worker.look() == 0
    assert started == ["training"]


async def test_a_refused_training_is_told_and_not_begun_again_at_once(
    shop_app: ShopApp, worker: TrainingWorker, started: list[str]
) -> None:
    async with shop_app.database.begin() as session:
        await service.ask_for_training(session, shop_app.clock())
    assert await worker.look() == 3
    assert await worker.look() == 0
    assert started == ["training"]


async def test_while_one_trains_nobody_starts_another(
    shop_app: ShopApp, worker: TrainingWorker, started: list[str]
) -> None:
    await put_in(shop_app, repeats=8)
    async with training_lease(shop_app.database, shop_app.clock):
        await worker.look()
    assert started == []


async def test_chats_that_are_to_be_forgotten_start_a_training(
    shop_app: ShopApp, worker: TrainingWorker, started: list[str]
) -> None:
    await put_in(shop_app, repeats=8)
    await worker.look()
    async with shop_app.database.begin() as session:
        await history.forget(session, ["talk-1"])
    shop_app.clock.advance(timedelta(hours=5))
    await worker.look()
    assert started == ["training", "training"]
    async with shop_app.database.read() as session:
        newest = (await service.listing(session, None, 1)).items[0]
    assert newest.verdict == "active"
    assert "忘掉" in newest.reason
