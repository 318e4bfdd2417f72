"""From a stream of talks to proposals: read twice, the first time for what recurs, the second for all about it.

Pure and synchronous; the caller streams the talks and shows progress.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from assist_api.recommender.features import Tokenise
from assist_api.recommender.mining.bank import Bank, clear
from assist_api.recommender.mining.clusters import clusters
from assist_api.recommender.mining.evidence import Evidence, Gathering
from assist_api.recommender.mining.fitness import unfit, worth_it
from assist_api.recommender.mining.naming import Naming
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.mining.proposal import MinedWording, Proposal
from assist_api.recommender.mining.questions import QuestionChoice
from assist_api.recommender.mining.selection import chosen
from assist_api.recommender.mining.spans import segments, spans
from assist_api.recommender.mining.tally import Tally
from assist_api.recommender.mining.wording import with_variables
from assist_api.recommender.talk import PastChat, moments
from assist_api.rules.private_data import without_private_data

LEAST = 3
"""Turns a reply must have been sent in to be proposed."""

_MOST_WORDINGS = 40
_USUAL = 0.2
_FALLBACK_GROUP = "其他"

Classify = Callable[[str], Mapping[str, float]]
"""A buyer's line → its intents with confidences (0 … 1)."""


class Counting:
    """The first reading."""

    def __init__(self, least: int = LEAST) -> None:
        self._least = least
        self._tally = Tally()

    def add(self, chat: PastChat) -> None:
        for turn in chat.turns:
            if turn.role == "agent":
                self._tally.add({span.form for span in spans(segments(turn.text))})

    def finish(self) -> "Mining":
        return Mining(Gathering(clusters(self._tally.counts, self._least), self._tally.counts), self._least)


class Mining:
    """The second reading, of the same talks."""

    def __init__(self, gathering: Gathering, least: int) -> None:
        self._gathering = gathering
        self._least = least

    def add(self, chat: PastChat) -> None:
        for moment in moments(chat):
            self._gathering.add(moment)

    def proposals(
        self, bank: Bank, tokenise: Tokenise, rude: Collection[str], classify: Classify | None = None
    ) -> Iterator[Proposal]:
        """The most frequent first. Without `classify` intents come from the bank's like phrases and questions alone."""
        evidence = self._gathering.evidence
        worded = [
            (number, _best_wording(evidence[number], rude, self._least)) for number in chosen(evidence, self._least)
        ]
        fit = [
            (number, text) for number, text in worded if text and worth_it(text, evidence[number].turns, self._least)
        ]
        naming = Naming((text for _, text in fit), tokenise, bank.titles, bank.shortcodes)
        choice = QuestionChoice(self._gathering.questions.kept, tokenise)
        for number, text in fit:
            questions = choice.best(evidence[number].questions, self._is_ours)
            group, intents = bank.place(text, questions)
            if classify is not None and questions:
                intents = _heard(classify, questions)
            yield self._proposal(number, text, questions, group, intents, naming, bank)

    def _is_ours(self, line: str) -> bool:
        return self._gathering.knows(normal_form(line))

    def _proposal(
        self,
        number: int,
        text: str,
        questions: list[str],
        group: str,
        intents: tuple[str, ...],
        naming: Naming,
        bank: Bank,
    ) -> Proposal:
        evidence, cluster = self._gathering.evidence[number], self._gathering.clusters[number]
        title = naming.title(text)
        wordings = tuple(
            MinedWording(without_private_data(sent.text), sent.turns) for sent in _wordings(evidence.texts)
        )
        return Proposal(
            forms=tuple(cluster.forms[:_MOST_WORDINGS]),
            text=text,
            wordings=wordings,
            title=title,
            group=group or _FALLBACK_GROUP,
            shortcode=naming.shortcode(title),
            intents=intents,
            questions=tuple(questions),
            turns=evidence.turns,
            agents=len(evidence.agents),
            last_at=evidence.last_at,
            phrase_id=bank.known_as((text, *(wording.text for wording in wordings[:5]))),
        )


def _best_wording(evidence: Evidence, rude: Collection[str], least: int) -> str | None:
    """The most used wording that may be proposed; None if no usual one may. One rude wording condemns the cluster."""
    most = max((texts.total() for texts in evidence.texts.values()), default=0)
    usual = [form for form, texts in evidence.texts.items() if texts.total() >= _USUAL * most]
    for wording in _wordings({form: evidence.texts[form] for form in usual}):
        text = with_variables(wording.text)
        why = unfit(text, rude, fixed=wording.turns >= least)
        if why is None:
            return text
        if why in ("rude", "notice"):
            return None
    return None


def _wordings(texts_by_form: Mapping[str, Counter[str]]) -> list[MinedWording]:
    """Those of the commonest normal form first, of it the most used, of those the shortest: softeners are chance."""
    by_form = sorted(texts_by_form.values(), key=lambda texts: -texts.total())
    ranked = (sorted(texts.items(), key=lambda each: (-each[1], len(each[0]))) for texts in by_form)
    return [MinedWording(text, times) for texts in ranked for text, times in texts if text][:_MOST_WORDINGS]


def _heard(classify: Classify, questions: Iterable[str]) -> tuple[str, ...]:
    votes: defaultdict[str, float] = defaultdict(float)
    for question in questions:
        for intent, confidence in classify(question).items():
            votes[intent] += confidence
    return clear(votes)
