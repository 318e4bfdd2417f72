"""Fixtures for tests against the whole system. Mark such tests `system`."""

from collections.abc import Iterator

import pytest

from tests.e2e.system import RunningSystem, started


@pytest.fixture(scope="session")
def running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """One system for all tests of the run: make your own buyers, do not count on an empty queue."""
    with started(tmp_path_factory.mktemp("xiaoer-home")) as system:
        yield system
