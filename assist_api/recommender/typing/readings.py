"""How characters are read: pinyin without tones, `v` for ü, as it is typed."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from assist_api.recommender.typing.units import UNITS, Units

Plain = Callable[[str], str]
"""A syllable without its tone."""

COMMON_FROM = 0.04
"""A reading in this share of the dictionary's words with the character is common: 重 chóng is, 和 hú is not."""

LONGEST_SYLLABLE = 6

LONG_INITIALS = frozenset(("zh", "ch", "sh"))

_ALSO = {"嗯": ("en",)}
"""As it is typed, where the dictionary knows only how it is hummed."""


@dataclass(frozen=True, slots=True)
class Readings:
    """`of` gives a character's common readings, the commonest first; `beginning` the characters with a reading that
    begins so, `whole` those with exactly this reading."""

    of: dict[str, tuple[str, ...]]
    whole: dict[str, Units]
    beginning: dict[str, Units]

    def sounding_like(self, character: str) -> Units:
        """The characters that share a reading with this one, itself among them."""
        same = [self.whole[syllable] for syllable in self.of.get(character, ())]
        return np.unique(np.concatenate([*same, np.array([ord(character)], dtype=np.uint16)]))


@cache
def readings() -> Readings:
    """Half a second once; characters beyond the basic plane are in no phrase and left out."""
    plain: Plain = cache(lambda syllable: str(to_normal(syllable, v_to_u=False)))
    in_words = _in_words()
    of = {}
    for point, listed in pinyin_dict.items():
        if point < UNITS:
            every = tuple(dict.fromkeys(plain(syllable) for syllable in listed.split(",")))
            of[chr(point)] = _common(every, in_words.get(chr(point), Counter()), plain)
    for character, also in _ALSO.items():
        of[character] += also
    return Readings(of, *_by_sound(of))


def _in_words() -> dict[str, "Counter[str]"]:
    """How many words of the dictionary read a character so, tones and all."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in phrases_dict.items():
        for character, syllable in zip(word, syllables, strict=False):
            if syllable:
                counted[character][syllable[0]] += 1
    return counted


def _common(every: tuple[str, ...], counted: "Counter[str]", plain: Plain) -> tuple[str, ...]:
    sums: Counter[str] = Counter()
    for syllable, count in counted.items():
        sums[plain(syllable)] += count
    enough = COMMON_FROM * sum(sums.values())
    common = [syllable for syllable, count in sums.most_common() if count >= enough and syllable in every]
    return tuple(common) or every[:1]


def _by_sound(of: dict[str, tuple[str, ...]]) -> tuple[dict[str, Units], dict[str, Units]]:
    whole: defaultdict[str, set[int]] = defaultdict(set)
    beginning: defaultdict[str, set[int]] = defaultdict(set)
    for character, syllables in of.items():
        for syllable in syllables:
            whole[syllable].add(ord(character))
            for length in range(1, len(syllable) + 1):
                beginning[syllable[:length]].add(ord(character))
    return _arrays(whole), _arrays(beginning)


def _arrays(sets: dict[str, set[int]]) -> dict[str, Units]:
    return {sound: np.array(sorted(points), dtype=np.uint16) for sound, points in sets.items()}
