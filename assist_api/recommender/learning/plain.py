"""A line as learning reads it."""

import re
import unicodedata
from functools import lru_cache

from assist_api.recommender.mining.normal_form import EMOTICON, SLOT, SLOT_TEXT

_SLOT = re.compile(SLOT_TEXT)
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SILENT = re.compile(rf"[^\w{SLOT}]+|_")
_SLOTS = re.compile(f"{SLOT}+")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Without case, width, punctuation and pictures; what differs from buyer to buyer, and every number, is `SLOT`.

    Apart from `normal_form`, which also drops the softeners (呢, 哦, 亲): by them one tells agents apart.
    """
    line = EMOTICON.sub("", unicodedata.normalize("NFKC", text).lower())
    line = _DIGITS.sub(SLOT, _SLOT.sub(SLOT, line))
    return _SLOTS.sub(SLOT, _SILENT.sub("", line))
