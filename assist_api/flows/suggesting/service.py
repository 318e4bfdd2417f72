"""An agent needs a phrase: gather the evidence, ask the recommender, keep what was shown."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import ValidationError

from assist_api.bus import Bus
from assist_api.clients.bot import BaseMismatch, BotClient, BotUnavailable
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.learning.live import LiveLearning, model_files
from assist_api.flows.suggesting.choosing import Bank, for_talk, for_typed, scored_by
from assist_api.flows.suggesting.computed import Computation, Computed, compute
from assist_api.flows.suggesting.heard import Heard
from assist_api.flows.suggesting.phrase_index import LivePhraseIndex
from assist_api.flows.suggesting.surroundings import Surroundings, look_around
from assist_api.flows.suggesting.typed import carried_id, complete, items_shown
from assist_api.flows.suggesting.uses import Uses
from assist_api.flows.suggesting.words import shop_words
from assist_api.recommender.features import Tokenise, WordMemory
from assist_api.recommender.score import Ask
from assist_api.recommender.select import THRESHOLD
from assist_api.recommender.talk import Turn
from assist_api.rules.question import open_lines
from assist_api.security import Principal
from assist_api.settings import Settings
from assist_api.suggestions import service as suggestions
from assist_api.suggestions.schemas import Completion, Suggestion, Suggestions, SuggestionsWanted
from assist_api.taxonomy import Taxonomy

PARSE_TIMEOUT_S = 0.5
"""An agent waits for suggestions: without an answer by then the intent is simply missing among the evidence."""

_LINES_REMEMBERED = 1_000


def make_suggester(
    settings: Settings, database: Database, bus: Bus, bot: BotClient, clock: Clock
) -> tuple["Suggester", LiveLearning]:
    """With the shop's lexicon and intent names, and what they learn from."""
    tokenise = shop_words(settings)
    learning = LiveLearning(database, bus, clock, model_files(settings.models), WordMemory(tokenise).split)
    names = Taxonomy.load(settings.data).names()
    return Suggester(database, bus, bot, clock, tokenise, names, learning), learning


