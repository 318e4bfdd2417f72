"""What agents do with hand-offs: each move changes hand-off and conversation in one transaction."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.accounts import store as accounts
from assist_api.bus import Bus
from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.tables import BotEvents, Conversation
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput, Conflict, Forbidden, NotFound
from assist_api.flows.turns.tracker import RESTORE, left_to_people
from assist_api.handoff import store as handoffs
from assist_api.handoff.schemas import AgentMessageIn, CloseIn, ReturnIn, TransferIn
from assist_api.handoff.service import found
from assist_api.handoff.tables import Handoff, HandoffState
from assist_api.rules.conversation import IllegalMove, Standing, State
from assist_api.security import Principal


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation and its hand-off, both locked."""

    session: AsyncSession
    conversation: Conversation
    handoff: Handoff


@dataclass(frozen=True, slots=True)
class Desk:
    """The agents' use cases."""

    database: Database
    bus: Bus
    clock: Clock

    async def claim(self, handoff_id: str, agent: Principal) -> None:
        """Raises Conflict already_claimed when somebody else was faster; claiming one's own again changes nothing."""
        async with self._held(handoff_id) as held:
            if held.handoff.state == HandoffState.AGENT.value:
                if held.handoff.agent == agent.name:
                    return
                raise Conflict("这位买家已由其他同事接待", code="already_claimed", agent=held.handoff.agent)
            # The conversation may wait anew, with another hand-off than this one.
            _require_open(held, "claim")
            _move(held, lambda standing: standing.claim(agent.name))
            now = self.clock()
            held.handoff.state, held.handoff.agent = HandoffState.AGENT.value, agent.name
            held.handoff.claimed_at = held.handoff.claimed_at or now
            held.handoff.version += 1
            name = await _display_name(held.session, agent.name)
            held.conversation.agent_name = name
            await self._say(held, f"客服 {name} 为您服务")

    async def write(self, handoff_id: str, agent: Principal, wanted: AgentMessageIn) -> int:
        """Store the agent's line and return its id; the same `client_id` again returns the first one's id."""
        async with self._held(handoff_id) as held:
            conversation = held.conversation
            earlier = await store.message_by_client_id(held.session, conversation.id, "agent", wanted.client_id)
            if earlier is not None:
                return earlier.id
            _require_own(held, agent)
            payload = await chat.pictures_payload(held.session, conversation.id, wanted.attachments)
            now = self.clock()
            message = await chat.add_line(
                held.session,
                conversation,
                "agent",
                wanted.text or "[图片]",
                now,
                payload=payload,
                client_id=wanted.client_id,
                meta={"agent": agent.name, "agent_name": conversation.agent_name, "item_id": wanted.item_id},
            )
            held.handoff.first_reply_at = held.handoff.first_reply_at or now
            return message.id

    async def hand_back(self, handoff_id: str, agent: Principal, wanted: ReturnIn) -> None:
        """The bot goes on; lines the agent left unanswered are answered by it."""
        async with self._held(handoff_id) as held:
            _require_open(held, "return")
            _require_own(held, agent)
            _move(held, Standing.hand_back)
            held.handoff.end(HandoffState.RETURNED, self.clock(), wanted.note)
            await self._leave_people(held)
            await self._say(held, "已转回智能客服，您可以继续提问，也可以随时转人工")
            await _reopen_unanswered(held, self.clock)
        await self.bus.publish(chat.TURNS_TOPIC, {"kind": "returned"})

    async def transfer(self, handoff_id: str, agent: Principal, wanted: TransferIn) -> None:
        async with self._held(handoff_id) as held:
            _require_open(held, "transfer")
            _require_own(held, agent)
            held.handoff.note = wanted.note or held.handoff.note
            held.handoff.version += 1
            if wanted.to_agent is not None:
                await _require_agent(held.session, wanted.to_agent)
                to_agent = wanted.to_agent
                _move(held, lambda standing: standing.transfer(to_agent))
                held.handoff.agent = to_agent
                name = await _display_name(held.session, to_agent)
                held.conversation.agent_name = name
                await self._say(held, f"已为您转接客服 {name}")
                return
            _move(held, Standing.requeue)
            held.handoff.state, held.handoff.agent = HandoffState.WAITING.value, None
            held.handoff.group = wanted.to_group
            await self._say(held, "正在为您转接其他同事，请稍等")

    async def close(self, handoff_id: str, agent: Principal, wanted: CloseIn) -> None:
        async with self._held(handoff_id) as held:
            _require_open(held, "close")
            if held.conversation.state == State.AGENT.value:
                _require_own(held, agent)
            _move(held, Standing.close)
            held.handoff.end(HandoffState.CLOSED, self.clock(), wanted.reason)
            held.conversation.due_at = None
            held.conversation.processed_to = await _last_buyer_id(held)
            await _forget_talk(held)
            await self._say(held, "本次会话已结束，有需要随时再来找咱们")

    @asynccontextmanager
    async def _held(self, handoff_id: str) -> AsyncIterator[Held]:
        """Lock conversation, then hand-off (always in this order), and tell everybody once it is committed."""
        async with self.database.read() as session:
            conversation_id = (await found(session, handoff_id)).conversation_id
        async with self.database.begin() as session:
            conversation = await store.lock(session, conversation_id)
            handoff = await handoffs.lock(session, handoff_id)
            if handoff is None:
                raise NotFound("没有找到这次转接", handoff_id=handoff_id)
            yield Held(session, conversation, handoff)
        await chat.tell(self.bus, conversation_id)
        await self.bus.publish(chat.DESK_TOPIC, {"kind": "queue", "conversation_id": conversation_id})

    async def _say(self, held: Held, text: str) -> None:
        await chat.add_line(held.session, held.conversation, "system", text, self.clock())

    async def _leave_people(self, held: Held) -> None:
        now = self.clock()
        held.session.add(BotEvents(conversation_id=held.conversation.id, events=left_to_people(now), created_at=now))
        held.conversation.bot_base = RESTORE


