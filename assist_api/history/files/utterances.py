"""Utterances joined by a comma, as talks without roles have them.

The ASCII comma joins, the full-width one stands inside an utterance. Between the digits of 1,299 it joins nothing.
"""

import re

_JOINT = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")


def utterances(joined: str) -> list[str]:
    """Those that hold something, oldest first."""
    return [utterance for part in _JOINT.split(joined) if (utterance := part.strip())]
