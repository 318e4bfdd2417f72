"""The index of the phrase bank that this process keeps, and when it is built anew."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from time import monotonic

from assist_api.bus import Bus, Subscription
from assist_api.database import Database
from assist_api.phrases import store
from assist_api.phrases.service import BUS_TOPIC
from assist_api.phrases.tables import Phrase
from assist_api.recommender.features import Tokenise, WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.phrase import TEAM, IndexedPhrase, Limits

LOOK_AGAIN_S = 1.0
"""Without an event the bank's version is read this often at most: an import by the command line sends none."""

BOT_ONLY_GROUP = "机器人"
"""Starters that only the bot can say (是智能客服, 已转人工): true from its mouth, wrong from an agent's."""


class LivePhraseIndex:
    """Gives an index that is as new as the bank; building happens in a thread, one at a time."""

    def __init__(self, database: Database, bus: Bus, tokenise: Tokenise) -> None:
        self._database = database
        self._bus = bus
        self._memory = WordMemory(tokenise)
        self._lock = asyncio.Lock()
        self._listening = AsyncExitStack()
        self._events: Subscription | None = None
        self._index: PhraseIndex | None = None
        self._version: tuple[int, int] | None = None
        self._looked_at = float("-inf")

    async def current(self) -> PhraseIndex:
        """Waits for a rebuild only when it starts one or has nothing to show meanwhile."""
        if self._index is not None and self._lock.locked():
            return self._index
        async with self._lock:
            if self._index is None or await self._may_have_changed():
                return await self._refreshed()
            return self._index

    async def close(self) -> None:
        await self._listening.aclose()

    async def _may_have_changed(self) -> bool:
        if self._events is None:
            self._events = await self._listening.enter_async_context(self._bus.subscribe(BUS_TOPIC))
            return True
        heard = False
        while await self._events.next(timeout_s=0) is not None:
            heard = True
        return heard or monotonic() - self._looked_at >= LOOK_AGAIN_S

    async def _refreshed(self) -> PhraseIndex:
        self._looked_at = monotonic()
        async with self._database.read() as session:
            version = await store.bank_version(session)
            if self._index is not None and version == self._version:
                return self._index
            phrases = await store.every_live(session)
        self._index = await asyncio.to_thread(self._build, phrases)
        self._version = version
        return self._index

    def _build(self, phrases: Sequence[Phrase]) -> PhraseIndex:
        offered = [indexed(phrase) for phrase in phrases if phrase.group != BOT_ONLY_GROUP]
        return PhraseIndex(offered, self._memory)


def indexed(phrase: Phrase) -> IndexedPhrase:
    applies = phrase.applies_to
    return IndexedPhrase(
        id=phrase.id,
        title=phrase.title,
        wordings=(phrase.text, *phrase.alternatives),
        questions=tuple(phrase.questions),
        intents=tuple(phrase.intents),
        shortcode=phrase.shortcode,
        limits=Limits(
            owner=TEAM if phrase.owner_id is None else phrase.owner_id,
            active_from=float("-inf") if phrase.active_from is None else phrase.active_from.timestamp(),
            active_to=float("inf") if phrase.active_to is None else phrase.active_to.timestamp(),
            products=tuple(applies.get("products", ())),
            categories=tuple(applies.get("categories", ())),
            order_states=tuple(applies.get("order_states", ())),
            channels=tuple(applies.get("channels", ())),
        ),
    )
