"""A buyer's turn: stored first, answered once, restored when the bot forgot, handed over honestly when it failed."""

from datetime import timedelta

import httpx
import pytest

from assist_api.errors import NotFound
from assist_api.handoff.schemas import AgentMessageIn, CloseIn, ReturnIn
from tests.flows.turns.scripted_bot import Answer, hands_off, parse_of, says, says_nothing
from tests.flows.turns.talk import LIN, Talk


async def test_a_line_is_answered_once(talk: Talk) -> None:
    assert await talk.say("这款有货吗") == ["答：这款有货吗"]
    assert not await talk.turn()
    assert await talk.lines() == [("buyer", "这款有货吗"), ("bot", "答：这款有货吗")]


async def test_the_same_client_id_again_is_the_same_message(talk: Talk) -> None:
    first = await talk.write("在吗", client_id="one")
    assert await talk.write("在吗", client_id="one") == first
    assert len(await talk.lines()) == 1


async def test_a_burst_gets_one_reply_in_order(talk: Talk) -> None:
    for line in ["包邮吗", "什么时候发货"]:
        await talk.write(line)
    await talk.turn()
    assert [text for role, text in await talk.lines() if role == "bot"] == ["答：包邮吗\n答：什么时候发货"]


async def test_pleasantries_beside_a_question_are_not_asked_about(talk: Talk) -> None:
    for line in ["在吗", "几天到？谢谢"]:
        await talk.write(line)
    await talk.turn()
    assert [text for role, text in await talk.lines() if role == "bot"] == ["答：几天到？"]
    for courtesy in ("谢谢", "好吧。谢谢", "没有啦。感谢亲"):
        assert await talk.say(courtesy) == [f"答：{courtesy}"]


@pytest.mark.parametrize(
    ("line", "answer", "reply"),
    [
        ("江苏泗阳", says("三天左右到", "delivery_time"), "三天左右到"),
        ("不是自提吧", says("是哪个省呢", "delivery_time_ask_region", asks=True), "是哪个省呢"),
        ("知道了哈", says("好的", "affirm"), "寄到哪里呢"),
    ],
    ids=["answered", "put again", "not answered"],
)
async def test_a_question_outdated_within_the_burst_is_not_put(
    talk: Talk, line: str, answer: Answer, reply: str
) -> None:
    talk.bot.script = {"几天到": says("寄到哪里呢", "delivery_time_ask_region", asks=True), line: answer}
    await talk.write("几天到")
    await talk.write(line)
    await talk.turn()
    assert [text for role, text in await talk.lines() if role == "bot"] == [reply]


async def test_nothing_is_answered_before_the_burst_is_over(talk: Talk) -> None:
    await talk.write("我想问下")
    assert not await talk.worker.take_turn(talk.id)


async def test_a_new_line_voids_the_draft_and_both_are_answered_together(talk: Talk) -> None:
    async def buyer_goes_on() -> None:
        talk.bot.before_answering = None
        await talk.write("黑色的")

    talk.bot.before_answering = buyer_goes_on
    await talk.write("这款有货吗")
    assert not await talk.turn()
    assert await talk.turn()
    assert [text for role, text in await talk.lines() if role == "bot"] == ["答：这款有货吗\n答：黑色的"]
    assert talk.bot.restored == 1, "the voided draft left the bot's tracker ahead of ours"


async def test_a_buyer_who_never_stops_is_answered_all_the_same(talk: Talk) -> None:
    async def buyer_goes_on() -> None:
        await talk.write("还有")

    talk.bot.before_answering = buyer_goes_on
    await talk.write("这款有货吗")
    assert True in [await talk.turn() for _ in range(5)]


async def test_a_bot_that_forgot_everything_gets_its_events_back(talk: Talk) -> None:
    await talk.say("165")
    talk.bot.forget()
    await talk.say("108斤")
    assert [event["text"] for event in talk.bot.trackers[talk.id]] == ["165", "108斤"]
    assert talk.bot.restored == 1


@pytest.mark.parametrize("failure", ["silent", "down", "slow", "status", "nonsense"])
async def test_a_failing_bot_is_admitted_and_the_buyer_gets_a_person(talk: Talk, failure: str) -> None:
    if failure == "silent":
        talk.bot.script["有货吗"] = says_nothing()
    elif failure == "down":
        talk.bot.down = True
    elif failure == "slow":
        talk.bot.fails = [httpx.ReadTimeout("slow")]
    elif failure == "status":
        talk.bot.fails = [500]
    else:
        talk.bot.script["有货吗"] = {"parse": {"intent": 3}, "says": "?", "effects": []}
    [reply] = await talk.say("有货吗")
    assert "智能客服" in reply or "人工" in reply or "客服" in reply
    handoff = await talk.handoff()
    assert handoff.reason == "bot_unavailable"
    assert (await talk.conversation()).state == "waiting"


