"""Whatever happens in whatever order: no line lost, none answered twice, at most one owner."""

import asyncio
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist_api.accounts.tables import Account
from assist_api.errors import XiaoerError
from assist_api.handoff.schemas import AgentMessageIn, CloseIn, ReturnIn, TransferIn
from assist_api.rules.conversation import State
from tests.flows.turns.scripted_bot import hands_off, parse_of
from tests.flows.turns.talk import LIN, WEN, Talk, settings_for, talk_over

STEPS = [
    "write",
    "write_two",
    "write_again",
    "turn",
    "ask_for_person",
    "give_up",
    "claim_lin",
    "claim_wen",
    "agent_writes",
    "hand_back",
    "transfer",
    "requeue",
    "close",
    "bot_forgets",
    "bot_drops_once",
    "bot_down",
    "bot_up",
    "worker_dies",
]


class _Killed(BaseException):
    """kill -9 in the middle of a turn."""


class _Run:
    """One random history over one talk."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.written = 0
        self.agent_written = 0
        talk.bot.script["转人工"] = hands_off("request_human")
        talk.bot.script["算了不等了"] = {"parse": parse_of("deny"), "says": [], "effects": []}

    async def step(self, name: str) -> None:
        try:
            await getattr(self, name)()
        except XiaoerError:
            return  # a refused move is one of the histories

    async def write(self) -> None:
        self.written += 1
        await self.talk.write(f"第{self.written}句", client_id=f"b{self.written}")

    async def write_two(self) -> None:
        await self.write()
        await self.write()

    async def write_again(self) -> None:
        """The page did not hear the answer and sends the last line again."""
        if self.written:
            await self.talk.write(f"第{self.written}句", client_id=f"b{self.written}")

    async def turn(self) -> None:
        await self.talk.turn()

    async def ask_for_person(self) -> None:
        await self._buyer_says("转人工")

    async def give_up(self) -> None:
        await self._buyer_says("算了不等了")

    async def _buyer_says(self, text: str) -> None:
        self.written += 1
        await self.talk.write(text, client_id=f"b{self.written}")
        await self.talk.turn()

    async def claim_lin(self) -> None:
        await self.talk.desk.claim(await self._handoff(), LIN)

    async def claim_wen(self) -> None:
        await self.talk.desk.claim(await self._handoff(), WEN)

    async def agent_writes(self) -> None:
        wanted = AgentMessageIn(client_id=f"a{self.agent_written}", text="您好")
        for _ in range(2):
            await self.talk.desk.write(await self._handoff(), LIN, wanted)
        self.agent_written += 1

    async def close(self) -> None:
        await self.talk.desk.close(await self._handoff(), LIN, CloseIn(reason="好了"))

    async def hand_back(self) -> None:
        await self.talk.desk.hand_back(await self._handoff(), LIN, ReturnIn())

    async def transfer(self) -> None:
        await self.talk.desk.transfer(await self._handoff(), LIN, TransferIn(to_agent="wen"))

    async def requeue(self) -> None:
        await self.talk.desk.transfer(await self._handoff(), LIN, TransferIn(to_group="售后"))

    async def bot_forgets(self) -> None:
        self.talk.bot.forget()

    async def bot_drops_once(self) -> None:
        self.talk.bot.fails = [httpx.ReadError("cut")]

    async def bot_down(self) -> None:
        self.talk.bot.down = True

    async def bot_up(self) -> None:
        self.talk.bot.down = False

    async def worker_dies(self) -> None:
        async def dies() -> None:
            self.talk.bot.before_answering = None
            raise _Killed

        self.talk.bot.before_answering = dies
        try:
            await self.talk.turn()
        except _Killed:
            self.talk.clock.advance(timedelta(seconds=self.talk.settings.turn_lease_s))
        self.talk.bot.before_answering = None

    async def _handoff(self) -> str:
        try:
            return (await self.talk.handoff()).id
        except AssertionError:
            return "h_none"


@given(st.lists(st.sampled_from(STEPS), max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_line_is_lost_and_none_answered_twice(steps: list[str]) -> None:
    asyncio.run(_history(steps))


async def _history(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with talk_over(settings_for(Path(folder))) as talk:
            await _employ(talk, "wen")
            run = _Run(talk)
            for name in steps:
                await run.step(name)
                await _one_owner(talk)
            await _quiet_down(talk)
            await _everything_once(talk, run)


async def _employ(talk: Talk, name: str) -> None:
    async with talk.database.begin() as session:
        session.add(
            Account(
                name=name,
                display_name=name,
                role="agent",
                password_hash="-",
                disabled=False,
                created_at=talk.clock(),
            )
        )


async def _one_owner(talk: Talk) -> None:
    conversation = await talk.conversation()
    assert (conversation.state == State.AGENT.value) == (conversation.agent is not None)


async def _quiet_down(talk: Talk) -> None:
    talk.bot.down = False
    talk.bot.fails = []
    talk.clock.advance(timedelta(seconds=talk.settings.turn_lease_s))
    while await talk.turn():
        pass


async def _everything_once(talk: Talk, run: _Run) -> None:
    messages = await talk.messages()
    assert [m.id for m in messages] == sorted({m.id for m in messages})
    clients = [m.client_id for m in messages if m.role == "buyer"]
    assert clients == [f"b{number}" for number in range(1, run.written + 1)]
    answers = Counter(
        part for m in messages if m.role == "bot" for part in m.text.splitlines() if part.startswith("答：")
    )
    assert all(times == 1 for times in answers.values()), answers
    conversation = await talk.conversation()
    buyer_ids = [m.id for m in messages if m.role == "buyer"]
    assert conversation.due_at is None
    if buyer_ids:
        assert conversation.processed_to >= buyer_ids[-1]
        answered = any(m.id > buyer_ids[-1] for m in messages if m.role in ("bot", "agent"))
        assert answered or conversation.state != State.BOT.value
