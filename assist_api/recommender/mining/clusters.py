"""Near-identical wordings put together around the most frequent of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assist_api.recommender.mining.near import NearWordings, differs_in_manner

ALIKE = 0.85
"""Indel ratio from which two wordings are one phrase to be proposed, unless a word of the matter differs."""

_ALIKE_IN_MATTER = 0.6
"""The same where only words of address, help and courtesy differ."""


@dataclass(slots=True)
class Cluster:
    """`leader` is the most frequent normal form, `count` how often all of its forms were counted."""

    leader: str
    count: int = 0
    forms: list[str] = field(default_factory=list)


def clusters(counts: Mapping[str, int], least: int) -> list[Cluster]:
    """Groups of forms counted `least` times together, the most frequent first.

    Each form joins the leader most like it, never a mere member: chains of small steps would end anywhere. A form seen
    once may join but not lead.
    """
    index = NearWordings([])
    led: dict[str, Cluster] = {}
    for form in sorted(counts, key=lambda form: (-counts[form], len(form), form)):
        leader = index.nearest(form, _ALIKE_IN_MATTER, _same)
        if leader is None and counts[form] > 1:
            index.add(form)
            led[leader := form] = Cluster(form)
        if leader is not None:
            led[leader].forms.append(form)
            led[leader].count += counts[form]
    return [cluster for cluster in led.values() if cluster.count >= least]


def _same(one: str, other: str) -> bool:
    return differs_in_manner(one, other, ALIKE)
