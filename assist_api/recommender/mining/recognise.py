"""Which phrases an agent's utterance is made of: exact wordings first, then their light variants.

Indexed once, then only read, so threads may share it. Everything is compared in normal form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assist_api.recommender.mining.near import NearWordings
from assist_api.recommender.mining.normal_form import SLOT, normal_form, utterances

NEAR_ENOUGH = 0.9
"""Indel ratio from which a wording counts as a light variant: a character or two in a sentence."""

_LEAST_LITERAL = 4
_SLOT_VALUE = r"\S{1,60}?"
_REMEMBERED = 50_000

Ids = tuple[str, ...]


class Recogniser:
    """Built from (phrase id, wording) pairs: a phrase's own wordings and those mined of it."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, Ids] = {}
        for phrase_id, wording in wordings:
            form = normal_form(wording)
            ids = self._exact.get(form, ())
            if form.strip(SLOT) and phrase_id not in ids:
                self._exact[form] = (*ids, phrase_id)
        self._near = NearWordings(list(self._exact))
        self._shapes: dict[str, re.Pattern[str]] = {}
        self._known: dict[str, Ids] = {}

    def recognise(self, utterance: str) -> Ids:
        """Ids of every phrase contained, in the order they were said; empty for a freehand reply.

        Where two phrases share a wording, both count. Agents send the same again and again, so answers are remembered.
        """
        known = self._known.get(utterance)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[utterance] = self._recognise(utterance)
        return known

    def whole(self, utterance: str) -> Ids:
        """Ids of the phrases that the utterance is as a whole."""
        form = normal_form(utterance)
        return self._exact.get(form) or self._light_variant(form)

    def _recognise(self, utterance: str) -> Ids:
        whole = normal_form(utterance)
        if not whole:
            return ()
        if ids := self._exact.get(whole):
            return ids
        forms = [normal_form(segment) for segment in utterances(utterance)]
        found = [ids for run in self._runs(forms) for ids in self._ids(run)]
        return tuple(dict.fromkeys(found)) or self._light_variant(whole)

    def _ids(self, run: Sequence[str]) -> Ids:
        form = "".join(run)
        return self._exact.get(form) or self._light_variant(form)

    def _runs(self, forms: Sequence[str]) -> Iterator[Sequence[str]]:
        """Segments side by side that are one known wording together, the longest first; the others singly."""
        start = 0
        while start < len(forms):
            ends = range(len(forms), start + 1, -1)
            end = next((end for end in ends if "".join(forms[start:end]) in self._exact), start + 1)
            yield forms[start:end]
            start = end

    def _light_variant(self, form: str) -> Ids:
        for wording in self._near.candidates(form):
            if SLOT in wording and self._shape(wording).fullmatch(form):
                return self._exact[wording]
        nearest = self._near.nearest(form, NEAR_ENOUGH)
        return self._exact[nearest] if nearest is not None else ()

    def _shape(self, wording: str) -> re.Pattern[str]:
        """What a wording looks like with its variables filled; nothing does if it is hardly more than variables."""
        if wording not in self._shapes:
            literals = wording.split(SLOT)
            pattern = (
                _SLOT_VALUE.join(map(re.escape, literals)) if len("".join(literals)) >= _LEAST_LITERAL else r"(?!)"
            )
            self._shapes[wording] = re.compile(pattern)
        return self._shapes[wording]
