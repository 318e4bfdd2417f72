"""Whatever the OpenAPI document allows, and much that it does not, is answered without a 5xx and in our shape."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans
from schemathesis.core.result import Ok
from schemathesis.python import asgi
from schemathesis.schemas import BaseSchema

from assist_api.app import create_app
from assist_api.bus import LocalBus
from assist_api.clients.bot import BotClient
from assist_api.database import Database
from tests.app_fixtures import FakeBot, FilledHome, HandClock, settings_in

# Streams have no end to wait for and tests of their own; the health check says 503 on purpose.
NOT_HERE = ("/api/v1/chat/events", "/api/v1/agent/events", "/healthz")
BUYERS_ROUTES = "/api/v1/chat/"
EXAMPLES_PER_ROUTE = 25


@dataclass(frozen=True)
class Callers:
    """The strongest token for each kind of route, and ids that exist: with them most code can be reached."""

    owner: str
    buyer: str
    ids: dict[str, str]

    def headers(self, path: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.buyer if path.startswith(BUYERS_ROUTES) else self.owner}"}


@pytest.fixture(scope="module")
def app_under_test(filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Schemathesis calls it in an event loop of its own, so nothing of it may be touched by the test's loop."""
    home = tmp_path_factory.mktemp("openapi")
    filled_home.copy_to(home)
    ours = settings_in(home)
    database = Database(ours.sqlalchemy_url)
    bot = BotClient("http://bot.test", "secret", 1.0, transport=httpx.MockTransport(FakeBot()))
    yield create_app(ours, database, LocalBus(), bot, HandClock())
    asyncio.run(database.close())
    asyncio.run(bot.close())


@pytest.fixture(scope="module")
def callers(app_under_test: Any, filled_home: FilledHome) -> Callers:
    owner = {"Authorization": f"Bearer {filled_home.tokens['owner']}"}
    phrase = {"title": "问好", "text": "您好，请问想看哪一款？", "scope": "team"}
    turns = [{"role": "buyer", "text": "在吗"}]
    with asgi.get_client(app_under_test) as client:
        opened = client.post("/api/v1/chat/sessions", json={}).json()
        phrase_id = client.post("/api/v1/phrases", json=phrase, headers=owner).json()["id"]
        suggestion_id = client.post("/api/v1/suggestions", json={"turns": turns}, headers=owner).json()["id"]
    ids = {"phrase_id": str(phrase_id), "suggestion_id": str(suggestion_id)}
    return Callers(filled_home.tokens["owner"], opened["token"], ids)


@pytest.fixture(scope="module")
def document(app_under_test: Any) -> BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", app_under_test).exclude(path=list(NOT_HERE))


def test_no_request_makes_the_server_fail(document: BaseSchema, callers: Callers, subtests: pytest.Subtests) -> None:
    for found in document.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        with subtests.test(operation.label):
            _try(operation, callers)


def _try(operation: schemathesis.APIOperation[Any, Any, Any, Any], callers: Callers) -> None:
    @settings(
        max_examples=EXAMPLES_PER_ROUTE,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), known=booleans())
    def answers_well(case: schemathesis.Case[Any], known: bool) -> None:
        if known:
            case.path_parameters = {**case.path_parameters, **_known(callers.ids, case.path_parameters)}
        answer = case.call(headers=callers.headers(operation.path))
        assert answer.status_code < 500, case.as_curl_command()
        if answer.status_code >= 400:
            assert set(answer.json()["error"]) == {"code", "message", "details"}, case.as_curl_command()

    answers_well()


def _known(ids: dict[str, str], wanted: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in ids.items() if name in wanted}
