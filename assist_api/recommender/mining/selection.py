"""Which of overlapping clusters are phrases: not a part that always stands in the same whole, nor a mere chain."""

from collections.abc import Collection, Sequence

from assist_api.recommender.mining.evidence import Evidence, Part
from assist_api.recommender.mining.spans import LEAST_CONTENT, content

_ALWAYS_INSIDE = 0.7
_COMMONER_PART = 1.15
_FAR_COMMONER_PART = 2.0
_LARGE_PART = 0.3
_FREE_ENOUGH = 0.3


def chosen(evidence: Sequence[Evidence], least: int) -> list[int]:
    """Numbers of the clusters that are phrases of their own, the most frequent first."""
    often = [number for number, known in enumerate(evidence) if known.turns >= least]
    whole = [number for number in often if evidence[number].free >= _FREE_ENOUGH * evidence[number].turns]
    wanted = {number for number in whole if not _is_chain(evidence, number, whole)}
    kept = [number for number in wanted if not _is_part(evidence, number, wanted)]
    return sorted(kept, key=lambda number: (-evidence[number].turns, number))


def _is_chain(evidence: Sequence[Evidence], number: int, phrases: Collection[int]) -> bool:
    """好的 + a phrase, or phrases side by side: each also sent without the others, or one of them far more often."""
    chained = sum(
        times for parts, times in evidence[number].parts.items() if _side_by_side(evidence, number, parts, phrases)
    )
    return chained >= evidence[number].turns / 2


def _side_by_side(evidence: Sequence[Evidence], number: int, made_of: Sequence[Part], phrases: Collection[int]) -> bool:
    parts = [part for part in made_of if part.cluster != number and content(part.form) >= LEAST_CONTENT]
    turns = evidence[number].turns
    often = {
        part: evidence[part.cluster].turns / turns
        for part in parts
        if part.cluster is not None and part.cluster in phrases
    }
    if len(often) == len(parts) == 1:
        return True
    whole = sum(content(part.form) for part in made_of)
    if any(share >= _FAR_COMMONER_PART and content(part.form) >= _LARGE_PART * whole for part, share in often.items()):
        return True
    return bool(parts) and len(often) == len(parts) and all(share >= _COMMONER_PART for share in often.values())


def _is_part(evidence: Sequence[Evidence], number: int, wanted: Collection[int]) -> bool:
    known = evidence[number]
    return any(
        outer in wanted and times >= _ALWAYS_INSIDE * known.turns and evidence[outer].turns >= times * _ALWAYS_INSIDE
        for outer, times in known.inside.items()
    )
