"""The phrases a replay ranks: those of the bank and those mined, as far as the history has them often enough."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assist_api.recommender.mining.normal_form import SLOT, normal_form
from assist_api.recommender.mining.recognise import Recogniser
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.talk import Moment

MIN_COUNT = 3
"""Past replies that must hold a phrase."""


def candidates(
    bank: Sequence[IndexedPhrase], mined: Sequence[IndexedPhrase], past: Iterable[Moment], min_count: int = MIN_COUNT
) -> list[IndexedPhrase]:
    """Of both together those that stand in at least `min_count` past replies, one of each wording.

    So nothing changes when what was mined is published: a mined phrase that the bank has, by id or by a wording, is the
    bank's phrase with the mined wordings. They come in the order of their wordings, which favours none where a ranker
    finds two equal.
    """
    every = _together(bank, mined)
    held = recognise_in(every)
    counts = Counter(place for moment in past for place in held(moment.reply))
    often = [phrase for place, phrase in enumerate(every) if counts[place] >= min_count]
    return sorted(often, key=lambda phrase: (normal_form(phrase.wordings[0]), phrase.id))


def recognise_in(phrases: Sequence[IndexedPhrase]) -> Recognise:
    """Tells phrases by any of their wordings."""
    place_of = {phrase.id: place for place, phrase in enumerate(phrases)}
    recogniser = Recogniser((phrase.id, wording) for phrase in phrases for wording in phrase.wordings)

    def recognise(reply: Sequence[str]) -> list[int]:
        return sorted({place_of[found] for utterance in reply for found in recogniser.recognise(utterance)})

    return recognise


def _together(bank: Sequence[IndexedPhrase], mined: Sequence[IndexedPhrase]) -> list[IndexedPhrase]:
    every = {phrase.id: phrase for phrase in bank}
    said_by = {form: phrase.id for phrase in reversed(bank) for form in _forms(phrase)}
    for phrase in mined:
        known = phrase.id if phrase.id in every else _known(phrase, said_by)
        every[known or phrase.id] = phrase if known is None else _with_wordings(every[known], phrase)
    return list(every.values())


def _known(phrase: IndexedPhrase, said_by: Mapping[str, str]) -> str | None:
    return next((said_by[form] for form in _forms(phrase) if form in said_by), None)


def _forms(phrase: IndexedPhrase) -> list[str]:
    return [normal_form(wording) for wording in phrase.wordings]


def _with_wordings(phrase: IndexedPhrase, mined: IndexedPhrase) -> IndexedPhrase:
    return replace(phrase, wordings=tuple(dict.fromkeys((*phrase.wordings, *mined.wordings))))


def repeated(past: Iterable[Moment], min_count: int = MIN_COUNT) -> list[IndexedPhrase]:
    """Every wording that is a whole utterance of at least `min_count` replies, in its commonest form."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for moment in past:
        for form, utterance in {normal_form(utterance): utterance for utterance in moment.reply}.items():
            written[form][utterance] += 1
    return [
        IndexedPhrase(f"mined:{form}", "", tuple(text for text, _ in texts.most_common(1)))
        for form, texts in written.items()
        if form.strip(SLOT) and texts.total() >= min_count
    ]
