"""The draft for a burst by the state of the conversation: the bot answers, holds the line, or only listens."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assist_api.clients.bot import BotClient, BotUnavailable, Effect
from assist_api.database import Database
from assist_api.flows.turns.asking import ask, to_ask
from assist_api.flows.turns.draft import Burst, BuyerLine, Draft, HandoffWish, Noted
from assist_api.flows.turns.effects import OPT_OUT
from assist_api.flows.turns.speech import Speech
from assist_api.flows.turns.understanding import draft_of, is_silent, noted
from assist_api.rules import waiting
from assist_api.rules.conversation import State
from assist_api.rules.reply import compose
from assist_api.rules.triggers import priority_of
from zh_text import refuses_reminders

log = logging.getLogger(__name__)

PLAIN_FACT_CONFIDENCE = 0.5
"""While a person is on the way the bot speaks only where it is surer than it must be alone."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Drafts replies; changes nothing."""

    database: Database
    bot: BotClient
    speech: Speech

    async def draft(self, burst: Burst, holding_line_at: datetime | None, now: datetime) -> Draft:
        if burst.state == State.BOT.value:
            return await self._answered(burst, now)
        if burst.state == State.WAITING.value:
            draft = await self._held(burst, holding_line_at, now)
        else:
            draft = Draft(noted=await self._understood(burst))
        return replace(draft, effects=_wished(burst))

    async def without_bot(self, burst: Burst, kind: str, now: datetime, *, bare: bool = False) -> Draft:
        """The draft when the bot is not to be asked: the honest line, or the lines are only kept for the person."""
        if burst.state == State.BOT.value:
            return await self._honest(burst, kind, now, bare=bare)
        return Draft(noted=[], effects=_wished(burst))

    async def _answered(self, burst: Burst, now: datetime) -> Draft:
        try:
            turn = await ask(self.bot, self.database, burst)
        except BotUnavailable as error:
            log.warning("conversation %s: the bot is %s", burst.conversation_id, error)
            return await self._honest(burst, error.kind, now)
        if any(is_silent(answered) for answered in turn.turns):
            log.warning("conversation %s: the bot left a question without an answer", burst.conversation_id)
        async with self.database.read() as session:
            return await draft_of(session, self.speech, burst, turn, now)

    async def _honest(self, burst: Burst, kind: str, now: datetime, *, bare: bool = False) -> Draft:
        """The bot cannot answer: say so plainly and pass the buyer to a person."""
        async with self.database.read() as session:
            line = await self.speech.line(session, "bot_unavailable", {}, burst.said, now)
        wish = HandoffWish("bot_unavailable", priority_of("bot_unavailable"), note=kind, bare=bare)
        return Draft(noted=[], reply=compose([line]), handoff=wish, effects=_wished(burst))

    async def _held(self, burst: Burst, holding_line_at: datetime | None, now: datetime) -> Draft:
        """While the buyer waits: plain facts are answered, price and grief get the holding line, the rest is kept."""
        understood = await self._understood(burst)
        if any(waiting.gave_up(line.text, one.intent) for line, one in _pairs(burst, understood)):
            async with self.database.read() as session:
                line = await self.speech.line(session, "deny", {}, burst.said, now)
            return Draft(noted=understood, reply=compose([line]), gave_up=True)
        asks_when = any(waiting.asks_for_the_wait(line.text) for line in burst.lines)
        plain_ids = {one.message_id for one in understood if _is_plain(one.intent, one.confidence)}
        plain = [] if asks_when else [line for line in burst.lines if line.id in plain_ids]
        if plain:
            return await self._plain_facts(burst, plain, understood, now)
        delicate = any(waiting.wants_holding_line(one.intent, one.route, holding_line_at, now) for one in understood)
        if not (asks_when or delicate):
            return Draft(noted=understood)
        async with self.database.read() as session:
            line = await self.speech.line(session, "holding", {}, burst.said, now)
        return Draft(noted=understood, reply=compose([line]), is_holding_line=True)

    async def _plain_facts(
        self, burst: Burst, plain: Sequence[BuyerLine], understood: list[Noted], now: datetime
    ) -> Draft:
        facts = replace(burst, lines=plain)
        try:
            turn = await ask(self.bot, self.database, facts)
        except BotUnavailable:
            return Draft(noted=understood)
        # A plain line may hold a delicate question beside the plain one.
        parts = [one for one in turn.turns if one.says and _is_plain(one.parse.intent, one.parse.confidence)]
        async with self.database.read() as session:
            answered = await draft_of(session, self.speech, facts, turn.model_copy(update={"turns": parts}), now)
        # A person is coming already: no second hand-off.
        return Draft(noted=understood, reply=answered.reply, events=answered.events, base=answered.base)

    async def _understood(self, burst: Burst) -> list[Noted]:
        """How the bot reads each line; a bot that is down only means that less is known."""
        found = []
        for message in to_ask(burst):
            if message.parse is not None:
                intent = str(message.parse.get("intent") or "inform")
                found.append(Noted(message.id, intent, 1.0, "bot"))
                continue
            try:
                found.append(noted(message.id, await self.bot.parse(message.text)))
            except BotUnavailable as error:
                log.warning("conversation %s: not understood, the bot is %s", burst.conversation_id, error)
                break
        return found


def _is_plain(intent: str, confidence: float) -> bool:
    return waiting.may_answer(intent, unsure=confidence < PLAIN_FACT_CONFIDENCE)


def _wished(burst: Burst) -> list[Effect]:
    """What is granted also where no skill of the bot answers the line: no reminder follows a plain 别再提醒我了."""
    refused = any(line.preset is None and refuses_reminders(line.text) for line in burst.lines)
    return [Effect(kind=OPT_OUT)] if refused else []


def _pairs(burst: Burst, understood: list[Noted]) -> list[tuple[BuyerLine, Noted]]:
    lines = {line.id: line for line in burst.lines}
    return [(lines[one.message_id], one) for one in understood if one.message_id in lines]
