"""When the bot says what it was taught."""

from datetime import timedelta

import pytest

from assist_api.flows.answering.contract import SkillAnswer
from tests.flows.teaching.classroom import DOWN, QUESTION, Classroom, phrases

AGAIN = "开衫可以用烘干机烘吗"


async def test_what_is_approved_is_answered_from_the_next_line_on_whatever_worker(either_room: Classroom) -> None:
    taught = await either_room.teach()
    other = either_room.another_book()
    assert (await either_room.ask()).says == []
    phrase = await either_room.approve(taught)
    assert phrases(await either_room.ask()) == [phrase["id"]]
    assert phrases(await either_room.ask(AGAIN)) == [phrase["id"]]
    either_room._book = other
    assert phrases(await either_room.ask()) == [phrase["id"]]


async def test_what_is_declined_or_deleted_is_not_said_any_more(room: Classroom) -> None:
    phrase = await room.taught()
    await room.change(phrase, review="declined")
    assert (await room.ask()).says == []


@pytest.mark.parametrize(
    "line", ["这件开衫多少钱", "大衣的备用扣子在哪里", "在吗", "能吗", "👍", "这件开衫能放进烘干机吗，不行就退款"]
)
async def test_other_lines_are_left_to_the_bot(room: Classroom, line: str) -> None:
    await room.taught()
    assert "p_" not in "".join(phrases(await room.ask(line)))


async def test_it_holds_for_its_products_only(room: Classroom) -> None:
    phrase = await room.taught()
    elsewhere = await room.talk(("buyer", QUESTION), product=DOWN)
    nowhere = await room.talk(("buyer", QUESTION), product=None)
    assert (await room.ask(talk=elsewhere)).says == []
    assert (await room.ask(talk=nowhere)).says == []
    assert phrases(await room.ask(talk=nowhere, product="p1009")) == [phrase["id"]]


async def test_out_of_its_dates_it_is_not_said(room: Classroom) -> None:
    until = (room.shop.clock() + timedelta(hours=1)).isoformat()
    phrase = await room.taught()
    await room.change(phrase, active_to=until)
    assert phrases(await room.ask()) == [phrase["id"]]
    room.shop.clock.advance(timedelta(hours=1))
    assert (await room.ask()).says == []


async def test_variables_are_filled_for_whoever_asks(room: Classroom) -> None:
    await room.taught(text="{product_name}不建议烘干，平铺晾干就好")
    [say] = (await room.ask()).says
    assert say.vars == {"product_name": "落叶针织开衫"}


async def test_a_phrase_that_cannot_be_filled_is_not_said(room: Classroom) -> None:
    await room.taught(text="您尾号{order_tail}的这件不建议烘干")
    assert (await room.ask()).says == []


async def test_the_question_itself_goes_before_a_skills_answer(room: Classroom) -> None:
    phrase = await room.taught()
    assert phrases(await room.ask(QUESTION, skill="courier", intent="ask_courier")) == [phrase["id"]]


async def test_a_skill_that_knows_keeps_its_word_for_a_line_that_is_only_alike(room: Classroom) -> None:
    phrase = await room.taught(question="这件开衫发什么快递，能发顺丰吗")
    line = "这件发顺丰快递吗"
    assert phrases(await room.ask(line, skill="courier", intent="ask_courier")) != [phrase["id"]]


async def test_a_skill_that_does_not_know_makes_room(room: Classroom) -> None:
    phrase = await room.taught(question="针织开衫洗完能烘干机烘不")
    line = "针织开衫洗完能放烘干机里烘不"
    assert phrases(await room.ask(line, skill="product", intent="ask_product")) == [phrase["id"]]


async def test_a_line_for_a_person_gets_the_taught_answer_only_where_it_is_that_very_question(room: Classroom) -> None:
    phrase = await room.taught()
    assert phrases(await room.ask(QUESTION, intent="complain")) == [phrase["id"]]
    assert await room.ask(AGAIN, intent="complain") == SkillAnswer()


async def test_an_answer_to_the_question_of_an_open_matter_is_left_to_it(room: Classroom) -> None:
    phrase = await room.taught()
    told = await room.ask(QUESTION, skill="collect", intent="request_return", answer={"intent": "ask_product"})
    assert phrase["id"] not in phrases(told)


async def test_a_line_in_between_is_asked_about(room: Classroom) -> None:
    phrase = await room.taught()
    [say] = (await room.ask("这件开衫能放进洗衣机吗")).says
    assert say.phrase == "ask_which_meaning"
    assert say.payload == {
        "buttons": [{"option": f"taught:{phrase['id']}", "title": QUESTION, "intent": "ask_product"}]
    }


async def test_who_heard_it_twice_gets_a_person(room: Classroom) -> None:
    phrase = await room.taught()
    talk = await room.talk(("buyer", QUESTION))
    await room.bot_says(talk, phrase["id"])
    assert phrases(await room.ask(talk=talk)) == [phrase["id"]]
    await room.bot_says(talk, phrase["id"])
    told = await room.ask(talk=talk)
    assert (told.says, [effect.reason for effect in told.effects]) == ([], ["repeated"])
