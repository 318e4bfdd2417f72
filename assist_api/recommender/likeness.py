"""Whether a line asks what an earlier question asked, read off the characters that carry its content.

Buyers put one question in many words (能放烘干机吗, 可以用烘干机烘不), and two questions that differ in one noun share
nearly all of theirs (能放洗衣机吗). So the words that only frame a question do not count, characters count by how rare
they are among questions, and what stands in the place of something else counts against it more than what is missing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from zh_text import normalise

SUBSTITUTED = 1.0
MISSING = 0.6
ADDED = 0.2
"""How much content counts against likeness: another in its place; missing from the line; the line's own addition."""

_NO_WORD = re.compile(r"[\W_]+")
_GREETING = re.compile(r"^(?:亲+|你好|您好|哈喽|在吗|老板|客服|店家|掌柜)+")
FRAME = re.compile(
    r"可不可以|能不能|会不会|要不要|是不是|有没有|行不行|请问一?下?|想?问一?下|可以|能够|没有|一下|必须|一定|直接|应该|需要|支持|帮忙|或者|还是"
    r"|这个|那个|这款|那款|你们|我们|[能吗么嘛呢不没的了是有会要想件这那款条个你我您给把就都也还呀啊吧下行得帮买用拿做去到里上在和跟]"
)


@dataclass(frozen=True, slots=True)
class Match:
    """The question of `key` that is most like the line; `likeness` in [0, 1]."""

    key: str
    question: str
    likeness: float


def content(text: str) -> str:
    """The characters that say what a line is about, in order; of a line that is greeting or frame alone all of them."""
    whole = _NO_WORD.sub("", normalise(text).text)
    bare = _GREETING.sub("", whole)
    return FRAME.sub("", bare) or bare or whole


class Weights:
    """How telling each character is, from many questions; one never seen tells most."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        self._count = 0
        for question in questions:
            self._seen.update(set(content(question)))
            self._count += 1

    def vector(self, text: str) -> dict[str, float]:
        """Character → weight; a character that stands twice weighs a little more."""
        counts = Counter(content(text))
        return {one: self._weight(one) * (1 + log(times)) for one, times in counts.items()}

    def _weight(self, character: str) -> float:
        return log((1 + self._count) / (1 + self._seen[character])) + 0.1


class AskedQuestions:
    """Questions of many keys, to be asked for the one most like a line; only read after it is built."""

    def __init__(self, asked: Iterable[tuple[str, str]], weights: Weights) -> None:
        self._weights = weights
        self._asked: Sequence[tuple[str, str]] = list(asked)
        self._totals: list[float] = []
        self._holding: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (_, question) in enumerate(self._asked):
            vector = weights.vector(question)
            self._totals.append(sum(vector.values()))
            for character, weight in vector.items():
                self._holding[character].append((place, weight))

    def __len__(self) -> int:
        return len(self._asked)

    def matches(self, line: str, least: float) -> list[Match]:
        """At least so like, the most alike first, each key once."""
        vector = self._weights.vector(line)
        found = [
            Match(*self._asked[place], value) for place, value in self._likenesses(vector).items() if value >= least
        ]
        found.sort(key=lambda match: (-match.likeness, match.key, match.question))
        return list({match.key: match for match in reversed(found)}.values())[::-1]

    def _likenesses(self, line: Mapping[str, float]) -> dict[int, float]:
        shared: defaultdict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for character, weight in line.items():
            for place, there in self._holding.get(character, ()):
                of_line, of_question = shared[place]
                shared[place] = (of_line + weight, of_question + there)
        total = sum(line.values())
        return {
            place: _likeness((of_line + of_question) / 2, self._totals[place] - of_question, total - of_line)
            for place, (of_line, of_question) in shared.items()
        }


def _likeness(shared: float, missing: float, added: float) -> float:
    substituted = min(missing, added)
    against = SUBSTITUTED * substituted + MISSING * max(missing - added, 0) + ADDED * max(added - missing, 0)
    return shared / (shared + max(against, 0.0)) if shared else 0.0