class Suggester:
    """One a process: holds the index. Who makes it closes `learning`."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        bot: BotClient,
        clock: Clock,
        tokenise: Tokenise,
        intent_names: Mapping[str, str],
        learning: LiveLearning,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._intent_names = intent_names
        self._live_index = LivePhraseIndex(database, bus, tokenise)
        self._uses = Uses(database)
        self._learning = learning
        self._understood_lately: dict[str, tuple[Heard, dict[str, float]]] = {}

    async def suggest(self, principal: Principal, wanted: SuggestionsWanted) -> Suggestions:
        """No transaction is open while the bot is asked."""
        now = self._clock()
        async with self._database.read() as session:
            around = await look_around(self._database, session, principal, wanted.conversation_id, now)
        lines = open_lines((turn.role, turn.text) for turn in wanted.turns)
        heard, intents = await self._understood(around, lines, typing=bool(wanted.query))
        before = tuple(Turn(turn.role, turn.text) for turn in wanted.turns)
        ask = Ask(tuple(lines), intents, wanted.query or "", before, now.timestamp())
        bank = await self._bank()
        found = await self._shown(bank, ask, around, heard, wanted)
        intent = max(intents, key=intents.__getitem__) if intents else None
        items = items_shown(found.suggestions, found.completion)
        asked = _Asked(wanted, around, lines, intent, bank.threshold, now)
        return Suggestions(
            id=await self._kept(principal, asked, items),
            threshold=bank.threshold,
            confidence=round(found.confidence, 4),
            suggestions=found.suggestions,
            completion=found.completion,
        )

    async def _bank(self) -> Bank:
        index, knowledge = await self._live_index.current(), await self._learning.current()
        threshold = self._learning.threshold
        return Bank(
            index,
            knowledge,
            await self._uses.of(index),
            self._intent_names,
            THRESHOLD if threshold is None else threshold,
        )

    async def _kept(self, principal: Principal, asked: "_Asked", items: list[tuple[str, float]]) -> str:
        """The id under which feedback finds this request: a row's, or while typing in a known talk one for a row."""
        wanted = asked.wanted
        if wanted.query and wanted.conversation_id and asked.around.talk_is_known:
            return carried_id(wanted.conversation_id, asked.intent, wanted.query, asked.threshold, items, asked.now)
        suggestion_id = suggestions.new_id()
        async with self._database.begin() as session:
            suggestions.record(
                session,
                principal,
                suggestion_id=suggestion_id,
                conversation_id=wanted.conversation_id,
                lines=asked.lines,
                intent=asked.intent,
                typed=wanted.query or "",
                threshold=asked.threshold,
                shown=items,
                now=asked.now,
                around=_remembered(asked),
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
        ask = Ask(tuple(lines), intents, before=tuple(Turn("buyer", line) for line in lines))
        wanted = SuggestionsWanted(conversation_id=conversation_id, k=k)
        return (await self._shown(await self._bank(), ask, around, around.heard, wanted)).suggestions

    async def close(self) -> None:
        await self._live_index.close()

    async def _understood(
        self, around: Surroundings, lines: Sequence[str], *, typing: bool
    ) -> tuple[Heard | None, dict[str, float]]:
        """What the last line means: stored with the message if possible; the bot is never asked at every key.

        Of a pasted talk it is remembered from the list that was asked for before anything was typed.
        """
        if around.heard is not None:
            return around.heard, {around.heard.intent: 1.0}
        if not lines:
            return None, {}
        if typing:
            return self._understood_lately.get(lines[-1], (None, {}))
        try:
            async with asyncio.timeout(PARSE_TIMEOUT_S):
                found = await self._bot.parse(lines[-1])
        except (TimeoutError, BotUnavailable, BaseMismatch, ValidationError):
            return None, {}
        entities = [entity.model_dump() for entity in found.entities]
        heard = Heard(lines[-1], found.intent, found.confidence, entities)
        understood = heard, {ranked.intent: ranked.confidence for ranked in found.ranking}
        if len(self._understood_lately) >= _LINES_REMEMBERED:
            self._understood_lately.clear()
        self._understood_lately[lines[-1]] = understood
        return understood

    async def _shown(
        self, bank: Bank, ask: Ask, around: Surroundings, heard: Heard | None, wanted: SuggestionsWanted
    ) -> "_Shown":
        """Phrases, with the computed answer before those that are no surer. Whoever types is searching for a phrase."""
        computation = Computation()
        if heard is not None and not ask.typed:
            computation = await compute(self._database, wanted.conversation_id or "", heard, self._clock())
        around = replace(around, values={**around.values, **computation.values})
        if ask.typed:
            return await asyncio.to_thread(_while_typing, bank, ask, around, wanted)
        choice = await asyncio.to_thread(for_talk, bank, ask, around, wanted.k, wanted.withhold)
        answer = computation.answer
        if answer is None or (wanted.withhold and answer.confidence < bank.threshold):
            return _Shown(choice.suggestions, choice.confidence)
        others = [one for one in choice.suggestions if one.text != answer.text]
        ordered = sorted([self._computed(answer), *others], key=lambda one: -one.score)[: wanted.k]
        return _Shown(ordered, max(choice.confidence, answer.confidence))

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


@dataclass(frozen=True, slots=True)
class _Asked:
    wanted: SuggestionsWanted
    around: Surroundings
    lines: Sequence[str]
    intent: str | None
    threshold: float
    now: datetime


@dataclass(frozen=True, slots=True)
class _Shown:
    suggestions: list[Suggestion]
    confidence: float
    completion: Completion | None = None


def _while_typing(bank: Bank, ask: Ask, around: Surroundings, wanted: SuggestionsWanted) -> _Shown:
    """What matches, however weakly; where nothing does and nothing is withheld, what fits the talk."""
    if not len(bank.index):
        return _Shown([], 0.0)
    scored = scored_by(bank, ask)
    found = for_typed(bank, ask, scored, around, wanted.k)
    if not found and not wanted.withhold:
        found = for_talk(bank, replace(ask, typed=""), around, wanted.k, False).suggestions
    completion = complete(bank.index, ask.typed, scored.talk, bank.uses, around)
    return _Shown(found, max((one.score for one in found), default=0.0), completion)


def _remembered(asked: _Asked) -> suggestions.Around:
    """What learning needs beside the question; of a conversation of ours the talk stands there already."""
    turns = None if asked.around.talk_is_known else [(turn.role, turn.text) for turn in asked.wanted.turns]
    situation = asked.around.situation
    return suggestions.Around(len(asked.wanted.turns), turns, situation.product, situation.order_state)
