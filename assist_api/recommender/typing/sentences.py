"""Sentences of a text that is being written."""

import re
from dataclasses import dataclass

_END = "。！？!?；;~～…\n"
_PAUSE = "，,、：: "
_ENDS = re.compile(f"[{_END}]+")

CLAUSE_FROM = 3
"""Characters of a clause behind a comma that say how it goes on; a sentence says it with two."""

SENTENCE_FROM = 2


@dataclass(frozen=True, slots=True)
class Begun:
    """What was begun last. `after` are the characters that stand before its like in other texts."""

    text: str
    after: str


def begun(written: str) -> list[Begun]:
    """The last sentence if it has no end yet, then its last clause; nothing where too little is written."""
    sentence = _after_last(written, _END)
    clause = _after_last(sentence, _PAUSE)
    found = []
    if len(sentence) >= SENTENCE_FROM:
        found.append(Begun(sentence, _END))
    if clause != sentence and len(clause) >= CLAUSE_FROM:
        found.append(Begun(clause, _END + _PAUSE))
    return found


def rest_of_sentence(text: str, start: int) -> str:
    """From `start` to the end of the sentence there, its stop included, blanks around it not."""
    stop = _ENDS.search(text, start)
    return text[start : stop.end() if stop else len(text)].strip()


def _after_last(text: str, stops: str) -> str:
    return text[max(text.rfind(stop) for stop in stops) + 1 :].lstrip()
