"""What stays the same from key to key: while an agent types, the talk does not change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

HELD = 16
"""Talks being answered at one time in one process; each costs eight bytes a phrase."""


class Held(Generic[Value]):
    """The values of the last few keys; threads may share it, and two at once may compute the same."""

    def __init__(self, most: int = HELD) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
