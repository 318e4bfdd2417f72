"""Finding entities: prepare the line once, ask every recogniser, settle overlaps, map back to the original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import spacy
from spacy.matcher import Matcher, PhraseMatcher

from zh_text.catalogue import Catalogue
from zh_text.entities import all_recognisers
from zh_text.entities.line import Found, Line, Recogniser
from zh_text.entities.tokens import DocBuilder, Token, tokenise
from zh_text.entity import Entity, EntityKind
from zh_text.lexicon import Lexicon
from zh_text.normalising import LINK, Normalised, normalise


class EntityFinder:
    """Finds everything the recognisers know. Building one takes some 50 ms and a twentieth for every product name, a
    line well under one whatever the number of names: `benchmarks/catalogue.py`.

    It keeps no state between lines and may be used by several threads at once.
    """

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue | None = None) -> None:
        self._recognisers = all_recognisers(lexicon, catalogue or Catalogue())
        self._nlp = spacy.blank("zh")
        self._make_doc = DocBuilder(self._nlp.vocab)
        self._matcher = Matcher(self._nlp.vocab)
        self._phrase_matcher = PhraseMatcher(self._nlp.vocab)
        for recogniser in self._recognisers:
            self._teach(recogniser)

    def find(self, text: str, now: datetime, expected: EntityKind | None = None) -> list[Entity]:
        """All entities of the line in reading order, none overlapping another.

        `now` is when the line was written; 明天 is counted from it. `expected` is the kind the shop has just asked for:
        a bare number that is the whole line (165, 那170呢) is then read as that measure.
        """
        normalised = normalise(text)
        line = self._prepare(normalised, now, expected)
        found = [finding for recogniser in self._recognisers for finding in recogniser.find(line)]
        return [_entity(finding, normalised) for finding in settle_overlaps(found)]

    def _teach(self, recogniser: Recogniser) -> None:
        for label, patterns in recogniser.patterns.items():
            self._matcher.add(label, [list(map(dict, pattern)) for pattern in patterns])
            self._make_doc.learn(_words_of(patterns))
        for label, wordings in recogniser.phrases.items():
            for wording in wordings:  # one by one: the documents of a whole catalogue at once take a gigabyte
                self._phrase_matcher.add(label, [self._make_doc.phrase(tokenise(wording))])

    def _prepare(self, normalised: Normalised, now: datetime, expected: EntityKind | None) -> Line:
        tokens = tokenise(normalised.text)
        links = {token.start: _source_of(token, normalised) for token in tokens if token.text == LINK}
        return Line(normalised.text, normalised.source, tokens, self._matches(tokens), now, expected, links)

    def _matches(self, tokens: Sequence[Token]) -> dict[str, list[tuple[int, int]]]:
        doc = self._make_doc(list(tokens))
        strings = self._nlp.vocab.strings
        matches: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for matcher in (self._matcher, self._phrase_matcher):
            for label, first, after in matcher(doc):
                matches[strings[label]].append((first, after))
        return matches


def settle_overlaps(found: Iterable[Found]) -> list[Found]:
    """Of overlapping findings the longest stays, of equally long ones the first given; the rest in reading order."""
    kept: list[Found] = []
    taken: set[int] = set()
    for finding in sorted(found, key=lambda one: one.start - one.end):
        places = range(finding.start, finding.end)
        if taken.isdisjoint(places):
            kept.append(finding)
            taken.update(places)
    return sorted(kept, key=lambda one: one.start)


def _entity(finding: Found, normalised: Normalised) -> Entity:
    start, end = normalised.to_source(finding.start, finding.end)
    return Entity(finding.kind, finding.value, normalised.source[start:end], start, end, finding.reason)


def _source_of(token: Token, normalised: Normalised) -> str:
    start, end = normalised.to_source(token.start, token.end)
    return normalised.source[start:end]


def _words_of(patterns: Iterable[Iterable[object]]) -> Iterator[str]:
    """The words that token patterns ask for."""
    for pattern in patterns:
        for token in pattern:
            wanted = token.get("TEXT", ()) if isinstance(token, dict) else ()
            yield from (wanted,) if isinstance(wanted, str) else wanted.get("IN", ()) if wanted else ()
