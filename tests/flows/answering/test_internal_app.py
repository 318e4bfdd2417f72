from collections.abc import AsyncIterator

import httpx
import pytest

from assist_api.database import Database
from assist_api.flows.answering.app import create_internal_app
from assist_api.settings import Settings
from tests.flows.answering.counter import NOW

ASK = {"conversation_id": "c_1", "message_id": 31, "intent": "ask_price", "text": "多少钱", "slots": {}}
PRODUCT = {"kind": "product", "value": "p1001", "text": "这款", "start": 0, "end": 2, "reason": "catalogue"}


@pytest.fixture
async def client(settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    app = create_internal_app(settings, database, clock=lambda: NOW)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://internal") as client:
        client.headers["Authorization"] = "Bearer the-secret"
        yield client


async def test_a_skill_answers_in_the_contracts_shape(client: httpx.AsyncClient) -> None:
    answer = await client.post("/answers/price", json=ASK | {"entities": [PRODUCT]})
    assert answer.status_code == 200
    assert answer.json() == {
        "says": [
            {
                "phrase": "price_now",
                "vars": {"product_name": "云朵无痕无钢圈内衣", "price": "89元"},
                "payload": {"product": {"id": "p1001", "name": "云朵无痕无钢圈内衣", "price": "89.00"}},
            }
        ],
        "slots": {"product": "p1001"},
        "ask": None,
        "effects": [],
    }


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic the-secret", "the-secret"])
async def test_without_the_secret_nothing_is_answered(client: httpx.AsyncClient, header: str | None) -> None:
    del client.headers["Authorization"]
    headers = {} if header is None else {"Authorization": header}
    answer = await client.post("/answers/price", json=ASK, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthenticated"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/answers/fortune", 404, "not_found"),
        ("/nothing", 404, "not_found"),
        ("/openapi.json", 404, "not_found"),
        ("/docs", 404, "not_found"),
    ],
)
async def test_what_is_not_there_is_told_in_the_one_error_shape(
    client: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await client.post(path, json=ASK)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_a_malformed_question_names_the_field_but_not_the_value(client: httpx.AsyncClient) -> None:
    answer = await client.post("/answers/price", json=ASK | {"slots": "13800005821"})
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["fields"][0]["field"] == "body.slots"
    assert "5821" not in answer.text
