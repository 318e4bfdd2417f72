"""An agent needs a phrase: gather the evidence, ask the recommender, keep what was shown."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from assist_api.bus import Bus
from assist_api.clients.bot import BaseMismatch, BotClient, BotUnavailable
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.suggesting.computed import Computation, Computed, compute
from assist_api.flows.suggesting.filling import fill
from assist_api.flows.suggesting.heard import Heard
from assist_api.flows.suggesting.phrase_index import LivePhraseIndex
from assist_api.flows.suggesting.surroundings import Surroundings, look_around
from assist_api.flows.suggesting.typed import carried_id, complete, items_shown
from assist_api.flows.suggesting.uses import Uses
from assist_api.flows.suggesting.words import shop_words
from assist_api.recommender.features import Tokenise
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.phrase import TEAM
from assist_api.recommender.reasons import reasons
from assist_api.recommender.score import Ask, Scored, score
from assist_api.recommender.select import THRESHOLD, Chosen, select
from assist_api.rules.question import open_lines
from assist_api.security import Principal
from assist_api.settings import Settings
from assist_api.suggestions import service as suggestions
from assist_api.suggestions.schemas import Completion, Suggestion, Suggestions, SuggestionsWanted
from assist_api.taxonomy import Taxonomy

PARSE_TIMEOUT_S = 0.5
"""An agent waits for suggestions: without an answer by then the intent is simply missing among the evidence."""

_ANY_MATCH = float(np.nextafter(0.0, 1.0))
"""What is searched for is shown however weak the match is; what does not match scores exactly 0."""


def make_suggester(settings: Settings, database: Database, bus: Bus, bot: BotClient, clock: Clock) -> "Suggester":
    """With the shop's lexicon and intent names."""
    return Suggester(database, bus, bot, clock, shop_words(settings), Taxonomy.load(settings.data).names())


