"""What somebody must not be able to do, and what they are told."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from assist_api.accounts import service as accounts
from assist_api.channels import service as channels
from assist_api.chat.tables import Conversation
from assist_api.handoff.packet import BuyerCard, Packet
from assist_api.handoff.service import open_handoff
from assist_api.rules.conversation import State
from tests.app_fixtures import START, ShopApp

CHAT = "/api/v1/chat"
SIGNED_AT = str(int(START.timestamp()))


@dataclass(frozen=True)
class Scene:
    """Buyer Ann has talked, sent a picture and waits for a person; `shop` is a channel that signs for its buyers."""

    app: ShopApp
    ann: str
    anns_conversation: str
    anns_picture: str
    handoff: str
    channel_secret: str

    async def call(self, method: str, path: str, token: str | None = None, **sent: Any) -> httpx.Response:
        headers = sent.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        async with self.app.client() as client:
            return await client.request(method, path, headers=headers, **sent)

    async def open_session(self, **wanted: Any) -> httpx.Response:
        return await self.call("POST", f"{CHAT}/sessions", json=wanted)

    async def stranger(self) -> str:
        return str((await self.open_session()).json()["token"])

    def signature(self, external_id: str, issued_at: str = SIGNED_AT, secret: str | None = None) -> str:
        message = f"shop\n{external_id}\n{issued_at}".encode()
        return hmac.new((secret or self.channel_secret).encode(), message, hashlib.sha256).hexdigest()


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (8, 8), "red").save(data, "PNG")
    return data.getvalue()


@pytest.fixture
async def scene(shop_app: ShopApp) -> Scene:
    async with shop_app.database.begin() as session:
        secret = (await channels.create_channel(session, START, "shop", ["https://shop.example"])).secret
    before = Scene(shop_app, "", "", "", "", secret)
    buyer = {"external_id": "ann", "issued_at": SIGNED_AT, "signature": before.signature("ann")}
    opened = (await before.open_session(channel="shop", buyer=buyer)).json()
    ann = opened["token"]
    await before.call("POST", f"{CHAT}/messages", ann, json={"client_id": "c1", "text": "在吗"})
    sent = await before.call("POST", f"{CHAT}/uploads", ann, files={"file": ("a.png", picture(), "image/png")})
    handoff = await _waiting(shop_app, opened["conversation_id"])
    return Scene(shop_app, ann, opened["conversation_id"], sent.json()["upload_id"], handoff, secret)


async def _waiting(shop_app: ShopApp, conversation_id: str) -> str:
    packet = Packet(
        reason="asked",
        reason_zh="买家要求",
        priority=2,
        summary="买家想找客服",
        transcript=[],
        buyer=BuyerCard(name="安*", verified=True, channel="shop"),
    )
    async with shop_app.database.begin() as session:
        (await session.get_one(Conversation, conversation_id)).state = State.WAITING.value
        return (await open_handoff(session, conversation_id, packet, START)).id


Act = Callable[[Scene], Awaitable[httpx.Response]]


async def a_buyer_fetches_anothers_picture(scene: Scene) -> httpx.Response:
    return await scene.call("GET", f"{CHAT}/uploads/{scene.anns_picture}", await scene.stranger())


async def a_buyer_sends_anothers_picture_as_their_own(scene: Scene) -> httpx.Response:
    body = {"client_id": "c1", "attachments": [scene.anns_picture]}
    return await scene.call("POST", f"{CHAT}/messages", await scene.stranger(), json=body)


async def a_buyer_presses_a_button_in_anothers_talk(scene: Scene) -> httpx.Response:
    body = {"client_id": "c1", "choice": {"message_id": 1, "option": "1"}}
    return await scene.call("POST", f"{CHAT}/messages", await scene.stranger(), json=body)


async def a_buyer_reads_a_handoff(scene: Scene) -> httpx.Response:
    return await scene.call("GET", f"/api/v1/handoffs/{scene.handoff}", scene.ann)


async def a_conversations_id_is_used_as_its_token(scene: Scene) -> httpx.Response:
    return await scene.call("GET", f"{CHAT}/messages", scene.anns_conversation)


async def a_buyers_token_stands_in_the_address(scene: Scene) -> httpx.Response:
    return await scene.call("GET", f"{CHAT}/messages", params={"token": scene.ann})


async def a_signature_is_made_with_another_secret(scene: Scene) -> httpx.Response:
    signature = scene.signature("ann", secret="xc_guessed")
    buyer = {"external_id": "ann", "issued_at": SIGNED_AT, "signature": signature}
    return await scene.open_session(channel="shop", buyer=buyer)


async def a_signature_is_used_for_another_buyer(scene: Scene) -> httpx.Response:
    buyer = {"external_id": "ben", "issued_at": SIGNED_AT, "signature": scene.signature("ann")}
    return await scene.open_session(channel="shop", buyer=buyer)


async def a_signature_is_used_on_another_channel(scene: Scene) -> httpx.Response:
    buyer = {"external_id": "ann", "issued_at": SIGNED_AT, "signature": scene.signature("ann")}
    return await scene.open_session(channel="web", buyer=buyer)


async def an_old_signature_is_used_again(scene: Scene) -> httpx.Response:
    scene.app.clock.advance(timedelta(minutes=10, seconds=1))
    buyer = {"external_id": "ann", "issued_at": SIGNED_AT, "signature": scene.signature("ann")}
    return await scene.open_session(channel="shop", buyer=buyer)


async def a_signature_is_dated_ahead(scene: Scene) -> httpx.Response:
    ahead = (START + timedelta(hours=1)).isoformat()
    buyer = {"external_id": "ann", "issued_at": ahead, "signature": scene.signature("ann", ahead)}
    return await scene.open_session(channel="shop", buyer=buyer)


async def a_text_file_is_called_a_picture(scene: Scene) -> httpx.Response:
    files = {"file": ("a.png", b"<script>alert(1)</script>", "image/png")}
    return await scene.call("POST", f"{CHAT}/uploads", scene.ann, files=files)


async def a_drawing_with_a_script_is_sent(scene: Scene) -> httpx.Response:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return await scene.call("POST", f"{CHAT}/uploads", scene.ann, files={"file": ("a.svg", svg, "image/svg+xml")})


async def a_picture_breaks_off(scene: Scene) -> httpx.Response:
    files = {"file": ("a.png", picture()[:40], "image/png")}
    return await scene.call("POST", f"{CHAT}/uploads", scene.ann, files=files)


async def a_picture_is_larger_than_8_mb(scene: Scene) -> httpx.Response:
    files = {"file": ("a.png", picture() + bytes(scene.app.settings.upload_max_bytes), "image/png")}
    return await scene.call("POST", f"{CHAT}/uploads", scene.ann, files=files)


async def an_agent_writes_a_phrase_of_the_team(scene: Scene) -> httpx.Response:
    body = {"title": "问好", "text": "您好，请问想看哪一款？", "scope": "team"}
    return await scene.call("POST", "/api/v1/phrases", scene.app.tokens["agent"], json=body)


async def a_trainer_looks_at_the_channels(scene: Scene) -> httpx.Response:
    return await scene.call("GET", "/api/v1/channels", scene.app.tokens["trainer"])


async def an_agent_writes_without_claiming(scene: Scene) -> httpx.Response:
    body = {"client_id": "a1", "text": "您好"}
    return await scene.call("POST", f"/api/v1/handoffs/{scene.handoff}/messages", scene.app.tokens["agent"], json=body)


async def an_agent_claims_what_another_has(scene: Scene) -> httpx.Response:
    claim = f"/api/v1/handoffs/{scene.handoff}/claim"
    assert (await scene.call("POST", claim, scene.app.tokens["trainer"])).status_code == 204
    return await scene.call("POST", claim, scene.app.tokens["agent"])


async def an_agent_writes_in_anothers_talk(scene: Scene) -> httpx.Response:
    await scene.call("POST", f"/api/v1/handoffs/{scene.handoff}/claim", scene.app.tokens["trainer"])
    return await an_agent_writes_without_claiming(scene)


async def a_role_is_asked_for_at_login(scene: Scene) -> httpx.Response:
    made = await accounts.create_account(scene.app.database, START, "li", "agent")
    async with scene.app.client() as client:
        body = {"name": "li", "password": made.password, "role": "owner"}
        csrf = (await client.post("/api/v1/auth/login", json=body)).json()["csrf"]
        return await client.get("/api/v1/channels", headers={"X-CSRF-Token": csrf, "X-Role": "owner"})


FORBIDDEN: list[tuple[Act, int, str]] = [
    (a_buyer_fetches_anothers_picture, 404, "not_found"),
    (a_buyer_sends_anothers_picture_as_their_own, 404, "not_found"),
    (a_buyer_presses_a_button_in_anothers_talk, 404, "not_found"),
    (a_buyer_reads_a_handoff, 401, "bad_token"),
    (a_conversations_id_is_used_as_its_token, 401, "bad_token"),
    (a_buyers_token_stands_in_the_address, 401, "unauthenticated"),
    (a_signature_is_made_with_another_secret, 401, "bad_signature"),
    (a_signature_is_used_for_another_buyer, 401, "bad_signature"),
    (a_signature_is_used_on_another_channel, 401, "bad_signature"),
    (an_old_signature_is_used_again, 401, "expired"),
    (a_signature_is_dated_ahead, 401, "expired"),
    (a_text_file_is_called_a_picture, 422, "bad_picture"),
    (a_drawing_with_a_script_is_sent, 422, "bad_picture"),
    (a_picture_breaks_off, 422, "bad_picture"),
    (a_picture_is_larger_than_8_mb, 413, "too_large"),
    (an_agent_writes_a_phrase_of_the_team, 403, "forbidden"),
    (a_trainer_looks_at_the_channels, 403, "forbidden"),
    (an_agent_writes_without_claiming, 409, "illegal_move"),
    (an_agent_claims_what_another_has, 409, "already_claimed"),
    (an_agent_writes_in_anothers_talk, 403, "not_yours"),
    (a_role_is_asked_for_at_login, 403, "forbidden"),
]


@pytest.mark.parametrize(("act", "status", "code"), FORBIDDEN, ids=[act.__name__ for act, _, _ in FORBIDDEN])
async def test_a_forbidden_act_is_refused_in_so_many_words(scene: Scene, act: Act, status: int, code: str) -> None:
    answer = await act(scene)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text


async def test_a_verified_buyer_gets_the_open_conversation_back_and_an_unsigned_claim_never(scene: Scene) -> None:
    buyer = {"external_id": "ann", "issued_at": SIGNED_AT, "signature": scene.signature("ann")}
    again = await scene.open_session(channel="shop", buyer=buyer)
    claimed = await scene.open_session(channel="shop", buyer={"external_id": "ann", "name": "Ann"})

    assert again.json()["conversation_id"] == scene.anns_conversation
    assert claimed.json()["conversation_id"] != scene.anns_conversation
    token = claimed.json()["token"]
    messages = (await scene.call("GET", f"{CHAT}/messages", token)).json()["messages"]
    assert "在吗" not in [message["text"] for message in messages]
