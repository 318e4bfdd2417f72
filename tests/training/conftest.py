import pytest
from argon2 import PasswordHasher

from assist_api.accounts import passwords
from tests.app_fixtures import either_app, filled_home, shop_app

__all__ = ["either_app", "filled_home", "shop_app"]


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; only the tests of hashing itself pay for it."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
