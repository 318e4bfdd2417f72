"""The plan as people read it: every send in the words it would have, every order held back with its reason."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.answering import service as answering
from assist_api.flows.answering.contract import Entity, SkillAsk
from assist_api.flows.reminding.planning import plan_all
from assist_api.flows.reminding.sending import EARLIER_LINES, INTENT, entities_of
from assist_api.flows.turns.draft import Said
from assist_api.flows.turns.speech import Speech
from assist_api.rules.reminders import HeldBack, Medium, PlannedSend, Reason, Stage
from assist_api.rules.reply import compose
from assist_api.shop import service as shop
from assist_api.shop.importing import Reading, read_moment

SKILL = "payment_reminder"


class SendOut(BaseModel):
    buyer_id: str
    order_ids: list[str]
    stage: Stage
    channel: Medium
    due_at: datetime
    text: str


class HeldOut(BaseModel):
    order_id: str
    reason: Reason
    until: datetime | None = None


class Forecast(BaseModel):
    """What `./xiaoer reminders plan --json` prints."""

    at: datetime
    sends: list[SendOut]
    held: list[HeldOut]


async def forecast(database: Database, speech: Speech, wanted: str | None, clock: Clock) -> Forecast:
    """The plan from the database as it stands now; all times in the shop's zone.

    `wanted` is ISO 8601, without an offset in the shop's own time; None is now. Raises Expected where it is not,
    Conflict `shop_not_set_up`.
    """
    async with database.read() as session:
        zone = (await shop.shop_settings(session)).zone
        at = clock() if wanted is None else read_moment(wanted, Reading(now=clock(), zone=zone))
        plan = await plan_all(session, at)
        texts = [await _text(database, session, speech, planned, at) for planned in plan.sends]
    return Forecast(
        at=at.astimezone(zone),
        sends=[_send(planned, text, zone) for planned, text in zip(plan.sends, texts, strict=True)],
        held=[_held(one, zone) for one in plan.held],
    )


def _send(planned: PlannedSend, text: str, zone: ZoneInfo) -> SendOut:
    return SendOut(
        buyer_id=planned.buyer_id,
        order_ids=planned.order_ids,
        stage=planned.stage,
        channel=planned.channel,
        due_at=planned.due_at.astimezone(zone),
        text=text,
    )


def _held(held: HeldBack, zone: ZoneInfo) -> HeldOut:
    until = held.until.astimezone(zone) if held.until else None
    return HeldOut(order_id=held.order_id, reason=held.reason, until=until)


async def _text(database: Database, session: AsyncSession, speech: Speech, planned: PlannedSend, at: datetime) -> str:
    """The words as the bot would have them now; another phrase in the bank, another text."""
    moment = max(at, planned.due_at)
    entities = [Entity(kind=str(one["kind"]), value=one["value"]) for one in entities_of(planned)]
    ask = SkillAsk(conversation_id=planned.conversation_id, intent=INTENT, entities=entities)
    answered = await answering.answer(SKILL, ask, database, moment)
    lines = await chat.last_messages(session, planned.conversation_id, EARLIER_LINES)
    said = Said(planned.conversation_id, [line.text for line in lines if line.role == "bot"])
    reply = compose([await speech.line(session, say.phrase, say.vars, said, moment) for say in answered.says])
    return reply.text if reply else ""
