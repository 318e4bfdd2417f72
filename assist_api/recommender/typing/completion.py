"""The rest of the sentence an agent has begun, from the shop's own phrases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.typing.field import Field, Positions
from assist_api.recommender.typing.sentences import Begun, begun, rest_of_sentence
from assist_api.recommender.typing.units import EDGE, UNITS, Units, folded, raw, text_of
from assist_api.rules.phrase_text import render

_TRIED = 32
"""Of the sentences that begin so, the best are tried; where none of these can be filled, the others hardly help."""

USE_SHARE = 0.02
"""What each doubling of a phrase's uses adds to its talk score: a hundred uses outweigh a small difference."""


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` is the sentence (or clause) as begun and ended, `rest` what is still to be written of it."""

    place: int
    text: str
    rest: str


class Completions:
    """Sentences are looked up in the texts themselves: a beginning there is a match behind a stop."""

    def __init__(self, texts: Field, wordings: Sequence[str]) -> None:
        self._texts = texts
        self._wordings = wordings

    def best(self, written: str, values: Mapping[str, str], worth: NDArray[np.float64]) -> Completion | None:
        """`worth` ranks the phrases by place, -inf where one may not be offered; `values` fill their variables."""
        for part in begun(written.replace("\0", "")):
            starts = self._starts(part, values)
            for start in self._worthiest(starts, worth):
                completion = self._completion(start, part.text, values)
                if completion is not None:
                    return completion
        return None

    def _starts(self, part: Begun, values: Mapping[str, str]) -> Positions:
        stops = np.zeros(UNITS, dtype=np.bool_)
        stops[[EDGE, *folded(part.after)]] = True
        found = [starts[self._behind(starts, stops)] for starts in map(self._texts.find, _spellings(part.text, values))]
        return np.unique(np.concatenate(found))

    def _behind(self, starts: Positions, stops: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether a stop stands before it, blanks apart (one is enough in Chinese)."""
        before = self._texts.units[starts - 1]
        earlier = self._texts.units[np.maximum(starts - 2, 0)]
        behind: NDArray[np.bool_] = stops[before] | ((before == ord(" ")) & stops[earlier])
        return behind

    def _worthiest(self, starts: Positions, worth: NDArray[np.float64]) -> list[int]:
        worths = worth[self._texts.owners(starts)]
        starts, worths = starts[worths > -np.inf], worths[worths > -np.inf]
        if starts.size > _TRIED:
            most = np.argpartition(-worths, _TRIED)[:_TRIED]
            starts, worths = starts[most], worths[most]
        order = np.lexsort((starts, -worths))
        return [int(start) for start in starts[order]]

    def _completion(self, start: int, written: str, values: Mapping[str, str]) -> Completion | None:
        number = int(self._texts.value_at[start])
        begin, _ = self._texts.value(number)
        wording = text_of(raw(self._wordings[number].replace("\0", ""))[start - begin :])
        sentence = render(rest_of_sentence(wording, 0), values)
        if sentence is None or not _begins_with(sentence, written):
            return None
        rest = sentence[len(written) :].rstrip()
        return Completion(number, written + rest, rest) if rest else None


def _begins_with(sentence: str, written: str) -> bool:
    # By units: folding keeps lengths, so as many characters of the sentence are written already.
    return bool(np.array_equal(folded(sentence[: len(written)]), folded(written)))


def _spellings(written: str, values: Mapping[str, str]) -> Iterator[Units]:
    """As written, and with what a variable may have given in its place: whole, or cut short at the end."""
    yield folded(written)
    template = written
    for name, value in sorted(values.items(), key=lambda named: -len(named[1])):
        if value and value in template:
            template = template.replace(value, f"{{{name}}}")
    if template != written:
        yield folded(template)
    for name, value in values.items():
        shared = _overlap(template, value)
        if shared:
            yield folded(f"{template[:-shared]}{{{name}}}")


def _overlap(written: str, value: str) -> int:
    """How many characters at the end are the beginning of the value, and not all of it."""
    return next((size for size in range(min(len(value) - 1, len(written)), 0, -1) if written.endswith(value[:size])), 0)


def worth_of(talk: NDArray[np.float64], uses: NDArray[np.int64], allowed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How a phrase's sentences rank among those that begin alike."""
    return np.where(allowed, talk + USE_SHARE * np.log2(1 + uses), -np.inf)
