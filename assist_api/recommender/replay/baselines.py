"""All rankers of the table, ours first."""

from assist_api.recommender.replay.rankers import ours
from assist_api.recommender.replay.rankers.bm25 import AnsweredQuestionsBm25, PhraseTextBm25
from assist_api.recommender.replay.rankers.linear import LinearModel
from assist_api.recommender.replay.rankers.popularity import Popularity
from assist_api.recommender.replay.rankers.words import AnsweredQuestions, NearestQuestions, PhraseText
from assist_api.recommender.replay.ranking import Fit

RANKERS: tuple[Fit, ...] = (
    ours.Ours,
    Popularity,
    PhraseText,
    PhraseTextBm25,
    AnsweredQuestionsBm25,
    NearestQuestions,
    LinearModel,
    AnsweredQuestions,
    ours.by_characters,
)

WITHOUT_HISTORY: tuple[Fit, ...] = (ours.Ours, PhraseText, PhraseTextBm25, ours.by_characters)
"""What a new shop can have: the others know nothing but history."""
