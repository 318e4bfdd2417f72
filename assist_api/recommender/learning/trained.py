"""What a training leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass

from assist_api.recommender.learning.confidence import Confidence, Scale
from assist_api.recommender.learning.talks import TalkModel


@dataclass(frozen=True, slots=True)
class Trained:
    """`model` knows all the history; `measured` is the same without the part held back, on which the figures stand.

    `own` tells how often a phrase was sent whose own words (title, questions, text) fit as well as a score says. For a
    phrase with a history they count `own_weight` (in [0, 1]): what it answered is known better. For one that was there
    and is not in the history, `unsent_own` stands instead: agents had it and sent others. `figures` are shares of
    turns: hit@1, hit@3 (of turns whose reply held a phrase), usable@1, usable@3 (of all), and counts.
    """

    model: TalkModel
    measured: TalkModel
    own: Scale
    own_weight: float
    unsent_own: Scale
    confidence: Confidence
    figures: Mapping[str, float]
