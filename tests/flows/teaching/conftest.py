import pytest

from tests.app_fixtures import ShopApp, either_app, filled_home, shop_app
from tests.flows.teaching.classroom import Classroom

__all__ = ["either_app", "filled_home", "shop_app"]


@pytest.fixture
def room(shop_app: ShopApp) -> Classroom:
    """The demo shop with an agent who teaches, a trainer who reviews, and the bot's own book."""
    return Classroom(shop_app)


@pytest.fixture
def either_room(either_app: ShopApp) -> Classroom:
    return Classroom(either_app)
