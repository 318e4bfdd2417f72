"""The taught answer for a buyer's line: the phrase that fits product, order and moment, with its variables filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.answering.contract import Effect, Say, SkillAnswer, SkillAsk
from assist_api.flows.answering.view import ShopView
from assist_api.flows.suggesting.filling import fill
from assist_api.flows.suggesting.surroundings import Surroundings, look_around
from assist_api.flows.teaching.book import LiveBook
from assist_api.phrases.service import is_active
from assist_api.phrases.tables import Phrase
from assist_api.rules.phrase_text import variables
from assist_api.rules.teaching import is_left_to_people
from assist_api.rules.triggers import priority_of
from assist_api.settings import Settings
from assist_api.shop import service as shop
from assist_api.shop import store as goods
from assist_api.shop.tables import Product
from assist_api.taxonomy import Taxonomy

TRIED = 5
"""Phrases whose questions are alike enough are tried in turn: the first may be for other goods."""

TOLD_AT_MOST = 2
"""Who asks again after hearing the same answer twice is not helped by it."""

WORTH_ASKING = 0.5
"""Likeness from which a taught question is offered as what may have been meant: 86 of 100 other wordings reach it."""

OFFERED = 2
_LOOK_BACK = 60
_BEHIND_ALL = 2**53


def make_taught_answers(settings: Settings, database: Database, clock: Clock) -> "TaughtByAgents":
    book = LiveBook(database, settings.data / "phrases")
    return TaughtByAgents(database, clock, book, Taxonomy.load(settings.data))


@dataclass(frozen=True, slots=True)
class TaughtByAgents:
    """Reads only. A personal phrase, one out of its dates, or one with a variable nothing fills is not said."""

    database: Database
    clock: Clock
    book: LiveBook
    taxonomy: Taxonomy

    async def answer(self, ask: SkillAsk, least: float) -> SkillAnswer | None:
        if is_left_to_people(ask.text, ""):
            return None
        async with self.database.read() as session:
            book = await self.book.current(session)
            for phrase, _ in book.matches(ask.text, least)[:TRIED]:
                if (say := await self._say(session, phrase, ask)) is not None:
                    return await self._unless_in_vain(session, ask, say)
        return None

    async def questions(self, ask: SkillAsk) -> SkillAnswer | None:
        """Taught questions that may have been meant, as buttons that ask them."""
        if is_left_to_people(ask.text, ""):
            return None
        async with self.database.read() as session:
            book = await self.book.current(session)
            near = book.matches(ask.text, WORTH_ASKING)[:TRIED]
            said = [(phrase, match) for phrase, match in near if await self._say(session, phrase, ask)]
        buttons = [
            {"option": f"taught:{phrase.id}", "title": match.question, "intent": self._intent(phrase)}
            for phrase, match in said[:OFFERED]
        ]
        return SkillAnswer(says=[Say(phrase="ask_which_meaning", payload={"buttons": buttons})]) if buttons else None

    def _intent(self, phrase: Phrase) -> str:
        """What a tapped question is read as: any that leads to an action which looks here first."""
        known = (self.taxonomy.intents.get(intent) for intent in phrase.intents)
        return next((one.name for one in known if one is not None and one.route == "bot"), "out_of_scope")

    async def _say(self, session: AsyncSession, phrase: Phrase, ask: SkillAsk) -> Say | None:
        now = self.clock()
        if not is_active(phrase, now):
            return None
        around = await look_around(self.database, session, None, ask.conversation_id, now)
        product = await self._product(session, ask, now)
        if not _fits(phrase, around, product):
            return None
        values = {**around.values, **({"product_name": product.name} if product else {})}
        wordings = [phrase.text, *phrase.alternatives]
        if fill(wordings, values) is None:
            return None
        names = {name for wording in wordings for name in variables(wording)}
        return Say(phrase=phrase.id, vars={name: values[name] for name in sorted(names) if values.get(name)})

    async def _product(self, session: AsyncSession, ask: SkillAsk, now: datetime) -> Product | None:
        context = await chat.context_of(session, ask.conversation_id)
        settings = await shop.settings_if_any(session)
        if settings is not None:
            return await ShopView(self.database, session, settings, context, now).product(ask)
        named = ask.known_word("product") or (context.product_id if context else None)
        return await goods.product(session, named) if named else None

    async def _unless_in_vain(self, session: AsyncSession, ask: SkillAsk, say: Say) -> SkillAnswer:
        end = ask.message_id if ask.message_id is not None else _BEHIND_ALL
        told = 0
        for role, _, meta in await chat.lines_before(session, ask.conversation_id, end, _LOOK_BACK):
            told = 0 if role == "agent" else told + (say.phrase in meta.get("taught", ()))
        if told < TOLD_AT_MOST:
            return SkillAnswer(says=[say])
        return SkillAnswer(effects=[Effect(kind="handoff", reason="repeated", priority=priority_of("repeated"))])


def _fits(phrase: Phrase, around: Surroundings, product: Product | None) -> bool:
    """An unknown product, order or channel fits only a phrase that is not limited to any."""
    limits: Mapping[str, list[str]] = phrase.applies_to
    known = {
        "products": product.id if product else None,
        "categories": product.category if product else None,
        "order_states": around.situation.order_state,
        "channels": around.situation.channel,
    }
    return all(not limits.get(field) or value in limits[field] for field, value in known.items())
