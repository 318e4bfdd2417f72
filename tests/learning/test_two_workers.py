"""Two workers on one database: what an agent tells either one, both know at their next suggestion."""

from typing import Any

from assist_api.flows.learning import standing
from assist_api.flows.learning.live import model_files
from assist_api.flows.learning.training import Training
from assist_api.recommender.features import WordMemory
from tests.app_fixtures import ShopApp
from tests.learning.conftest import Workers
from tests.learning.talks import phrase, put_in
from tests.learning.words import characters

URL = "/api/v1/suggestions"
ASKED = "毛绒会不会掉"


async def suggested(worker: ShopApp, question: str = ASKED) -> dict[str, Any]:
    turns = [{"role": "buyer", "text": question}]
    async with worker.client("agent") as agent:
        answer = await agent.post(URL, json={"turns": turns, "withhold": False})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def tell(worker: ShopApp, suggestion_id: str, **said: Any) -> None:
    async with worker.client("agent") as agent:
        answer = await agent.post(f"{URL}/{suggestion_id}/feedback", json=said)
    assert answer.status_code == 204, answer.text


def seen(answer: dict[str, Any]) -> list[tuple[str, float]]:
    return [(one["phrase_id"], one["score"]) for one in answer["suggestions"]]


def first(answer: dict[str, Any]) -> str | None:
    return answer["suggestions"][0]["phrase_id"] if answer["suggestions"] else None


async def with_new_phrase(workers: Workers) -> None:
    """One that says nothing like the question in words: only what agents do can tell that it answers it."""
    await put_in(workers.one, repeats=3)
    async with workers.one.database.begin() as session:
        session.add(phrase("ph_new", "面料先用酶水洗过，请放心"))


async def test_a_reply_typed_freely_at_one_is_suggested_first_by_both(workers: Workers) -> None:
    await with_new_phrase(workers)
    before = [await suggested(worker) for worker in (workers.one, workers.other)]
    assert "ph_new" not in {first(answer) for answer in before}
    await tell(workers.one, before[0]["id"], action="freehand", sent_text="面料先用酶水洗过，请放心哦")
    await workers.heard()
    here, there = await suggested(workers.one), await suggested(workers.other)
    assert first(here) == first(there) == "ph_new"
    assert seen(here) == seen(there)


async def test_feedback_given_at_the_other_worker_than_the_suggestion_counts_the_same(workers: Workers) -> None:
    await with_new_phrase(workers)
    asked = await suggested(workers.one)
    await suggested(workers.other)
    await tell(workers.other, asked["id"], action="freehand", sent_text="面料先用酶水洗过，请放心")
    await workers.heard()
    assert seen(await suggested(workers.one)) == seen(await suggested(workers.other))
    assert first(await suggested(workers.one)) == "ph_new"


async def test_a_worker_that_was_never_asked_before_knows_it_too(workers: Workers) -> None:
    await with_new_phrase(workers)
    asked = await suggested(workers.one)
    await tell(workers.one, asked["id"], action="freehand", sent_text="面料先用酶水洗过，请放心")
    assert first(await suggested(workers.other)) == "ph_new"


async def test_feedback_told_again_takes_the_place_of_the_first(workers: Workers) -> None:
    await with_new_phrase(workers)
    asked = await suggested(workers.one)
    await suggested(workers.other)
    untouched = seen(asked)
    await tell(workers.one, asked["id"], action="freehand", sent_text="面料先用酶水洗过，请放心")
    await workers.heard()
    assert first(await suggested(workers.one)) == first(await suggested(workers.other)) == "ph_new"
    await tell(workers.other, asked["id"], action="freehand")
    await workers.heard()
    assert seen(await suggested(workers.one)) == seen(await suggested(workers.other)) == untouched


async def test_dismissed_phrases_sink_on_both(workers: Workers) -> None:
    await with_new_phrase(workers)
    before = await suggested(workers.one, "有没有口袋")
    await suggested(workers.other, "有没有口袋")
    await tell(workers.one, before["id"], action="dismissed")
    await workers.heard()
    here, there = await suggested(workers.one, "有没有口袋"), await suggested(workers.other, "有没有口袋")
    assert seen(here) == seen(there)
    assert dict(seen(here)).get("ph_pocket", 0.0) < dict(seen(before))["ph_pocket"]


async def test_a_trained_model_and_going_back_reach_both(workers: Workers) -> None:
    await put_in(workers.one)
    one = workers.one
    files = model_files(one.settings.models)
    training = Training(one.database, one.clock, files, WordMemory(characters))
    await suggested(workers.one)
    old, new = await training.run(), await training.run(force=True)
    for version in (new.version, old.version):
        await standing.activate(one.database, one.bus, files, version, one.clock())
        await workers.heard()
        answers = []
        for worker in (workers.one, workers.other):
            await worker.app.state.learning.settled()
            assert worker.app.state.learning.version == version
            answers.append(seen(await suggested(worker, "拉链会不会卡住")))
        assert answers[0] == answers[1]
        assert answers[0][0][0] == "ph_zip"
