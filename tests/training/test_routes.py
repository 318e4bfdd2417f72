"""The recommender's versions and threshold over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from assist_api.training import service, store
from assist_api.training.schemas import CurvePoint
from assist_api.training.tables import RecommenderModel, RecommenderState
from tests.app_fixtures import START, ShopApp

URL = "/api/v1/recommender"

CURVE = [
    {"coverage": 0.1, "precision": 0.9, "threshold": 0.8},
    {"coverage": 0.3, "precision": 0.75, "threshold": 0.6},
    {"coverage": 1.0, "precision": 0.4, "threshold": 0.1},
]


def model(version: str, verdict: str = "retired", *, has_files: bool = True) -> RecommenderModel:
    return RecommenderModel(
        version=version,
        trained_at=START,
        chats=10,
        moments=40,
        phrases=5,
        figures={"hit@3": 0.6, "curve": CURVE},
        verdict=verdict,
        reason="",
        activated_at=START,
        has_files=has_files,
    )


async def keep(shop: ShopApp, *models: RecommenderModel) -> None:
    async with shop.database.begin() as session:
        session.add_all(models)


async def standing(shop: ShopApp) -> dict[str, Any]:
    async with shop.client("trainer") as trainer:
        answer = await trainer.get(URL)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def set_to(shop: ShopApp, if_match: str | None = '"1"', **wanted: Any) -> Any:
    async with shop.client("owner") as owner:
        return await owner.patch(URL, json=wanted, headers={"If-Match": if_match} if if_match else {})


async def test_a_shop_that_never_trained_is_told_so(either_app: ShopApp) -> None:
    assert await standing(either_app) == {
        "version": 1,
        "active": None,
        "trained_at": None,
        "threshold": None,
        "target_precision": None,
        "curve": [],
        "new_replies": 0,
        "training": "idle",
        "problem": "",
    }


async def test_the_version_in_use_comes_with_its_curve(either_app: ShopApp) -> None:
    await keep(either_app, model("20260301-000000-aaaa"), model("20260302-000000-bbbb", "active"))
    found = await standing(either_app)
    assert found["active"] == "20260302-000000-bbbb"
    assert found["curve"] == CURVE


async def test_the_database_allows_one_version_in_use(either_app: ShopApp) -> None:
    await keep(either_app, model("a", "active"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await keep(either_app, model("b", "active"))


async def test_versions_come_newest_first_page_by_page(shop_app: ShopApp) -> None:
    await keep(shop_app, *(model(f"2026030{day}-000000-aaaa") for day in (1, 3, 2)))
    async with shop_app.client("trainer") as trainer:
        page = (await trainer.get(f"{URL}/models", params={"limit": 2})).json()
        rest = (await trainer.get(f"{URL}/models", params={"limit": 2, "after": page["next"]})).json()
    assert [one["version"][:8] for one in page["items"]] == ["20260303", "20260302"]
    assert [one["version"][:8] for one in rest["items"]] == ["20260301"]
    assert rest["next"] is None


async def test_asking_for_a_training_is_kept_until_one_begins(either_app: ShopApp) -> None:
    async with either_app.client("trainer") as trainer:
        asked = await trainer.post(f"{URL}/models")
    assert asked.status_code == 202
    assert asked.json()["training"] == "asked"
    now = either_app.clock()
    async with either_app.database.begin() as session:
        assert await store.take_lease(session, "t_1", now, now + timedelta(minutes=3))
        assert not await store.take_lease(session, "t_2", now, now + timedelta(minutes=3))
    assert (await standing(either_app))["training"] == "running"
    async with either_app.database.begin() as session:
        await store.give_back_lease(session, "t_1", "")
    assert (await standing(either_app))["training"] == "idle"


async def test_a_version_without_files_cannot_be_activated(shop_app: ShopApp) -> None:
    await keep(shop_app, model("20260301-000000-aaaa", has_files=False))
    async with shop_app.client("trainer") as trainer:
        gone = await trainer.post(f"{URL}/models/20260301-000000-aaaa/activate")
        unknown = await trainer.post(f"{URL}/models/20260301-000000-bbbb/activate")
    assert (gone.status_code, gone.json()["error"]["code"]) == (409, "no_files")
    assert unknown.status_code == 404


async def test_the_owner_sets_a_score(either_app: ShopApp) -> None:
    answer = await set_to(either_app, threshold=0.35)
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    assert (await standing(either_app))["threshold"] == 0.35


async def test_the_owner_sets_a_precision_and_the_curve_tells_the_score(shop_app: ShopApp) -> None:
    await keep(shop_app, model("20260302-000000-bbbb", "active"))
    await set_to(shop_app, target_precision=0.7)
    assert (await standing(shop_app))["threshold"] == 0.6


async def test_the_threshold_is_not_changed_behind_somebodys_back(shop_app: ShopApp) -> None:
    assert (await set_to(shop_app, None, threshold=0.3)).status_code == 428
    assert (await set_to(shop_app, threshold=0.3)).status_code == 200
    assert (await set_to(shop_app, threshold=0.4)).status_code == 412


@pytest.mark.parametrize("wanted", [{}, {"threshold": 0.5, "target_precision": 0.5}, {"threshold": 2}, {"other": 1}])
async def test_a_threshold_that_makes_no_sense_is_refused(shop_app: ShopApp, wanted: dict[str, Any]) -> None:
    assert (await set_to(shop_app, **wanted)).status_code == 422


async def test_only_the_owner_sets_the_threshold(shop_app: ShopApp) -> None:
    async with shop_app.client("trainer") as trainer:
        answer = await trainer.patch(URL, json={"threshold": 0.2}, headers={"If-Match": '"1"'})
    assert answer.status_code == 403


CASES = {
    "nothing chosen": (None, None, None),
    "a score": (0.3, None, 0.3),
    "a precision that two points reach": (None, 0.7, 0.6),
    "a precision that is always reached": (None, 0.1, 0.1),
    "a precision that is never reached: the surest there is": (None, 0.95, 0.8),
}


@pytest.mark.parametrize("case", CASES)
def test_the_threshold_in_force(case: str) -> None:
    threshold, target, expected = CASES[case]
    state = RecommenderState(id=1, version=1, threshold=threshold, target_precision=target, problem="")
    curve = [CurvePoint.model_validate(point) for point in CURVE]
    assert service.threshold_in_force(state, curve) == expected


def test_a_precision_without_a_model_sets_no_threshold() -> None:
    state = RecommenderState(id=1, version=1, threshold=None, target_precision=0.8, problem="")
    assert service.threshold_in_force(state, []) is None
