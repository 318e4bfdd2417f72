"""A title an agent can scan and a shortcode nobody else has."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain, product
from math import log

from assist_api.recommender.features import Tokenise
from assist_api.recommender.typing.initials import initials
from assist_api.rules.phrase_text import QIANNIU_CODE_CHARS, title_of

_SHORTEST, _LONGEST = 4, 14
_CUT_SHORT = 0.7
_CLAUSE = re.compile(r"[，。！？；：、,.!?;:~～…\n]| (?=[\u4e00-\u9fff])|--+|->")
_VARIABLE = re.compile(r"\{[^}]*\}")
_COURTESY = re.compile(
    r"^(?:亲+爱?[的哒滴]?(?:客户|顾客|客官)?|小店|您好|你好|好的?[呢哦]?|嗯+|是的|那|麻烦您?|还请您?|请您|请问|辛苦您?|那|嗯)+"
)
_SOFT_END = re.compile(r"的?[呢哦哈啊呀啦哟亲呦哒咯]+$|(?<=[\u4e00-\u9fff]{4})的$")
_ODD = re.compile(r"[\"'“”「」【】()（）<>《》{}\[\]#*+=|/\\]")


class Naming:
    """Titles and shortcodes for one run of mining; what it gave is taken."""

    def __init__(self, wordings: Iterable[str], tokenise: Tokenise, titles: set[str], shortcodes: set[str]) -> None:
        self._tokenise = tokenise
        self._titles = set(titles)
        self._shortcodes = set(shortcodes)
        documents = [set(tokenise(wording)) for wording in wordings]
        self._documents = Counter(chain.from_iterable(documents))
        self._count = len(documents)

    def title(self, wording: str) -> str:
        """The clause that says most of what other phrases do not, cut at a word; unlike any other title."""
        bare = [_bare(clause) for clause in _CLAUSE.split(_VARIABLE.sub("", wording))]
        ranked = sorted((clause for clause in bare if len(clause) >= _SHORTEST), key=self._says, reverse=True)
        ranked = [self._cut(clause) for clause in ranked] or [title_of(wording)[:_LONGEST]]
        title = next((clause for clause in ranked if clause not in self._titles), None) or self._numbered(ranked[0])
        self._titles.add(title)
        return title

    def shortcode(self, title: str) -> str:
        """The first pinyin initials, else others of them in order, else one with a number; empty if all are taken."""
        letters = [letter for letter in initials(title) if letter.isascii()][:10]
        for code in chain(_codes(letters), _numbered_codes(letters)):
            if code not in self._shortcodes:
                self._shortcodes.add(code)
                return code
        return ""

    def _cut(self, clause: str) -> str:
        """At most `_LONGEST` characters, whole words."""
        kept = ""
        for word in self._tokenise(clause):
            if len(kept) + len(word) > _LONGEST:
                break
            kept += word
        return _SOFT_END.sub("", kept) or kept

    def _says(self, clause: str) -> float:
        words = set(self._tokenise(clause))
        said = sum(log((1 + self._count) / (1 + self._documents[word])) for word in words)
        return said if len(clause) <= _LONGEST else _CUT_SHORT * said * _LONGEST / len(clause)

    def _numbered(self, title: str) -> str:
        return next(name for number in range(2, 1_000_000) if (name := f"{title} {number}") not in self._titles)


def _bare(clause: str) -> str:
    bare = _ODD.sub("", clause).strip(" -")
    without = _COURTESY.sub("", bare).strip()
    return _SOFT_END.sub("", without if len(without) >= _SHORTEST else bare)


def _codes(letters: list[str]) -> Iterable[str]:
    if len(letters) >= 2:
        yield "".join(letters[:QIANNIU_CODE_CHARS])
        yield from ("".join(letters[:3]) + letter for letter in letters[QIANNIU_CODE_CHARS:])
        yield from ("".join(letters[:2]) + "".join(letters[place : place + 2]) for place in range(4, len(letters)))


def _numbered_codes(letters: list[str]) -> Iterable[str]:
    for length, digits in ((3, 1), (2, 2)):
        stem = "".join(letters[:length]) or "x"
        yield from (stem + "".join(number) for number in product("23456789", repeat=digits))
