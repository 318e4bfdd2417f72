"""The worker under strain: many buyers at once, turns that break, bots that crawl, buyers who never stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from assist_api.chat import store
from assist_api.chat.schemas import MessageIn, SessionIn
from assist_api.chat.service import conversation_topic
from assist_api.flows.packets import Packets
from assist_api.flows.turns.asking import QUESTIONS_AT_ONCE
from assist_api.flows.turns.committing import Committing
from assist_api.flows.turns.worker import ATTEMPTS_AT_MOST, TRY_AGAIN_AFTER_S, TurnWorker
from assist_api.handoff.schemas import AgentMessageIn, ReturnIn
from assist_api.rules.burst import PATIENCE
from tests.flows.turns.scripted_bot import ScriptedBot, hands_off, says, says_nothing
from tests.flows.turns.talk import LIN, Talk

IN_TIME_S = 60.0
"""Far longer than anything here takes."""


@asynccontextmanager
async def running(worker: TurnWorker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await worker.stop()


async def _open(talk: Talk) -> str:
    conversation, _token = await talk.visit.open(SessionIn())
    return conversation.id


async def _lines_of(talk: Talk, conversation_id: str) -> list[tuple[str, str]]:
    async with talk.database.read() as session:
        return [(line.role, line.text) for line in await store.messages(session, conversation_id)]


async def _answered(talk: Talk, conversation_id: str, text: str) -> None:
    """Return once a line of the bot ends with `text`."""
    async with asyncio.timeout(IN_TIME_S), talk.bus.subscribe(conversation_topic(conversation_id)) as changes:
        while not any(role == "bot" and said.endswith(text) for role, said in await _lines_of(talk, conversation_id)):
            await changes.next(1.0)


async def test_twenty_buyers_at_once_are_each_answered_exactly_once(talk: Talk) -> None:
    fast = talk.settings.model_copy(update={"burst_max_s": 0.0})
    object.__setattr__(talk.visit, "settings", fast)

    async def buyer(number: int) -> str:
        conversation_id = await _open(talk)
        for turn in range(2):
            text = f"买家{number}第{turn}问"
            wanted = MessageIn(client_id=f"b{turn}", text=text)
            ids = await asyncio.gather(*(talk.visit.write(conversation_id, wanted) for _ in range(2)))
            assert len(set(ids)) == 1
            # The clock stands still: what is written in one moment is due in it.
            await _answered(talk, conversation_id, text)
        return conversation_id

    async with running(talk.worker), running(talk.another_worker()):
        conversations = await asyncio.gather(*(buyer(number) for number in range(20)))
    for number, conversation_id in enumerate(conversations):
        said = [line for turn in range(2) for line in _exchange(f"买家{number}第{turn}问")]
        assert await _lines_of(talk, conversation_id) == said


def _exchange(text: str) -> list[tuple[str, str]]:
    return [("buyer", text), ("bot", f"答：{text}")]


class _Broken:
    """Stands where a part of the turn stood and always raises."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, *args: Any, **more: Any) -> Any:
        self.asked += 1
        raise RuntimeError("this line breaks the turn")


async def _try_until_committed(talk: Talk, most: int = 10) -> int:
    """How many turns it took; each may raise."""
    for number in range(1, most + 1):
        with suppress(RuntimeError):
            if await talk.turn():
                return number
    raise AssertionError("the turn was never committed")


