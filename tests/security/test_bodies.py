"""Bodies that are too large or hold what cannot be stored, addresses that are not what they seem."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request

from assist_api.web_security import JSON_MAX_BYTES, MULTIPART_OVERHEAD_BYTES, client_address
from tests.app_fixtures import ShopApp

LOGIN = "/api/v1/auth/login"
JSON_TYPE = {"Content-Type": "application/json"}


async def in_parts(data: bytes) -> AsyncIterator[bytes]:
    """Sent without Content-Length."""
    for start in range(0, len(data), 64 * 1024):
        yield data[start : start + 64 * 1024]


def login_of_size(size: int) -> bytes:
    frame = len(json.dumps({"name": "", "password": "x"}))
    return json.dumps({"name": "n" * (size - frame), "password": "x"}).encode()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(("size", "status"), [(JSON_MAX_BYTES, 422), (JSON_MAX_BYTES + 1, 413)])
async def test_json_may_have_256_kib(shop_app: ShopApp, size: int, status: int, chunked: bool) -> None:
    body = login_of_size(size)
    assert len(body) == size
    async with shop_app.client() as client:
        answer = await client.post(LOGIN, content=in_parts(body) if chunked else body, headers=JSON_TYPE)

    assert answer.status_code == status
    assert answer.json()["error"]["code"] == {413: "too_large", 422: "bad_input"}[status]


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_upload_has_its_own_bound(shop_app: ShopApp, chunked: bool) -> None:
    limit = shop_app.settings.upload_max_bytes + MULTIPART_OVERHEAD_BYTES
    async with shop_app.client() as client:
        token = (await client.post("/api/v1/chat/sessions", json={})).json()["token"]
        form = httpx.Request("POST", "/", files={"file": ("a.png", b"\x89" * limit, "image/png")})
        answer = await client.post(
            "/api/v1/chat/uploads",
            content=in_parts(form.read()) if chunked else form.read(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": form.headers["content-type"]},
        )
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


HALVES = {
    r"a\u0000b": "a�b",
    r"\ud800": "�",
    r"\udc00\ud800": "��",
    r"好的\ud83d": "好的�",
    r"\ud83d\ude00": "😀",
    r"\\u0000": r"\u0000",
    r"\\ud800": r"\ud800",
    "😀": "😀",
    "한국": "한국",
}


@pytest.mark.parametrize(("written", "kept"), HALVES.items())
async def test_half_an_emoji_arrives_as_a_replacement_character_and_all_other_text_as_it_is(
    shop_app: ShopApp, written: str, kept: str
) -> None:
    async with shop_app.client() as client:
        opened = await client.post("/api/v1/chat/sessions", json={})
        client.headers["Authorization"] = f"Bearer {opened.json()['token']}"
        body = f'{{"client_id": "c1", "text": "{written}"}}'.encode()
        assert (await client.post("/api/v1/chat/messages", content=body, headers=JSON_TYPE)).status_code == 202
        messages = (await client.get("/api/v1/chat/messages")).json()["messages"]
    assert [message["text"] for message in messages if message["role"] == "buyer"] == [kept]


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "\xed\xa0\x80", "password": "x"}',
        '{"name": "\ud800", "password": "x"}'.encode("utf-16-le", "surrogatepass"),
        rb'{"name": "a", "password": "x", "more": [{"deep": ["\ud83d"], "\u0000": 1}]}',
    ],
)
async def test_raw_halves_and_other_encodings_do_no_harm(shop_app: ShopApp, body: bytes) -> None:
    async with shop_app.client() as client:
        assert (await client.post(LOGIN, content=body, headers=JSON_TYPE)).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'["\\u0000", ' + b"[" * 100_000,
        b"\xff\xfe",
        b"\x00",
        b"1" * 5000,
        b'{"name": "\\ud800"',
        b"NaN",
        b"null",
    ],
)
async def test_what_is_no_json_is_a_clear_error(shop_app: ShopApp, body: bytes) -> None:
    async with shop_app.client() as client:
        answer = await client.post(LOGIN, content=body, headers=JSON_TYPE)

    assert answer.status_code in {400, 422}
    assert set(answer.json()["error"]) == {"code", "message", "details"}


@pytest.mark.parametrize("path", ["/api/v1/phrases/%00", "/api/v1/phrases?group=%00", "/%00"])
async def test_an_address_with_a_nul_is_refused(shop_app: ShopApp, path: str) -> None:
    async with shop_app.client("agent") as client:
        assert (await client.get(path)).status_code == 422


@pytest.mark.parametrize(
    ("forwarded", "hops", "address"),
    [
        (None, 0, "192.0.2.7"),
        ("203.0.113.9", 0, "192.0.2.7"),
        ("203.0.113.9", 1, "203.0.113.9"),
        # What the caller wrote stands in front of what our proxy appended.
        ("10.0.0.1, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9, 198.51.100.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "192.0.2.7"),
        (" , ", 1, "192.0.2.7"),
        (None, 1, "192.0.2.7"),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded: str | None, hops: int, address: str) -> None:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    request = Request({"type": "http", "headers": headers, "client": ("192.0.2.7", 4711)})

    assert client_address(request, hops) == address
