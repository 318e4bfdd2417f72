"""What all tests share: which outside programs they need, and what happens when one is missing.

Without Chromium, PostgreSQL or Redis the tests that need them are skipped and the end of the run says what is missing
and how to get it. With CI=true any skip is a failure: a build server that tests less than everything must not be green.
"""

import os
from collections.abc import Generator

import pytest

from tests import requirements
from tests.services import postgres_database, postgres_url, redis_url

__all__ = ["postgres_database", "postgres_url", "redis_url"]

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
MISSING = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MISSING] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in requirements.NEEDS:
        if item.get_closest_marker(need.marker) and not need.is_met():
            missing = item.config.stash[MISSING]
            missing[need.marker] = missing.get(need.marker, 0) + 1
            pytest.skip(f"{need.what} is missing")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{item.nodeid} was skipped, which CI=true forbids: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    missing = config.stash[MISSING]
    if not missing:
        return
    terminalreporter.section("not everything was tested", yellow=True)
    for need in requirements.NEEDS:
        if count := missing.get(need.marker):
            terminalreporter.line(f"{count} tests need {need.what}: {need.how_to_get_it}")