async def test_a_line_that_breaks_every_turn_is_handed_over_instead_of_tried_for_ever(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = _Broken()
    monkeypatch.setattr("assist_api.flows.turns.drafting.ask", broken)
    await talk.write("有毒的一句")
    assert await _try_until_committed(talk) == ATTEMPTS_AT_MOST + 1
    assert broken.asked == ATTEMPTS_AT_MOST
    handoff = await talk.handoff()
    assert (handoff.reason, handoff.packet["transcript"][0]["text"]) == ("bot_unavailable", "有毒的一句")
    assert [role for role, _text in await talk.lines()] == ["buyer", "bot"], "the buyer is told"
    conversation = await talk.conversation()
    assert (conversation.state, conversation.attempts, conversation.due_at) == ("waiting", 0, None)


async def test_a_packet_that_cannot_be_built_does_not_keep_the_buyer_from_a_person(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Packets, "build", _Broken())
    await talk.write("转人工")
    assert await _try_until_committed(talk) == ATTEMPTS_AT_MOST + 1
    assert (await talk.handoff()).packet["summary"].endswith("“转人工”")


async def test_a_turn_that_broke_once_is_tried_again_soon_and_then_forgotten(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Committing, "_apply", _Broken())
        await talk.write("有货吗")
        with pytest.raises(RuntimeError):
            await talk.turn()
    conversation = await talk.conversation()
    assert conversation.lease is None
    assert conversation.due_at == talk.clock() + timedelta(seconds=TRY_AGAIN_AFTER_S)
    assert await talk.turn()
    assert (await talk.conversation()).attempts == 0
    assert await talk.lines() == [("buyer", "有货吗"), ("bot", "答：有货吗")]


async def test_while_an_agent_is_there_a_broken_turn_only_leaves_the_line_to_them(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.hand_to(LIN)
    monkeypatch.setattr("assist_api.flows.turns.drafting.to_ask", _broken_now)
    before = len(await talk.lines())
    await talk.write("有毒的一句")
    assert await _try_until_committed(talk) == ATTEMPTS_AT_MOST + 1
    assert (await talk.lines())[before:] == [("buyer", "有毒的一句")]


def _broken_now(*_args: Any) -> Any:
    raise RuntimeError("this line breaks the turn")


async def test_a_worker_that_stops_gives_its_turns_back_at_once(talk: Talk) -> None:
    begun = asyncio.Event()

    async def hangs() -> None:
        begun.set()
        await asyncio.Event().wait()

    talk.bot.before_answering = hangs
    await talk.write("在吗")
    talk.clock.advance(timedelta(seconds=10))
    async with running(talk.worker):
        async with asyncio.timeout(IN_TIME_S):
            await begun.wait()
    talk.bot.before_answering = None
    conversation = await talk.conversation()
    assert (conversation.lease, conversation.attempts) == (None, 0)
    assert await talk.another_worker().take_turn(talk.id)
    assert await talk.lines() == [("buyer", "在吗"), ("bot", "答：在吗")]


async def test_a_bot_that_crawls_is_given_up_before_the_lease_is_over(talk: Talk) -> None:
    async def crawls() -> None:
        await asyncio.Event().wait()

    talk.bot.before_answering = crawls
    talk.worker.lease_s = 0.02
    await talk.write("在吗")
    assert await talk.turn()
    assert (await talk.handoff()).reason == "bot_unavailable"


class TestWhenToLookNext:
    async def _next(self, talk: Talk) -> float | None:
        async with talk.database.read() as session:
            found = await store.due_before(session, talk.clock() + timedelta(hours=1))
        return (found[0][1] - talk.clock()).total_seconds() if found else None

    async def _leave(self, talk: Talk, due_in_s: float, lease_left_s: float) -> None:
        async with talk.database.begin() as session:
            conversation = await store.lock(session, talk.id)
            now = talk.clock()
            conversation.due_at = now + timedelta(seconds=due_in_s)
            conversation.lease, conversation.lease_until = "other", now + timedelta(seconds=lease_left_s)

    async def test_nothing_to_do(self, talk: Talk) -> None:
        assert await self._next(talk) is None

    async def test_what_another_holds_is_looked_at_when_its_lease_is_over_not_all_the_time(self, talk: Talk) -> None:
        await self._leave(talk, due_in_s=-30, lease_left_s=15)
        assert await self._next(talk) == 15

    async def test_a_dead_lease_does_not_make_a_later_burst_due_now(self, talk: Talk) -> None:
        await self._leave(talk, due_in_s=2, lease_left_s=-60)
        assert await self._next(talk) == 2


class TestBursts:
    async def test_thirty_lines_get_one_reply_to_the_last_ones(self, talk: Talk) -> None:
        for number in range(30):
            await talk.write(f"第{number}问")
        await talk.turn()
        [reply] = [text for role, text in await talk.lines() if role == "bot"]
        assert reply.splitlines() == [f"答：第{number}问" for number in range(30 - QUESTIONS_AT_ONCE, 30)]
        assert not await talk.turn()

    async def test_a_line_of_a_hundred_questions_does_not_choke_the_bot(self, talk: Talk) -> None:
        await talk.say("有货吗？" * 100)
        assert len(talk.bot.heard) == QUESTIONS_AT_ONCE
        assert (await talk.conversation()).state == "bot"

    @pytest.mark.parametrize("text", ["，", "、", "？", "。。。", "😀", "~"])
    async def test_a_line_of_signs_alone_is_still_a_line(self, talk: Talk, text: str) -> None:
        assert await talk.say(text) == [f"答：{text}"]

    async def test_a_buyer_who_writes_without_a_pause_does_not_wait_for_ever(self, talk: Talk) -> None:
        started = talk.clock()
        for number in range(30):
            await talk.write(f"还有{number}")
            talk.clock.advance(timedelta(seconds=1))
        due_at = (await talk.conversation()).due_at
        assert due_at == started + timedelta(seconds=PATIENCE * talk.settings.burst_max_s)

    async def test_of_several_questions_the_one_the_bot_is_silent_on_goes_to_a_person(self, talk: Talk) -> None:
        talk.bot.script["能开发票吗"] = says_nothing()
        await talk.write("包邮吗")
        await talk.write("能开发票吗")
        await talk.turn()
        [reply] = [text for role, text in await talk.lines() if role == "bot"]
        assert reply.startswith("答：包邮吗\n")
        assert (await talk.handoff()).reason == "bot_unavailable"

    async def test_a_bot_that_drops_a_question_has_failed(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = ScriptedBot._turn

        async def forgetful(bot: ScriptedBot, body: dict[str, Any]) -> httpx.Response:
            return await whole(bot, {**body, "messages": body["messages"][:1]})

        monkeypatch.setattr(ScriptedBot, "_turn", forgetful)
        await talk.write("包邮吗")
        await talk.write("能开发票吗")
        await talk.turn()
        assert (await talk.handoff()).reason == "bot_unavailable"


async def test_while_waiting_a_line_with_two_questions_is_asked_once_and_its_delicate_half_not_answered(
    talk: Talk,
) -> None:
    talk.bot.script["包邮吗？"] = says("满99包邮", intent="ask_shipping_fee")
    talk.bot.script["能便宜点吗？"] = {**hands_off("haggle"), "says": [_said("可以便宜点")]}
    await talk.say("转人工")
    talk.bot.heard.clear()
    assert await talk.say("包邮吗？能便宜点吗？") == ["满99包邮"]
    assert talk.bot.heard == ["包邮吗？", "能便宜点吗？"]


def _said(text: str) -> dict[str, Any]:
    return {"phrase": None, "text": text, "vars": {}, "payload": None}


async def test_what_the_agent_answered_the_bot_does_not_answer_again_after_the_return(talk: Talk) -> None:
    handoff_id = await talk.hand_to(LIN)
    await talk.write("这款有货吗")
    await talk.desk.write(handoff_id, LIN, AgentMessageIn(client_id="a1", text="有的"))
    await talk.desk.hand_back(handoff_id, LIN, ReturnIn())
    assert not await talk.turn()
    assert talk.bot.heard.count("这款有货吗") == 0


async def test_the_typing_hint_is_given_only_where_the_bot_will_speak(talk: Talk) -> None:
    async def kinds() -> list[str]:
        found: list[str] = []
        while (event := await heard.next(0.001)) is not None:
            found.append(event["kind"])
        return found

    async with talk.bus.subscribe(conversation_topic(talk.id)) as heard:
        await talk.say("包邮吗")
        assert "typing" in await kinds()
        await talk.say("转人工")
        await kinds()
        await talk.say("我再看看")
        assert "typing" not in await kinds()


async def test_the_same_question_thrice_in_one_burst_is_one_impatient_buyer_not_a_failed_bot(talk: Talk) -> None:
    for text in ("什么时候发货", "什么时候发货？", "什么时候发货呀"):
        talk.bot.script[text] = says("48小时内", intent="ask_ship_time")
        await talk.write(text)
    await talk.turn()
    assert (await talk.conversation()).state == "bot"


async def test_after_a_person_helped_the_count_of_repeated_questions_starts_anew(talk: Talk) -> None:
    for text in ("什么时候发货", "什么时候发货？", "什么时候发货呀"):
        talk.bot.script[text] = says("48小时内", intent="ask_ship_time")
    await talk.say("什么时候发货")
    await talk.say("什么时候发货？")
    handoff_id = await talk.hand_to(LIN)
    await talk.desk.write(handoff_id, LIN, AgentMessageIn(client_id="a1", text="明天发"))
    await talk.desk.hand_back(handoff_id, LIN, ReturnIn())
    await talk.say("什么时候发货呀")
    assert (await talk.conversation()).state == "bot"
