"""Answers one skill in process: for the internal app, and for an agent's suggestions."""

from datetime import datetime
from typing import Any

from assist_api.chat import store as chat
from assist_api.database import Database
from assist_api.errors import NotFound
from assist_api.flows.answering import unready
from assist_api.flows.answering.contract import SkillAnswer, SkillAsk
from assist_api.flows.answering.skills import SKILLS
from assist_api.flows.answering.view import ShopView
from assist_api.shop import service as shop

_KEPT = ("height", "weight", "bust", "waist", "product", "region", "order_no", "size", "color")


async def answer(skill: str, ask: SkillAsk, database: Database, now: datetime) -> SkillAnswer:
    """What the shop's data says to this line. Raises NotFound for a skill we do not have.

    Reads only, except that a phone tail is remembered as a try. Leave `message_id` None where no buyer really sent the
    line: nothing is tried then, and nothing more is told than to an unknown buyer.
    """
    known = SKILLS.get(skill)
    if known is None:
        raise NotFound("没有这项技能", skill=skill, known=sorted(SKILLS))
    async with database.read() as session:
        settings = await shop.settings_if_any(session)
        if settings is None:
            return unready.without_settings(skill, ask)
        if await unready.lacks_products(skill, session):
            return unready.without_products(ask)
        context = await chat.context_of(session, ask.conversation_id)
        told = await known(ask, ShopView(database, session, settings, context, now))
    return told.model_copy(update={"slots": remembered(ask) | told.slots})


def remembered(ask: SkillAsk) -> dict[str, Any]:
    """What this line named stays known for the next one; a phone tail is good for one try and then forgotten.

    Only what was named: a product of the page is not kept, for the buyer may turn to another page.
    """
    named = {kind: value for kind in _KEPT if (value := ask.heard(kind)) is not None}
    return named | ({"phone_tail": None} if "phone_tail" in ask.slots else {})
