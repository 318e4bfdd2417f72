"""What is known of a cluster once all talks are read: who sent it when, in which words, to which questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assist_api.recommender.mining.clusters import Cluster
from assist_api.recommender.mining.spans import Segment, Span, segments, spans
from assist_api.recommender.mining.wording import tidy
from assist_api.recommender.talk import Moment

K = TypeVar("K")

_MOST_TEXTS = 12
_MOST_QUESTIONS = 200
_MOST_AGENTS = 1_000
_LONGEST_QUESTION = 120
_MOST_BEFORE = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of a longer wording; `cluster` is None where agents do not send it again and again."""

    form: str
    cluster: int | None


@dataclass(slots=True)
class Evidence:
    """Of one cluster. `inside` counts in how many turns it stood within which longer cluster, `parts` of which
    segments it was made where it had several.
    """

    turns: int = 0
    free: int = 0
    agents: set[str] = field(default_factory=set)
    last_at: float | None = None
    texts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    inside: Counter[int] = field(default_factory=Counter)
    parts: Counter[tuple[Part, ...]] = field(default_factory=Counter)
    questions: Counter[str] = field(default_factory=Counter)


class Gathering:
    """Reads the talks a second time, for the clusters the first reading found."""

    def __init__(self, found: Iterable[Cluster], counts: Mapping[str, int]) -> None:
        self.clusters = list(found)
        self._number = {form: number for number, cluster in enumerate(self.clusters) for form in cluster.forms}
        self._count = {form: counts[form] for form in self._number}
        self.evidence = [Evidence() for _ in self.clusters]
        self.questions = Sample()

    def add(self, moment: Moment) -> None:
        """One reply: each of its turns counts once for every cluster it holds."""
        question = question_before(moment)
        if question:
            self.questions.add(question)
        for text in moment.reply:
            parts = segments(text)
            held = [(span, self._number[span.form]) for span in spans(parts) if span.form in self._number]
            for number, span in self._best(held).items():
                self._note(self.evidence[number], moment, question, text, parts, span)
            self._nest(held)

    def knows(self, form: str) -> bool:
        """Whether agents say this again and again."""
        return form in self._number

    def _best(self, held: list[tuple[Span, int]]) -> dict[int, Span]:
        """Per cluster the span with the commonest, then shortest wording: 好的 before a phrase is no part of it."""
        best: dict[int, Span] = {}
        for span, number in sorted(held, key=lambda each: (-self._count[each[0].form], len(each[0].form))):
            best.setdefault(number, span)
        return best

    def _note(
        self, evidence: Evidence, moment: Moment, question: str, text: str, parts: Sequence[Segment], span: Span
    ) -> None:
        evidence.turns += 1
        evidence.free += span.free
        if moment.agent is not None and len(evidence.agents) < _MOST_AGENTS:
            evidence.agents.add(moment.agent)
        if moment.at is not None:
            evidence.last_at = max(moment.at, evidence.last_at or moment.at)
        _count_up_to(evidence.texts[span.form], tidy(text[parts[span.first].start : parts[span.last].end]), _MOST_TEXTS)
        if question:
            _count_up_to(evidence.questions, question, _MOST_QUESTIONS)
        if span.last > span.first:
            made_of = tuple(Part(part.form, self._number.get(part.form)) for part in parts[span.first : span.last + 1])
            _count_up_to(evidence.parts, made_of, _MOST_TEXTS)

    def _nest(self, held: list[tuple[Span, int]]) -> None:
        nested = {
            (inner, outer)
            for span, inner in held
            for around, outer in held
            if inner != outer and around.first <= span.first and span.last <= around.last
        }
        for inner, outer in nested:
            self.evidence[inner].inside[outer] += 1


class Sample:
    """Every n-th of a stream of unknown length; n doubles whenever too many are kept."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._step = 1
        self._seen = 0
        self.kept: list[str] = []

    def add(self, text: str) -> None:
        if self._seen % self._step == 0:
            self.kept.append(text)
            if len(self.kept) > self._most:
                del self.kept[1::2]
                self._step *= 2
        self._seen += 1


def question_before(moment: Moment) -> str:
    """What the reply answered: the last thing not said by our side; empty if there is none."""
    for turn in reversed(moment.before[-_MOST_BEFORE:]):
        if turn.role in ("buyer", "unknown"):
            return turn.text.strip()[:_LONGEST_QUESTION]
    return ""


def _count_up_to(counter: Counter[K], key: K, most: int) -> None:
    if key in counter or len(counter) < most:
        counter[key] += 1
