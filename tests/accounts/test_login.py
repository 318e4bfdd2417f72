from datetime import timedelta
from http.cookies import SimpleCookie

import httpx
import pytest
from sqlalchemy import func, select

from assist_api.accounts import passwords, service
from assist_api.accounts.tables import Account, LoginAttempt, LoginSession
from assist_api.errors import BadInput, Conflict, NotFound
from assist_api.rules.login_limit import MAX_PER_ADDRESS, MAX_PER_NAME, WINDOW
from tests.app_fixtures import ShopApp

PASSWORD = "yun-dan-feng-qing"
LOGIN = "/api/v1/auth/login"
ME = "/api/v1/auth/me"


@pytest.fixture
async def agent(shop_app: ShopApp) -> str:
    """The login name of an agent whose password is PASSWORD."""
    made = await service.create_account(shop_app.database, shop_app.clock(), "xiaolin", "agent", "小林")
    async with shop_app.database.begin() as session:
        account = (await session.execute(select(Account).where(Account.name == made.name))).scalar_one()
        account.password_hash = await passwords.hashed(PASSWORD)
    return made.name


async def log_in(client: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post(LOGIN, json={"name": name, "password": password})


async def count(shop_app: ShopApp, table: type[LoginSession] | type[LoginAttempt]) -> int:
    async with shop_app.database.read() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_logging_in_answers_the_account_and_sets_a_cookie_no_script_can_read(
    shop_app: ShopApp, agent: str
) -> None:
    async with shop_app.client() as client:
        answer = await log_in(client, agent)

    assert answer.status_code == 200
    assert answer.json()["account"] == {"id": 1, "name": "xiaolin", "display_name": "小林", "role": "agent"}
    cookie = SimpleCookie(answer.headers["set-cookie"])["xiaoer_session"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("strict", "/", str(14 * 24 * 3600))
    assert cookie.value not in answer.text


async def test_only_hashes_of_password_and_cookie_are_stored(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        await log_in(client, agent)
        cookie = client.cookies["xiaoer_session"]

    stored = (shop_app.settings.home / "xiaoer.db").read_bytes() + (
        shop_app.settings.home / "xiaoer.db-wal"
    ).read_bytes()
    assert cookie.encode() not in stored
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored


async def test_the_page_gets_the_same_answer_after_a_reload(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        logged_in = await log_in(client, agent)
        assert (await client.get(ME)).json() == logged_in.json()


@pytest.mark.parametrize("name", ["xiaolin", "nobody", "xiaolin'--", "小林"])
async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    shop_app: ShopApp, agent: str, name: str
) -> None:
    async with shop_app.client() as client:
        answer = await log_in(client, name, "wrong")

    assert answer.status_code == 401
    assert answer.json() == {"error": {"code": "wrong_login", "message": "账号或密码不对", "details": {}}}
    assert "set-cookie" not in answer.headers


async def test_an_unknown_name_costs_one_password_check_like_a_known_one(
    shop_app: ShopApp, agent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    async def matches(password_hash: str, password: str) -> bool:
        checked.append(password_hash)
        return False

    monkeypatch.setattr(passwords, "matches", matches)
    async with shop_app.client() as client:
        await log_in(client, "nobody")
        await log_in(client, agent)

    assert len(checked) == 2
    assert checked[0] == passwords.NOBODYS_HASH


async def test_a_disabled_account_is_out_at_once_and_cannot_log_in(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        await log_in(client, agent)
        await service.set_disabled(shop_app.database, agent, True)
        assert (await client.get(ME)).status_code == 401
        assert (await log_in(client, agent)).json()["error"]["code"] == "wrong_login"
        await service.set_disabled(shop_app.database, agent, False)
        assert (await log_in(client, agent)).status_code == 200


async def test_the_cookie_changes_at_every_login_and_the_old_one_is_worth_nothing(
    shop_app: ShopApp, agent: str
) -> None:
    async with shop_app.client() as client:
        await log_in(client, agent)
        old = client.cookies["xiaoer_session"]
        await log_in(client, agent)
        assert client.cookies["xiaoer_session"] != old
    async with shop_app.client() as thief:
        thief.cookies.set("xiaoer_session", old)
        assert (await thief.get(ME)).status_code == 401
    assert await count(shop_app, LoginSession) == 1


async def test_a_cookie_chosen_by_somebody_else_never_becomes_a_session(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        client.cookies.set("xiaoer_session", "xs_planted", domain="shop.test")
        await log_in(client, agent)
    async with shop_app.client() as thief:
        thief.cookies.set("xiaoer_session", "xs_planted")
        assert (await thief.get(ME)).status_code == 401


async def test_a_session_expires(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        await log_in(client, agent)
        cookie = client.cookies["xiaoer_session"]
    async with shop_app.client(cookie=f"xiaoer_session={cookie}") as client:
        shop_app.clock.advance(timedelta(days=14) - timedelta(seconds=1))
        assert (await client.get(ME)).status_code == 200
        shop_app.clock.advance(timedelta(seconds=1))
        assert (await client.get(ME)).status_code == 401


async def test_logging_out_ends_the_session_on_the_server(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        csrf = (await log_in(client, agent)).json()["csrf"]
        cookie = client.cookies["xiaoer_session"]
        answer = await client.post("/api/v1/auth/logout", headers={"X-CSRF-Token": csrf})
        assert answer.status_code == 204
        assert "xiaoer_session" not in client.cookies
    async with shop_app.client(cookie=f"xiaoer_session={cookie}") as thief:
        assert (await thief.get(ME)).status_code == 401


async def test_when_a_session_was_last_seen_is_noted_once_a_minute(shop_app: ShopApp, agent: str) -> None:
    async def last_seen_s() -> float:
        async with shop_app.database.read() as session:
            seen = (await session.execute(select(LoginSession.last_seen_at))).scalar_one()
        return (seen - start).total_seconds()

    start = shop_app.clock()
    async with shop_app.client() as client:
        await log_in(client, agent)
        shop_app.clock.advance(timedelta(seconds=59))
        await client.get(ME)
        assert await last_seen_s() == 0
        shop_app.clock.advance(timedelta(seconds=1))
        await client.get(ME)
        assert await last_seen_s() == 60


async def test_the_sixth_try_on_a_name_has_to_wait_even_with_the_right_password(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        for _ in range(MAX_PER_NAME):
            assert (await log_in(client, agent, "wrong")).status_code == 401
            shop_app.clock.advance(timedelta(seconds=1))
        refused = await log_in(client, agent.upper())
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "too_many_requests"
        wait = refused.json()["error"]["details"]["retry_after"]
        assert wait == WINDOW.total_seconds() - MAX_PER_NAME
        # Trying again meanwhile does not make the wait longer.
        assert (await log_in(client, agent)).json()["error"]["details"]["retry_after"] == wait
        shop_app.clock.advance(timedelta(seconds=wait))
        assert (await log_in(client, agent)).status_code == 200


async def test_unknown_names_have_to_wait_just_the_same(shop_app: ShopApp) -> None:
    async with shop_app.client() as client:
        answers = [(await log_in(client, "nobody", "wrong")).status_code for _ in range(MAX_PER_NAME + 1)]
    assert answers == [401] * MAX_PER_NAME + [429]


async def test_a_right_password_forgets_the_wrong_ones_on_that_name(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as client:
        for _ in range(MAX_PER_NAME - 1):
            await log_in(client, agent, "wrong")
        assert (await log_in(client, agent)).status_code == 200
    assert await count(shop_app, LoginAttempt) == 0


async def test_one_address_cannot_try_name_after_name(
    shop_app: ShopApp, agent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wrong(password_hash: str, password: str) -> bool:
        return False

    monkeypatch.setattr(passwords, "matches", wrong)
    async with shop_app.client() as client:
        # An invented X-Forwarded-For makes no new address of it.
        tries = [
            await client.post(
                LOGIN, json={"name": f"a{n}", "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
            )
            for n in range(MAX_PER_ADDRESS + 1)
        ]
    assert [answer.status_code for answer in tries] == [401] * MAX_PER_ADDRESS + [429]


async def test_changing_the_password_ends_the_other_sessions_only(shop_app: ShopApp, agent: str) -> None:
    async with shop_app.client() as here, shop_app.client() as elsewhere:
        csrf = (await log_in(here, agent)).json()["csrf"]
        await log_in(elsewhere, agent)
        body = {"current": PASSWORD, "new": "shan-gao-shui-chang"}
        wrong = await here.post(
            "/api/v1/auth/password", json={**body, "current": "wrong"}, headers={"X-CSRF-Token": csrf}
        )
        assert (wrong.status_code, wrong.json()["error"]["details"]) == (422, {"field": "current"})
        answer = await here.post("/api/v1/auth/password", json=body, headers={"X-CSRF-Token": csrf})
        assert answer.status_code == 204
        assert (await here.get(ME)).status_code == 200
        assert (await elsewhere.get(ME)).status_code == 401
        assert (await log_in(elsewhere, agent)).status_code == 401
        assert (await log_in(elsewhere, agent, "shan-gao-shui-chang")).status_code == 200


async def test_a_program_has_no_password_to_change(shop_app: ShopApp) -> None:
    async with shop_app.client("owner") as client:
        answer = await client.post("/api/v1/auth/password", json={"current": "x", "new": "0123456789"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "session_needed")


async def test_resetting_the_password_ends_all_sessions_and_lets_a_locked_out_person_in(
    shop_app: ShopApp, agent: str
) -> None:
    async with shop_app.client() as client:
        await log_in(client, agent)
        for _ in range(MAX_PER_NAME):
            await log_in(client, agent, "wrong")
        password = await service.reset_password(shop_app.database, agent)
        assert (await client.get(ME)).status_code == 401
        assert (await log_in(client, agent, password)).status_code == 200


async def test_the_first_accounts_are_made_once_with_passwords_that_work(shop_app: ShopApp) -> None:
    made = await service.create_first_accounts(shop_app.database, shop_app.clock)

    assert [(account.name, account.role) for account in made] == [
        ("owner", "owner"),
        ("trainer", "trainer"),
        ("xiaolin", "agent"),
    ]
    assert len({account.password for account in made}) == 3
    assert await service.create_first_accounts(shop_app.database, shop_app.clock) == []
    async with shop_app.client() as client:
        for account in made:
            answer = await log_in(client, account.name, account.password)
            assert answer.json()["account"]["role"] == account.role


@pytest.mark.parametrize(
    ("name", "role", "error"),
    [
        ("", "agent", BadInput),
        ("Xiao", "agent", BadInput),
        ("小林", "agent", BadInput),
        ("x y", "agent", BadInput),
        ("x" * 41, "agent", BadInput),
        ("new", "king", BadInput),
        ("xiaolin", "agent", Conflict),
    ],
)
async def test_an_account_needs_a_fresh_ascii_name_and_a_known_role(
    shop_app: ShopApp, agent: str, name: str, role: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await service.create_account(shop_app.database, shop_app.clock(), name, role)


async def test_a_password_cannot_be_reset_for_nobody(shop_app: ShopApp) -> None:
    with pytest.raises(NotFound):
        await service.reset_password(shop_app.database, "nobody")
