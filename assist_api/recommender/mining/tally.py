"""How often each wording was sent, in bounded memory."""

from collections.abc import Iterable

KEPT = 300_000
"""Wordings counted at a time (some 200 bytes each); a freehand sentence is never seen again."""


class Tally:
    """Lossy counting (Manku and Motwani, 2002): whenever too many wordings are known, the rarest are forgotten.

    Nothing sent more than `forgotten` times is missed, and no count is high by more; it is 0 up to some 100,000
    turns and about 4 at a million.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self.counts: dict[str, int] = {}
        self.forgotten = 0

    def add(self, forms: Iterable[str]) -> None:
        """One more turn with these wordings, each named once."""
        for form in forms:
            self.counts[form] = self.counts.get(form, self.forgotten) + 1
        if len(self.counts) > self._kept:
            self._forget()

    def _forget(self) -> None:
        """A new wording starts where the forgotten ended, so that no count is too low."""
        while len(self.counts) > self._kept // 2:
            self.forgotten += 1
            self.counts = {form: count for form, count in self.counts.items() if count > self.forgotten}
