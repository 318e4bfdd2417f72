"""When a child that ended is started again. Pure: times are arguments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RestartPolicy:
    """Doubling pauses for a child that keeps failing, none for one that ended after serving steadily.

    A killed part should be back as soon as it can; one that cannot live (a broken model, a taken port) must not eat
    the processor of the others by starting over and over.
    """

    first_pause_s: float = 0.5
    longest_pause_s: float = 15.0
    steady_s: float = 5.0
    """Seconds of readiness after which an end counts as a first failure again."""

    def failures(self, before: int, ready_s: float) -> int:
        """Failures in a row, this one included, for a child that was ready for `ready_s` (0: never) until it ended."""
        return 1 if ready_s >= self.steady_s else before + 1

    def pause_s(self, failures: int) -> float:
        """Seconds to wait after the n-th failure in a row (from 1)."""
        if failures <= 1:
            return 0.0
        # The exponent is bounded so that weeks of failures cannot overflow a float.
        return min(self.first_pause_s * 2.0 ** min(failures - 2, 30), self.longest_pause_s)
