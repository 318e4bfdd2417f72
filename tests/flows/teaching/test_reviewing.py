"""A trainer's verdict on what agents taught."""

from typing import Any

import pytest

from tests.flows.teaching.classroom import QUESTION, Classroom

URL = "/api/v1/phrases"


async def listed(room: Classroom, review: str) -> list[str]:
    async with room.shop.client("trainer") as trainer:
        return [one["id"] for one in (await trainer.get(URL, params={"taught": review})).json()["items"]]


async def test_what_waits_is_listed_until_it_is_approved_or_declined(either_room: Classroom) -> None:
    first = (await either_room.teach())["phrase"]
    other = (await either_room.teach(text="可以低温烘一下", shortcode=""))["phrase"]
    assert set(await listed(either_room, "waiting")) == {first["id"], other["id"]}
    approved = (await either_room.change(first, bot_may_send=True)).json()
    declined = (await either_room.change(other, review="declined")).json()
    assert await listed(either_room, "waiting") == []
    assert (await listed(either_room, "approved"), await listed(either_room, "declined")) == (
        [first["id"]],
        [other["id"]],
    )
    assert (approved["bot_may_send"], approved["taught"]["reviewed_by"]) == (True, "test trainer")
    assert declined["bot_may_send"] is False


async def test_editing_alone_is_no_verdict(room: Classroom) -> None:
    edited = (await room.change((await room.teach())["phrase"], title="烘干")).json()
    assert edited["taught"]["review"] == "waiting"


async def test_an_agent_reviews_nothing(room: Classroom) -> None:
    phrase = (await room.teach())["phrase"]
    async with room.shop.client("agent") as agent:
        headers = {"If-Match": str(phrase["version"])}
        answer = await agent.patch(f"{URL}/{phrase['id']}", json={"bot_may_send": True}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("lesson", "reason"),
    [
        ({"text": "可以退款的，申请一下就行"}, "涉及退款"),
        ({"text": "给您补偿一下"}, "涉及赔偿"),
        ({"text": "最低89元"}, "涉及价格"),
        ({"question": "能便宜点吗"}, "涉及价格"),
        ({"text": "已经给您备注好了"}, "只对这一位买家"),
    ],
)
async def test_what_the_bot_is_never_taught_is_refused_with_the_reason(
    room: Classroom, lesson: dict[str, Any], reason: str
) -> None:
    taught = await room.teach(**lesson)
    answer = await room.change(taught["phrase"], bot_may_send=True)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "not_for_bot")
    assert reason in error["message"]
    assert reason in taught["message"]
    assert await listed(room, "waiting") == [taught["phrase"]["id"]]


async def test_an_approved_phrase_cannot_be_edited_into_a_refund(room: Classroom) -> None:
    phrase = await room.taught()
    assert (await room.change(phrase, text="可以退款的")).status_code == 422


async def test_an_ordinary_phrase_needs_no_review(room: Classroom) -> None:
    async with room.shop.client("trainer") as trainer:
        phrase = (await trainer.post(URL, json={"title": "退款", "text": "可以退款的", "bot_may_send": True})).json()
    assert phrase["taught"] is None
    assert (await room.change(phrase, review="declined")).json()["error"]["details"]["field"] == "review"


async def test_a_question_taught_later_waits_while_the_approved_one_holds_on(room: Classroom) -> None:
    phrase = await room.taught()
    later = (await room.teach(question="毛衣外套可以烘吗"))["phrase"]
    assert (later["bot_may_send"], later["taught"]["review"]) == (True, "waiting")
    assert later["taught"]["new_questions"] == ["毛衣外套可以烘吗"]
    assert [say.phrase for say in (await room.ask(QUESTION)).says] == [phrase["id"]]
    assert (await room.ask("毛衣外套可以烘吗")).says == []
    await room.change(later, bot_may_send=True)
    assert [say.phrase for say in (await room.ask("毛衣外套可以烘吗")).says] == [phrase["id"]]
