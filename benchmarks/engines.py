"""Two search engines to measure our index beside: tantivy (Rust, on disk or in memory) and bm25s with numba.

Both get the words that our tokenizer finds, title, wordings and example questions of a phrase as one document, and look
for any of the question's words. They know no intents, talks, limits or variables: what they take is what finding alone
costs.
"""

from collections.abc import Sequence
from typing import Protocol

import bm25s
import tantivy

from assist_api.recommender.features import WordMemory
from assist_api.recommender.phrase import IndexedPhrase

SHOWN = 3


class Engine(Protocol):
    def find(self, line: str) -> Sequence[str]:
        """Ids of the best phrases."""
        ...

    def change(self, place: int, phrase: IndexedPhrase) -> None:
        """Put one phrase in another's place, ready to be found."""
        ...


def words_of(phrase: IndexedPhrase, memory: WordMemory) -> list[str]:
    pieces = (phrase.title, "\n".join(phrase.wordings), *phrase.questions)
    return [word for piece in pieces for word in memory.words(piece)]


class Tantivy:
    def __init__(self, phrases: Sequence[IndexedPhrase], memory: WordMemory) -> None:
        self._memory = memory
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("words", stored=False, tokenizer_name="whitespace")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for phrase in phrases:
            self._add(phrase)
        self._show()

    def find(self, line: str) -> list[str]:
        words = dict.fromkeys(self._memory.split(line))
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", word)) for word in words]
        hits = self._searcher.search(tantivy.Query.boolean_query(terms), SHOWN).hits
        return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]

    def change(self, place: int, phrase: IndexedPhrase) -> None:
        self._writer.delete_documents("id", phrase.id)
        self._add(phrase)
        self._show()

    def _add(self, phrase: IndexedPhrase) -> None:
        self._writer.add_document(tantivy.Document(id=[phrase.id], words=[" ".join(words_of(phrase, self._memory))]))

    def _show(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


class Bm25s:
    """Knows no change: all is indexed anew."""

    def __init__(self, phrases: Sequence[IndexedPhrase], memory: WordMemory) -> None:
        self._memory = memory
        self._ids = [phrase.id for phrase in phrases]
        self._words = [words_of(phrase, memory) for phrase in phrases]
        self._build()

    def find(self, line: str) -> list[str]:
        words = [word for word in self._memory.split(line) if word in self._index.vocab_dict]
        if not words:
            return []
        places, _ = self._index.retrieve([words], k=SHOWN, show_progress=False)
        return [self._ids[place] for place in places[0].tolist()]

    def change(self, place: int, phrase: IndexedPhrase) -> None:
        self._words[place] = words_of(phrase, self._memory)
        self._build()

    def _build(self) -> None:
        self._index = bm25s.BM25(backend="numba")
        self._index.index(self._words, show_progress=False)
