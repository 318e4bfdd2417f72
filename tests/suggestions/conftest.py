from functools import cache

import pytest
from argon2 import PasswordHasher

from assist_api.accounts import passwords
from assist_api.flows.suggesting import service as suggesting
from assist_api.phrases.service import load_starters
from assist_api.recommender.features import Tokenise
from assist_api.settings import CHECKOUT
from assist_api.taxonomy import Taxonomy
from tests.app_fixtures import ShopApp, either_app, filled_home, shop_app
from zh_text import Lexicon, Tokenizer

__all__ = ["either_app", "filled_home", "shop_app"]


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Hashing is slow on purpose; only the tests of hashing itself pay for it."""
    if "costly" not in request.node.name:
        monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@cache
def words() -> Tokenise:
    """jieba's dictionary once for all tests; a shop keeps it compiled in its home."""
    return Tokenizer(Lexicon.load(CHECKOUT / "data" / "lexicon")).words


async def ready(app: ShopApp) -> ShopApp:
    """With the starter bank; the fake bot takes every line for a greeting, so here it is down unless a test says."""
    state = app.app.state
    names = Taxonomy.load(app.settings.data).names()
    state.suggester = suggesting.Suggester(app.database, app.bus, state.bot, app.clock, words(), names, state.learning)
    await load_starters(app.database, app.settings, app.clock)
    app.bot.down = True
    return app


@pytest.fixture
async def shop(shop_app: ShopApp) -> ShopApp:
    return await ready(shop_app)


@pytest.fixture
async def either_shop(either_app: ShopApp) -> ShopApp:
    return await ready(either_app)
