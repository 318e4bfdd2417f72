"""All rankers that stand beside ours, in the order of the table."""

from assist_api.recommender.replay.rankers.bm25 import AnsweredQuestionsBm25, PhraseTextBm25
from assist_api.recommender.replay.rankers.linear import LinearModel
from assist_api.recommender.replay.rankers.popularity import Popularity
from assist_api.recommender.replay.rankers.words import AnsweredQuestions, NearestQuestions, PhraseText
from assist_api.recommender.replay.ranking import Fit

BASELINES: tuple[Fit, ...] = (
    Popularity,
    PhraseText,
    PhraseTextBm25,
    AnsweredQuestionsBm25,
    NearestQuestions,
    LinearModel,
    AnsweredQuestions,
)
