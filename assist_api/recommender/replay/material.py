"""What rankers learn from: phrases, past moments, and which phrases the real replies held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.talk import Moment
from assist_api.recommender.talk import asked as lines_asked

Words = Callable[[str], list[str]]
"""A text into its lower-case words without punctuation."""

Recognise = Callable[[Sequence[str]], Sequence[int]]
"""The utterances of a reply → the places of the phrases it holds, each once."""


@dataclass(frozen=True, slots=True)
class Material:
    """`held[i]` are the places in `phrases` that the reply of `past[i]` held; empty where it held none."""

    phrases: Sequence[IndexedPhrase]
    past: Sequence[Moment]
    held: Sequence[Sequence[int]]
    words: Words
    recognise: Recognise

    def examples(self) -> list[tuple[Moment, int]]:
        """A moment and a phrase it was answered with, once for each such phrase."""
        return [(moment, place) for moment, places in zip(self.past, self.held, strict=True) for place in places]


def material(phrases: Sequence[IndexedPhrase], past: Sequence[Moment], recognise: Recognise, words: Words) -> Material:
    return Material(phrases, past, [recognise(moment.reply) for moment in past], words, recognise)


def asked(moment: Moment) -> str:
    """What the reply answers."""
    return lines_asked(moment.before)
