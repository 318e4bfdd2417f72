"""Filling a phrase for an agent: what cannot be filled is not offered."""

from collections.abc import Mapping, Sequence

from assist_api.rules.phrase_text import render, variables


def fill(wordings: Sequence[str], values: Mapping[str, str]) -> tuple[str, str | None] | None:
    """The first wording that can be filled, with its template if there was anything to fill."""
    for wording in wordings:
        text = render(wording, values)
        if text is not None:
            return text, wording if variables(wording) else None
    return None
