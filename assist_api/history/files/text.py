"""Talks as plain text, the way 千牛, 咚咚 and 微信 export or copy them: who and when in one line, the text below.

Several talks in one file are told apart by a line of dashes, a long silence, or another buyer's name.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import BinaryIO

from assist_api.history.files.lines import encoding_of, numbered
from assist_api.history.files.messages import Rule, messages
from assist_api.history.files.roles import Casting
from assist_api.history.files.talks import Fault, Reading, Said, Talk
from assist_api.history.limits import MOST_TURNS

LONGEST_SILENCE_S = 6 * 3600
"""Whoever writes again after that begins another talk."""


def read(file: BinaryIO, reading: Reading) -> Iterator[Talk | Fault]:
    casting = Casting(reading.agents)
    talk: list[Said] = []
    for one in messages(numbered(file, encoding_of(file)), reading):
        if isinstance(one, Fault):
            yield one
            continue
        if isinstance(one, Rule) or _begins_another(one, talk, casting):
            yield from _ended(talk, casting)
            talk = []
        if isinstance(one, Said):
            talk.append(one)
    yield from _ended(talk, casting)


def _begins_another(said: Said, talk: Sequence[Said], casting: Casting) -> bool:
    if not talk:
        return False
    silent = abs((said.at or 0.0) - (talk[-1].at or 0.0)) > LONGEST_SILENCE_S
    return silent or len(talk) >= MOST_TURNS or _is_another_buyer(said, talk, casting)


def _is_another_buyer(said: Said, talk: Sequence[Said], casting: Casting) -> bool:
    name = casting.buyer_name(said)
    before = next((known for one in talk if (known := casting.buyer_name(one))), "")
    return bool(name and before and name != before)


def _ended(talk: Sequence[Said], casting: Casting) -> Iterator[Talk | Fault]:
    if not talk:
        return
    turns, faults = casting.cast(talk)
    yield from faults
    if turns:
        yield Talk(talk[0].number, _id(talk[0]), turns)


def _id(first: Said) -> str:
    """The same in a later export that goes on where this one ends."""
    return "t-" + sha256(f"{first.name}\n{first.at}\n{first.text}".encode()).hexdigest()[:24]
