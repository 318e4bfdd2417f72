"""Couriers by the wordings of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.lexicon import Courier
from zh_text.normalising import normalise


class CourierRecogniser:
    """The value is the courier's name in the lexicon."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]]

    def __init__(self, couriers: Sequence[Courier]) -> None:
        self._courier_of = {normalise(wording).text: courier for courier in couriers for wording in courier.wordings}
        self.phrases = {"courier.name": tuple(self._courier_of)}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("courier.name"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            courier = self._courier_of[wording]
            follows, precedes = line.after(after), line.before(first)
            if wording.isascii() and (line.number(first - 1) is not None or line.number(after) is not None):
                continue  # the letters of a tracking number
            if not follows.startswith(courier.not_before) and not precedes.endswith(courier.not_after):
                yield line.found("courier", courier.name, first, after, "a courier of the lexicon")
