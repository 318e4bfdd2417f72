"""What other programs may rely on, asked of the whole system with a trained bot."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.system import RunningSystem, wait_for

pytestmark = pytest.mark.system

SIZE_QUESTION = "你好 我身高１６８ 体重一百二十斤，选什么尺码合适"


class Buyer:
    """A buyer in a conversation of their own."""

    def __init__(self, system: RunningSystem) -> None:
        with system.client() as anyone:
            answer = anyone.post("/api/v1/chat/sessions", json={})
        assert answer.status_code in {200, 201}
        self.conversation_id = answer.json()["conversation_id"]
        self.http = system.client(answer.json()["token"])

    def says(self, text: str, client_id: str | None = None) -> httpx.Response:
        body = {"client_id": client_id or str(uuid4()), "text": text}
        return self.http.post("/api/v1/chat/messages", json=body)

    def sees(self, after: int = 0) -> dict[str, Any]:
        seen: dict[str, Any] = self.http.get("/api/v1/chat/messages", params={"after": after}).json()
        return seen

    def sees_of(self, role: str) -> list[dict[str, Any]]:
        return [message for message in self.sees()["messages"] if message["role"] == role]


@pytest.fixture
def buyer(running_system: RunningSystem) -> Any:
    buyer = Buyer(running_system)
    with buyer.http:
        yield buyer


@pytest.fixture
def agent(running_system: RunningSystem) -> Any:
    with running_system.client(running_system.token("agent")) as http:
        yield http


def assert_refused(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text
    assert {"code", "message"} <= answer.json()["error"].keys()


def test_health_names_every_part(running_system: RunningSystem) -> None:
    with running_system.client() as anyone:
        answer = anyone.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["parts"].keys() >= {"database", "bot", "actions", "pages"}


def test_the_api_document_shows_public_routes_only(running_system: RunningSystem) -> None:
    with running_system.client() as anyone:
        paths = anyone.get("/openapi.json").json()["paths"]
    assert {"/api/v1/chat/messages", "/api/v1/understand", "/api/v1/suggestions", "/api/v1/handoffs"} <= paths.keys()
    assert not [path for path in paths if path.startswith(("/answers", "/internal"))]


def test_a_message_sent_twice_is_stored_and_answered_once(buyer: Buyer) -> None:
    client_id = str(uuid4())
    first, second = buyer.says("在吗", client_id), buyer.says("在吗", client_id)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.status_code == 202
    wait_for(lambda: buyer.sees_of("bot"), "the bot's answer")
    talk = buyer.sees()
    ids = [message["id"] for message in talk["messages"]]
    assert talk["state"] == "bot"
    assert len(buyer.sees_of("buyer")) == 1
    assert ids == sorted(set(ids))
    assert buyer.sees(after=ids[-1])["messages"] == []


def test_bad_requests_are_refused_in_the_one_shape(buyer: Buyer) -> None:
    empty = buyer.http.post("/api/v1/chat/messages", json={"client_id": str(uuid4())})
    assert_refused(empty, 400, 422)
    assert_refused(buyer.http.get("/api/v1/handoffs"), 401, 403)


def test_understanding_ranks_all_intents_and_points_into_the_text(agent: httpx.Client) -> None:
    understood = agent.post("/api/v1/understand", json={"text": SIZE_QUESTION}).json()
    assert understood["intent"] == understood["ranking"][0]["intent"] == "ask_size"
    assert len(understood["ranking"]) >= 44
    assert sum(entry["confidence"] for entry in understood["ranking"]) == pytest.approx(1, abs=0.01)
    assert understood["route"] == "bot"
    found = {entity["kind"]: entity for entity in understood["entities"]}
    assert all(SIZE_QUESTION[entity["start"] : entity["end"]] == entity["text"] for entity in found.values())
    assert found["height"]["value"] == {"value": 168, "unit": "cm"}
    assert found["weight"]["value"] == {"value": 60, "unit": "kg"}


def test_suggestions_come_with_reasons_and_take_feedback_twice(agent: httpx.Client) -> None:
    body = {"turns": [{"role": "buyer", "text": "什么时候能发货"}], "withhold": False}
    given = agent.post("/api/v1/suggestions", json=body).json()
    assert 1 <= len(given["suggestions"]) <= 3
    for suggestion in given["suggestions"]:
        assert suggestion["text"]
        assert suggestion["reasons"]
    first = given["suggestions"][0]
    feedback = {"action": "accepted", "item_id": first["item_id"], "sent_text": first["text"]}
    answers = [agent.post(f"/api/v1/suggestions/{given['id']}/feedback", json=feedback) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]


def test_a_person_takes_over_answers_and_hands_back(buyer: Buyer, agent: httpx.Client) -> None:
    def my_handoff() -> dict[str, Any] | None:
        queue = agent.get("/api/v1/handoffs").json()["items"]
        return next((entry for entry in queue if entry["conversation_id"] == buyer.conversation_id), None)

    buyer.says("转人工")
    handoff = wait_for(my_handoff, "the hand-off in the queue")
    assert {"reason", "summary", "transcript"} <= handoff["packet"].keys()

    route = f"/api/v1/handoffs/{handoff['id']}"
    assert agent.post(f"{route}/claim", json={}).is_success
    line = {"client_id": str(uuid4()), "text": "您好，这边帮您看一下"}
    assert all(agent.post(f"{route}/messages", json=line).is_success for _ in range(2))
    assert [message["text"] for message in buyer.sees_of("agent")] == [line["text"]]

    assert agent.post(f"{route}/return", json={}).is_success
    assert_refused(agent.post(f"{route}/return", json={}), 409)
    assert buyer.sees()["state"] == "bot"
