"""What rankers learn from: phrases, past moments, and which phrases the real replies held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.talk import Moment, Turn

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

    def examples(self) -> list[tuple[Moment, int]]:
        """A moment and a phrase it was answered with, once for each such phrase."""
        return [(moment, place) for moment, places in zip(self.past, self.held, strict=True) for place in places]


def material(phrases: Sequence[IndexedPhrase], past: Sequence[Moment], recognise: Recognise, words: Words) -> Material:
    return Material(phrases, past, [recognise(moment.reply) for moment in past], words)


def asked(moment: Moment) -> str:
    """What the reply answers: the buyer's lines since an agent or the bot last spoke.

    Without roles it is the last utterance, which usually is the buyer's.
    """
    lines: list[str] = []
    for turn in reversed(moment.before):
        if turn.role not in ("buyer", "unknown") or (turn.role == "unknown" and lines):
            break
        lines.append(turn.text)
    return "\n".join(reversed(lines)) or _last(moment.before)


def _last(turns: Sequence[Turn]) -> str:
    return turns[-1].text if turns else ""
