"""Why a phrase is suggested, in a few words of Chinese for the agent."""

from collections.abc import Mapping

from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.score import Ask, Scored
from assist_api.recommender.typing.telling import say_matches

_WORDS_SHOWN = 4
_LIKE_QUESTION_FROM = 0.3
"""A question with a lower cosine shares a word by chance; naming it would only puzzle."""


def reasons(
    index: PhraseIndex,
    place: int,
    ask: Ask,
    scored: Scored,
    intent_names: Mapping[str, str],
    knowledge: Knowledge | None = None,
    taken: int = 0,
) -> list[str]:
    """What speaks for this phrase, the strongest first; an intent without a known name is shown as it is.

    `taken`: how often agents have sent it from a list of suggestions.
    """
    parts = (
        say_matches(scored.found.matches(place)) if scored.found else None,
        _answered_before(index, place, ask, knowledge) if knowledge else None,
        _like_question(index, place, scored),
        _past_words(index, place, ask, knowledge) if knowledge else None,
        _intent(index, place, ask, intent_names),
        _words(index, place, scored),
        f"已被采纳 {taken} 次" if taken else None,
    )
    return [part for part in parts if part]


def _answered_before(index: PhraseIndex, place: int, ask: Ask, knowledge: Knowledge) -> str | None:
    found = knowledge.memory.nearest(index.phrases[place].id, knowledge.tokens(ask.lines), None)
    return f"刚这样回复过：{found[0]}" if found and found[1] >= _LIKE_QUESTION_FROM else None


def _past_words(index: PhraseIndex, place: int, ask: Ask, knowledge: Knowledge) -> str | None:
    words = knowledge.telling(index.phrases[place].id, ask.before, _WORDS_SHOWN)
    return f"以往聊到这些词时常用：{'、'.join(words)}" if words else None


def _like_question(index: PhraseIndex, place: int, scored: Scored) -> str | None:
    found = index.nearest_question(place, scored.question)
    return f"买家常这样问：{found[0]}" if found and found[1] >= _LIKE_QUESTION_FROM else None


def _intent(index: PhraseIndex, place: int, ask: Ask, names: Mapping[str, str]) -> str | None:
    mine = [intent for intent in index.phrases[place].intents if ask.intents.get(intent)]
    if not mine:
        return None
    intent = max(mine, key=ask.intents.__getitem__)
    return f"意图：{names.get(intent, intent)}"


def _words(index: PhraseIndex, place: int, scored: Scored) -> str | None:
    # A single character (的, 了, 能) may carry weight in a small bank, but tells a reader nothing.
    words = [word for word in index.shared_words(place, scored.question) if len(word) > 1][:_WORDS_SHOWN]
    return f"相同的词：{'、'.join(words)}" if words else None
