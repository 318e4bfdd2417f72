"""The answer that the bot itself would give, computed from the shop's data by the same skills.

Nothing more is told in it than the buyer of this talk may hear, for it is meant to be sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt

from assist_api.database import Database
from assist_api.errors import XiaoerError
from assist_api.flows.answering import service as answering
from assist_api.flows.answering.contract import SkillAnswer
from assist_api.flows.answering.skills import SKILLS
from assist_api.flows.suggesting.filling import fill
from assist_api.flows.suggesting.heard import Heard
from assist_api.phrases import service as phrases

ANSWERED_BY: Mapping[str, str] = {
    "ask_size": "size_advice",
    "ask_stock": "stock",
    "ask_price": "price",
    "ask_promotion": "promotion",
    "ask_product": "product",
    "ask_recommend": "recommend",
    "ask_authenticity": "authenticity",
    "ask_warranty": "warranty",
    "ask_ship_time": "ship_time",
    "ask_courier": "courier",
    "ask_shipping_fee": "shipping_fee",
    "ask_delivery_time": "delivery_time",
    "track_parcel": "track_parcel",
    "ask_return_policy": "return_policy",
    "ask_refund_progress": "refund_progress",
    "ask_invoice": "invoice",
    "ask_payment_method": "payment_help",
    "report_paid": "report_paid",
}
"""Intent → the skill whose answer an agent would send as it is; the rules in data/rules send the bot to the same."""

_ONLY_TELLS = frozenset({"inform", "affirm"})

_WORTH_KNOWING: Mapping[str, frozenset[str]] = {
    "size_advice": frozenset({"height", "weight", "bust", "waist", "hip", "foot"}),
    "shipping_fee": frozenset({"region"}),
    "delivery_time": frozenset({"region"}),
}
"""Skills whose values fill variables of other phrases as soon as one of these was told, whatever is asked now."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A ready answer; `confidence` in [0, 1] is how surely its question was asked."""

    skill: str
    intent: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Computation:
    """The answer, if the line asks for one and nothing is missing, and the values found on the way."""

    answer: Computed | None = None
    values: Mapping[str, str] = field(default_factory=dict)


async def compute(database: Database, conversation_id: str, heard: Heard, now: datetime) -> Computation:
    """An answer that would have to ask back, or that calls a person, is none: the agent is that person."""
    intent = heard.question if heard.intent in _ONLY_TELLS and heard.question else heard.intent
    asked = ANSWERED_BY.get(intent)
    values: dict[str, str] = {}
    for skill, kinds in _WORTH_KNOWING.items():
        if skill != asked and heard.knows(kinds):
            values |= _values(await _ask(database, conversation_id, skill, intent, heard, now))
    told = await _ask(database, conversation_id, asked, intent, heard, now) if asked else None
    text = await _text(database, told, now) if told else None
    answer = Computed(asked, intent, text, sqrt(heard.confidence)) if asked and text else None
    return Computation(answer, values | _values(told))


async def _ask(
    database: Database, conversation_id: str, skill: str, intent: str, heard: Heard, now: datetime
) -> SkillAnswer | None:
    if skill not in SKILLS:
        return None
    try:
        told = await answering.answer(skill, heard.ask(conversation_id, intent), database, now)
    except XiaoerError:  # the shop is not set up: phrases are all there is
        return None
    return None if told.ask or told.effects else told


def _values(told: SkillAnswer | None) -> dict[str, str]:
    return {name: value for say in told.says for name, value in say.vars.items()} if told else {}


async def _text(database: Database, told: SkillAnswer, now: datetime) -> str | None:
    """All that is said, one sentence after the other; None if a phrase is gone or cannot be filled."""
    sentences = []
    async with database.read() as session:
        for say in told.says:
            filled = fill(await phrases.wordings(session, say.phrase, now) or [], say.vars)
            if filled is None:
                return None
            sentences.append(filled[0])
    return "".join(sentences) or None
