"""The order in which a talk was said, from the times its rows give."""

from collections.abc import Sequence
from itertools import pairwise

from assist_api.history.files.talks import Said


def in_order(said: Sequence[Said]) -> list[Said]:
    """Oldest first; as the file has them where times are missing. Rows of one second keep their order.

    Tables that have the newest row on top are turned round as a whole, or rows of one second would stay upside down.
    """
    times = [one.at for one in said if one.at is not None]
    if len(times) < len(said):
        return list(said)
    upside_down = times[0] > times[-1] and all(later <= earlier for earlier, later in pairwise(times))
    return list(reversed(said)) if upside_down else sorted(said, key=lambda one: one.at or 0.0)
