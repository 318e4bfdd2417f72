"""Near-identical wordings, found without comparing all pairs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

SHORTEST = 5
"""Characters: a shorter wording differs from another by a whole word, so it has no light variants."""

_SHINGLE = 2
_ASKED_SHINGLES = 8
_MOST_CANDIDATES = 40
_MOST_SCANNED = 4_000
"""Places looked at for one text, beyond its rarest pair: bounds the time where every pair is common."""

# Not counted as light: one of these more or less, and 可以取消 has become 不可以取消, or a statement a question.
_TELLING = re.compile(r"[不没无未别吗否免退换今明昨后前上下男女0-9一二两三四五六七八九十半多少]")


class NearWordings:
    """Normal forms by their pairs of characters; only those that share the rarest pairs of a text are compared.

    A wording that is at least `least` alike shares nearly all pairs, so looking at the eight rarest finds it.
    """

    def __init__(self, forms: Sequence[str]) -> None:
        self._forms = [form for form in forms if len(form) >= SHORTEST]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, form in enumerate(self._forms):
            for shingle in shingles(form):
                self._places[shingle].append(place)

    def candidates(self, form: str) -> Iterator[str]:
        """Wordings that share the most of the rarest pairs, likeliest first."""
        rarest = sorted((self._places[pair] for pair in shingles(form) if pair in self._places), key=len)
        shared: Counter[int] = Counter()
        for places in rarest[:_ASKED_SHINGLES]:
            if shared and shared.total() + len(places) > _MOST_SCANNED:
                break
            shared.update(places)
        return (self._forms[place] for place, _ in shared.most_common(_MOST_CANDIDATES))

    def nearest(self, form: str, least: float) -> str | None:
        """The most alike wording with an indel ratio of at least `least` (0 … 1), if there is one."""
        if len(form) < SHORTEST:
            return None
        best, how = None, least * 100
        for wording in self.candidates(form):
            alike = fuzz.ratio(form, wording, score_cutoff=how)
            if (alike > how or (best is None and alike == how)) and differs_lightly(form, wording):
                best, how = wording, alike
        return best


def differs_lightly(one: str, other: str) -> bool:
    """Whether both have the same negations, numbers and question particle, so that only the manner differs."""
    return sorted(_TELLING.findall(one)) == sorted(_TELLING.findall(other))


def shingles(form: str) -> set[str]:
    """Every two characters side by side."""
    return {form[place : place + _SHINGLE] for place in range(len(form) - _SHINGLE + 1)}
