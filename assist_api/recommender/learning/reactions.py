"""What an agent's use of a list of suggestions says for and against its phrases. Pure: a table of weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOOKED = (1.0, 0.8, 0.65, 0.5, 0.4)
"""How likely an agent looks that far down a list; further down like the last."""

TAKEN_FIRST = 0.8
"""What is taken from the top of a list is partly taken because it stood there. Divided by `LOOKED`: whoever reads on to
the second and takes that one says it in full."""

PASSED_OVER = -0.25
DISMISSED = -0.5

OWN_WORDS = ""
"""In the place of a phrase: a vote that none of them fits (`assist_api/recommender/learning/memory.py`)."""

LIGHT_EDIT = 0.8
"""Indel ratio from which an edit is a few words for this buyer: the phrase was right."""

HEAVY_EDIT = 0.5
"""Below it hardly more than the idea was taken."""

MEDIUM_SHARE = 0.5
HEAVY_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Reaction:
    """`shown` are phrase ids in order, empty for what is no phrase (a computed answer); `taken` is a place among them.

    `sent`: whether it is known what was sent; `said` are the phrases recognised in it, `likeness` in [0, 1] is how like
    the one taken it is. `searched`: the list belonged to typed letters, so what was passed over did not fit these, and
    says nothing about the talk.
    """

    action: str
    shown: Sequence[str]
    taken: int | None = None
    said: Sequence[str] = ()
    likeness: float | None = None
    sent: bool = True
    searched: bool = False


def weights(reaction: Reaction) -> Mapping[str, float]:
    """Phrase → what the reaction says for it, in [-1, 1]; phrases it says nothing about are absent.

    A reply in the agent's own words stands under `OWN_WORDS`.
    """
    if reaction.action == "dismissed":
        refused = enumerate(reaction.shown)
        return {phrase: DISMISSED * looked(place) for place, phrase in refused if phrase and not reaction.searched}
    told = {phrase: PASSED_OVER * looked(place) for place, phrase in _passed_over(reaction)}
    own = (OWN_WORDS,) if reaction.action == "freehand" and reaction.sent else ()
    told |= dict.fromkeys(reaction.said or own, 1.0)
    if reaction.taken is not None and (phrase := reaction.shown[reaction.taken]):
        told[phrase] = min(1.0, TAKEN_FIRST / looked(reaction.taken)) * _share_kept(reaction, phrase)
    return told


def looked(place: int) -> float:
    """`place` counts from 0."""
    return LOOKED[min(place, len(LOOKED) - 1)]


def _passed_over(reaction: Reaction) -> list[tuple[int, str]]:
    """What stood above the phrase that was sent. All of it, where that was not in the list; none where what was sent is
    no phrase we know: it may say the same in other words."""
    said = [place for place, phrase in enumerate(reaction.shown) if phrase in reaction.said]
    if reaction.searched or (reaction.taken is None and not reaction.said):
        return []
    first = reaction.taken if reaction.taken is not None else min(said, default=len(reaction.shown))
    return [(place, phrase) for place, phrase in enumerate(reaction.shown[:first]) if phrase]


def _share_kept(reaction: Reaction, phrase: str) -> float:
    """All of it, too, where the phrase stands whole in a longer reply."""
    if reaction.action == "accepted" or phrase in reaction.said:
        return 1.0
    if reaction.likeness is not None and reaction.likeness >= LIGHT_EDIT:
        return 1.0
    if reaction.likeness is None or reaction.likeness >= HEAVY_EDIT:
        return MEDIUM_SHARE
    return HEAVY_SHARE
