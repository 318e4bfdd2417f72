"""One training after another: what comes into use, what is kept out, what a crash leaves."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from assist_api.errors import Conflict
from assist_api.flows.learning import standing
from assist_api.flows.learning.lease import LEASE, training_lease
from assist_api.flows.learning.live import LiveLearning
from assist_api.flows.learning.model_files import CHECKSUMS, KEPT
from assist_api.flows.learning.training import Training
from assist_api.recommender.learning.artefact import Damaged
from assist_api.recommender.learning.trained import Trained
from assist_api.refusal import Refused
from assist_api.training import service, store
from assist_api.training.schemas import ModelView
from tests.app_fixtures import ShopApp
from tests.learning.talks import put_in


async def verdicts(shop: ShopApp) -> Mapping[str, str]:
    async with shop.database.read() as session:
        return {one.version: one.verdict for one in (await service.listing(session, None, 100)).items}


async def trained_again(shop: ShopApp, training: Training, *, force: bool = False) -> ModelView:
    shop.clock.advance(timedelta(hours=5))
    return await training.run(force=force)


def spoil(training: Training, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next models have unlearned everything: their vectors point the wrong way."""

    def backwards(trained: Trained) -> Trained:
        vectors = replace(trained.measured.vectors, weights=-trained.measured.vectors.weights)
        return replace(trained, measured=replace(trained.measured, vectors=vectors), own_weight=0.0)

    learn = training._learn
    monkeypatch.setattr(training, "_learn", lambda material: backwards(learn(material)))


async def test_the_first_model_comes_into_use_with_its_figures(shop_app: ShopApp, training: Training) -> None:
    await put_in(shop_app)
    model = await training.run()
    assert model.verdict == "active"
    assert model.moments == 168
    assert model.chats == 168
    assert model.figures["hit@3"] > 0.9
    assert model.figures["curve"]


async def test_a_model_as_good_as_the_one_in_use_takes_its_place(shop_app: ShopApp, training: Training) -> None:
    await put_in(shop_app)
    first = await training.run()
    second = await trained_again(shop_app, training)
    assert await verdicts(shop_app) == {first.version: "retired", second.version: "active"}


async def test_a_worse_model_is_kept_out_and_says_why(
    shop_app: ShopApp, training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_in(shop_app)
    first = await training.run()
    spoil(training, monkeypatch)
    second = await trained_again(shop_app, training)
    assert await verdicts(shop_app) == {first.version: "active", second.version: "kept_out"}
    assert "没有启用" in second.reason
    assert first.version in second.reason


async def test_a_worse_model_comes_into_use_where_somebody_insists(
    shop_app: ShopApp, training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_in(shop_app)
    await training.run()
    spoil(training, monkeypatch)
    assert (await trained_again(shop_app, training, force=True)).verdict == "active"


async def test_without_replies_it_is_refused_and_the_reason_is_kept(shop_app: ShopApp, training: Training) -> None:
    with pytest.raises(Refused, match="chats import"):
        await training.run()
    async with shop_app.database.read() as session:
        found = await standing.standing(session, shop_app.clock())
    assert "chats import" in found.problem
    assert found.training == "idle"


async def test_only_one_trains_at_a_time(shop_app: ShopApp, training: Training) -> None:
    await put_in(shop_app)
    async with training_lease(shop_app.database, shop_app.clock):
        with pytest.raises(Refused, match="正在训练"):
            await training.run()
    assert (await training.run()).verdict == "active"


async def test_a_trainer_that_died_blocks_nobody_for_long(shop_app: ShopApp, training: Training) -> None:
    await put_in(shop_app)
    async with shop_app.database.begin() as session:
        now = shop_app.clock()
        assert await store.take_lease(session, "dead", now, now + LEASE)
    shop_app.clock.advance(LEASE)
    assert (await training.run()).verdict == "active"


async def test_a_crash_before_the_verdict_leaves_the_old_model_in_use(
    shop_app: ShopApp, training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_in(shop_app)
    first = await training.run()

    async def crash(*_: object) -> None:
        raise OSError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(service, "put_in_use", crash)
        with pytest.raises(OSError, match="power"):
            await trained_again(shop_app, training)
    assert await verdicts(shop_app) == {first.version: "active"}
    third = await trained_again(shop_app, training)
    left = {path.name for path in training.files.folder.iterdir()}
    assert left == {first.version, third.version}  # what the dead training wrote is gone


async def test_the_newest_five_keep_their_files(shop_app: ShopApp, training: Training) -> None:
    await put_in(shop_app, repeats=3)
    made = [await trained_again(shop_app, training) for _ in range(KEPT + 2)]
    kept = {path.name for path in training.files.folder.iterdir()}
    assert kept == {one.version for one in made[-KEPT:]}
    with pytest.raises(Conflict) as refused:
        await standing.activate(shop_app.database, None, training.files, made[0].version, shop_app.clock())
    assert refused.value.code == "no_files"


@pytest.mark.parametrize("damage", ["changed", "gone", "folder gone", "no checksums", "not JSON"])
async def test_a_damaged_model_is_refused_and_the_one_before_is_used(
    shop_app: ShopApp, training: Training, second_worker: LiveLearning, damage: str
) -> None:
    await put_in(shop_app, repeats=3)
    first = await training.run()
    second = await trained_again(shop_app, training)
    folder = training.files.folder / second.version
    spoiled = folder / "model" / "weights.npy"
    match damage:
        case "changed":
            spoiled.write_bytes(spoiled.read_bytes()[:-1] + b"\0")
        case "gone":
            spoiled.unlink()
        case "folder gone":
            folder.rename(folder.with_name("elsewhere"))
        case "no checksums":
            (folder / CHECKSUMS).unlink()
        case _:
            (folder / CHECKSUMS).write_text("{")
    with pytest.raises(Damaged, match=second.version):
        training.files.load(second.version)
    await second_worker.settled()
    assert second_worker.version == first.version
    assert second.version in second_worker.problem
    with pytest.raises(Conflict) as refused:
        await standing.activate(shop_app.database, None, training.files, second.version, shop_app.clock())
    assert refused.value.code == "damaged"


async def test_what_is_loaded_is_what_was_saved(shop_app: ShopApp, training: Training) -> None:
    await put_in(shop_app)
    model = await training.run()
    loaded = training.files.load(model.version)
    assert [asdict(point) for point in loaded.confidence.curve] == model.figures["curve"]
    assert loaded.figures["hit@3"] == model.figures["hit@3"]


async def test_going_back_is_heard_by_a_worker_at_its_next_question(
    shop_app: ShopApp, training: Training, second_worker: LiveLearning
) -> None:
    await put_in(shop_app, repeats=3)
    first = await training.run()
    second = await trained_again(shop_app, training)
    await second_worker.settled()
    assert second_worker.version == second.version
    await standing.activate(shop_app.database, shop_app.bus, training.files, first.version, shop_app.clock())
    await second_worker.settled()
    assert second_worker.version == first.version