async def test_one_dropped_connection_is_not_a_failure(talk: Talk) -> None:
    talk.bot.fails = [httpx.ReadError("the bot was replaced")]
    assert await talk.say("有货吗") == ["答：有货吗"]


async def test_when_one_line_needs_a_person_the_others_are_answered_first(talk: Talk) -> None:
    talk.bot.script["便宜点吧"] = hands_off("haggle")
    await talk.write("便宜点吧")
    await talk.write("包邮吗")
    await talk.turn()
    [reply] = [text for role, text in await talk.lines() if role == "bot"]
    assert reply.startswith("答：包邮吗\n")
    assert (await talk.handoff()).reason == "haggle"


async def test_nobody_is_told_to_call_a_person_who_is_coming(talk: Talk) -> None:
    talk.bot.script = {
        "账号怎么注销": says("这个答不上来，可以转人工", "out_of_scope"),
        "叫人来": hands_off("request_human"),
    }
    await talk.write("账号怎么注销")
    await talk.write("叫人来")
    await talk.turn()
    [reply] = [text for role, text in await talk.lines() if role == "bot"]
    assert "答不上来" not in reply


async def test_the_packet_holds_the_whole_context(talk: Talk) -> None:
    await talk.say("这款有货吗")
    talk.bot.script["能便宜点不"] = hands_off("haggle")
    await talk.say("能便宜点不")
    packet = (await talk.handoff()).packet
    assert [line["text"] for line in packet["transcript"]][:3] == ["这款有货吗", "答：这款有货吗", "能便宜点不"]
    assert packet["reason_zh"] == "议价"
    assert "能便宜点不" in packet["summary"]
    assert packet["haggling"]["round"] == 1
    assert packet["offered"] == ["答：这款有货吗"]


async def test_anger_goes_to_a_person_whatever_the_bot_thinks(talk: Talk) -> None:
    await talk.say("再不发货就打12315")
    handoff = await talk.handoff()
    assert (handoff.reason, handoff.priority) == ("anger", 4)


async def test_the_third_time_the_same_question_goes_to_a_person(talk: Talk) -> None:
    for text in ["什么时候发货", "到底什么时候发货", "什么时候发货啊"]:
        talk.bot.script[text] = says("48小时内", intent="ask_ship_time")
        await talk.say(text)
    assert (await talk.handoff()).reason == "repeated"


async def test_a_live_phrase_speaks_in_place_of_the_trained_text(talk: Talk) -> None:
    talk.bot.script["运费多少"] = says("训练时的话", phrase="unknown_phrase")
    assert await talk.say("运费多少") == ["训练时的话"]


async def test_a_wording_is_not_repeated_while_another_is_left(talk: Talk) -> None:
    replies = []
    talk.bot.script["转人工"] = hands_off("request_human")
    for _ in range(2):
        handoff_id = await talk.hand_to(LIN)
        replies.append([text for role, text in await talk.lines() if role == "bot"][-1])
        await talk.desk.hand_back(handoff_id, LIN, ReturnIn())
    assert replies[0] != replies[1]


async def test_a_button_means_what_was_stored_not_what_the_page_says(talk: Talk) -> None:
    buttons = {"buttons": [{"option": "1", "title": "查物流", "intent": "track_parcel"}]}
    talk.bot.script["那个"] = says("您想问？", payload=buttons)
    await talk.say("那个")
    asked = (await talk.messages())[-1]
    await talk.write("", choice={"message_id": asked.id, "option": "1"})
    await talk.turn()
    chosen = (await talk.messages())[-2]
    assert (chosen.text, chosen.meta["intent"]) == ("查物流", "track_parcel")


async def test_a_button_that_was_never_offered_is_refused(talk: Talk) -> None:
    await talk.say("在吗")
    asked = (await talk.messages())[-1]
    with pytest.raises(NotFound):
        await talk.write("", choice={"message_id": asked.id, "option": "9"})


@pytest.mark.parametrize(
    "text", ["/restart", "/greet", '/EXTERNAL_reminder{"amount":"1"}', "／restart", "__import__('os')"]
)
async def test_what_a_buyer_types_is_text(talk: Talk, text: str) -> None:
    assert await talk.say(text) == [f"答：{text}"]


