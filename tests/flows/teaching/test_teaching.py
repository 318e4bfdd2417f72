"""An agent's reply becomes a phrase: what is kept, what is refused, what is taught twice."""

from typing import Any

import pytest

from tests.flows.teaching.classroom import ANSWER, CARDIGAN, COURIER, ORDER, QUESTION, Classroom

URL = "/api/v1/phrases"


async def test_a_reply_becomes_a_phrase_of_the_team_that_waits_for_review(either_room: Classroom) -> None:
    talk = await either_room.talk()
    taught = await either_room.teach(talk)
    phrase = taught["phrase"]
    assert taught["added"] == "phrase"
    assert (phrase["text"], phrase["questions"], phrase["intents"]) == (ANSWER, [QUESTION], ["ask_product"])
    assert (phrase["scope"], phrase["bot_may_send"]) == ("team", False)
    assert phrase["applies_to"]["products"] == [CARDIGAN]
    assert phrase["title"] == QUESTION
    assert phrase["shortcode"] == "zjks"
    source = phrase["taught"]
    assert (source["review"], source["conversation_id"]) == ("waiting", talk)
    assert source["new_questions"] == [QUESTION]


async def test_agents_are_offered_it_at_once(room: Classroom) -> None:
    await room.teach(question="开衫能烘干吗")
    async with room.shop.client("agent") as agent:
        found = (await agent.get(URL, params={"q": "烘干机"})).json()["items"]
    assert [one["text"] for one in found] == [ANSWER]


async def test_the_agents_words_go_before_what_is_read_off_the_talk(room: Classroom) -> None:
    given: dict[str, Any] = {
        "text": "可以低温烘",
        "question": "能烘干吗",
        "title": "烘干",
        "products": [],
        "shortcode": "",
        "group": "洗护",
    }
    phrase = (await room.teach(**given))["phrase"]
    read = {name: phrase[name] for name in ("text", "questions", "title", "shortcode", "group")}
    assert read == {"text": "可以低温烘", "questions": ["能烘干吗"], "title": "烘干", "shortcode": "", "group": "洗护"}
    assert phrase["applies_to"]["products"] == []


async def test_an_answer_about_the_shop_is_proposed_for_all_goods(room: Classroom) -> None:
    talk = await room.talk(("buyer", "发票能开公司抬头吗", "ask_invoice", 0.9), ("agent", "可以的，下单时填抬头就行"))
    assert (await room.teach(talk))["phrase"]["applies_to"]["products"] == []


async def test_the_proposal_keeps_nothing(room: Classroom) -> None:
    talk = await room.talk()
    async with room.shop.client("agent") as agent:
        lesson = (await agent.get(f"{URL}/teach", params={"conversation_id": talk})).json()
        kept = (await agent.get(URL)).json()["items"]
    assert (lesson["text"], lesson["questions"], lesson["not_for_bot"]) == (ANSWER, [QUESTION], [])
    assert lesson["product"] == {"id": CARDIGAN, "name": "落叶针织开衫"}
    assert kept == []


async def test_the_same_reply_taught_again_only_gets_its_new_question(room: Classroom) -> None:
    first = await room.teach()
    again = await room.teach(question="开衫可以用烘干机烘吗")
    nothing = await room.teach(question="开衫可以用烘干机烘吗")
    assert [again["added"], nothing["added"]] == ["questions", "nothing"]
    assert again["phrase"]["id"] == nothing["phrase"]["id"] == first["phrase"]["id"]
    assert again["phrase"]["questions"] == [QUESTION, "开衫可以用烘干机烘吗"]
    assert "1 个问法" in again["message"]


async def test_the_same_words_for_other_goods_are_another_phrase(room: Classroom) -> None:
    first, other = await room.teach(), await room.teach(products=["p1031"], shortcode="")
    assert other["added"] == "phrase"
    assert other["phrase"]["id"] != first["phrase"]["id"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("您打13812345678就行", "手机号"),
        ("单号是SF1234567890123", "长数字"),
        ("发到 a.b@mail.example.com 吧", "邮箱"),
        ("寄回浙江省杭州市西湖区晴川路100号3栋202室", "地址"),
    ],
)
async def test_private_data_are_refused_by_name(room: Classroom, text: str, named: str) -> None:
    answer = await room.try_to_teach(await room.talk(), text=text)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["details"]["field"]) == (422, "private_data", "text")
    assert named in error["message"]


async def test_what_was_true_for_one_order_becomes_a_variable(room: Classroom) -> None:
    await room.order_of("ann")
    said = f"您的订单{ORDER}走的{COURIER}，尾号5566的件请等等"
    talk = await room.talk(("buyer", "我的包裹走什么快递"), ("agent", said), buyer="ann")
    phrase = (await room.teach(talk))["phrase"]
    assert phrase["text"] == "您的订单尾号{order_tail}走的{courier}，尾号{order_tail}的件请等等"
    assert phrase["taught"]["not_for_bot"] == []


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"conversation_id": "c_none"}, 404, None),
        ({"message_id": 1}, 422, "message_id"),
        ({"question": "a", "questions": ["b"]}, 422, None),
        ({"text": ""}, 422, None),
        ({"nonsense": 1}, 422, None),
    ],
)
async def test_what_cannot_be_taught_is_said_plainly(
    room: Classroom, changes: dict[str, object], status: int, field: str | None
) -> None:
    body = {"conversation_id": await room.talk(), **changes}
    async with room.shop.client("agent") as agent:
        answer = await agent.post(f"{URL}/teach", json=body)
    assert answer.status_code == status, answer.text
    assert field is None or answer.json()["error"]["details"]["field"] == field


async def test_a_talk_without_question_or_answer_teaches_nothing(room: Classroom) -> None:
    silent = await room.try_to_teach(await room.talk(("buyer", QUESTION)))
    unasked = await room.try_to_teach(await room.talk(("buyer", "在吗", "greet", 0.9), ("agent", ANSWER)))
    assert silent.json()["error"]["details"]["field"] == "text"
    assert unasked.json()["error"]["details"]["field"] == "question"