def _move(held: Held, move: Callable[[Standing], Standing]) -> None:
    try:
        held.conversation.move(move(held.conversation.standing))
    except IllegalMove as error:
        raise _illegal(error.move, error.state) from error


def _illegal(move: str, state: str) -> Conflict:
    return Conflict("会话当前的状态不能这样操作，请刷新后再看", code="illegal_move", move=move, state=state)


def _require_open(held: Held, move: str) -> None:
    if held.handoff.open_for is None:
        raise _illegal(move, held.handoff.state)


def _require_own(held: Held, agent: Principal) -> None:
    """Raises Conflict when nobody has claimed it (or it is over), Forbidden when somebody else has."""
    if held.handoff.state != HandoffState.AGENT.value:
        raise _illegal("write", held.conversation.state)
    if held.handoff.agent != agent.name:
        raise Forbidden("这位买家由其他同事接待，请先转接", code="not_yours", agent=held.handoff.agent)


async def _require_agent(session: AsyncSession, name: str) -> None:
    account = await accounts.account_named(session, name)
    if account is None or account.disabled:
        raise BadInput("没有这位客服，请从列表里选择", field="to_agent")


async def _last_buyer_id(held: Held) -> int:
    lines = await store.unanswered(held.session, held.conversation)
    return lines[-1].id if lines else held.conversation.processed_to


async def _reopen_unanswered(held: Held, clock: Clock) -> None:
    """What the buyer wrote after the last answer, whoever gave it, is the bot's to answer now; nothing before it."""
    latest = await store.last_messages(held.session, held.conversation.id, 50)
    last_answer_id = max((line.id for line in latest if line.role in ("agent", "bot")), default=0)
    pending = [line for line in latest if line.role == "buyer" and line.id > last_answer_id]
    if pending:
        held.conversation.processed_to = pending[0].id - 1
        held.conversation.due_at = clock()
        return
    # The agent may have answered a line whose burst is not over yet.
    held.conversation.processed_to = await _last_buyer_id(held)
    held.conversation.due_at = None


async def _display_name(session: AsyncSession, name: str) -> str:
    """As buyers may read it; a program with a token has no account and is shown by its name."""
    account = await accounts.account_named(session, name)
    return account.display_name if account else name


async def _forget_talk(held: Held) -> None:
    """When the buyer writes again it is a new talk to the bot; people still see the old one."""
    await store.forget_events(held.session, held.conversation.id)
    held.conversation.bot_event_count = 0
    held.conversation.bot_base = RESTORE