class Suggester:
    """One a process: holds the index."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        bot: BotClient,
        clock: Clock,
        tokenise: Tokenise,
        intent_names: Mapping[str, str],
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._intent_names = intent_names
        self._live_index = LivePhraseIndex(database, bus, tokenise)
        self._uses = Uses(database)

    async def suggest(self, principal: Principal, wanted: SuggestionsWanted) -> Suggestions:
        """No transaction is open while the bot is asked."""
        now = self._clock()
        async with self._database.read() as session:
            around = await look_around(self._database, session, principal, wanted.conversation_id, now)
        lines = open_lines((turn.role, turn.text) for turn in wanted.turns)
        heard, intents = await self._understood(around, lines, typing=bool(wanted.query))
        ask = Ask(tuple(lines), intents, wanted.query or "")
        shown, completion = await self._shown(ask, around, heard, wanted.conversation_id, wanted.k, wanted.withhold)
        intent = max(intents, key=intents.__getitem__) if intents else None
        suggestion_id = await self._kept(principal, wanted, around, lines, intent, items_shown(shown, completion), now)
        return Suggestions(id=suggestion_id, threshold=THRESHOLD, suggestions=shown, completion=completion)

    async def _kept(
        self,
        principal: Principal,
        wanted: SuggestionsWanted,
        around: Surroundings,
        lines: Sequence[str],
        intent: str | None,
        items: list[tuple[str, float]],
        now: datetime,
    ) -> str:
        """The id under which feedback finds this request: a row's, or while typing in a known talk one for a row."""
        if wanted.query and wanted.conversation_id and around.talk_is_known:
            return carried_id(wanted.conversation_id, intent, wanted.query, THRESHOLD, items, now)
        suggestion_id = suggestions.new_id()
        async with self._database.begin() as session:
            suggestions.record(
                session,
                principal,
                suggestion_id=suggestion_id,
                conversation_id=wanted.conversation_id,
                lines=lines,
                intent=intent,
                typed=wanted.query or "",
                threshold=THRESHOLD,
                shown=items,
                now=now,
                around=_to_keep(wanted, around),
            )
        return suggestion_id

    async def first_replies(
        self, conversation_id: str, lines: Sequence[str], intents: Mapping[str, float], k: int = 3
    ) -> list[Suggestion]:
        """For the hand-off packet: the team's phrases for the open lines, as fits whoever claims; nothing is kept.

        Not to be called within a transaction: it reads in one of its own and may build the index.
        """
        async with self._database.read() as session:
            around = await look_around(self._database, session, None, conversation_id, self._clock())
        shown, _ = await self._shown(Ask(tuple(lines), intents), around, around.heard, conversation_id, k, True)
        return shown

    async def close(self) -> None:
        await self._live_index.close()

    async def _understood(
        self, around: Surroundings, lines: Sequence[str], *, typing: bool
    ) -> tuple[Heard | None, dict[str, float]]:
        """What the last line means: stored with the message if possible; the bot is never asked at every key."""
        if around.heard is not None:
            return around.heard, {around.heard.intent: 1.0}
        if not lines or typing:
            return None, {}
        try:
            async with asyncio.timeout(PARSE_TIMEOUT_S):
                found = await self._bot.parse(lines[-1])
        except (TimeoutError, BotUnavailable, BaseMismatch, ValidationError):
            return None, {}
        entities = [entity.model_dump() for entity in found.entities]
        heard = Heard(lines[-1], found.intent, found.confidence, entities)
        return heard, {ranked.intent: ranked.confidence for ranked in found.ranking}

    async def _shown(
        self, ask: Ask, around: Surroundings, heard: Heard | None, conversation_id: str | None, k: int, withhold: bool
    ) -> tuple[list[Suggestion], Completion | None]:
        """Phrases, with the computed answer before those that are no surer. Whoever types is searching for a phrase."""
        computation = Computation()
        if heard is not None and not ask.typed:
            computation = await compute(self._database, conversation_id or "", heard, self._clock())
        around = replace(around, values={**around.values, **computation.values})
        index = await self._live_index.current()
        if ask.typed:
            uses = await self._uses.of(index)
            return await asyncio.to_thread(self._while_typing, index, ask, around, uses, k, withhold)
        found = await asyncio.to_thread(self._choose, index, ask, around, k, THRESHOLD if withhold else 0.0)
        answer = computation.answer
        if answer is None or (withhold and answer.confidence < THRESHOLD):
            return found, None
        others = [one for one in found if one.text != answer.text]
        return sorted([self._computed(answer), *others], key=lambda one: -one.score)[:k], None

    def _computed(self, answer: Computed) -> Suggestion:
        name = self._intent_names.get(answer.intent, answer.intent)
        return Suggestion(
            item_id=f"answer:{answer.skill}",
            kind="answer",
            source="data",
            phrase_id=None,
            text=answer.text,
            template=None,
            title=name,
            score=round(answer.confidence, 4),
            reasons=[f"买家在问「{name}」", "按店铺资料算出"],
        )

    def _while_typing(
        self, index: PhraseIndex, ask: Ask, around: Surroundings, uses: NDArray[np.int64], k: int, withhold: bool
    ) -> tuple[list[Suggestion], Completion | None]:
        """What matches, however weakly; where nothing does and nothing is withheld, what fits the talk."""
        if not len(index):
            return [], None
        scored = score(index, ask)
        found = self._chosen(index, ask, scored, around, k, _ANY_MATCH)
        if not found and not withhold:
            found = self._choose(index, Ask(ask.lines, ask.intents), around, k, 0.0)
        return found, complete(index, ask.typed, scored.talk, uses, around)

    def _choose(self, index: PhraseIndex, ask: Ask, around: Surroundings, k: int, threshold: float) -> list[Suggestion]:
        return self._chosen(index, ask, score(index, ask), around, k, threshold) if len(index) else []

    def _chosen(
        self, index: PhraseIndex, ask: Ask, scored: Scored, around: Surroundings, k: int, threshold: float
    ) -> list[Suggestion]:
        allowed = index.allowed(around.situation, searching=bool(ask.typed))
        chosen = select(
            index,
            scored.scores,
            allowed,
            lambda place: fill(index.phrases[place].wordings, around.values),
            k=k,
            threshold=threshold,
        )
        return [self._phrase(index, one, ask, scored) for one in chosen]

    def _phrase(self, index: PhraseIndex, one: Chosen, ask: Ask, scored: Scored) -> Suggestion:
        phrase = index.phrases[one.place]
        return Suggestion(
            item_id=f"phrase:{phrase.id}",
            kind="phrase",
            source="team" if phrase.limits.owner == TEAM else "personal",
            phrase_id=phrase.id,
            text=one.text,
            template=one.template,
            title=phrase.title,
            score=round(one.score, 4),
            reasons=reasons(index, one.place, ask, scored, self._intent_names),
        )


def _to_keep(wanted: SuggestionsWanted, around: Surroundings) -> suggestions.Around:
    """A conversation of ours stands in the database; of any other talk the turns are kept, to learn from."""
    turns = [(turn.role, turn.text) for turn in wanted.turns]
    situation = around.situation
    talk = None if around.talk_is_known else turns
    return suggestions.Around(len(turns), talk, situation.product, situation.order_state)
