"""The phrases a replay ranks: those of the bank and those mined, as far as the history has them often enough."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from assist_api.recommender.mining.normal_form import SLOT, normal_form
from assist_api.recommender.mining.recognise import Recogniser
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.material import Recognise
from assist_api.recommender.talk import Moment

MIN_COUNT = 3
"""Replies that must have held a phrase."""


def candidates(
    bank: Sequence[IndexedPhrase], mined: Sequence[IndexedPhrase], past: Iterable[Moment], min_count: int = MIN_COUNT
) -> list[IndexedPhrase]:
    """Of both together those that stand in at least `min_count` past replies, so that publishing what was mined
    changes nothing: a mined phrase whose wording the bank has is the bank's phrase.

    In the order of their wordings, which favours nothing where a ranker finds two equal.
    """
    known = {normal_form(wording) for phrase in bank for wording in phrase.wordings}
    every = [*bank, *(phrase for phrase in mined if normal_form(phrase.wordings[0]) not in known)]
    held = recognise_in(every)
    counts = Counter(place for moment in past for place in held(moment.reply))
    often = [phrase for place, phrase in enumerate(every) if counts[place] >= min_count]
    return sorted(often, key=lambda phrase: (normal_form(phrase.wordings[0]), phrase.id))


def recognise_in(phrases: Sequence[IndexedPhrase]) -> Recognise:
    place_of = {phrase.id: place for place, phrase in enumerate(phrases)}
    recogniser = Recogniser((phrase.id, wording) for phrase in phrases for wording in phrase.wordings)

    def recognise(reply: Sequence[str]) -> list[int]:
        return sorted({place_of[found] for utterance in reply for found in recogniser.recognise(utterance)})

    return recognise


def repeated(past: Iterable[Moment], min_count: int = MIN_COUNT) -> list[IndexedPhrase]:
    """Every wording that stands whole in at least `min_count` replies, in its commonest form."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for moment in past:
        for form, utterance in {normal_form(utterance): utterance for utterance in moment.reply}.items():
            written[form][utterance] += 1
    return [
        IndexedPhrase(id=f"mined:{form}", title="", wordings=(wordings.most_common(1)[0][0],))
        for form, wordings in written.items()
        if form.strip(SLOT) and wordings.total() >= min_count
    ]
