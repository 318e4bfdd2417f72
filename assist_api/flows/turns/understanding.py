"""From a bot's turn to a draft: what was understood, what is said, and whether a person is needed."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clients.bot import AnsweredMessage, BotTurn, Effect, Say, Understanding
from assist_api.flows.turns.draft import Burst, Draft, EarlierLine, HandoffWish, Noted
from assist_api.flows.turns.effects import HANDOFF
from assist_api.flows.turns.speech import Speech
from assist_api.rules.reply import COURTESIES, UNCLEAR, Utterance, compose
from assist_api.rules.triggers import Asked, is_angry, is_third_time, priority_of


async def draft_of(session: AsyncSession, speech: Speech, burst: Burst, turn: BotTurn, now: datetime) -> Draft:
    """Every answer in order; if one line needs a person the others are answered first."""
    said = burst.said
    utterances: list[Utterance] = []
    for say in _each_once(turn.turns):
        utterances.append(await speech.utter(session, say, said, now))
        said = said.and_then(utterances[-1].text)
    wishes = [wish for answered in turn.turns for wish in _wishes(answered)]
    wishes += _own_triggers(burst, turn.turns)
    if any(is_silent(answered) for answered in turn.turns) or _is_speechless(utterances):
        # One question of several: those before and after it are answered, for this one a person comes.
        utterances.append(await speech.line(session, "bot_unavailable", {}, said, now))
        wishes.append(HandoffWish("bot_unavailable", priority_of("bot_unavailable"), note="silent"))
    if wishes:
        # The person who comes asks what was meant, and need not be recommended.
        utterances = [one for one in utterances if one.phrase not in UNCLEAR | {"out_of_scope"}]
    if not utterances and any(wish.reason == "anger" for wish in wishes):
        utterances.append(await speech.line(session, "complaint_passed_on", {}, said, now))
    return Draft(
        noted=[noted(answered.message_id, answered.parse) for answered in turn.turns],
        reply=compose(_fit_for_anger(utterances) if any(wish.reason == "anger" for wish in wishes) else utterances),
        handoff=max(wishes, key=lambda wish: wish.priority, default=None),
        events=turn.events,
        base=turn.base,
        effects=[effect for answered in turn.turns for effect in answered.effects if effect.kind != HANDOFF],
    )


def _is_speechless(utterances: Sequence[Utterance]) -> bool:
    """There were things to say and no words for any: a taught phrase, say, that was deleted in this very moment."""
    return bool(utterances) and not any(utterance.text.strip() for utterance in utterances)


def _fit_for_anger(utterances: list[Utterance]) -> list[Utterance]:
    """不客气 to a row of angry faces would be mockery; the line that a person comes is enough."""
    return [utterance for utterance in utterances if utterance.phrase not in COURTESIES]


def _each_once(turns: Sequence[AnsweredMessage]) -> list[Say]:
    """What two questions of a line are both answered with is said once, not once more in other words."""
    said: list[Say] = []
    for say in _without_outdated_asks(turns):
        if all((say.phrase or say.text, say.vars) != (other.phrase or other.text, other.vars) for other in said):
            said.append(say)
    return said


def _without_outdated_asks(turns: Sequence[AnsweredMessage]) -> Iterator[Say]:
    """All that is said, but of a form that went on within the burst not the questions put before: a later line of the
    buyer's has answered them, or they are put again behind it."""
    for place, answered in enumerate(turns, start=1):
        goes_on = any(_tells(say) for later in turns[place:] for say in later.says)
        yield from (say for say in answered.says if not (say.asks and goes_on))


def _tells(say: Say) -> bool:
    return say.phrase not in COURTESIES | UNCLEAR


def noted(message_id: int, parse: Understanding) -> Noted:
    return Noted(
        message_id=message_id,
        intent=parse.intent,
        confidence=parse.confidence,
        route=parse.route,
        entities=[entity.model_dump() for entity in parse.entities],
    )


def is_silent(answered: AnsweredMessage) -> bool:
    """A bot that neither says nor does anything has failed, whatever its status code."""
    return not (answered.says or answered.effects)


def _wishes(answered: AnsweredMessage) -> list[HandoffWish]:
    return [_wish(effect) for effect in answered.effects if effect.kind == HANDOFF]


def _wish(effect: Effect) -> HandoffWish:
    priority = max(effect.priority, priority_of(effect.reason))
    return HandoffWish(reason=effect.reason, priority=min(max(priority, 1), 4), note=effect.note, slots=effect.slots)


def _own_triggers(burst: Burst, answers: Sequence[AnsweredMessage]) -> list[HandoffWish]:
    """Anger, and the same question a third time: seen from the whole conversation, which the bot does not own."""
    wishes = []
    if any(is_angry(line.text) for line in burst.lines):
        wishes.append(HandoffWish("anger", priority_of("anger")))
    asked = [Asked(line.text, line.intent) for line in _since_a_person(burst.earlier) if line.role == "buyer"]
    texts = {line.id: line.text for line in burst.lines}
    for answered in answers:
        now = Asked(texts.get(answered.message_id, ""), answered.parse.intent)
        if is_third_time(asked, now, is_question=_is_question(answered.parse)):
            wishes.append(HandoffWish("repeated", priority_of("repeated")))
    # Lines of this burst do not count for one another: the bot had no chance to answer between them.
    return wishes


def _since_a_person(earlier: Sequence[EarlierLine]) -> Sequence[EarlierLine]:
    last = max((number for number, line in enumerate(earlier, start=1) if line.role == "agent"), default=0)
    return earlier[last:]


def _is_question(parse: Understanding) -> bool:
    return parse.intent not in COURTESIES and parse.intent.startswith(("ask_", "track_", "report_"))
