"""Near-identical wordings, found without comparing all pairs."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

SHORTEST = 5
"""Characters: a shorter wording differs from another by a whole word, so it has no light variants."""

_SHINGLE = 2
_ASKED_SHINGLES = 6
_MOST_COMPARED = 5
_MOST_SCANNED = 2_000
"""Places looked at for one text, beyond its rarest pair: bounds the time where every pair is common."""

Same = Callable[[str, str], bool]

# Not counted as light: one of these more or less, and 可以取消 has become 不可以取消, or a statement a question.
_TELLING = re.compile(r"还有|[不没无未别吗否免退换今明昨后前上下男女0-9一二两三四五六七八九十半多少]")


class NearWordings:
    """Normal forms by their pairs of characters; only those that share the rarest pairs of a text are compared.

    A wording that is at least `least` alike shares nearly all pairs, so looking at the rarest finds it.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms: list[str] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for form in forms:
            self.add(form)

    def add(self, form: str) -> None:
        """Too short a wording is never found: it has no light variants."""
        if len(form) < SHORTEST:
            return
        for shingle in shingles(form):
            self._places[shingle].append(len(self._forms))
        self._forms.append(form)

    def candidates(self, form: str) -> list[str]:
        """Wordings that share a third of the rarest pairs."""
        rarest = sorted((self._places[pair] for pair in shingles(form) if pair in self._places), key=len)
        shared: Counter[int] = Counter()
        for places in rarest[:_ASKED_SHINGLES]:
            if shared and shared.total() + len(places) > _MOST_SCANNED:
                break
            shared.update(places)
        enough = (min(len(rarest), _ASKED_SHINGLES) + 2) // 3
        return [self._forms[place] for place, times in shared.items() if times >= enough]

    def nearest(self, form: str, least: float, same: Same | None = None) -> str | None:
        """The most alike wording with an indel ratio of at least `least` (0 … 1), if there is one.

        `same` has the last word on a pair; unless given, it is `differs_lightly`.
        """
        if len(form) < SHORTEST:
            return None
        same = same or differs_lightly
        found = process.extract(
            form, self.candidates(form), scorer=fuzz.ratio, score_cutoff=least * 100, limit=_MOST_COMPARED
        )
        return next((wording for wording, _, _ in found if same(form, wording)), None)


# Words of address, help and courtesy, in which agents differ from one another and from day to day.
_MANNER = re.compile(
    "您好|你好|请问|麻烦|辛苦|小妹|妹子|妹纸|小二|小编|客服|客户|顾客|亲爱|尊敬|老板|师傅|这里|这边|这面|咱们|我们|本店|一下|稍等|马上|立刻|尽快"
    "|查询|查看|核实|其他|什么|需要|可以|能够|帮到|帮助|帮忙|服务|处理|解决|效劳|非常|十分|真的|真是|很是|实在|确实"
    "|[你我咱给帮为请问还再就也都的地得了着过是有在这那边里哪会能要好嗯吧对一下点儿个些到看查先很]"
)


def differs_lightly(one: str, other: str) -> bool:
    """Whether both have the same negations, numbers and question particle, so that only the manner differs."""
    return sorted(_TELLING.findall(one)) == sorted(_TELLING.findall(other))


def differs_in_manner(one: str, other: str, alike: float) -> bool:
    """Whether two wordings that are at least `alike` say the same: no word of the matter was put in another's place.

    通知站点核实 and 通知站点拦截 are two phrases; 小妹帮您查一下 and 这边为您查询一下 are one.
    """
    if not differs_lightly(one, other):
        return False
    left, right = _difference(one, other)
    lost, gained = len(_MANNER.sub("", left)), len(_MANNER.sub("", right))
    if fuzz.ratio(one, other) >= alike * 100:
        return min(lost, gained) <= 1
    return not lost and not gained


def _difference(one: str, other: str) -> tuple[str, str]:
    """The characters that stand only in the one, and only in the other."""
    changes = Indel.opcodes(one, other)
    left = "".join(one[change.src_start : change.src_end] for change in changes if change.tag == "delete")
    right = "".join(other[change.dest_start : change.dest_end] for change in changes if change.tag == "insert")
    return left, right


def shingles(form: str) -> set[str]:
    """Every two characters side by side."""
    return {form[place : place + _SHINGLE] for place in range(len(form) - _SHINGLE + 1)}
