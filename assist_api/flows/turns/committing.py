"""Make a draft true: reply, events, state and hand-off in one transaction, or nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.tables import BotEvents, Conversation
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.packets import Packets
from assist_api.flows.turns.draft import Burst, Draft, Noted
from assist_api.flows.turns.effects import carry_out
from assist_api.flows.turns.speech import Speech
from assist_api.flows.turns.tracker import EVENTS_AT_MOST, RESTORE, left_to_people, shortened
from assist_api.handoff import service as handoffs
from assist_api.handoff import store as handoff_store
from assist_api.handoff.packet import Packet
from assist_api.handoff.tables import HandoffState
from assist_api.rules.reply import Reply, Utterance, compose

VOID_AT_MOST = 3
"""A buyer who never stops writing is answered after three drafts were thrown away."""


@dataclass(frozen=True, slots=True)
class Committing:
    """Commits drafts."""

    database: Database
    clock: Clock
    speech: Speech
    packets: Packets

    async def commit(self, burst: Burst, draft: Draft, lease: str) -> bool:
        """Whether the draft became true; False when it was void: the buyer wrote again, or somebody else took over."""
        packet = await self._packet(burst, draft)
        async with self.database.begin() as session:
            conversation = await store.lock(session, burst.conversation_id)
            if conversation.lease != lease:
                return False
            wrote_again = await store.last_buyer_line_id(session, conversation.id) > burst.last_id
            conversation.lease = conversation.lease_until = None
            conversation.attempts = 0
            if (conversation.state, conversation.agent) != (burst.state, burst.agent):
                return False
            if wrote_again and draft.reply and conversation.voided < VOID_AT_MOST:
                conversation.voided += 1
                return False
            if not wrote_again:
                conversation.due_at = None
            with session.no_autoflush:  # everything goes to the database at once, with the reply
                await self._apply(session, conversation, burst, draft, packet)
            return True

    async def _packet(self, burst: Burst, draft: Draft) -> Packet | None:
        if draft.handoff is None:
            return None
        build = self.packets.bare if draft.handoff.bare else self.packets.build
        return await build(burst, draft)

    async def _apply(
        self, session: AsyncSession, conversation: Conversation, burst: Burst, draft: Draft, packet: Packet | None
    ) -> None:
        now = self.clock()
        conversation.voided = 0
        conversation.processed_to = burst.last_id
        await _note(session, draft.noted)
        await keep_events(session, conversation, draft, now)
        await carry_out(session, conversation, draft.effects, now)
        reply = draft.reply
        if packet is not None:
            reply = await self._hand_off(session, conversation, burst, reply, packet, now)
        if draft.gave_up:
            await _withdraw(session, conversation, now)
        if draft.is_holding_line:
            conversation.holding_line_at = now
        if reply is not None:
            meta = {"phrases": reply.phrases, **({"taught": reply.taught} if reply.taught else {})}
            await chat.add_line(
                session,
                conversation,
                "bot",
                reply.text,
                now,
                payload=reply.payload,
                meta=meta,
                answers_to=burst.last_id,
            )

    async def _hand_off(
        self,
        session: AsyncSession,
        conversation: Conversation,
        burst: Burst,
        reply: Reply | None,
        packet: Packet,
        now: datetime,
    ) -> Reply | None:
        """The others are answered first, then the buyer is told once who will come and when."""
        conversation.move(conversation.standing.hand_off())
        handoff = await handoffs.open_handoff(session, conversation.id, packet, now)
        place = await handoff_store.place_in_queue(session, handoff)
        coming = await self._who_comes(session, burst, place, now)
        answered = Utterance(reply.text, None, reply.payload) if reply else None
        whole = compose([answered, coming] if answered else [coming])
        session.add(
            BotEvents(conversation_id=conversation.id, events=left_to_people(now), created_at=now),
        )
        conversation.bot_base = RESTORE
        if whole is None or reply is None:
            return whole
        return Reply(whole.text, [*reply.phrases, *whole.phrases], whole.payload, reply.taught)

    async def _who_comes(self, session: AsyncSession, burst: Burst, place: int, now: datetime) -> Utterance:
        phrase, values = await self.packets.expectation(session, place, now)
        return await self.speech.line(session, phrase, values, burst.said, now)


async def _note(session: AsyncSession, noted: Sequence[Noted]) -> None:
    """Keep how each line was understood; of two questions in one line the last one stands in its `meta`."""
    for message_id, meta in {one.message_id: one.meta() for one in noted}.items():
        await store.note(session, message_id, meta)


async def keep_events(session: AsyncSession, conversation: Conversation, draft: Draft, now: datetime) -> None:
    """Keep the turn's events; of a very long talk only what the bot still needs, so that its turns stay quick."""
    if draft.base is None:
        return
    conversation.bot_base = draft.base
    conversation.bot_event_count += len(draft.events)
    session.add(BotEvents(conversation_id=conversation.id, events=draft.events, created_at=now))
    if conversation.bot_event_count <= EVENTS_AT_MOST:
        return
    await session.flush()
    kept = shortened(await store.events_of(session, conversation.id))
    await store.forget_events(session, conversation.id)
    session.add(BotEvents(conversation_id=conversation.id, events=kept, created_at=now))
    conversation.bot_event_count = len(kept)
    conversation.bot_base = RESTORE


async def _withdraw(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    conversation.move(conversation.standing.give_up())
    handoff = await handoff_store.open_of(session, conversation.id)
    if handoff is not None:
        handoff.end(HandoffState.WITHDRAWN, now)