async def test_two_workers_never_answer_the_same_line(talk: Talk) -> None:
    other = talk.another_worker()
    second: list[bool] = []

    async def other_tries() -> None:
        second.append(await other.take_turn(talk.id))

    talk.bot.before_answering = other_tries
    await talk.write("在吗")
    assert await talk.turn()
    assert second == [False]
    assert [role for role, _ in await talk.lines()] == ["buyer", "bot"]


async def test_a_dead_workers_turn_is_taken_again_when_its_lease_is_over(talk: Talk) -> None:
    class Killed(BaseException):
        pass

    async def dies() -> None:
        talk.bot.before_answering = None
        raise Killed

    talk.bot.before_answering = dies
    await talk.write("在吗")
    with pytest.raises(Killed):
        await talk.turn()
    assert not await talk.turn(), "the lease of the dead worker still holds"
    talk.clock.advance(timedelta(seconds=talk.settings.turn_lease_s))
    assert await talk.another_worker().take_turn(talk.id)
    assert await talk.lines() == [("buyer", "在吗"), ("bot", "答：在吗")]


async def test_a_worker_that_lost_its_lease_commits_nothing(talk: Talk) -> None:
    other = talk.another_worker()

    async def too_slow() -> None:
        talk.bot.before_answering = None
        talk.clock.advance(timedelta(seconds=talk.settings.turn_lease_s + 1))
        assert await other.take_turn(talk.id)

    talk.bot.before_answering = too_slow
    await talk.write("在吗")
    assert not await talk.turn()
    assert [role for role, _ in await talk.lines()] == ["buyer", "bot"]


class TestWhileWaiting:
    async def test_plain_facts_are_still_answered(self, talk: Talk) -> None:
        talk.bot.script["包邮吗"] = says("满99包邮", intent="ask_shipping_fee")
        await talk.say("转人工")
        assert await talk.say("包邮吗") == ["满99包邮"]
        assert (await talk.conversation()).state == "waiting"

    async def test_delicate_matters_get_the_holding_line_once_in_three_minutes(self, talk: Talk) -> None:
        await talk.say("转人工")
        talk.bot.script["便宜点"] = {**hands_off("haggle")}
        assert len(await talk.say("便宜点")) == 1
        assert await talk.say("便宜点") == []
        talk.clock.advance(timedelta(minutes=3))
        assert len(await talk.say("便宜点")) == 1

    async def test_the_buyer_may_give_up(self, talk: Talk) -> None:
        await talk.say("转人工")
        talk.bot.script["算了不等了"] = {"parse": parse_of("deny"), "says": [], "effects": []}
        assert len(await talk.say("算了不等了")) == 1
        assert (await talk.conversation()).state == "bot"

    async def test_a_bot_that_is_down_keeps_the_message_for_the_person(self, talk: Talk) -> None:
        await talk.say("转人工")
        talk.bot.down = True
        assert await talk.say("包邮吗") == []
        assert ("buyer", "包邮吗") in await talk.lines()


class TestWithAnAgent:
    async def test_the_bot_never_talks_over_a_person(self, talk: Talk) -> None:
        await talk.hand_to(LIN)
        assert await talk.say("这款有货吗") == []
        assert (await talk.messages())[-1].meta["intent"] == "ask_product"

    async def test_a_claim_voids_the_draft_under_way(self, talk: Talk) -> None:
        talk.bot.script["包邮吗"] = says("满99包邮", intent="ask_shipping_fee")
        await talk.say("转人工")
        handoff = await talk.handoff()

        async def claimed_meanwhile() -> None:
            talk.bot.before_answering = None
            await talk.desk.claim(handoff.id, LIN)

        talk.bot.before_answering = claimed_meanwhile
        assert await talk.say("包邮吗") == []

    async def test_after_the_return_the_bot_answers_what_was_left_open(self, talk: Talk) -> None:
        handoff_id = await talk.hand_to(LIN)
        await talk.desk.write(handoff_id, LIN, AgentMessageIn(client_id="a1", text="您好"))
        await talk.say("这款有货吗")
        await talk.desk.hand_back(handoff_id, LIN, ReturnIn())
        await talk.turn()
        assert (await talk.lines())[-1] == ("bot", "答：这款有货吗")

    async def test_a_closed_conversation_opens_again_when_the_buyer_writes(self, talk: Talk) -> None:
        handoff_id = await talk.hand_to(LIN)
        await talk.desk.close(handoff_id, LIN, CloseIn(reason="解决了"))
        assert (await talk.conversation()).state == "closed"
        assert await talk.say("还在吗") == ["答：还在吗"]
        assert (await talk.conversation()).state == "bot"
